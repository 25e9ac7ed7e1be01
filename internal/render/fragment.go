package render

import (
	"html/template"
	"reflect"
	"sync"
)

// fragments are what templates have made of values: the same link, the same explanation of a term stands on hundreds of
// pages, and a template answers the same for the same value.
type fragments struct {
	set   *template.Template
	mutex sync.RWMutex
	made  map[fragmentKey]template.HTML
}

// fragmentKey is a template and the value that it was given, which is kept as it was: no page can change it.
type fragmentKey struct {
	template string
	value    any
}

// fragment is the template function of that name: what a template makes of a value, executed once for equal values. A
// value that cannot be compared, because it holds lists, is executed each time.
func (f *fragments) fragment(name string, value any) (template.HTML, error) {
	if pointer := reflect.ValueOf(value); pointer.Kind() == reflect.Pointer && !pointer.IsNil() {
		value = pointer.Elem().Interface()
	}
	key := fragmentKey{name, value}
	comparable := reflect.ValueOf(value).Comparable()
	if comparable {
		f.mutex.RLock()
		text, ok := f.made[key]
		f.mutex.RUnlock()
		if ok {
			return text, nil
		}
	}
	data, err := execute(f.set, name, value)
	if err != nil {
		return "", err
	}
	if comparable {
		f.mutex.Lock()
		f.made[key] = template.HTML(data)
		f.mutex.Unlock()
	}
	return template.HTML(data), nil
}
