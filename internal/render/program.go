package render

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"sync"
	"text/template/parse"
)

// program executes the templates of a set that html/template has escaped, as html/template would: it finds out once for
// each type of value what the names in a template stand for, which html/template does each time. It knows the part of the
// language of templates that makes most of a theme. A template in which there is anything else, or that is given a value
// of which that does not hold for sure, is left to html/template as a whole.
type program struct {
	set   *template.Template
	funcs template.FuncMap
	mutex sync.RWMutex
	made  map[called]*routine
}

// called is a template with the type of the value that it is given; nil for none.
type called struct {
	name string
	dot  reflect.Type
}

// routine is a template for values of one type.
type routine struct {
	name  string
	acts  []act
	vars  int  // how many variables it has
	known bool // false where the template is left to html/template
}

// act is what one node of a template does.
type act func(f *frame) error

// frame is one execution of a template.
type frame struct {
	dot, root reflect.Value
	vars      []reflect.Value
	out       *bytes.Buffer
	depth     int  // how many templates have called each other until now
	calls     *int // how many have been called for this page
}

// deepest is how many templates may call each other, as html/template has it: one that calls itself for ever is an error.
const deepest = 100_000

// Bounds of a page. A theme that somebody has broken, or wants to break, ends in an error before it takes all memory or all day.
const (
	mostCalls   = 2_000_000
	mostWritten = 64 << 20
	eachWrite   = 16 // bytes that a piece stands for beside its own: many small ones take long
)

// ration is where a template writes that is executed by html/template.
type ration struct {
	to   io.Writer
	left int
	name string // of the template
}

func (r *ration) Write(text []byte) (int, error) {
	if r.left -= len(text) + eachWrite; r.left < 0 {
		return 0, fmt.Errorf("template %s: %w", r.name, errTooMuch)
	}
	return r.to.Write(text)
}

var errTooMuch = errors.New("it writes without end, or nearly so")

// newProgram prepares to execute the templates of a set, with all functions that are its own.
func newProgram(set *template.Template, funcs template.FuncMap) *program {
	escapeAll(set)
	return &program{set: set, funcs: funcs, made: map[called]*routine{}}
}

// execute runs a template into memory.
func (p *program) execute(name string, data any) ([]byte, error) {
	out := drafts.Get().(*bytes.Buffer)
	defer drafts.Put(out)
	if err := p.write(out, name, data); err != nil {
		return nil, err
	}
	return bytes.Clone(out.Bytes()), nil
}

// write runs a template into a buffer, and into nothing but that.
func (p *program) write(out *bytes.Buffer, name string, data any) error {
	out.Reset()
	return p.run(p.routine(name, reflect.TypeOf(data)), reflect.ValueOf(data), out, 0, new(int))
}

// run executes a template with a value.
func (p *program) run(r *routine, dot reflect.Value, out *bytes.Buffer, depth int, calls *int) error {
	if depth > deepest {
		return fmt.Errorf("template %s: too many templates call each other", r.name)
	}
	if *calls++; *calls > mostCalls || out.Len() > mostWritten {
		return fmt.Errorf("template %s: %w", r.name, errTooMuch)
	}
	if !r.known {
		var data any
		if dot.IsValid() {
			data = dot.Interface()
		}
		return p.set.ExecuteTemplate(&ration{out, mostWritten - out.Len(), r.name}, r.name, data)
	}
	f := frame{dot: dot, root: dot, out: out, depth: depth, calls: calls}
	if r.vars > 0 {
		f.vars = make([]reflect.Value, r.vars)
	}
	return f.walk(r.acts)
}

func (f *frame) walk(acts []act) error {
	for _, one := range acts {
		if err := one(f); err != nil {
			return err
		}
	}
	return nil
}

// routine returns a template for values of a type.
func (p *program) routine(name string, dot reflect.Type) *routine {
	key := called{name, dot}
	p.mutex.RLock()
	made := p.made[key]
	p.mutex.RUnlock()
	if made != nil {
		return made
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.compile(key)
}

// compile makes a routine, and all that it calls. The mutex is locked.
func (p *program) compile(key called) *routine {
	if made := p.made[key]; made != nil {
		return made
	}
	r := &routine{name: key.name, known: true}
	p.made[key] = r // for templates that call themselves
	t := p.set.Lookup(key.name)
	if t == nil || t.Tree == nil {
		r.known = false
		return r
	}
	c := compiler{program: p, routine: r, dot: key.dot, root: key.dot}
	acts, err := c.list(t.Tree.Root)
	if err != nil {
		r.known = false
		return r
	}
	r.acts = acts
	return r
}

// compiler finds out what the nodes of a template do.
type compiler struct {
	program   *program
	routine   *routine
	dot, root reflect.Type
	variables []variable // that can be seen, the innermost last
}

// variable is a variable of a template, and where a frame has it.
type variable struct {
	name string
	slot int
	kind reflect.Type
}

// declare makes a variable visible.
func (c *compiler) declare(name string, kind reflect.Type) (slot int) {
	slot = c.routine.vars
	c.routine.vars++
	c.variables = append(c.variables[:len(c.variables):len(c.variables)], variable{name, slot, kind})
	return slot
}

// within is a compiler for what is inside of something, where variables may be declared and the dot may be another.
func (c *compiler) within(dot reflect.Type) *compiler {
	inner := *c
	inner.dot = dot
	return &inner
}

func (c *compiler) list(list *parse.ListNode) ([]act, error) {
	if list == nil {
		return nil, nil
	}
	var acts []act
	for _, node := range list.Nodes {
		one, err := c.node(node)
		if err != nil {
			return nil, err
		}
		acts = append(acts, one)
	}
	return acts, nil
}

func (c *compiler) node(node parse.Node) (act, error) {
	switch n := node.(type) {
	case *parse.TextNode:
		return func(f *frame) error { f.out.Write(n.Text); return nil }, nil
	case *parse.CommentNode:
		return func(*frame) error { return nil }, nil
	case *parse.ActionNode:
		return c.action(n.Pipe)
	case *parse.IfNode:
		return c.ifNode(n)
	case *parse.WithNode:
		return c.with(n)
	case *parse.RangeNode:
		return c.rangeNode(n)
	case *parse.TemplateNode:
		return c.template(n)
	}
	return nil, errUnknown
}

// visible is the variable for which a name stands.
func (c *compiler) visible(name string) (variable, bool) {
	for i := len(c.variables) - 1; i >= 0; i-- {
		if c.variables[i].name == name {
			return c.variables[i], true
		}
	}
	return variable{}, false
}

// action writes a value, or sets a variable.
func (c *compiler) action(pipe *parse.PipeNode) (act, error) {
	if len(pipe.Decl) > 0 {
		return c.variable(pipe)
	}
	said, err := c.command(pipe.Cmds[0])
	if err != nil {
		return nil, err
	}
	place, err := escaperOf(pipe.Cmds[1:])
	if err != nil {
		return nil, err
	}
	write := func(f *frame) error {
		value, err := said.get(f)
		if err != nil {
			return err
		}
		return place.write(f.out, value)
	}
	if constant(pipe) {
		return fold(write), nil
	}
	return write, nil
}

// variable declares a variable, or gives one another value of the same type.
func (c *compiler) variable(pipe *parse.PipeNode) (act, error) {
	if len(pipe.Decl) != 1 || len(pipe.Cmds) != 1 {
		return nil, errUnknown
	}
	said, err := c.command(pipe.Cmds[0])
	if err != nil {
		return nil, err
	}
	slot, name := -1, pipe.Decl[0].Ident[0]
	if known, ok := c.visible(name); !pipe.IsAssign {
		slot = c.declare(name, said.kind)
	} else if ok && known.kind == said.kind {
		slot = known.slot
	} else {
		return nil, errUnknown
	}
	return func(f *frame) (err error) { f.vars[slot], err = said.get(f); return err }, nil
}

func (c *compiler) ifNode(n *parse.IfNode) (act, error) {
	if len(n.Pipe.Decl) > 0 {
		return nil, errUnknown
	}
	holds, err := c.condition(n.Pipe)
	if err != nil {
		return nil, err
	}
	list, err := c.within(c.dot).list(n.List)
	if err != nil {
		return nil, err
	}
	otherwise, err := c.within(c.dot).list(n.ElseList)
	return func(f *frame) error {
		yes, err := holds(f)
		if err != nil {
			return err
		}
		if yes {
			return f.walk(list)
		}
		return f.walk(otherwise)
	}, err
}

func (c *compiler) with(n *parse.WithNode) (act, error) {
	said, err := c.single(n.Pipe)
	if err != nil {
		return nil, err
	}
	inner, slot := c.within(said.kind), -1
	if len(n.Pipe.Decl) == 1 {
		slot = inner.declare(n.Pipe.Decl[0].Ident[0], said.kind)
	}
	list, err := inner.list(n.List)
	if err != nil {
		return nil, err
	}
	otherwise, err := c.within(c.dot).list(n.ElseList)
	return func(f *frame) error {
		value, err := said.get(f)
		if err != nil {
			return err
		}
		if slot >= 0 {
			f.vars[slot] = value
		}
		if !truth(value) {
			return f.walk(otherwise)
		}
		before := f.dot
		f.dot = value
		err = f.walk(list)
		f.dot = before
		return err
	}, err
}

// rangeNode goes through a list.
func (c *compiler) rangeNode(n *parse.RangeNode) (act, error) {
	said, err := c.single(n.Pipe)
	if err != nil {
		return nil, err
	}
	if said.kind.Kind() != reflect.Slice {
		return nil, errUnknown
	}
	inner, index, element := c.within(said.kind.Elem()), -1, -1
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		element = inner.declare(decl[0].Ident[0], said.kind.Elem())
	case 2:
		index = inner.declare(decl[0].Ident[0], reflect.TypeFor[int]())
		element = inner.declare(decl[1].Ident[0], said.kind.Elem())
	}
	list, err := inner.list(n.List)
	if err != nil {
		return nil, err
	}
	otherwise, err := c.within(c.dot).list(n.ElseList)
	return func(f *frame) error {
		value, err := said.get(f)
		if err != nil {
			return err
		}
		if value.Len() == 0 {
			return f.walk(otherwise)
		}
		return f.each(value, index, element, list)
	}, err
}

// each does something with every item of a list, which variables stand for: none where a slot is negative.
func (f *frame) each(list reflect.Value, index, element int, acts []act) error {
	before := f.dot
	defer func() { f.dot = before }()
	for i := range list.Len() {
		f.dot = list.Index(i)
		if element >= 0 {
			f.vars[element] = f.dot
		}
		if index >= 0 {
			f.vars[index] = reflect.ValueOf(i)
		}
		if err := f.walk(acts); err != nil {
			return err
		}
	}
	return nil
}

// template calls another template.
func (c *compiler) template(n *parse.TemplateNode) (act, error) {
	p := c.program
	if p.set.Lookup(n.Name) == nil {
		return nil, errUnknown // html/template has made it of another one, for the place at which it is called
	}
	if n.Pipe == nil {
		inner := p.compile(called{n.Name, nil})
		return func(f *frame) error { return p.run(inner, reflect.Value{}, f.out, f.depth+1, f.calls) }, nil
	}
	said, err := c.single(n.Pipe)
	if err != nil || len(n.Pipe.Decl) > 0 {
		return nil, errUnknown
	}
	inner := p.compile(called{n.Name, said.kind})
	return func(f *frame) error {
		value, err := said.get(f)
		if err != nil {
			return err
		}
		return p.run(inner, value, f.out, f.depth+1, f.calls)
	}, nil
}

// fail is an error at a part of a template.
func fail(node parse.Node, format string, args ...any) error {
	return fmt.Errorf("{{%s}}: "+format, append([]any{node}, args...)...)
}
