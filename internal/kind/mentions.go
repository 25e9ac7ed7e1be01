package kind

import (
	"sync"

	"parley/internal/doc"
)

// mentions remembers which subschemas say anything under a keyword, of themselves or of what is below them, so that what says nothing
// need not be walked through for each of ten thousand parts. It is asked too often rather than too seldom: a property of that name
// counts as the keyword. It may be asked by many goroutines.
type mentions struct {
	mutex sync.RWMutex
	known map[mention]bool
}

// mention is a subschema, by where its first key lies, the schema in which it refers to others, and a keyword.
type mention struct {
	schema  *doc.Key
	root    *doc.Value
	keyword string
}

// of reports whether a law, or anything that it leads to, has a keyword.
func (m *mentions) of(keyword string, l law) bool {
	if len(l.schema.Keys) == 0 {
		return false
	}
	at := mention{&l.schema.Keys[0], l.root, keyword}
	m.mutex.RLock()
	known, asked := m.known[at]
	m.mutex.RUnlock()
	if asked {
		return known
	}
	known = leadsTo(keyword, l.schema, l.root, map[string]bool{})
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.known == nil {
		m.known = map[mention]bool{}
	}
	m.known[at] = known
	return known
}

// leadsTo looks for a keyword in a schema and in all to which its references lead, each of which it follows once.
func leadsTo(keyword string, schema doc.Value, root *doc.Value, followed map[string]bool) bool {
	for _, key := range schema.Keys {
		if key.Name == keyword || leadsTo(keyword, key.Value, root, followed) {
			return true
		}
		if key.Name != "$ref" || followed[key.Value.Text] {
			continue
		}
		followed[key.Value.Text] = true
		if target, ok := pointed(*root, key.Value.Text); ok && leadsTo(keyword, target, root, followed) {
			return true
		}
	}
	for _, item := range schema.Items {
		if leadsTo(keyword, item, root, followed) {
			return true
		}
	}
	return false
}
