package render

import (
	"reflect"
	"text/template/parse"
)

// call is what a function says: one of the set's own, else one that every template has.
func (c *compiler) call(node *parse.CommandNode, name string, args []parse.Node) (operand, error) {
	if own, ok := c.program.funcs[name]; ok {
		return c.applied(node, reflect.ValueOf(own), c.operands(args))
	}
	given := c.operands(args)
	switch name {
	case "and", "or":
		return c.firstOf(name == "or", given)
	case "not", "eq", "ne", "lt", "le", "gt", "ge":
		holds, err := c.test(name, args)
		return operand{reflect.TypeFor[bool](), func(f *frame) (reflect.Value, error) {
			yes, err := holds(f)
			return reflect.ValueOf(yes), err
		}}, err
	case "len":
		return lengthOf(given)
	case "index":
		return itemOf(node, given)
	case "slice":
		return restOf(node, given)
	}
	return operand{}, errUnknown
}

// firstOf is the first value that is true, of or, or the first that is not, of and; else the last. All are of one type.
func (c *compiler) firstOf(or bool, args []operand) (operand, error) {
	if len(args) == 0 || args[0].kind == nil {
		return operand{}, errUnknown
	}
	for _, arg := range args {
		if arg.kind != args[0].kind {
			return operand{}, errUnknown
		}
	}
	return operand{args[0].kind, func(f *frame) (value reflect.Value, err error) {
		for _, arg := range args {
			if value, err = arg.get(f); err != nil || truth(value) == or {
				break
			}
		}
		return value, err
	}}, nil
}

// condition is whether the value of a pipe is true.
func (c *compiler) condition(pipe *parse.PipeNode) (test, error) {
	if pipe.IsAssign || len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 {
		return nil, errUnknown
	}
	command := pipe.Cmds[0]
	if name, ok := command.Args[0].(*parse.IdentifierNode); ok && c.program.funcs[name.Ident] == nil {
		if holds, err := c.test(name.Ident, command.Args[1:]); err == nil {
			return holds, nil
		}
	}
	return truthOf(c.command(command))
}

// truthOf is whether a value is true.
func truthOf(said operand, err error) (test, error) {
	return func(f *frame) (bool, error) {
		value, err := said.get(f)
		return err == nil && truth(value), err
	}, err
}

// test is a condition that a function makes of its arguments.
func (c *compiler) test(name string, args []parse.Node) (test, error) {
	switch name {
	case "and", "or":
		return c.junction(name == "or", args)
	case "not":
		if len(args) != 1 {
			return nil, errUnknown
		}
		holds, err := c.argument(args[0])
		return func(f *frame) (bool, error) { yes, err := holds(f); return !yes, err }, err
	}
	given := c.operands(args)
	if len(given) < 2 || len(given) > 2 && name != "eq" {
		return nil, errUnknown
	}
	for _, arg := range given {
		if arg.kind == nil || arg.kind != given[0].kind {
			return nil, errUnknown
		}
	}
	switch given[0].kind.Kind() {
	case reflect.String:
		return comparison(name, given, reflect.Value.String)
	case reflect.Int:
		return comparison(name, given, reflect.Value.Int)
	}
	return nil, errUnknown
}

// argument is whether an argument is true.
func (c *compiler) argument(node parse.Node) (test, error) {
	if pipe, ok := node.(*parse.PipeNode); ok {
		return c.condition(pipe)
	}
	return truthOf(c.operand(node))
}

// junction is and, or or: arguments are looked at until one decides.
func (c *compiler) junction(or bool, args []parse.Node) (test, error) {
	if len(args) == 0 {
		return nil, errUnknown
	}
	tests := make([]test, len(args))
	for i, arg := range args {
		var err error
		if tests[i], err = c.argument(arg); err != nil {
			return nil, err
		}
	}
	return func(f *frame) (bool, error) {
		for _, holds := range tests {
			if yes, err := holds(f); err != nil || yes == or {
				return yes, err
			}
		}
		return !or, nil
	}, nil
}

// comparison compares the first argument with each of the others, of which one must fit.
func comparison[Value string | int64](name string, args []operand, read func(reflect.Value) Value) (test, error) {
	fits := map[string]func(a, b Value) bool{
		"eq": func(a, b Value) bool { return a == b }, "ne": func(a, b Value) bool { return a != b },
		"lt": func(a, b Value) bool { return a < b }, "le": func(a, b Value) bool { return a <= b },
		"gt": func(a, b Value) bool { return a > b }, "ge": func(a, b Value) bool { return a >= b },
	}[name]
	if fits == nil {
		return nil, errUnknown
	}
	return func(f *frame) (bool, error) {
		first, err := args[0].get(f)
		if err != nil {
			return false, err
		}
		for _, arg := range args[1:] {
			other, err := arg.get(f)
			if err != nil || fits(read(first), read(other)) {
				return err == nil, err
			}
		}
		return false, nil
	}, nil
}

// truth is what html/template takes for true: whatever is not the zero value of its type, or empty.
func truth(value reflect.Value) bool {
	switch value.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return value.Len() > 0
	case reflect.Struct:
		return true
	case reflect.Float32, reflect.Float64:
		return value.Float() != 0
	}
	return !value.IsZero()
}

func lengthOf(args []operand) (operand, error) {
	if len(args) != 1 || !isList(args[0]) && (args[0].kind == nil || args[0].kind.Kind() != reflect.String) {
		return operand{}, errUnknown
	}
	return operand{reflect.TypeFor[int](), func(f *frame) (reflect.Value, error) {
		value, err := args[0].get(f)
		if err != nil {
			return value, err
		}
		return reflect.ValueOf(value.Len()), nil
	}}, nil
}

func isList(o operand) bool {
	return o.kind != nil && (o.kind.Kind() == reflect.Slice || o.kind.Kind() == reflect.Array)
}

// itemOf is {{index list number}}.
func itemOf(node parse.Node, args []operand) (operand, error) {
	if len(args) != 2 || !isList(args[0]) || args[1].kind != reflect.TypeFor[int]() || args[0].kind.Elem().Kind() == reflect.Interface {
		return operand{}, errUnknown
	}
	return operand{args[0].kind.Elem(), func(f *frame) (reflect.Value, error) {
		list, at, err := listAndNumber(f, args)
		if err == nil && (at < 0 || at >= list.Len()) {
			err = fail(node, "the list has no item %d", at)
		}
		if err != nil {
			return list, err
		}
		return list.Index(at), nil
	}}, nil
}

// restOf is {{slice list number}}.
func restOf(node parse.Node, args []operand) (operand, error) {
	if len(args) != 2 || !isList(args[0]) || args[0].kind.Kind() == reflect.Array || args[1].kind != reflect.TypeFor[int]() {
		return operand{}, errUnknown
	}
	return operand{args[0].kind, func(f *frame) (reflect.Value, error) {
		list, at, err := listAndNumber(f, args)
		if err == nil && (at < 0 || at > list.Len()) {
			err = fail(node, "the list has no item %d", at)
		}
		if err != nil {
			return list, err
		}
		return list.Slice(at, list.Len()), nil
	}}, nil
}

func listAndNumber(f *frame, args []operand) (list reflect.Value, at int, err error) {
	if list, err = args[0].get(f); err != nil {
		return list, 0, err
	}
	number, err := args[1].get(f)
	if err != nil {
		return list, 0, err
	}
	return list, int(number.Int()), nil
}
