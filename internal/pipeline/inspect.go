package pipeline

import (
	"cmp"

	"parley/internal/diag"
	"parley/internal/render"
	"parley/internal/site"
	"parley/internal/workspace"
)

// inspector judges finished pages.
type inspector struct {
	workspace *workspace.Workspace
	site      *site.Site
	scale     *render.Scale
	parts     []render.Part
}

// judge reports what is wrong with a page as it would be published, at the document that it shows.
func (in inspector) judge(i int, page []byte) diag.List {
	var findings diag.List
	path, template := in.site.Source(i)
	at := diag.Place{Path: cmp.Or(path, workspace.SettingsPath)}
	faults, asked := render.Judge(page, in.parts...)
	for _, fault := range faults {
		findings = append(findings, diag.New(diag.PageHTML, at, "the page %s: %s", in.site.Locate(i), fault).
			WithHint("mend the document, or the theme's templates/%s.html", template))
	}
	budget := render.Budget(template, in.workspace.Settings.Budget)
	if weight, over := in.scale.Over(page, asked, budget, in.parts...); over {
		findings = append(findings, diag.New(diag.PageBudget, at, "the page %s weighs %s; its budget is %s", in.site.Locate(i), render.Kilobytes(weight.Bytes), render.Kilobytes(budget)).
			WithHint("heaviest is %s; divide the document, or raise budget: {%s: …} in %s", weight.Heaviest, template, workspace.SettingsPath))
	}
	if path == "" || in.workspace.Lenient(at.Path) { // nobody wrote a list; it grows with what it lists
		return findings.WithSeverity(diag.Warning)
	}
	return findings
}
