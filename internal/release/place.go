package release

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"parley/internal/diag"
)

// Place is where the value of a key stands in the payload's file: "effective.from", "inputs[2].sha256". What is not there is at the
// beginning of the file.
func (p Payload) Place(key string) diag.Place {
	text := p.Encode()
	l := locator{decoder: json.NewDecoder(bytes.NewReader(text)), text: text, ranges: map[string][2]int{}}
	l.value("")
	return placeAt(p.file, text, l.ranges[key][0], l.ranges[key][1])
}

// locator finds where each value of JSON that Encode has written begins and ends.
type locator struct {
	decoder *json.Decoder
	text    []byte
	ranges  map[string][2]int
}

func (l *locator) value(key string) {
	start := int(l.decoder.InputOffset())
	start += len(l.text[start:]) - len(bytes.TrimLeft(l.text[start:], " \n:,"))
	token, _ := l.decoder.Token() // what Encode has written can be read
	l.ranges[key] = [2]int{start, int(l.decoder.InputOffset())}
	delim, nested := token.(json.Delim)
	if !nested {
		return
	}
	for i := 0; l.decoder.More(); i++ {
		if delim == '[' {
			l.value(fmt.Sprintf("%s[%d]", key, i))
			continue
		}
		name, _ := l.decoder.Token()
		l.value(strings.TrimPrefix(fmt.Sprintf("%s.%s", key, name), "."))
	}
	_, _ = l.decoder.Token() // the end of it
}

// placeAt is a range of bytes as lines and columns: on one line, and never nothing.
func placeAt(file string, text []byte, start, end int) diag.Place {
	start = min(max(0, start), len(text))
	line := 1 + bytes.Count(text[:start], []byte("\n"))
	begin := bytes.LastIndexByte(text[:start], '\n') + 1
	if rest := bytes.IndexByte(text[start:], '\n'); rest >= 0 {
		end = min(end, start+rest)
	}
	col := 1 + utf8.RuneCount(text[begin:start])
	width := max(1, utf8.RuneCount(text[start:min(max(start, end), len(text))]))
	return diag.Place{Path: file, Span: diag.Span{Line: line, Col: col, EndLine: line, EndCol: col + width}}
}

// lineOf finds the value of the first line with a key, in text that Encode has written.
func lineOf(file string, text []byte, key string) diag.Place {
	before := bytes.Index(text, []byte("\n"+key))
	if before < 0 {
		return diag.Place{Path: file}
	}
	start := before + 1 + len(key)
	value, _, _ := bytes.Cut(text[start:], []byte("\n"))
	return placeAt(file, text, start, start+len(bytes.TrimSuffix(value, []byte(","))))
}

// places finds the first new price of each part in text that Encode has written, where each key stands on a line of its own.
func places(file string, text []byte) map[string]diag.Place {
	found := map[string]diag.Place{}
	sku, isNew := "", false
	for i, line := range strings.Split(string(text), "\n") {
		key := strings.TrimLeft(line, " ")
		indent := len(line) - len(key)
		switch {
		case indent == 6 && strings.HasPrefix(key, `"sku": `):
			sku, isNew = "", false
			_ = json.Unmarshal([]byte(strings.TrimSuffix(strings.TrimPrefix(key, `"sku": `), ",")), &sku)
		case indent == 6 && strings.HasPrefix(key, `"new": {`):
			isNew = true
		case isNew && strings.HasPrefix(key, `"price": `):
			col := indent + len(`"price": `) + 1
			found[sku] = diag.Place{Path: file, Span: diag.Span{Line: i + 1, Col: col, EndLine: i + 1, EndCol: len(line) + 1}}
			isNew = false
		}
	}
	return found
}
