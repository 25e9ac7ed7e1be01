package check

import (
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/workspace"
)

// Since reports what may not happen between two states of a repository: a decision that vanishes or is rewritten, and a
// page that moves without leading its readers on.
func Since(before, now *workspace.Workspace) diag.List {
	findings := append(decisions(before, now), moves(before, now)...)
	return findings.Sort()
}

// decisions are never dropped: whoever changes his mind writes another, which supersedes the first.
func decisions(before, now *workspace.Workspace) diag.List {
	var findings diag.List
	for i := range before.Documents {
		old := before.Documents[i]
		if old.Kind.Name != "decision" || old.Draft {
			continue
		}
		thing, ok := now.Thing("decision", old.ID)
		current, found := now.Document(thing.Path)
		if !ok || !found {
			findings = append(findings, diag.New(diag.DecisionVanished, diag.Place{Path: old.Path}, "the decision %s has vanished", old.ID).
				WithHint("bring it back with git restore, under its old name, and write another that supersedes it"))
			continue
		}
		if old.Fields.Str("status") == "proposed" {
			continue // it is still being written
		}
		findings = append(findings, rewritten(old, current)...)
	}
	return findings
}

// settling are the fields of a decision that may change after it has been taken.
var settling = []string{"status", "superseded_by", "review_by", "owner", "tags", "order", "audience"}

// rewritten reports each field of a decision, and its text, that is not what was decided.
func rewritten(old, current *workspace.Document) diag.List {
	var findings diag.List
	report := func(place diag.Place, what string) {
		findings = append(findings, diag.New(diag.DecisionRewritten, place, "%s of a decision that has been taken is not what it was", what).
			WithHint("put it back, and write another decision that supersedes %s", current.ID))
	}
	for _, key := range old.Fields.Keys {
		if !slices.Contains(settling, key.Name) && !doc.Equal(key.Value, current.Fields.Get(key.Name)) {
			report(current.Place(key.Name), key.Name+":")
		}
	}
	for _, key := range current.Fields.Keys {
		if !slices.Contains(settling, key.Name) && !old.Fields.Has(key.Name) {
			report(current.Place(key.Name), key.Name+":")
		}
	}
	if status := current.Fields.Get("status"); status.Text == "proposed" {
		report(diag.Place{Path: current.Path, Span: status.Span}, "status:")
	}
	if strings.TrimSpace(old.Text().Body) != strings.TrimSpace(current.Text().Body) {
		report(diag.Place{Path: current.Path}, "the text")
	}
	return findings
}

// moves reports pages whose address leads nowhere any more.
func moves(before, now *workspace.Workspace) diag.List {
	led := map[string]bool{}
	for _, redirect := range now.Settings.Redirects {
		led[redirect.From] = true
	}
	for i := range now.Documents {
		led[workspace.Address(now.Documents[i].Path)] = true
	}
	var findings diag.List
	for i := range before.Documents {
		old := before.Documents[i]
		address := workspace.Address(old.Path)
		if led[address] || old.Draft || old.Kind.Name == "site" || old.Kind.Name == "decision" || old.Broken || old.Misfit {
			continue
		}
		at := diag.Place{Path: old.Path}
		if current := successor(old, before, now); current != nil {
			findings = append(findings, diag.New(diag.DocMoved, at, "the page %s has moved to %s, and nothing leads there from its old address", address, workspace.Address(current.Path)).
				WithHint("add to redirects: in %s: {from: %s, to: %s}", workspace.SettingsPath, address, current.Path))
			continue
		}
		gone := diag.New(diag.DocMoved, at, "the page %s is gone, and whoever has kept its address finds nothing", address).
			WithHint("lead readers on with redirects: in %s: {from: %s, to: …}", workspace.SettingsPath, address)
		gone.Severity = diag.Warning
		findings = append(findings, gone)
	}
	return findings
}

// successor finds the document that a missing one has become: a new one of its kind with its id, its title or its text.
func successor(old *workspace.Document, before, now *workspace.Workspace) *workspace.Document {
	var best *workspace.Document
	text := old.Text().Body
	for i := range now.Documents {
		d := now.Documents[i]
		if _, known := before.Document(d.Path); known || d.Kind.Name != old.Kind.Name {
			continue
		}
		if text != "" && d.Shape == old.Shape && d.Passages == old.Passages && d.Text().Body == text || d.ID == old.ID && !d.Kind.Lenient {
			return d
		}
		if d.Title() == old.Title() {
			best = d
		}
	}
	return best
}
