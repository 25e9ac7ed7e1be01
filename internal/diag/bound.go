package diag

import "slices"

// most is how many findings of one code are told of one file. A file with more is broken as a whole, or was made to fill a
// log: who mends the first thousand has learned what to do about the others, and is told of them then.
const most = 1000

// Bound returns a sorted list without the findings that are too many for one file. In place of those of one code stands
// the first of them, which says how many are left out; so no severity is lost, and no code.
func (l List) Bound() List {
	type fault struct {
		path string
		code Code
	}
	if len(l) <= most {
		return l
	}
	told := map[fault]int{}
	kept := l[:0:0]
	first := map[fault]int{} // where in kept the one stands that is told last
	for _, d := range l {
		of := fault{d.Path, d.Code}
		if told[of]++; told[of] > most+1 {
			if d.Severity == Error {
				kept[first[of]].Severity = Error
			}
			continue
		}
		first[of] = len(kept)
		kept = append(kept, d)
	}
	for of, n := range told {
		if n > most+1 {
			kept[first[of]] = kept[first[of]].forMany(n - most)
		}
	}
	return kept
}

// Tally gathers the findings of one file as they come, and keeps of each code no more than Bound would tell: a file of a
// million rows may have a million faults.
type Tally struct {
	kept  List
	told  map[Code]int
	first map[Code]int // where in kept the one stands that is told last
}

// Add counts a finding, and keeps it if it will be told.
func (t *Tally) Add(d Diagnostic) {
	if t.told == nil {
		t.told, t.first = map[Code]int{}, map[Code]int{}
	}
	if t.told[d.Code]++; t.told[d.Code] > most+1 {
		if d.Severity == Error {
			t.kept[t.first[d.Code]].Severity = Error
		}
		return
	}
	t.first[d.Code] = len(t.kept)
	t.kept = append(t.kept, d)
}

// List returns what has been gathered, in the order in which it came; the last of each code says how many are left out.
func (t *Tally) List() List {
	list := slices.Clone(t.kept)
	for code, n := range t.told {
		if n > most+1 {
			list[t.first[code]] = list[t.first[code]].forMany(n - most)
		}
	}
	return list
}

// forMany makes of the first finding that is left out one that stands for all of them.
func (d Diagnostic) forMany(n int) Diagnostic {
	d.Message = plural(n, "finding") + " of this kind, of which this is the first, are not told one by one: " + d.Message
	d.Hint = "mend those before it, or what has made this file; then check again"
	d.Notes = nil
	return d
}
