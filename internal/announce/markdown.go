package announce

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"parley/internal/approval"
	"parley/internal/diag"
)

// Mark is what the comment starts with, so that it can be found and replaced by the next one.
const Mark = "<!-- parley-gate -->"

const (
	longestComment = 60_000 // bytes; GitHub takes 65,536 characters
	longestCell    = 200    // characters of one text within it
)

// Markdown is the one comment of a pull request. Sections follow each other in the order of their weight, and rows that do not
// fit are counted.
func Markdown(d approval.Decision) string {
	c := comment{}
	c.line(Mark)
	c.line("### Price gate: " + cell(string(d.Verdict)))
	c.line("")
	c.line("The tier is **" + cell(string(d.Tier)) + "**; " + verdictWords(d) + ".")
	c.table("Missing", []string{"Approval", "Who could give it"}, rows(d.Needed, func(n approval.Need) []string {
		who, could, _ := strings.Cut(need(n), ": ")
		return []string{who, could}
	}))
	c.table("Reasons", []string{"Code", "What", "Where"}, rows(d.Reasons, func(r approval.Reason) []string {
		return []string{string(r.Code), r.Message + compared(r.Rule, r.Actual, r.Allowed), strings.TrimPrefix(at(r), " at ")}
	}))
	c.table("What changes", []string{"List", "Part", "Old", "New", "Change", "A month"}, rows(d.Changes, func(l approval.Line) []string {
		change := or(l.Percent, "none that is finite")
		if l.Percent != "" {
			change += "%"
		}
		for _, flag := range l.Flags {
			change += ", " + string(flag)
		}
		return []string{l.List, l.SKU, strings.TrimSpace(or(l.Old, "none") + " " + l.Currency), strings.TrimSpace(or(l.New, "none") + " " + l.Currency), change, l.MonthlyImpact}
	}))
	c.table("Why this tier", []string{"Tier", "Cause"}, rows(d.Why, func(w approval.Cause) []string {
		return []string{string(w.Tier), w.Message + compared(w.Rule, w.Actual, w.Allowed)}
	}))
	c.table("Counted", []string{"Approval"}, rows(d.Counted, func(a approval.Counted) []string { return []string{counted(a)} }))
	c.table("Not counted", []string{"Who", "Why", "Approval"}, rows(d.Rejected, func(r approval.Rejected) []string {
		return []string{r.Person, string(r.Code), r.Approval}
	}))
	c.line("")
	c.line("Approvals are bound to " + cell(d.Digest) + ".")
	return c.out.String()
}

func rows[T any](list []T, cells func(T) []string) [][]string {
	var all [][]string
	for _, item := range list {
		all = append(all, cells(item))
	}
	return all
}

type comment struct{ out strings.Builder }

func (c *comment) line(text string) { c.out.WriteString(text + "\n") }

// reserve is kept free for what follows: titles of further tables, the number of rows that are left out, the digest.
const reserve = 4000

func (c *comment) table(title string, head []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	c.line("\n#### " + title + "\n")
	c.line("| " + strings.Join(head, " | ") + " |")
	c.line(strings.Repeat("|---", len(head)) + "|")
	for i, row := range rows {
		text := "|"
		for _, one := range row {
			text += " " + cell(one) + " |"
		}
		if c.out.Len()+len(text) > longestComment-reserve {
			c.line(fmt.Sprintf("\n… and %d more, which the report of the job lists.", len(rows)-i))
			return
		}
		c.line(text)
	}
}

// cell is a text that is shown as it is: nothing in it is mark-up, a link, a mention, a number of an issue, or the end of a cell.
func cell(text string) string {
	text = diag.Visible(text)
	if utf8.RuneCountInString(text) > longestCell {
		text = string([]rune(text)[:longestCell]) + "…"
	}
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == '@' || r == '#': // forges look for names and numbers after the mark-up has gone
			fmt.Fprintf(&out, "&#%d;&#8203;", r)
		case strings.ContainsRune("&<>|`\\:/.*_[]~$!", r):
			fmt.Fprintf(&out, "&#%d;", r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
