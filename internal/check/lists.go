package check

import (
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/workspace"
)

// twins reports ids that two items of one list share: anchors and translations of the two would be one. What a list
// defines for the whole repository is judged with that.
func twins(d *workspace.Document) diag.List {
	defined := map[diag.Span]bool{}
	for _, thing := range d.Defines {
		defined[thing.Place.Span] = true
	}
	var findings diag.List
	var visit func(value doc.Value)
	visit = func(value doc.Value) {
		first := map[string]doc.Value{}
		for _, item := range value.Items {
			id := item.Get("id")
			if before, taken := first[id.Text]; taken && !defined[id.Span] {
				findings = append(findings, diag.New(diag.IDDuplicate, placeOf(d, id), "the id %q is in this list already", id.Text).
					WithHint("choose another id").WithNote(placeOf(d, before), "the first %s", id.Text))
			} else if id.Type == doc.String && id.Text != "" && !taken {
				first[id.Text] = id
			}
			visit(item)
		}
		for _, key := range value.Keys {
			visit(key.Value)
		}
	}
	visit(d.Fields)
	return findings
}
