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
	filtered := &Workspace{whole: w, cache: w.cache, Settings: w.Settings, Kinds: w.Kinds, Assets: w.Assets, translated: w.translated, former: w.former, tables: w.tables}
	for i := range w.Documents {
		d := w.Documents[i]
		if !view.sees(d) {
			continue
		}
		if view.Audience != kind.Internal { // internal readers see every field
			d = Remembered(d, view.Audience, func() *Document { return d.redacted(view.Audience) })
		}
		filtered.Documents = append(filtered.Documents, d)
	}
	filtered.align()
	filtered.past = w.pastFor(view)
	filtered.index()
	return filtered
}

// redacted is the document without the fields that an audience may not see, and without their units.
func (d *Document) redacted(audience kind.Audience) *Document {
	kept := *d
	if d.memo != nil {
		kept.memo = &memo{} // what is known of the whole document is not true of this one
	}
	if fields, less := d.Kind.Redacted(d.Fields, audience); less {
		kept.Fields = fields
		kept.understand()
	}
	return &kept
}

func (v View) sees(d *Document) bool {
	if !v.Audience.Sees(d.Audience) || d.Draft && !v.Drafts {
		return false
	}
	if !within(v.Region, d.limits.regions) || !within(v.Tier, d.limits.tiers) {
		return false
	}
	// A document about one partner is for that partner and for us, whatever else the build shows.
	partners := d.limits.partners
	return len(partners) == 0 || v.Audience == kind.Internal && v.Partner == "" || slices.Contains(partners, v.Partner)
}

func within(wanted string, limits []string) bool {
	return wanted == "" || len(limits) == 0 || slices.Contains(limits, wanted)
}
