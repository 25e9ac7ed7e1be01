package git

// Followed says of each change of a file when another file followed it: the first change of the other that came with it or after it,
// and before the next change of the file; the zero Change where there was none, or nobody knows when. Both lists begin with the newest,
// as History has them.
func Followed(file, other []Change) []Change {
	followed := make([]Change, len(file))
	for i, change := range file {
		for _, after := range other {
			if !change.When.IsZero() && !after.When.Before(change.When) && (i == 0 || after.When.Before(file[i-1].When)) {
				followed[i] = after // the last that is found is the first that came
			}
		}
	}
	return followed
}
