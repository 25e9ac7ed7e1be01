package check

import (
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/workspace"
)

// Bounds of an old address, in bytes: it is a folder of the output, and systems have no longer names, and no longer paths.
const (
	longestStep    = 255
	longestAddress = 2000
)

// redirects checks the old addresses of pages: none is that of a page, and none is given twice.
func redirects(w *workspace.Workspace, _ string) diag.List {
	settings, ok := w.Document(workspace.SettingsPath)
	if !ok {
		return nil
	}
	taken := map[string]string{}
	for i := range w.Documents {
		taken[strings.ToLower(workspace.Address(w.Documents[i].Path))] = w.Documents[i].Path
	}
	var findings diag.List
	for _, item := range settings.Fields.Get("redirects").Items {
		from := item.Get("from")
		if len(from.Text) > longestAddress || slices.ContainsFunc(strings.Split(from.Text, "/"), func(step string) bool { return len(step) > longestStep }) {
			findings = append(findings, diag.New(diag.SchemaPattern, diag.Place{Path: settings.Path, Span: from.Span}, "this address is longer than a folder can be called").
				WithHint("write at most %d bytes between two slashes, and %d in all", longestStep, longestAddress))
			continue
		}
		address := strings.ToLower(from.Text)
		for _, tag := range w.Settings.Languages[1:] {
			if strings.HasPrefix(address, "/"+strings.ToLower(tag)+"/") {
				taken[address] = "the pages in " + tag + ", to which redirects of the first language lead, too"
			}
		}
		if owner := taken[address]; owner != "" {
			findings = append(findings, diag.New(diag.DocSameURL, diag.Place{Path: settings.Path, Span: from.Span}, "the address %s is taken by %s, so nothing leads on from it", from.Text, owner).
				WithHint("remove the redirect, or move the document"))
		}
		taken[address] = "another redirect"
	}
	return findings
}
