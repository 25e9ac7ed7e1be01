package main

import (
	"fmt"
	"io"
	"strings"

	"parley/internal/diag"
)

// quoted is text that somebody wrote, for Markdown: shown as it is, wherever it stands. Within code a forge makes no links,
// mentions or pictures of it, and every character that means something is written as an entity.
func quoted(text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString("<code>")
	for _, c := range diag.Visible(text) {
		if c > '~' || c == ' ' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || strings.ContainsRune(".,%+-", c) {
			b.WriteRune(c)
			continue
		}
		fmt.Fprintf(&b, "&#%d;", c)
	}
	b.WriteString("</code>")
	return b.String()
}

// markdownTable writes a table; cells are Markdown already.
func markdownTable(w io.Writer, head []string, rows [][]string) {
	fmt.Fprintf(w, "| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat(" --- |", len(head)))
	for _, cells := range rows {
		fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
	}
	fmt.Fprintln(w)
}
