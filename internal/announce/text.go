package announce

import (
	"fmt"
	"io"
	"strings"

	"parley/internal/approval"
	"parley/internal/diag"
)

// WriteText writes a decision for people at a terminal, as a tree.
func WriteText(w io.Writer, d approval.Decision) error {
	_, err := io.WriteString(w, draw(Tree(d)))
	return err
}

// Node is one line of the tree, with what belongs to it.
type Node struct {
	Text  string
	Below []Node
}

// Tree is a decision in the order in which people ask: what changes, how far-reaching it is and why, what stands in its way,
// what is missing, whose approval counts and whose does not.
func Tree(d approval.Decision) Node {
	root := Node{Text: string(d.Verdict) + ": " + verdictWords(d)}
	root.add("tier "+string(d.Tier), each(d.Why, func(c approval.Cause) string {
		return string(c.Tier) + ": " + c.Message + compared(c.Rule, c.Actual, c.Allowed)
	}))
	root.add("changes", each(d.Changes, line))
	root.add("reasons", each(d.Reasons, func(r approval.Reason) string {
		return string(r.Code) + " " + r.Message + compared(r.Rule, r.Actual, r.Allowed) + at(r)
	}))
	root.add("needed", each(d.Needed, need))
	root.add("counted", each(d.Counted, counted))
	root.add("not counted", each(d.Rejected, func(r approval.Rejected) string { return r.Person + " " + string(r.Code) + " (" + r.Approval + ")" }))
	root.add("digest "+d.Digest, nil)
	return root
}

func (n *Node) add(title string, below []Node) {
	if len(below) > 0 || strings.HasPrefix(title, "tier") || strings.HasPrefix(title, "digest") {
		n.Below = append(n.Below, Node{title, below})
	}
}

func each[T any](list []T, words func(T) string) []Node {
	var nodes []Node
	for _, item := range list {
		nodes = append(nodes, Node{Text: words(item)})
	}
	return nodes
}

func verdictWords(d approval.Decision) string {
	switch d.Verdict {
	case approval.Pass:
		return "the change may land"
	case approval.Pending:
		return "the change is in order, but approvals are missing"
	case approval.Deny:
		return "the change cannot be approved as it is"
	}
	return "the change could not be judged"
}

func compared(rule, actual, allowed string) string {
	if actual == "" && allowed == "" {
		return ""
	}
	text := " (" + rule + ": " + actual
	if allowed != "" {
		text += ", allowed " + allowed
	}
	return text + ")"
}

func at(r approval.Reason) string {
	if r.Path == "" {
		return ""
	}
	if r.Line == 0 {
		return " at " + r.Path
	}
	return fmt.Sprintf(" at %s:%d", r.Path, r.Line)
}

func line(l approval.Line) string {
	var told []string
	if l.SKU != "" {
		told = append(told, or(l.Old, "none")+" -> "+or(l.New, "none")+" "+l.Currency)
		if l.Percent != "" {
			told = append(told, l.Percent+"%")
		}
		if l.MonthlyImpact != "" {
			told = append(told, l.MonthlyImpact+" a month")
		}
	}
	for _, flag := range l.Flags {
		told = append(told, string(flag))
	}
	return strings.TrimSpace(l.List+" "+l.SKU) + ": " + strings.Join(told, ", ")
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func need(n approval.Need) string {
	text := fmt.Sprintf("%d x %s", n.Count, strings.ReplaceAll(n.Role, "|", " or "))
	if n.Region != "" {
		text += " of " + n.Region
	}
	return text + ": " + or(strings.Join(n.CouldBe, ", "), "nobody is left who could")
}

func counted(c approval.Counted) string {
	text := c.Person + " as " + c.Role
	if c.Region != "" {
		text += " of " + c.Region
	}
	text += " (" + c.Approval + ")"
	if !c.Verified {
		text += ", unverified"
	}
	return text
}

// draw makes lines of a tree. Each text is one line, whatever it holds.
func draw(root Node) string {
	var out strings.Builder
	out.WriteString(diag.Visible(root.Text) + "\n")
	var branch func(nodes []Node, lead string)
	branch = func(nodes []Node, lead string) {
		for i, n := range nodes {
			mark, next := "├─ ", "│  "
			if i == len(nodes)-1 {
				mark, next = "└─ ", "   "
			}
			out.WriteString(lead + mark + diag.Visible(n.Text) + "\n")
			branch(n.Below, lead+next)
		}
	}
	branch(root.Below, "")
	return out.String()
}
