package kind

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"parley/internal/doc"
)

// Compare orders two documents of the kind as their overview shows them, as far as the kind says: negative when the first
// comes first. Numbers come before what is none.
func (k *Kind) Compare(a, b doc.Value) int {
	if k.Sort == "" {
		return 0
	}
	x, y := deep(a, k.Sort), deep(b, k.Sort)
	m, errX := strconv.Atoi(x)
	n, errY := strconv.Atoi(y)
	switch {
	case errX == nil && errY == nil:
		return cmp.Compare(m, n)
	case errX == nil:
		return -1
	case errY == nil:
		return 1
	}
	return cmp.Compare(y, x) // dates: the newest first
}

// deep is the text at a place in maps within maps: "period.from".
func deep(value doc.Value, place string) string {
	for step := range strings.SplitSeq(place, ".") {
		value = value.Get(step)
	}
	return value.Text
}

// CompareGroups orders two documents by the groups of their overview, in the order in which the schema lists them.
func (k *Kind) CompareGroups(a, b doc.Value) int {
	if k.Group == "" {
		return 0
	}
	order := names(k.Schema.Get("properties").Get(k.Group).Get("enum"))
	place := func(d doc.Value) int {
		if i := slices.Index(order, d.Str(k.Group)); i >= 0 {
			return i
		}
		return len(order)
	}
	return cmp.Compare(place(a), place(b))
}
