package site

import (
	"slices"

	"parley/internal/pricing"
	"parley/internal/repricing"
)

// edition is a version of the list that is known.
func (p *pricer) edition(version string) (edition, bool) {
	i := slices.IndexFunc(p.all, func(e edition) bool { return e.Version.String() == version })
	if i < 0 {
		return edition{}, false
	}
	return p.all[i], true
}

// held are the parts that cost something else today than in the version that a page is about, as they are sold today. Whoever
// looks for a price would take that of another day for it.
func (p *pricer) held(page *Prices) []Node {
	if page.Now == nil {
		return nil
	}
	shown, known := p.edition(page.Version)
	now, holds := p.edition(page.Now.Version)
	if !known || !holds {
		return nil
	}
	var parts []Node
	for _, list := range repricing.Compare([]pricing.List{now.List}, []pricing.List{shown.List}).Lists {
		for _, part := range list.Parts {
			if repriced(part) {
				parts = append(parts, itemOf(p.node(now).Get("parts"), part.SKU))
			}
		}
	}
	return parts
}

// repriced reports whether a part that two versions sell costs something else in one of them, or is sold otherwise.
func repriced(part repricing.PartChange) bool {
	otherwise := slices.ContainsFunc(part.Fields, func(f repricing.Field) bool { return f.Name == "unit" || f.Name == "charge" })
	return part.What == repricing.Changed && (!part.Shift.None() || otherwise)
}

// changes is the address of what is different between the version that a page is about and the one that holds today.
func (p *pricer) changes(page *Prices) string {
	if page.Now == nil {
		return ""
	}
	if release := p.site.besides(p.index, p.document, aRelease, page.Version+"/"); release != "" {
		return release + "#" + against(page.Now.Version)
	}
	return page.History
}

// against is the anchor of the comparison with a version.
func against(version string) string { return "against-" + version }

// notices are those that refer to the list and take effect with the version that a page is about.
func (p *pricer) notices(page *Prices) []Link {
	shown, known := p.edition(page.Version)
	if !known {
		return nil
	}
	var links []Link
	for _, from := range p.site.backlinks[p.site.byPath[p.document.Path]] {
		sheet := &p.site.sheets[from]
		if sheet.what == aDocument && sheet.kind.Name == "notice" && sheet.document.Fields.Str("effective") == shown.Effective.From {
			links = append(links, p.site.linkTo(p.index, from))
		}
	}
	return links
}
