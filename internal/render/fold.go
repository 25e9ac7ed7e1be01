package render

import (
	"bytes"
	"html/template"
	"io"
	"slices"
	"text/template/parse"
)

// escapeAll has html/template escape all templates of which pages are made, which it does when one is executed first: what a
// template calls is escaped with it, what it makes into fragments is not. It takes a while for each template that is executed,
// and more with each that it has escaped before.
func escapeAll(set *template.Template) {
	_ = set.ExecuteTemplate(&ration{io.Discard, mostWritten, "layout"}, "layout", nil) // that there is no page to show does not matter
	type use struct {
		name     string
		fragment bool
	}
	seen := map[use]bool{}
	for names := []string{"layout"}; len(names) > 0; names = names[1:] {
		t := set.Lookup(names[0])
		if t == nil || t.Tree == nil {
			continue
		}
		eachCall(t.Tree.Root, func(name string, fragment bool) {
			if seen[use{name, fragment}] {
				return
			}
			if fragment {
				_ = set.ExecuteTemplate(&ration{io.Discard, mostWritten, name}, name, nil)
			}
			seen[use{name, fragment}] = true
			names = append(names, name)
		})
	}
}

// eachCall names the templates that a template calls, or has made into fragments. One that is called within a tag or a
// script has another name there, which no template of the theme has.
func eachCall(list *parse.ListNode, call func(name string, fragment bool)) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TemplateNode:
			call(n.Name, false)
		case *parse.ActionNode:
			if name, ok := fragmentOf(n.Pipe.Cmds[0].Args); ok {
				call(name, true)
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

// fold executes once what says the same on every page of a language: {{t "Home"}}, {{asset "style.css"}}. A page has some
// sixty of these, and calling functions for them takes longer than all else that a template does. What fails is left to fail
// on each page.
func fold(one act) act {
	var out bytes.Buffer
	if err := one(&frame{out: &out}); err != nil {
		return one
	}
	return func(f *frame) error { f.out.Write(out.Bytes()); return nil }
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
