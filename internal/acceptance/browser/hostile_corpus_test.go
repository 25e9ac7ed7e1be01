package browser

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// payload is a text that runs as a script, or asks another host for something, where somebody shows it as anything but text.
type payload struct {
	number int
	family string
	text   string
	inline string // what CommonMark shows of it within a line of text
	block  string // what it shows where the payload is a block of its own
}

// readable reports whether a text is one: a file with anything else in it is refused as a whole.
func readable(text string) bool { return utf8.ValidString(text) && !strings.Contains(text, "\x00") }

// corpus is testdata/hostile/payloads.txt, which says how it is written, and after it testdata/hostile/pictures.txt.
var corpus = sync.OnceValues(func() (payloads []payload, err error) {
	for _, name := range []string{"payloads.txt", "pictures.txt"} {
		text, err := os.ReadFile("testdata/hostile/" + name)
		if err != nil {
			return nil, err
		}
		if payloads, err = readCorpus(payloads, string(text)); err != nil {
			return nil, fmt.Errorf("testdata/hostile/%s: %w", name, err)
		}
	}
	return payloads, nil
})

// readCorpus reads one of the files of the corpus, after what stood in others.
func readCorpus(payloads []payload, text string) ([]payload, error) {
	family := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		last := len(payloads) - 1
		switch {
		case line == "" || family == "" && strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "== "):
			family, _, _ = strings.Cut(line[len("== "):], ":")
		case family == "":
			return nil, fmt.Errorf("%q belongs to no family", line)
		case strings.HasPrefix(line, "=>"):
			payloads[last].inline = spelled(strings.TrimSpace(line[2:]), last+1)
			payloads[last].block = payloads[last].inline
		case strings.HasPrefix(line, "=|"):
			payloads[last].block = spelled(strings.TrimSpace(line[2:]), last+1)
		default:
			text := spelled(line, last+2)
			payloads = append(payloads, payload{number: last + 2, family: family, text: text, inline: text, block: text})
		}
	}
	return payloads, nil
}

// spellings are the ways in which a payload can be written out, by the word in front of the colon.
var spellings = map[string]func(string) string{
	"b64":  func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) },
	"dec":  func(text string) string { return eachRune(text, "&#%d;") },
	"hex":  func(text string) string { return eachRune(text, "&#x%x;") },
	"esc":  func(text string) string { return eachRune(text, `\u%04x`) },
	"utf7": utf7,
}

var spelling = regexp.MustCompile("⟦(?:([a-z0-9]+):)?([^⟦⟧]*)⟧")

// spelled puts a payload's number into it, and writes out what stands between ⟦ and ⟧.
func spelled(text string, number int) string {
	n := fmt.Sprint(number)
	text = strings.NewReplacer("FIRE", "fire("+n+")", "NUM", n, "CANARY", "canary.example/"+n).Replace(text)
	return spelling.ReplaceAllStringFunc(text, func(found string) string {
		parts := spelling.FindStringSubmatch(found)
		if way := spellings[parts[1]]; way != nil {
			return way(parts[2])
		}
		bytes, err := hex.DecodeString(parts[2])
		if err != nil || parts[1] != "" {
			panic(fmt.Sprintf("testdata/hostile: nobody knows what %s means", found))
		}
		return string(bytes)
	})
}

func eachRune(text, format string) string {
	var out strings.Builder
	for _, r := range text {
		fmt.Fprintf(&out, format, r)
	}
	return out.String()
}

// utf7 writes all of a text in the base64 of UTF-7.
func utf7(text string) string {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(unit>>8), byte(unit))
	}
	return "+" + base64.RawStdEncoding.EncodeToString(wide) + "-"
}

// TestTheCorpusIsWhatItSays counts the payloads, and holds each of them to being one: to be its own, and to have in it
// what tells the other tests that it is the one that ran.
func TestTheCorpusIsWhatItSays(t *testing.T) {
	payloads, err := corpus()
	if err != nil {
		t.Fatal(err)
	}
	families, seen := map[string]int{}, map[string]int{}
	for _, p := range payloads {
		families[p.family]++
		n := fmt.Sprint(p.number)
		if first, twice := seen[strings.ReplaceAll(p.text, n, "N")]; twice {
			t.Errorf("payload %d is payload %d again: %q", p.number, first, p.text)
		}
		seen[strings.ReplaceAll(p.text, n, "N")] = p.number
		signs := []string{"fire(" + n + ")", "canary.example/" + n, "fire`" + n + "`", "(" + n + ")", "&lpar;" + n}
		for _, way := range spellings {
			signs = append(signs, way("fire("+n+")"), way("<script>fire("+n+")</script>"), way(`<svg xmlns="http://www.w3.org/2000/svg"><script>fire(`+n+`)</script></svg>`))
		}
		if !slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(p.text, sign) }) && !strings.Contains(p.text, "canary.example") {
			t.Errorf("nothing would tell that payload %d ran: %q", p.number, p.text)
		}
	}
	if len(payloads) < 300 || len(families) < 20 {
		t.Errorf("%d payloads in %d families", len(payloads), len(families))
	}
	t.Logf("%d payloads in %d families", len(payloads), len(families))
}
