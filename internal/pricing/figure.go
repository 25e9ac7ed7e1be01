package pricing

import (
	"math/big"

	"parley/internal/diag"
	"parley/internal/doc"
)

// Figure is a number that somebody wrote, as it is written and where. The zero Figure is one that nobody wrote.
type Figure struct {
	Value *big.Rat // nil where nothing is written, or nothing that is a number
	Text  string
	Place diag.Place
}

// Given reports whether the figure is there.
func (f Figure) Given() bool { return f.Value != nil }

// FigureOf reads a figure with one of the readers of room money. What is no text, or none that the reader takes, is not given:
// the schema has said so.
func FigureOf(path string, value doc.Value, read func(string) (*big.Rat, error)) Figure {
	if value.Type != doc.String {
		return Figure{}
	}
	number, err := read(value.Text)
	if err != nil {
		return Figure{}
	}
	return Figure{Value: number, Text: value.Text, Place: diag.Place{Path: path, Span: value.Span}}
}
