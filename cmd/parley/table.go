package main

import (
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// table writes rows of cells that tabs separate, and an empty line. Numbers stand below each other by their decimal points. A row
// without a tab is a remark, which widens no column.
func table(w io.Writer, rows ...string) {
	cells := make([][]string, len(rows))
	for i, row := range rows {
		cells[i] = strings.Split(row, "\t")
	}
	columns := columnsOf(cells)
	var out strings.Builder
	for _, row := range cells {
		line := ""
		for i, cell := range row {
			if len(row) > 1 {
				cell = columns[i].place(cell)
			}
			line += cell + "  "
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	_, _ = io.WriteString(w, out.String()+"\n") // what is lost is kept by whom it is written to
}

// column is how wide the cells of a column are: before and from the decimal point, where it is one of numbers.
type column struct {
	numbers             bool
	width, whole, parts int
	behind              int // of what stands behind some numbers, so that the head stands above the numbers
}

// figure is a number as tables have them: "+2.22%", "≈ 46.00%", "1.84 EUR".
var figure = regexp.MustCompile(`^(≈ )?[+-]?[0-9]+(\.[0-9]+)?%?( [A-Z]{3})?$`)

// columnsOf measures the columns of a table. One is of numbers when all is that below the first row, which may be the heads, but
// for what stands for nothing.
func columnsOf(cells [][]string) []column {
	var columns []column
	for i, row := range cells {
		if len(row) == 1 {
			continue
		}
		for j, cell := range row {
			if j == len(columns) {
				columns = append(columns, column{numbers: true})
			}
			columns[j].measure(cell, i == 0)
		}
	}
	for i := range columns {
		c := &columns[i]
		c.numbers = c.numbers && c.whole > 0
		c.width = max(c.width, c.whole+c.parts)
	}
	return columns
}

func (c *column) measure(cell string, first bool) {
	switch {
	case figure.MatchString(cell):
		whole, parts := halves(cell)
		c.whole, c.parts, c.behind = max(c.whole, whole), max(c.parts, parts), max(c.behind, len(cell)-len(bare(cell)))
	case !first && cell != "" && cell != "-" && cell != "none":
		c.numbers = false
	}
	c.width = max(c.width, utf8.RuneCountInString(cell))
}

// halves is how long a number is before its decimal point, and from there on.
func halves(cell string) (whole, parts int) {
	at := strings.IndexAny(cell, ".%")
	if at < 0 {
		at = len(bare(cell))
	}
	return utf8.RuneCountInString(cell[:at]), utf8.RuneCountInString(cell[at:])
}

// bare is a number without its currency.
func bare(cell string) string { return strings.TrimRight(cell, " ABCDEFGHIJKLMNOPQRSTUVWXYZ") }

// place pads a cell to the width of its column.
func (c column) place(cell string) string {
	length := utf8.RuneCountInString(cell)
	switch {
	case !c.numbers:
		return cell + strings.Repeat(" ", c.width-length)
	case !figure.MatchString(cell):
		behind := min(c.behind, c.width-length)
		return strings.Repeat(" ", c.width-length-behind) + cell + strings.Repeat(" ", behind)
	}
	whole, parts := halves(cell)
	after := strings.Repeat(" ", c.parts-parts)
	return strings.Repeat(" ", c.width-c.parts-whole) + cell + after
}
