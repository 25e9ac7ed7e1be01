package doc

import (
	"slices"
	"strconv"

	"parley/internal/diag"
)

// ValueType is the type of a YAML value.
type ValueType uint8

// The types of values. A date is a String; a number keeps its text and is never a float.
const (
	Null ValueType = iota
	Bool
	Number
	String
	List
	Map
)

// String returns the word that a reader of a finding knows.
func (t ValueType) String() string {
	return [...]string{"nothing", "true or false", "a number", "text", "a list", "keys and values"}[t]
}

// Value is a YAML value with its place. Exactly one of Text, Items and Keys is in use, by Type.
type Value struct {
	Type   ValueType
	Quoted bool   // a String that was written in quotes or as a block
	Partly bool   // a Map of which not all keys could be read, as has been reported: what it seems to lack may be there
	Text   string // scalar text as meant (quotes and escapes resolved)
	Items  []Value
	Keys   []Key // in the order of the file
	Span   diag.Span
}

// Key is one key of a Map with its value.
type Key struct {
	Name  string
	Span  diag.Span // of the key itself
	Value Value
}

// Get returns the value of a key of a Map; the zero Value (Null, no place) when there is none.
func (v Value) Get(name string) Value {
	value, _ := v.Lookup(name)
	return value
}

// Lookup returns the value of a key of a Map and whether it is there.
func (v Value) Lookup(name string) (Value, bool) {
	for i := range v.Keys { // a key is not copied to be looked at
		if v.Keys[i].Name == name {
			return v.Keys[i].Value, true
		}
	}
	return Value{}, false
}

// Has reports whether a Map has the key.
func (v Value) Has(name string) bool {
	_, ok := v.Lookup(name)
	return ok
}

// Str returns the text of a scalar under a key, "" when it is missing or not a scalar.
func (v Value) Str(name string) string {
	value := v.Get(name)
	if value.Type == List || value.Type == Map {
		return ""
	}
	return value.Text
}

// Strings returns the texts of the scalars of a List under a key.
func (v Value) Strings(name string) []string {
	var texts []string
	for _, item := range v.Get(name).Items {
		if item.Type != List && item.Type != Map {
			texts = append(texts, item.Text)
		}
	}
	return texts
}

// identities are the keys by which an item of a list is addressed, the first that is there.
var identities = []string{"id", "code", "sku"}

// ItemPath returns how an item of a list is addressed inside its list: by its identity where it has one,
// else by its index, so that reordering a list moves no translation.
func (v Value) ItemPath(index int) string {
	for _, name := range identities {
		if id := v.Items[index].Str(name); id != "" {
			return "[" + id + "]"
		}
	}
	return "[" + strconv.Itoa(index) + "]"
}

// Scalars lists every text, number and truth value below a value, in the order of the file.
func (v Value) Scalars() []Value { return v.scalars(nil) }

func (v Value) scalars(all []Value) []Value {
	for i := range v.Items {
		all = v.Items[i].scalars(all)
	}
	for i := range v.Keys {
		all = v.Keys[i].Value.scalars(all)
	}
	if v.Type == String || v.Type == Number || v.Type == Bool {
		all = append(all, v)
	}
	return all
}

// Without returns the Map less the named keys.
func (v Value) Without(names ...string) Value {
	kept := v
	kept.Keys = slices.DeleteFunc(slices.Clone(v.Keys), func(key Key) bool { return slices.Contains(names, key.Name) })
	return kept
}

// Equal reports whether two values say the same: keys may stand in another order, and where they stand is no matter.
func Equal(a, b Value) bool {
	if a.Type != b.Type || a.Text != b.Text || len(a.Items) != len(b.Items) || len(a.Keys) != len(b.Keys) {
		return false
	}
	for i := range a.Items {
		if !Equal(a.Items[i], b.Items[i]) {
			return false
		}
	}
	for _, key := range a.Keys {
		other, ok := b.Lookup(key.Name)
		if !ok || !Equal(key.Value, other) {
			return false
		}
	}
	return true
}
