package check

import (
	"path"
	"strings"

	"parley/internal/diag"
	"parley/internal/kind"
	"parley/internal/workspace"
)

// links checks where every link of every body leads.
func links(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := &w.Documents[i]
		for _, link := range d.Links {
			at := diag.Place{Path: d.Path, Span: link.Span}
			if link.Image && strings.TrimSpace(link.Alt) == "" {
				findings = append(findings, diag.New(diag.ImageAlt, at, "this picture has no text for those who cannot see it").
					WithHint("say in the brackets what it shows: ![Phases of onboarding](…)"))
			}
			if finding, bad := judge(w, d, w.Resolve(d.Path, link.Target), at, link.Image); bad {
				findings = append(findings, finding)
			}
		}
	}
	return findings
}

func judge(w *workspace.Workspace, d *workspace.Document, to workspace.Target, at diag.Place, image bool) (diag.Diagnostic, bool) {
	switch to.What {
	case workspace.BadScheme:
		return diag.New(diag.LinkScheme, at, "a link may not lead to %q", to.URL).WithHint("link to a file of the repository, or to https:, mailto: or tel:"), true
	case workspace.OutOfBounds:
		return diag.New(diag.LinkOutside, at, "this link leaves the repository").WithHint("link to a file of the repository, or to its address on the web"), true
	case workspace.ToNothing:
		return nothing(w, d, to, at, image), true
	case workspace.ToDocument:
		target, _ := w.Document(to.Path)
		if to.Fragment != "" && !target.HasAnchor(to.Fragment) {
			finding := diag.New(diag.LinkAnchor, at, "%s has no section %q", to.Path, to.Fragment)
			if near := diag.Nearest(to.Fragment, target.Anchors()); near != "" {
				return finding.WithHint("did you mean #%s?", near), true
			}
			return finding.WithHint("its sections are %s", enough(target.Anchors())), true
		}
	case workspace.ToOutside:
		if image {
			return diag.New(diag.ImageMissing, at, "a picture from another site is not shown: nothing is fetched from third parties").
				WithHint("put the picture into the repository, beside the document"), true
		}
	}
	return diag.Diagnostic{}, false
}

func nothing(w *workspace.Workspace, d *workspace.Document, to workspace.Target, at diag.Place, image bool) diag.Diagnostic {
	var candidates []string
	finding := diag.New(diag.LinkBroken, at, "%s does not exist", to.Path)
	if image {
		finding = diag.New(diag.ImageMissing, at, "the picture %s does not exist", to.Path)
		for name := range w.Assets {
			candidates = append(candidates, name)
		}
	} else {
		for i := range w.Documents {
			candidates = append(candidates, w.Documents[i].Path)
		}
	}
	near := sameName(to.Path, candidates)
	if near == "" {
		near = diag.Nearest(to.Path, candidates)
	}
	if near != "" {
		return finding.WithHint("did you mean %s?", relative(path.Dir(d.Path), near))
	}
	return finding.WithHint("paths are relative to the folder of this document")
}

// sameName finds the one file that has the same name in another folder: the usual reason for a broken link.
func sameName(wanted string, candidates []string) string {
	found := ""
	for _, candidate := range candidates {
		if path.Base(candidate) == path.Base(wanted) {
			if found != "" {
				return ""
			}
			found = candidate
		}
	}
	return found
}

// relative is the path from a folder to a file, as a link is written.
func relative(folder, name string) string {
	from, to := strings.Split(folder, "/"), strings.Split(name, "/")
	for len(from) > 0 && len(to) > 1 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	return strings.Repeat("../", len(from)) + strings.Join(to, "/")
}

// enough lists words, but not endlessly.
func enough(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	if len(words) > 8 {
		return strings.Join(words[:8], ", ") + ", …"
	}
	return strings.Join(words, ", ")
}

// hidden reports links and references from a page to a document that some readers of the page may not see.
func hidden(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := &w.Documents[i]
		if d.Kind.Name == "site" {
			continue
		}
		for _, link := range d.Links {
			to := w.Resolve(d.Path, link.Target)
			target, ok := w.Document(to.Path)
			if to.What == workspace.ToDocument && ok && unseen(d.Audience, target.Audience) {
				findings = append(findings, diag.New(diag.LinkHidden, diag.Place{Path: d.Path, Span: link.Span},
					"this page is for %s readers, but %s is for %s ones: they see no link", d.Audience, to.Path, target.Audience).
					WithHint("remove the link, or change the audience of one of the two"))
			}
		}
	}
	return findings
}

func unseen(reader, target kind.Audience) bool { return !reader.Sees(target) }
