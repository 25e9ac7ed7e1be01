package workspace

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/glossary"
)

// Cache keeps what doc.Read said about bytes that it has seen before, findings included; not about those that doc.ReadPlain reads.
//
// Its law: an entry depends on nothing but the path, the bytes and the parser's version, which make its key. So an
// entry can be missing or damaged, but never wrong. A nil Cache keeps nothing.
type Cache struct {
	store     *store
	mutex     sync.Mutex         // of what follows
	known     map[string]*cached // by path, what files hold of which it is known that they have not changed; nil outside a preview
	kinds     []doc.Document     // of a team's own, by which known documents were classified
	rewritten []string           // files and folders that may have changed since
	listed    *listing           // what the repository held when it was listed last; nil when that may have changed
	terms     *[]glossary.Term   // the last that stood for a vocabulary
	stands    *standing          // the last
	extents   []*extent          // the last that were asked for, the newest last
	named     []named            // likewise
}

// cached is what doc.Read said of a file, less the wording of its body.
type cached struct {
	Head     doc.Head
	Findings diag.List
	Passages int  // how many units the body has
	Guarded  bool // see guarded

	wording *wording
	class   *classified
}

// OpenCache opens a cache file. A file that is missing, damaged or cut off gives what can still be read. Whoever can write
// to it decides what documents say: it must lie where only the user can.
func OpenCache(path string) *Cache { return &Cache{store: openStore(path)} }

// Save adds what this run has read to the file. Documents can still be read; the cache keeps nothing more.
func (c *Cache) Save() error {
	if c == nil {
		return nil
	}
	return c.store.save()
}

// fetch reads a file and returns what doc.Read says about it, from the cache if it can. The file is not even opened
// when it is known that it has not changed.
func (c *Cache) fetch(repository fs.FS, name string, limit int64) (*cached, diag.Diagnostic, bool) {
	if c != nil {
		c.mutex.Lock()
		entry := c.known[name]
		c.mutex.Unlock()
		if entry != nil {
			return entry, diag.Diagnostic{}, true
		}
	}
	text, finding, ok := read(repository, name, limit)
	if !ok {
		return nil, finding, false
	}
	entry := c.parse(name, text)
	if c != nil && c.known != nil {
		c.mutex.Lock()
		c.known[name] = entry
		c.mutex.Unlock()
	}
	return entry, diag.Diagnostic{}, true
}

// parse returns what doc.Read says about a file's text.
func (c *Cache) parse(name string, text []byte) *cached {
	if document, plain := doc.ReadPlain(name, text); plain { // which would take longer to look up
		return &cached{Head: document.Head, wording: &wording{}}
	}
	if c == nil || c.store.path == "" {
		entry, document := readNew(name, text)
		entry.wording = &wording{held: string(appendWording(nil, document))}
		return entry
	}
	key := keyOf(name, text)
	if hit := c.look(key); hit != nil {
		return hit
	}
	entry, document := readNew(name, text)
	entry.wording = c.put(key, entry, document)
	return entry
}

// readNew reads a text.
func readNew(name string, text []byte) (*cached, doc.Document) {
	document, findings := doc.Read(name, text)
	return &cached{Head: document.Head, Findings: findings, Passages: len(document.Units), Guarded: guarded(document.Body)}, document
}

// appendWording adds the wording of a document's body to a record.
func appendWording(record []byte, document doc.Document) []byte {
	if !document.Markdown {
		return record
	}
	record = slices.Grow(record, len(document.Body)+len(document.HTML.Text)+32*len(document.Units)) // most fit
	return doc.AppendUnits(doc.AppendText(record, document.Text), document.Body, document.Units)
}

// Trust makes the cache fit for a preview, which asks for every document again after each edit: from now on, a file is
// read again only after Forget has named it. Whoever calls this watches the files.
func (c *Cache) Trust() { c.known = map[string]*cached{} }

// Forget says which files and folders may have changed since they were read; none means that nobody knows. Settings say
// how everything else is to be read.
func (c *Cache) Forget(changed []string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(changed) == 0 || slices.Contains(changed, SettingsPath) {
		clear(c.known)
		c.listed = nil
		return
	}
	for _, name := range changed {
		c.rewritten = append(c.rewritten, name)
		if _, isFile := c.known[name]; isFile {
			delete(c.known, name)
			continue
		}
		maps.DeleteFunc(c.known, func(known string, _ *cached) bool { return strings.HasPrefix(known, name+"/") })
	}
}

// A record of the store is the length of its head, the head, and the wording of the body.
const headLength = 4

// look returns an entry, nil when there is none.
func (c *Cache) look(key [32]byte) *cached {
	data, wording, ok := c.store.get(key)
	if !ok || len(data) < headLength {
		return nil
	}
	length := int64(binary.LittleEndian.Uint32(data))
	if length > int64(len(data)-headLength) {
		return nil
	}
	hit := &cached{}
	if err := cbor.Unmarshal(data[headLength:headLength+length], hit); err != nil {
		return nil
	}
	hit.wording = wording.from(int(headLength + length))
	return hit
}

func keyOf(path string, text []byte) (key [32]byte) {
	hash := sha256.New()
	hash.Write([]byte(doc.Version() + "\x00" + path + "\x00"))
	hash.Write(text)
	copy(key[:], hash.Sum(nil))
	return key
}

// put adds an entry, with the wording of its document, and returns where that is from now on. A document that cannot be
// encoded is parsed again next time.
func (c *Cache) put(key [32]byte, value *cached, document doc.Document) *wording {
	buffer := drafts.Get().(*bytes.Buffer)
	defer drafts.Put(buffer)
	buffer.Reset()
	buffer.Write(make([]byte, headLength))
	if err := cbor.MarshalToBuffer(value, buffer); err != nil {
		return &wording{held: string(appendWording(nil, document))}
	}
	head := buffer.Len()
	binary.LittleEndian.PutUint32(buffer.Bytes(), uint32(head-headLength))
	buffer.Write(appendWording(buffer.AvailableBuffer(), document))
	return c.store.put(key, buffer.Bytes()).from(head)
}

// drafts are buffers in which records are written.
var drafts = sync.Pool{New: func() any { return &bytes.Buffer{} }}
