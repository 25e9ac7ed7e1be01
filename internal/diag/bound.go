package diag

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
			last := &kept[first[of]]
			last.Message = plural(n-most, "finding") + " of this kind, of which this is the first, are not told one by one: " + last.Message
			last.Hint = "mend those before it, or what has made this file; then check again"
			last.Notes = nil
		}
	}
	return kept
}
