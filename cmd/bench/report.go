package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// report is everything that was measured, and where.
type report struct {
	Date        string       `json:"date"`
	System      string       `json:"system"`
	Cores       int          `json:"cores"`
	Memory      int64        `json:"memory_bytes"`
	LoadBefore  string       `json:"load_before"`
	LoadAfter   string       `json:"load_after"`
	Go          string       `json:"go"`
	Parley      string       `json:"parley"`
	Hugo        string       `json:"hugo"`
	Git         string       `json:"git"`
	Times       int          `json:"times"`
	LeftOut     []string     `json:"left_out"`
	Comparisons []comparison `json:"comparisons"`
	Previews    []latency    `json:"previews"`
}

// formats are the forms that a report can have.
var formats = map[string]func(io.Writer, report) error{"text": writeText, "markdown": writeMarkdown, "json": writeJSON}

func writeJSON(out io.Writer, r report) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// machine is the report's first paragraph.
func (r report) machine() string {
	text := fmt.Sprintf("%s. %d cores, %s of memory, %s; %s. Parley %s, %s, %s.", r.Date, r.Cores, size(r.Memory), r.System, r.Go,
		cmp.Or(r.Parley, "of an unknown revision"), cmp.Or(r.Hugo, "no hugo"), cmp.Or(r.Git, "no git"))
	if r.LoadBefore != "" {
		text += fmt.Sprintf(" Load of the machine %s before and %s after, which includes the measuring itself.", r.LoadBefore, r.LoadAfter)
		if busy, err := strconv.ParseFloat(r.LoadBefore, 64); err == nil && busy > float64(r.Cores)/2 {
			text += " Others were at work on it: wall times say little, CPU more."
		}
	}
	return text + fmt.Sprintf(" Medians of %d runs in turns; ratios are medians of the ratios of pairs.", r.Times)
}

// tables are the report's tables: each a head and rows of as many cells.
func (r report) tables() [][][]string {
	var tables [][][]string
	if len(r.Comparisons) > 0 {
		table := [][]string{{"row", "Parley", "CPU", "memory", "against", "wall", "CPU", "memory", "x wall", "x CPU", "x memory"}}
		for _, c := range r.Comparisons {
			line := append([]string{c.Row}, c.Ours.cells()...)
			if c.Theirs == nil {
				line = append(line, "–", "–", "–", "–", "–", "–", "–")
			} else {
				line = append(append(line, c.Theirs.Name), c.Theirs.cells()...)
				line = append(line, factor(c.Wall), factor(c.CPU), factor(c.Peak))
			}
			table = append(table, line)
		}
		tables = append(tables, table)
	}
	if len(r.Previews) > 0 {
		table := [][]string{{"from a saved edit to the answer", "Parley p50", "p95", "memory", "Hugo p50", "p95", "memory"}}
		for _, l := range r.Previews {
			table = append(table, append(append([]string{l.Row}, l.Ours.cells()...), l.Theirs.cells()...))
		}
		tables = append(tables, table)
	}
	return tables
}

func (s summary) cells() []string {
	return []string{short(s.Median.Wall), short(s.Median.CPU), size(s.Median.Peak)}
}

func (d delays) cells() []string {
	if d.All == nil {
		return []string{"–", "–", "–"}
	}
	return []string{short(d.P50), short(d.P95), size(d.Peak)}
}

func writeText(out io.Writer, r report) error {
	var text strings.Builder
	text.WriteString(r.machine() + "\n")
	for _, table := range r.tables() {
		widths := make([]int, len(table[0]))
		for _, line := range table {
			for i, cell := range line {
				widths[i] = max(widths[i], utf8.RuneCountInString(cell))
			}
		}
		text.WriteString("\n")
		for _, line := range table {
			padded := make([]string, len(line))
			for i, cell := range line {
				blanks := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
				if padded[i] = blanks + cell; i == 0 {
					padded[i] = cell + blanks
				}
			}
			text.WriteString(strings.TrimRight(strings.Join(padded, "  "), " ") + "\n")
		}
	}
	for i, reason := range r.LeftOut {
		if i == 0 {
			text.WriteString("\n")
		}
		text.WriteString("left out: " + reason + "\n")
	}
	_, err := io.WriteString(out, text.String())
	return err
}

func writeMarkdown(out io.Writer, r report) error {
	var text strings.Builder
	text.WriteString(r.machine() + "\n")
	for _, table := range r.tables() {
		text.WriteString("\n| " + strings.Join(table[0], " | ") + " |\n|---" + strings.Repeat("|---:", len(table[0])-1) + "|\n")
		for _, line := range table[1:] {
			text.WriteString("| " + strings.Join(line, " | ") + " |\n")
		}
	}
	if len(r.LeftOut) > 0 {
		text.WriteString("\nLeft out:\n\n- " + strings.Join(r.LeftOut, "\n- ") + "\n")
	}
	_, err := io.WriteString(out, text.String())
	return err
}

func factor(ratio float64) string {
	if ratio == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", ratio)
}

// size is an amount of memory.
func size(bytes int64) string {
	if bytes == 0 {
		return "–"
	}
	return fmt.Sprintf("%d MiB", bytes>>20)
}
