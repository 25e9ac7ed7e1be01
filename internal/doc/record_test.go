package doc

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// FuzzRecord: a record says what was read of a document; and whatever is made of it, reading it ends.
func FuzzRecord(f *testing.F) {
	for _, seed := range []string{"# A\n\nText with a [link](b.md), *more*\nand code `c`.\n\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
		"## One\n\nx\n\n### Two\n\ny\n\n## One\n\nz  w\n\n![p](p.png)\n\nterm\n: what it is\n", "", "---\ntitle: T\n---\n\n> a\n> b\\\n> c\n"} {
		f.Add(seed, uint16(3), byte(1))
	}
	f.Fuzz(func(t *testing.T, source string, at uint16, with byte) {
		if len(source) > 1<<13 {
			return
		}
		d, _ := Read("a.md", []byte(source))
		record := AppendUnits(AppendText(nil, d.Text), d.Body, d.Units)
		text, rest, ok := ReadText(string(record))
		if diff := cmp.Diff(d.Text, text, cmpopts.EquateEmpty()); !ok || diff != "" {
			t.Fatalf("%q: %v, %s", source, ok, diff)
		}
		units, ok := ReadUnits(rest, text.Body)
		if diff := cmp.Diff(d.Units, units, cmpopts.EquateEmpty()); !ok || diff != "" {
			t.Fatalf("%q: %v, %s", source, ok, diff)
		}
		for _, damaged := range []string{string(record[:int(at)%len(record)]), string(record[:int(at)%len(record)]) + string(with) + string(record[int(at)%len(record):])} {
			if text, rest, ok := ReadText(damaged); ok {
				ReadUnits(rest, text.Body)
			}
		}
	})
}
