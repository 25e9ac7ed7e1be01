package render

import (
	"bytes"
	"html/template"
	"io"
	"slices"
	"text/template/parse"
)

// fold executes once what says the same on every page of a language: {{t "Home"}}, {{asset "style.css"}}. A page has some
// sixty of these, and calling functions for them takes longer than all else that a template does.
//
// html/template chooses how a value is escaped when a template is executed first, and it is html/template that executes
// what is folded, with the escapers that it has chosen: the words of a constant action are those that it would write.
func fold(set *template.Template) {
	_ = set.ExecuteTemplate(io.Discard, "layout", nil) // has it escaped; that there is no page to show does not matter
	for _, t := range set.Templates() {
		if t.Tree == nil {
			continue
		}
		root := t.Tree.Root
		foldList(root, func(action *parse.ActionNode) (text []byte, ok bool) {
			var out bytes.Buffer
			t.Tree.Root = &parse.ListNode{NodeType: parse.NodeList, Pos: action.Pos, Nodes: []parse.Node{action}}
			err := t.Execute(&out, nil)
			return out.Bytes(), err == nil
		})
		t.Tree.Root = root
	}
}

// foldList replaces constant actions by what they write.
func foldList(list *parse.ListNode, execute func(*parse.ActionNode) ([]byte, bool)) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			if !constant(n.Pipe) {
				continue
			}
			if text, ok := execute(n); ok {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: text}
			}
		case *parse.IfNode:
			foldBranch(&n.BranchNode, execute)
		case *parse.WithNode:
			foldBranch(&n.BranchNode, execute)
		case *parse.RangeNode:
			foldBranch(&n.BranchNode, execute)
		}
	}
}

func foldBranch(branch *parse.BranchNode, execute func(*parse.ActionNode) ([]byte, bool)) {
	foldList(branch.List, execute)
	foldList(branch.ElseList, execute)
}

// constant reports whether an action calls one of the functions that answer the same on all pages, with nothing but
// literal strings, and hands the answer to functions that take no more than that.
func constant(pipe *parse.PipeNode) bool {
	if len(pipe.Decl) > 0 || !slices.Contains([]string{"t", "asset", "integrity"}, pipe.Cmds[0].Args[0].String()) {
		return false
	}
	for _, operand := range pipe.Cmds[0].Args[1:] {
		if operand.Type() != parse.NodeString {
			return false
		}
	}
	for _, command := range pipe.Cmds[1:] {
		if len(command.Args) != 1 || command.Args[0].Type() != parse.NodeIdentifier {
			return false
		}
	}
	return true
}
