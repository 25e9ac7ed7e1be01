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
	escaped := map[string]bool{"layout": true}
	for names := []string{"layout"}; len(names) > 0; names = names[1:] {
		t := set.Lookup(names[0])
		if t == nil || t.Tree == nil {
			continue
		}
		foldTemplate(t)
		eachCall(t.Tree.Root, func(name string) {
			if escaped[name] {
				return
			}
			_ = set.ExecuteTemplate(io.Discard, name, nil) // so that nothing is left to be escaped once pages are made
			escaped[name] = true
			names = append(names, name)
		})
	}
}

// foldTemplate folds a template that html/template has escaped. It must not see any other: it would be taken for escaped
// from then on.
func foldTemplate(t *template.Template) {
	root := t.Tree.Root
	foldList(root, func(action *parse.ActionNode) (text []byte, ok bool) {
		var out bytes.Buffer
		t.Tree.Root = &parse.ListNode{NodeType: parse.NodeList, Pos: action.Pos, Nodes: []parse.Node{action}}
		err := t.Execute(&out, nil)
		return out.Bytes(), err == nil
	})
	t.Tree.Root = root
}

// eachCall names the templates that a template calls, or has made into fragments. One that is called within a tag or a
// script has another name there, which no template of the theme has.
func eachCall(list *parse.ListNode, call func(name string)) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TemplateNode:
			call(n.Name)
		case *parse.ActionNode:
			if name, ok := fragmentOf(n.Pipe.Cmds[0].Args); ok {
				call(name)
			}
		case *parse.IfNode:
			eachCall(n.List, call)
			eachCall(n.ElseList, call)
		case *parse.WithNode:
			eachCall(n.List, call)
			eachCall(n.ElseList, call)
		case *parse.RangeNode:
			eachCall(n.List, call)
			eachCall(n.ElseList, call)
		}
	}
}

// fragmentOf is the name in {{fragment "name" value}} and {{fragments "name" values}}.
func fragmentOf(words []parse.Node) (name string, ok bool) {
	if len(words) != 3 || words[0].String() != "fragment" && words[0].String() != "fragments" {
		return "", false
	}
	text, ok := words[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	return text.Text, true
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
