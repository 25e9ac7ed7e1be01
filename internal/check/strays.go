package check

import (
	"maps"
	"path"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/workspace"
)

// invoiceFolder is where cost books lie, and beside them the lines of invoices.
const invoiceFolder = PriceFolder + "costs"

// strays reports lines of invoices that no cost book names: they are paid, and no price covers them. Where a document of the folder
// cannot be read, nobody knows what it names; where a file is missing, that is said, with the name that it may have.
func strays(w *workspace.Workspace, _ string) diag.List {
	named, unsure := map[string]bool{}, map[string]bool{}
	sheets := sheetsOf(w)
	for i := range w.Documents {
		d := w.Documents[i]
		folder := path.Dir(d.Path)
		if d.Broken || d.Misfit {
			unsure[folder] = true
		}
		if d.Kind.Name != "cost-book" {
			continue
		}
		for _, item := range d.Fields.Get("invoices").Items {
			name := path.Join(folder, item.Str("file"))
			named[name] = true
			if _, there := w.Assets[name]; !there {
				named[diag.Nearest(name, sheets)] = true
			}
		}
	}
	var findings diag.List
	for _, name := range sheets {
		if !named[name] && !unsure[path.Dir(name)] {
			findings = append(findings, diag.New(diag.CostUnused, diag.Place{Path: name}, "no cost book names this file, so its lines go into no cost").
				WithHint("name it under invoices: of a book in %s, or remove it", path.Dir(name)))
		}
	}
	return findings
}

// releaseFolder is where released versions of lists lie: LIST/VERSION.json.
const releaseFolder = PriceFolder + "releases/"

// orphanReleases reports lists of which there are releases and no document, once each: no page shows what was promised.
func orphanReleases(w *workspace.Workspace, _ string) diag.List {
	lists := map[string]bool{}
	for i := range w.Documents {
		if d := w.Documents[i]; d.Kind.Name == "price-list" || strings.HasPrefix(d.Path, PriceFolder+"lists/") { // one that cannot be read is there
			lists[strings.TrimSuffix(path.Base(d.Path), path.Ext(d.Path))] = true
		}
	}
	first := map[string]string{}
	for name := range w.Assets {
		rest, below := strings.CutPrefix(name, releaseFolder)
		list, file := path.Split(rest)
		if list = strings.TrimSuffix(list, "/"); !below || path.Ext(file) != ".json" || list == "" || lists[list] {
			continue
		}
		if known, ok := first[list]; !ok || name < known {
			first[list] = name
		}
	}
	var findings diag.List
	for _, list := range slices.Sorted(maps.Keys(first)) {
		finding := diag.New(diag.PriceRelease, diag.Place{Path: first[list]}, "there is no price list %s, of which this is a release", list)
		finding.Severity = diag.Warning // the prices are still known
		findings = append(findings, suggest(finding, list, w.IDs("price-list"), "bring the list back, and end it with until: of effective: where it is sold no more"))
	}
	return findings
}

// sheetsOf are the CSV files among the costs.
func sheetsOf(w *workspace.Workspace) []string {
	var names []string
	for name := range w.Assets {
		if strings.HasPrefix(name, invoiceFolder+"/") && strings.EqualFold(path.Ext(name), ".csv") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
