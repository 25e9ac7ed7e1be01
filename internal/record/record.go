package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Limits bound what is read. What goes beyond is refused, never cut.
type Limits struct {
	Bytes, Depth, Values int
}

// Usual is enough for a page of any forge.
var Usual = Limits{Bytes: 32 << 20, Depth: 24, Values: 1 << 20}

// Kind is what a value is.
type Kind string

// The kinds.
const (
	Null   Kind = "null"
	Bool   Kind = "true or false"
	Number Kind = "a number"
	Text   Kind = "text"
	List   Kind = "a list"
	Map    Kind = "an object"
	Absent Kind = "missing"
)

// Value is a JSON value.
type Value struct {
	Kind   Kind
	Text   string // of a text, of a number as it is written, "true" or "false"
	Items  []Value
	At     int // the byte of the text at which it begins
	fields map[string]Value
}

// Get returns the value of a key of an object; one that is Absent where there is none.
func (v Value) Get(name string) Value {
	if value, ok := v.fields[name]; ok {
		return value
	}
	return Value{Kind: Absent}
}

// Names are the keys of an object, in no order.
func (v Value) Names() []string {
	names := make([]string, 0, len(v.fields))
	for name := range v.fields {
		names = append(names, name)
	}
	return names
}

// Read reads one value.
func Read(text []byte, limits Limits) (Value, error) {
	if len(text) > limits.Bytes {
		return Value{}, fmt.Errorf("it has more than %d bytes", limits.Bytes)
	}
	if !utf8.Valid(text) || bytes.HasPrefix(text, []byte("\ufeff")) {
		return Value{}, errors.New("it is not plain UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	r := reader{decoder, text, limits}
	value, err := r.value(0)
	if err != nil {
		return Value{}, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Value{}, errors.New("something follows the value")
	}
	return value, nil
}

type reader struct {
	decoder *json.Decoder
	text    []byte
	room    Limits
}

func (r *reader) value(depth int) (Value, error) {
	at := r.next()
	value, err := r.read(depth)
	value.At = at
	return value, err
}

// next is where the token begins that is read next.
func (r *reader) next() int {
	at := int(r.decoder.InputOffset())
	for at < len(r.text) && strings.IndexByte(" \t\r\n,:", r.text[at]) >= 0 {
		at++
	}
	return at
}

func (r *reader) read(depth int) (Value, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return Value{}, broken(err)
	}
	if r.room.Values--; r.room.Values < 0 || depth > r.room.Depth {
		return Value{}, errors.New("it holds too many values, or is nested too deeply")
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return r.list(depth)
		}
		return r.object(depth)
	case string:
		return Value{Kind: Text, Text: token}, nil
	case json.Number:
		return Value{Kind: Number, Text: token.String()}, nil
	case bool:
		return Value{Kind: Bool, Text: fmt.Sprint(token)}, nil
	}
	return Value{Kind: Null}, nil
}

func broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends in the middle")
	}
	return errors.New("it is not JSON")
}

func (r *reader) list(depth int) (Value, error) {
	list := Value{Kind: List}
	for r.decoder.More() {
		item, err := r.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		list.Items = append(list.Items, item)
	}
	_, err := r.decoder.Token()
	if err != nil {
		return Value{}, broken(err)
	}
	return list, nil
}

func (r *reader) object(depth int) (Value, error) {
	object := Value{Kind: Map, fields: map[string]Value{}}
	folded := map[string]bool{}
	for r.decoder.More() {
		token, err := r.decoder.Token()
		if err != nil {
			return Value{}, broken(err)
		}
		name, ok := token.(string)
		if !ok || strings.ContainsRune(name, utf8.RuneError) { // of half a character the library makes a replacement
			return Value{}, errors.New("a key is not plain text")
		}
		if folded[strings.ToLower(name)] {
			return Value{}, fmt.Errorf("the key %q stands twice", name)
		}
		folded[strings.ToLower(name)] = true
		if object.fields[name], err = r.value(depth + 1); err != nil {
			return Value{}, err
		}
	}
	if _, err := r.decoder.Token(); err != nil {
		return Value{}, broken(err)
	}
	return object, nil
}
