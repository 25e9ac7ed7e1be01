package workspace

import (
	"slices"

	"parley/internal/kind"
)

// View says for whom a portal is made. Empty fields do not limit.
type View struct {
	Audience kind.Audience
	Region   string
	Tier     string
	Partner  string
	Drafts   bool // show drafts, as the preview does
}

// For returns the workspace that a view may see. What it may not see is gone: documents, fields, units, terms, things.
// Nothing that is planned or rendered from the result can therefore show it.
func (w *Workspace) For(view View) *Workspace {
	filtered := &Workspace{Settings: w.Settings, Kinds: w.Kinds, Assets: w.Assets, translated: w.translated}
	for _, d := range w.Documents {
		if !view.sees(d) {
			continue
		}
		if view.Audience != kind.Internal { // internal readers see every field
			d.redact(view.Audience)
		}
		filtered.Documents = append(filtered.Documents, d)
	}
	filtered.past = w.pastFor(view)
	filtered.index()
	return filtered
}

// redact takes the fields away that an audience may not see, and their units.
func (d *Document) redact(audience kind.Audience) {
	d.Fields = d.Kind.Redact(d.Fields, audience)
	fields := d.Kind.Units(d.Document)
	d.Units = append(fields, d.Units[d.Fielded:]...)
	d.Fielded = len(fields)
}

func (v View) sees(d Document) bool {
	if !v.Audience.Sees(d.Audience) || d.Draft && !v.Drafts {
		return false
	}
	if !within(v.Region, d.Kind.Scope(d.Document, "region")) || !within(v.Tier, d.Kind.Scope(d.Document, "tier")) {
		return false
	}
	// A document about one partner is for that partner and for us, whatever else the build shows.
	partners := d.Kind.Scope(d.Document, "partner")
	return len(partners) == 0 || v.Audience == kind.Internal && v.Partner == "" || slices.Contains(partners, v.Partner)
}

func within(wanted string, limits []string) bool {
	return wanted == "" || len(limits) == 0 || slices.Contains(limits, wanted)
}
