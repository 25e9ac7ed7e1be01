package render

import (
	"bytes"
	"html/template"
	"reflect"
	"sync"

	"parley/internal/site"
)

// fragments are what templates have made of values: the same link, the same explanation of a term stands on hundreds of
// pages, and a template answers the same for the same value.
type fragments struct {
	program  *program
	links    shelf[site.Link]
	sections shelf[site.Section]
	terms    shelf[site.Term]
}

// shelf keeps what templates have made of values of one type, each as it was given: no page can change it. Values are found
// by a name that few of them share, and then compared: to hash all that a value says takes as long as to write it.
type shelf[Value comparable] struct {
	mutex sync.RWMutex
	made  map[label][]madeOf[Value]
}

type label struct{ template, name string }

type madeOf[Value comparable] struct {
	value Value
	text  template.HTML
}

// mostOfName is how many values of one name are kept. Others are made each time: to look through more would take longer.
const mostOfName = 16

// find returns what a template has made of a value.
func (s *shelf[Value]) find(at label, value Value) (text template.HTML, ok bool) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	for _, made := range s.made[at] {
		if made.value == value {
			return made.text, true
		}
	}
	return "", false
}

// keep keeps what a template has made of a value.
func (s *shelf[Value]) keep(at label, value Value, text template.HTML) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.made == nil {
		s.made = map[label][]madeOf[Value]{}
	}
	if len(s.made[at]) < mostOfName {
		s.made[at] = append(s.made[at], madeOf[Value]{value, text})
	}
}

// fragment is the template function of that name: what a template makes of a value. Of a link, a section and a term, it is
// made once.
func (f *fragments) fragment(name string, value any) (template.HTML, error) {
	switch v := value.(type) {
	case site.Link:
		return shelved(f, &f.links, label{name, v.URL}, v)
	case *site.Link:
		return shelved(f, &f.links, label{name, v.URL}, *v)
	case site.Section:
		return shelved(f, &f.sections, label{name, v.ID}, v)
	case site.Term:
		return shelved(f, &f.terms, label{name, v.ID}, v)
	}
	data, err := f.program.execute(name, value)
	return template.HTML(data), err
}

// all is the template function "fragments": what a template makes of each value of a list, each on a line of its own.
func (f *fragments) all(name string, list any) (template.HTML, error) {
	switch values := list.(type) {
	case []site.Link:
		return listed(values, func(v site.Link) (template.HTML, error) { return shelved(f, &f.links, label{name, v.URL}, v) })
	case []site.Section:
		return listed(values, func(v site.Section) (template.HTML, error) { return shelved(f, &f.sections, label{name, v.ID}, v) })
	case []site.Term:
		return listed(values, func(v site.Term) (template.HTML, error) { return shelved(f, &f.terms, label{name, v.ID}, v) })
	}
	var values []any
	for _, value := range reflect.ValueOf(list).Seq2() {
		values = append(values, value.Interface())
	}
	return listed(values, func(v any) (template.HTML, error) { return f.fragment(name, v) })
}

func listed[Value any](values []Value, show func(Value) (template.HTML, error)) (template.HTML, error) {
	all := drafts.Get().(*bytes.Buffer)
	defer drafts.Put(all)
	all.Reset()
	for _, value := range values {
		text, err := show(value)
		if err != nil {
			return "", err
		}
		all.WriteByte('\n')
		all.WriteString(string(text))
	}
	return template.HTML(all.String()), nil
}

// shelved is what a template makes of a value, executed once for equal values.
func shelved[Value comparable](f *fragments, s *shelf[Value], at label, value Value) (template.HTML, error) {
	if text, ok := s.find(at, value); ok {
		return text, nil
	}
	data, err := f.program.execute(at.template, value)
	if err != nil {
		return "", err
	}
	s.keep(at, value, template.HTML(data))
	return template.HTML(data), nil
}
