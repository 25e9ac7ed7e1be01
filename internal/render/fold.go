package render

import (
	"html/template"
	"io"
	"text/template/parse"
)

// fold puts the interface strings of a language into templates that have been bound to it: {{t "Home"}} says the same on
// every page, and calling a function for it, some fifty times a page, takes longer than all else that a template does.
//
// html/template chooses how a value is escaped when a template is executed first. Only strings that are escaped as text or
// as a quoted attribute are folded; what stands anywhere else is left to be escaped there, page by page.
func fold(set *template.Template, say func(message string, args ...any) string) {
	_ = set.ExecuteTemplate(io.Discard, "layout", nil) // has it escaped; that there is no page to show does not matter
	for _, t := range set.Templates() {
		if t.Tree != nil {
			foldList(t.Tree.Root, say)
		}
	}
}

func foldList(list *parse.ListNode, say func(message string, args ...any) string) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			if message, ok := constant(n.Pipe); ok {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(say(message)))}
			}
		case *parse.IfNode:
			foldBranch(&n.BranchNode, say)
		case *parse.WithNode:
			foldBranch(&n.BranchNode, say)
		case *parse.RangeNode:
			foldBranch(&n.BranchNode, say)
		}
	}
}

func foldBranch(branch *parse.BranchNode, say func(message string, args ...any) string) {
	foldList(branch.List, say)
	foldList(branch.ElseList, say)
}

// constant returns the message of {{t "message"}}, escaped as text or as a quoted attribute.
func constant(pipe *parse.PipeNode) (message string, ok bool) {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 2 {
		return "", false
	}
	call, escape := pipe.Cmds[0].Args, pipe.Cmds[1].Args
	if len(call) != 2 || len(escape) != 1 || call[0].String() != "t" {
		return "", false
	}
	switch escape[0].String() {
	case "_html_template_htmlescaper", "_html_template_attrescaper", "_html_template_rcdataescaper":
		text, isString := call[1].(*parse.StringNode)
		if !isString {
			return "", false
		}
		return text.Text, true
	}
	return "", false
}
