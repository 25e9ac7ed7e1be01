package translation

import (
	"fmt"
	"strings"
	"testing"

	"parley/internal/doc"
)

// large is a document of 10,000 units and its PO file of 2.7 MB. Every tenth unit was edited since.
func large() ([]doc.Unit, []byte) {
	file := File{Header: NewHeader(Imprint{Project: "parley", Tag: "es", Source: "content/large.md"})}
	units := make([]doc.Unit, 10_000)
	for i := range units {
		text := fmt.Sprintf("Every partner of region %d sends the signed [contract](contract-%d.md) within %d days.", i, i%7, i%30)
		units[i] = doc.Unit{Context: fmt.Sprintf("Section %d", i/20), Block: doc.Paragraph, Text: text}
		translation := "Cada socio " + strings.ReplaceAll(text, "signed", "firmado")
		file.Entries = append(file.Entries, Entry{
			Message:  Message{HasContext: true, Context: units[i].Context, ID: text},
			Comments: []string{"mt: azure 2026-11-20T14:03:11Z " + Hash8(translation)},
			Str:      []string{translation},
		})
		if i%10 == 0 {
			units[i].Text = strings.ReplaceAll(text, "Every partner", "Each reseller and integrator")
		}
	}
	return units, file.Format()
}

func BenchmarkParsePO(b *testing.B) {
	_, text := large()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		ParsePO("es.po", text)
	}
}

func BenchmarkMerge(b *testing.B) {
	units, text := large()
	file, _ := ParsePO("es.po", text)
	b.ReportAllocs()
	for b.Loop() {
		Merge(units, file)
	}
}

// BenchmarkMergeOneHeading is the worst case: every unit edited, and all under one heading.
func BenchmarkMergeOneHeading(b *testing.B) {
	units, text := large()
	file, _ := ParsePO("es.po", text)
	for i := range units {
		units[i].Context, file.Entries[i].Context = "One", "One"
		units[i].Text += " It is due."
	}
	b.ReportAllocs()
	for b.Loop() {
		Merge(units, file)
	}
}

func BenchmarkVerify(b *testing.B) {
	units, text := large()
	file, _ := ParsePO("es.po", text)
	merged := Merge(units, file)
	b.ReportAllocs()
	for b.Loop() {
		Verify(merged.Units, "")
	}
}

func BenchmarkFormat(b *testing.B) {
	_, text := large()
	file, _ := ParsePO("es.po", text)
	for b.Loop() {
		file.Format()
	}
}
