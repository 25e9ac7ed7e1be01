package kind

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/doc"
)

// Placeholder marks what only the author of a new document can know.
const Placeholder = "FILL IN"

// archetype writes a new document of a kind: required keys filled in, optional ones as comments.
type archetype struct {
	kind     *Kind
	name     string // of the document, "" inside its lists
	today    string
	named    map[string]string        // fields of which the name is made
	existing func(kind string) string // the id of a thing of a kind, "" when there is none
	given    map[string]string        // what is known already, by key of the top level
	nth      int                      // which item of its list this is: items of one list have different ids
	out      strings.Builder
}

// Given is what is known already of a new document.
type Given struct {
	Keys map[string]string // YAML as it stands behind the colon of a key, with its line end
	Body string            // in place of the one that documents of the kind begin with; empty for that
}

// Archetype returns the text of a new document. Required keys are filled in: with what is given, the day, the first allowed word, or
// an existing thing; what only the author can know is marked with "FILL IN". existing gives the id of some thing of a kind.
func (k *Kind) Archetype(name, today string, existing func(kind string) string, given Given) string {
	a := &archetype{kind: k, name: name, today: today, existing: existing, named: k.fieldsOf(name), given: given.Keys}
	if day := name[:min(len(name), len(time.DateOnly))]; validDate(day) == nil {
		a.today = day // a name that starts with a day says which
	}
	if k.Format == "markdown" {
		a.out.WriteString("---\n")
	}
	a.out.WriteString("kind: " + k.Name + "\ndraft: true  # remove this line when the document is ready to be published\n")
	a.keys(k.Schema, "")
	if k.Format == "markdown" {
		a.out.WriteString("---\n\n" + cmp.Or(given.Body, k.Body))
	}
	return strings.TrimRight(a.out.String(), "\n") + "\n"
}

// keys writes the keys of an object: required ones first, then the optional ones of the top level as comments.
func (a *archetype) keys(schema doc.Value, indent string) {
	properties := schema.Get("properties").Keys
	// A new document has the first word of every enumeration, so the "else" of a condition on one is what holds for it.
	required := append(schema.Strings("required"), schema.Get("else").Strings("required")...)
	if len(required) == 0 && schema.Has("minProperties") { // any of them will do, so the author sees all
		for _, key := range properties {
			required = append(required, key.Name)
		}
	}
	has := func(name string) bool { return slices.Contains(required, name) }
	for _, key := range properties {
		if text, known := a.given[key.Name]; known && indent == "" {
			a.out.WriteString(key.Name + ":" + text)
		} else if has(key.Name) && key.Name != "kind" {
			a.value(key.Name, key.Value, indent)
		}
	}
	if indent != "" {
		return
	}
	for _, key := range properties {
		if _, known := a.given[key.Name]; !known && !has(key.Name) && key.Name != "kind" && key.Name != "id" && key.Name != "draft" {
			a.comment(key.Name, key.Value)
		}
	}
}

// fieldsOf takes the name of a document apart where its kind makes names of fields: emea-eur-gold.
func (k *Kind) fieldsOf(name string) map[string]string {
	fields := map[string]string{}
	parts := strings.Split(name, "-")
	for i, field := range k.NameFrom {
		if field == "*" || i >= len(parts) {
			break
		}
		fields[field] = parts[i]
		if field == "currency" {
			fields[field] = strings.ToUpper(parts[i])
		}
	}
	return fields
}

func (a *archetype) rules(schema doc.Value) field { return field{rules: schema, root: &a.kind.Schema} }

func (a *archetype) value(name string, schema doc.Value, indent string) {
	rules := a.rules(schema)
	resolved := resolve(schema, a.kind.Schema)
	remark := ""
	if text := rules.rule("description").Text; text != "" {
		remark = "  # " + text
	}
	switch rules.rule("type").Text {
	case "object":
		a.out.WriteString(indent + name + ":" + remark + "\n")
		a.keys(resolved, indent+"  ")
	case "array":
		a.out.WriteString(indent + name + ":" + remark + "\n")
		least, _ := strconv.Atoi(rules.rule("minItems").Text)
		for n := range max(1, least) {
			a.item(n, resolve(rules.rule("items"), a.kind.Schema), rules.rule("items"), indent+"  ")
		}
	default:
		a.out.WriteString(indent + name + ": " + a.scalar(name, schema) + remark + "\n")
	}
}

// item writes the n-th item of a list.
func (a *archetype) item(n int, resolved, schema doc.Value, indent string) {
	if resolved.Get("type").Text != "object" {
		a.out.WriteString(indent + "- " + a.scalar("", schema) + "\n")
		return
	}
	inner := &archetype{kind: a.kind, today: a.today, existing: a.existing, named: a.named, nth: n}
	inner.keys(resolved, indent+"  ")
	text := inner.out.String()
	a.out.WriteString(strings.Replace(text, indent+"  ", indent+"- ", 1))
}

// scalar is a value that the schema accepts.
func (a *archetype) scalar(name string, schema doc.Value) string {
	rules := a.rules(schema)
	text := ""
	switch {
	case a.named[name] != "":
		text = a.named[name]
	case name == "id" && a.name != "" && a.kind.Schema.Get("properties").Has("id"):
		text = a.name
	case len(names(rules.rule("ref"))) > 0:
		for _, kindName := range names(rules.rule("ref")) {
			if text = a.existing(kindName); text != "" {
				break
			}
		}
	case len(names(rules.rule("enum"))) > 0:
		text = names(rules.rule("enum"))[0]
	case rules.rule("default").Text != "":
		text = rules.rule("default").Text
	case rules.rule("format").Text == "date":
		text = a.today
	case rules.rule("format").Text == "price":
		text = "1.00"
	case rules.rule("type").Text == "integer":
		least, err := strconv.Atoi(rules.rule("minimum").Text)
		if err != nil {
			least = 1
		}
		return strconv.Itoa(least + a.nth)
	case rules.rule("type").Text == "boolean":
		return "false"
	case rules.rule("pattern").Text != "":
		text = a.sample(rules.rule("pattern").Text)
	}
	if text == "" {
		text = Placeholder
	}
	if rules.rule("type").Text != "integer" && (a.kind.Governed || looksLikeNumber.MatchString(text)) {
		return `"` + text + `"`
	}
	return text
}

// looksLikeNumber is a text that YAML would read as a number, or as minutes and seconds.
var looksLikeNumber = regexp.MustCompile(`^[0-9][0-9.:]*$`)

// samples are texts of which one at least fits each pattern of the built-in kinds.
var samples = []string{"item", "ABC-01", "v1.0", "EUR", "10%", "en", "SKU-1", "1000", "09:00", "09:00-17:00", "2026-q3", "YYYY-MM-DD", "lines.csv"}

func (a *archetype) sample(pattern string) string {
	expression, err := regexp.Compile(pattern)
	if err != nil {
		return ""
	}
	for _, text := range samples {
		if a.nth > 0 {
			if numbered := text + "-" + strconv.Itoa(a.nth+1); expression.MatchString(numbered) {
				return numbered
			}
		}
		if expression.MatchString(text) {
			return text
		}
	}
	return ""
}

// comment writes an optional key as a comment with what it is for.
func (a *archetype) comment(name string, schema doc.Value) {
	rules := a.rules(schema)
	what := rules.rule("description").Text
	if enum := names(rules.rule("enum")); len(enum) > 0 {
		what = strings.Join(enum, ", ")
	}
	if what == "" {
		what = strings.ToLower(rules.rule("title").Text)
	}
	a.out.WriteString("# " + name + ":  # " + what + "\n")
}
