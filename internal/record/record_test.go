package record

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for text, ok := range map[string]bool{
		`{"a":1,"b":[true,null,"x"]}`:  true,
		`[]`:                           true,
		` {"a":{"A":1}} ` + "\n":       true,
		`{"a":"\ud83d\ude00"}`:         true,
		``:                             false,
		` `:                            false,
		`{"a":1,"a":2}`:                false,
		`{"a":1,"\u0061":2}`:           false,
		`{"state":1,"State":2}`:        false,
		`{"K":1,"` + "\u212a" + `":2}`: false, // the Kelvin sign, which small letters turn into a k
		`{"a":1}{"a":1}`:               false,
		`[1] x`:                        false,
		`[1][2]`:                       false,
		`{"a":1`:                       false,
		`{"a":NaN}`:                    false,
		`{"a":"\ud83d"}`:               true, // anybody may write a comment of half a character
		`{"\ud83d":1}`:                 false,
		"\ufeff[]":                     false,
		"[\"\xff\"]":                   false,
		`{'a':1}`:                      false,
		`[1,]`:                         false,
	} {
		if _, err := Read([]byte(text), Usual); (err == nil) != ok {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestLimits(t *testing.T) {
	small := Limits{Bytes: 100, Depth: 3, Values: 5}
	for text, ok := range map[string]bool{
		`[1,2,3,4]`:                         true,
		`[1,2,3,4,5]`:                       false,
		`[[[1]]]`:                           true,
		`[[[[1]]]]`:                         false,
		`"` + strings.Repeat("x", 98) + `"`: true,
		`"` + strings.Repeat("x", 99) + `"`: false,
	} {
		if _, err := Read([]byte(text), small); (err == nil) != ok {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := Read([]byte(strings.Repeat("[", 1<<20)), Usual); err == nil {
		t.Error("a million brackets are read")
	}
}

func TestValuesAreAsWritten(t *testing.T) {
	v, err := Read([]byte(`{"id":9007199254740993,"on":false,"who":null}`), Usual)
	if err != nil || v.Get("id").Text != "9007199254740993" || v.Get("on").Text != "false" || v.Get("who").Kind != Null || v.Get("ID").Kind != Absent {
		t.Errorf("%+v %v", v, err)
	}
}

// TestAt says where each value begins.
func TestAt(t *testing.T) {
	text := "[ {\"a\" : -1.5,\n\t\"b\":[\"\\u00e9\", null]}]"
	v, err := Read([]byte(text), Usual)
	if err != nil {
		t.Fatal(err)
	}
	row := v.Items[0]
	for want, value := range map[string]Value{"[ {": v, "{\"a": row, "-1.5": row.Get("a"), "[\"\\u": row.Get("b"), "\"\\u00e9": row.Get("b").Items[0], "null": row.Get("b").Items[1]} {
		if !strings.HasPrefix(text[value.At:], want) {
			t.Errorf("%s begins at %q", want, text[value.At:])
		}
	}
}

// FuzzRead says that whatever is accepted is JSON to the library too.
func FuzzRead(f *testing.F) {
	f.Add(`{"a":[1,{"b":null}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := Read([]byte(text), Usual); err == nil && !json.Valid([]byte(text)) {
			t.Errorf("%q is no JSON", text)
		}
	})
}
