package render

import (
	"fmt"
	"reflect"
	"strconv"
	"text/template/parse"
)

// operand is something that has a value of a type that is known beforehand: never an interface, of which it is not.
type operand struct {
	kind reflect.Type
	get  func(f *frame) (reflect.Value, error)
}

// test is a condition.
type test func(f *frame) (bool, error)

var errorType = reflect.TypeFor[error]()

// single is the value of a pipe of one command.
func (c *compiler) single(pipe *parse.PipeNode) (operand, error) {
	if pipe.IsAssign || len(pipe.Cmds) != 1 {
		return operand{}, errUnknown
	}
	return c.command(pipe.Cmds[0])
}

// command is the value of a command: a function with its arguments, a method, or an operand alone.
func (c *compiler) command(command *parse.CommandNode) (operand, error) {
	switch first := command.Args[0].(type) {
	case *parse.IdentifierNode:
		return c.call(command, first.Ident, command.Args[1:])
	case *parse.FieldNode:
		return c.chain(first, operand{c.dot, func(f *frame) (reflect.Value, error) { return f.dot, nil }}, first.Ident, command.Args[1:])
	case *parse.ChainNode:
		return c.ofChain(first, command.Args[1:])
	case *parse.VariableNode:
		return c.ofVariable(first, command.Args[1:])
	}
	if len(command.Args) > 1 {
		return operand{}, errUnknown
	}
	return c.operand(command.Args[0])
}

// operand is the value of what can be an argument.
func (c *compiler) operand(node parse.Node) (operand, error) {
	switch n := node.(type) {
	case *parse.DotNode:
		return c.valid(operand{c.dot, func(f *frame) (reflect.Value, error) { return f.dot, nil }})
	case *parse.FieldNode:
		return c.chain(n, operand{c.dot, func(f *frame) (reflect.Value, error) { return f.dot, nil }}, n.Ident, nil)
	case *parse.ChainNode:
		return c.ofChain(n, nil)
	case *parse.VariableNode:
		return c.ofVariable(n, nil)
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			return operand{}, errUnknown
		}
		return c.single(n)
	case *parse.StringNode:
		return always(n.Text), nil
	case *parse.BoolNode:
		return always(n.True), nil
	case *parse.NumberNode:
		if number, err := strconv.Atoi(n.Text); err == nil {
			return always(number), nil
		}
	}
	return operand{}, errUnknown
}

// always is a constant.
func always(value any) operand {
	constant := reflect.ValueOf(value)
	return operand{constant.Type(), func(*frame) (reflect.Value, error) { return constant, nil }}
}

// valid refuses a type of which it is not known what its values are.
func (c *compiler) valid(o operand) (operand, error) {
	if o.kind == nil || o.kind.Kind() == reflect.Interface {
		return operand{}, errUnknown
	}
	return o, nil
}

func (c *compiler) ofChain(n *parse.ChainNode, args []parse.Node) (operand, error) {
	of, err := c.operand(n.Node)
	if err != nil {
		return operand{}, err
	}
	return c.chain(n, of, n.Field, args)
}

func (c *compiler) ofVariable(n *parse.VariableNode, args []parse.Node) (operand, error) {
	if n.Ident[0] == "$" {
		return c.chain(n, operand{c.root, func(f *frame) (reflect.Value, error) { return f.root, nil }}, n.Ident[1:], args)
	}
	known, ok := c.visible(n.Ident[0])
	if !ok {
		return operand{}, errUnknown
	}
	return c.chain(n, operand{known.kind, func(f *frame) (reflect.Value, error) { return f.vars[known.slot], nil }}, n.Ident[1:], args)
}

// chain is .A.B.C of a value; the last may be a method with arguments.
func (c *compiler) chain(node parse.Node, of operand, names []string, args []parse.Node) (operand, error) {
	for i, name := range names {
		if _, err := c.valid(of); err != nil {
			return operand{}, err
		}
		var given []parse.Node
		if i == len(names)-1 {
			given, args = args, nil
		}
		next, err := c.method(node, of, name, given)
		if err == errUnknown && len(given) == 0 {
			next, err = field(node, of, name)
		}
		if err != nil {
			return operand{}, err
		}
		of = next
	}
	if len(args) > 0 {
		return operand{}, errUnknown
	}
	return c.valid(of)
}

// method is what a method says of a value. That of a pointer to the value is no method of the value.
func (c *compiler) method(node parse.Node, of operand, name string, args []parse.Node) (operand, error) {
	method, ok := of.kind.MethodByName(name)
	if !ok || of.kind.Kind() == reflect.Pointer {
		return operand{}, errUnknown
	}
	return c.applied(node, method.Func, append([]operand{of}, c.operands(args)...))
}

// operands are arguments; one that is not understood has no type.
func (c *compiler) operands(args []parse.Node) []operand {
	all := make([]operand, len(args))
	for i, arg := range args {
		if known, err := c.operand(arg); err == nil {
			all[i] = known
		}
	}
	return all
}

// field is a field of a struct, or of that to which a pointer leads.
func field(node parse.Node, of operand, name string) (operand, error) {
	kind, pointer := of.kind, of.kind.Kind() == reflect.Pointer
	if pointer {
		if _, method := kind.MethodByName(name); method {
			return operand{}, errUnknown
		}
		kind = kind.Elem()
	}
	if kind.Kind() != reflect.Struct {
		return operand{}, errUnknown
	}
	if _, method := reflect.PointerTo(kind).MethodByName(name); method {
		return operand{}, errUnknown
	}
	found, ok := kind.FieldByName(name)
	if !ok || !found.IsExported() || throughPointer(kind, found.Index) {
		return operand{}, errUnknown
	}
	return operand{found.Type, func(f *frame) (reflect.Value, error) {
		value, err := of.get(f)
		if err != nil {
			return value, err
		}
		if pointer {
			if value.IsNil() {
				return value, fail(node, "there is nothing of which .%s could be a field", name)
			}
			value = value.Elem()
		}
		return value.FieldByIndex(found.Index), nil
	}}, nil
}

// throughPointer reports whether a field lies in a struct that is embedded by a pointer.
func throughPointer(kind reflect.Type, index []int) bool {
	for _, i := range index[:len(index)-1] {
		if kind = kind.Field(i).Type; kind.Kind() == reflect.Pointer {
			return true
		}
	}
	return false
}

// applied is what a function says of its arguments, whose types are those of its parameters.
func (c *compiler) applied(node parse.Node, function reflect.Value, args []operand) (operand, error) {
	kind := function.Type()
	last := kind.NumIn() - 1
	if kind.NumOut() == 0 || kind.NumOut() > 2 || kind.NumOut() == 2 && kind.Out(1) != errorType || len(args) != last+1 && (!kind.IsVariadic() || len(args) < last) {
		return operand{}, errUnknown
	}
	for i, arg := range args {
		wanted := kind.In(min(i, last))
		if kind.IsVariadic() && i >= last {
			wanted = wanted.Elem()
		}
		if arg.kind == nil || !arg.kind.AssignableTo(wanted) {
			return operand{}, errUnknown
		}
	}
	return c.valid(operand{kind.Out(0), func(f *frame) (reflect.Value, error) {
		values := make([]reflect.Value, len(args))
		for i, arg := range args {
			var err error
			if values[i], err = arg.get(f); err != nil {
				return values[i], err
			}
		}
		said, err := safely(function, values)
		if err != nil {
			return reflect.Value{}, fail(node, "%w", err)
		}
		return said, nil
	}})
}

// safely calls a function. One that panics has failed, as html/template has it: it was given what nobody thought of.
func safely(function reflect.Value, args []reflect.Value) (said reflect.Value, err error) {
	defer func() {
		if why := recover(); why != nil {
			err = fmt.Errorf("%v", why)
		}
	}()
	answer := function.Call(args)
	if len(answer) == 2 && !answer[1].IsNil() {
		return said, answer[1].Interface().(error)
	}
	return answer[0], nil
}
