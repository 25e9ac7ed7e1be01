package check

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/workspace"
)

// links checks where every link of every body leads.
func links(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	known := index(w)
	for _, d := range w.Documents {
		findings = append(findings, workspace.Remembered(d, linked{w.Standing()}, func() diag.List { return linksOf(w, d, known) })...)
	}
	return findings
}

// linked are the grounds of what is found at the links of a document.
type linked struct{ standing any }

func linksOf(w *workspace.Workspace, d *workspace.Document, known *names) diag.List {
	var findings diag.List
	targets := w.Targets(d)
	known.guesses = mostGuesses
	for l, link := range d.Links {
		at := diag.Place{Path: d.Path, Span: link.Span}
		if link.Image && strings.TrimSpace(link.Alt) == "" {
			findings = append(findings, diag.New(diag.ImageAlt, at, "this picture has no text for those who cannot see it").
				WithHint("say in the brackets what it shows: ![Phases of onboarding](…)"))
		}
		if finding, bad := judge(w, d, link, targets[l], known); bad {
			findings = append(findings, finding)
		}
	}
	return findings
}

// instead says where to link instead of to a file that is for us alone.
var instead = map[string]string{
	workspace.Kept:      "link to the page of the experiment",
	workspace.KeptInput: "link to the page of the price list, or of the cost book",
}

func judge(w *workspace.Workspace, d *workspace.Document, link doc.Link, to workspace.Target, known *names) (diag.Diagnostic, bool) {
	at := diag.Place{Path: d.Path, Span: link.Span}
	if link.Target == "" {
		return diag.New(diag.LinkBroken, at, "this link leads nowhere").WithHint("write a path or an address between the round brackets"), true
	}
	switch to.What {
	case workspace.BadScheme:
		return diag.New(diag.LinkScheme, at, "a link may not lead to %q", to.URL).WithHint("link to a file of the repository, or to https:, mailto: or tel:"), true
	case workspace.OutOfBounds:
		return diag.New(diag.LinkOutside, at, "this link leaves the repository").WithHint("link to a file of the repository, or to its address on the web"), true
	case workspace.ToNothing:
		return nothing(d, to, at, link, known), true
	case workspace.ToAsset:
		reason := w.Assets[to.Path].Unsafe
		if hint, kept := instead[reason]; kept {
			return diag.New(diag.ImageUnsafe, at, "%s %s", to.Path, reason).WithHint("%s", hint), true
		}
		if strings.HasPrefix(reason, "is of a type") {
			return diag.New(diag.ImageUnsafe, at, "%s %s", to.Path, reason).WithHint("link to a picture, a PDF, a table as .csv, or an office document"), true
		}
	case workspace.ToDocument:
		target, _ := w.Document(to.Path)
		if link.Image {
			return diag.New(diag.ImageMissing, at, "%s is a document, not a picture", to.Path).WithHint("link to it, without the ! before the bracket"), true
		}
		if anchors := known.anchorsOf(target); to.Fragment != "" && !anchors.has(to.Fragment) {
			finding := diag.New(diag.LinkAnchor, at, "%s has no section %q", to.Path, to.Fragment)
			if near := known.nearest(to.Fragment, anchors.all); near != "" {
				return finding.WithHint("did you mean #%s?", near), true
			}
			if len(anchors.all) == 0 {
				return finding.WithHint("it has no sections: link to the page itself"), true
			}
			return finding.WithHint("its sections are %s", enough(anchors.all)), true
		}
	case workspace.ToOutside:
		if link.Image {
			return diag.New(diag.ImageMissing, at, "a picture from another site is not shown: nothing is fetched from third parties").
				WithHint("put the picture into the repository, beside the document"), true
		}
	}
	return diag.Diagnostic{}, false
}

// names are what a link can lead to: paths by file name and by folder, and the anchors of documents to which links lead. So a
// suggestion costs little however large the repository is, and of a document with thousands of bad links the first get one.
type names struct {
	files   func() files // listed when the first suggestion is looked for
	anchors map[*workspace.Document]anchorSet
	guesses int // that are left for the present document
}

// files are the paths of documents and assets.
type files struct{ byBase, byFolder map[string][]string }

// mostGuesses is how many suggestions are looked for in one document.
const mostGuesses = 1000

// anchorSet is the anchors of one document, in its order and as a set.
type anchorSet struct {
	all []string
	set map[string]bool
}

func (a anchorSet) has(id string) bool {
	return a.set[id] || strings.HasPrefix(id, "fn:") || strings.HasPrefix(id, "fnref:")
}

// anchorsOf lists the anchors of a document when they are first asked for.
func (n *names) anchorsOf(d *workspace.Document) anchorSet {
	a, listed := n.anchors[d]
	if !listed {
		a = anchorSet{d.Anchors(), map[string]bool{}}
		for _, id := range a.all {
			a.set[id] = true
		}
		n.anchors[d] = a
	}
	return a
}

// nearest is diag.Nearest, as long as guesses are left.
func (n *names) nearest(word string, candidates []string) string {
	if n.guesses--; n.guesses < 0 {
		return ""
	}
	return diag.Nearest(word, candidates)
}

func index(w *workspace.Workspace) *names {
	return &names{files: sync.OnceValue(func() files { return filesOf(w) }), anchors: map[*workspace.Document]anchorSet{}}
}

func filesOf(w *workspace.Workspace) files {
	all := files{byBase: map[string][]string{}, byFolder: map[string][]string{}}
	add := func(name string) {
		all.byBase[path.Base(name)] = append(all.byBase[path.Base(name)], name)
		all.byFolder[path.Dir(name)] = append(all.byFolder[path.Dir(name)], name)
	}
	for i := range w.Documents {
		add(w.Documents[i].Path)
	}
	for name := range w.Assets {
		add(name)
	}
	return all
}

// near guesses which file was meant: the only one of that name in another folder, else one of nearly that name in the same.
func (n *names) near(wanted string) string {
	if same := n.files().byBase[path.Base(wanted)]; len(same) == 1 {
		return same[0]
	}
	if n.guesses <= 0 {
		return ""
	}
	// Only the name is compared: with its folder and its ending, a short name would be near to any other.
	folder := n.files().byFolder[path.Dir(wanted)]
	stems := make([]string, len(folder))
	for i, name := range folder {
		stems[i] = stem(name)
	}
	if near := n.nearest(stem(wanted), stems); near != "" {
		return folder[slices.Index(stems, near)]
	}
	return ""
}

func stem(name string) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }

func nothing(d *workspace.Document, to workspace.Target, at diag.Place, link doc.Link, known *names) diag.Diagnostic {
	finding := diag.New(diag.LinkBroken, at, "%s does not exist", to.Path)
	if link.Image {
		finding = diag.New(diag.ImageMissing, at, "the picture %s does not exist", to.Path)
	}
	if near := known.near(to.Path); near != "" {
		return finding.WithHint("did you mean %s?", relative(path.Dir(d.Path), near))
	}
	switch {
	case strings.Contains(link.Target, "@"):
		return finding.WithHint("write an e-mail address as mailto:%s", link.Target)
	case webAddress.MatchString(link.Target):
		return finding.WithHint("write a web address with its https://")
	}
	return finding.WithHint("paths are relative to the folder of this document")
}

// webAddress is what people write when they mean a site: www.example.org/page.
var webAddress = regexp.MustCompile(`^(www\.|[a-z0-9-]+\.(com|org|net|io|eu|example)(/|$))`)

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
	for _, d := range w.Documents {
		if d.Kind.Name != "site" {
			findings = append(findings, workspace.Remembered(d, led{w.Standing()}, func() diag.List { return hiddenFrom(w, d) })...)
		}
	}
	return findings
}

// led are the grounds of what is found about those to whom a document leads.
type led struct{ standing any }

func hiddenFrom(w *workspace.Workspace, d *workspace.Document) diag.List {
	var findings diag.List
	for l, to := range w.Targets(d) {
		if to.What == workspace.ToDocument {
			findings = append(findings, unseen(w, d, to.Path, diag.Place{Path: d.Path, Span: d.Links[l].Span})...)
		}
	}
	for _, reference := range d.References {
		findings = append(findings, unseen(w, d, documentOf(w, reference), reference.Place)...)
	}
	return findings
}

// documentOf is the path of the document that a reference names, "" where it names an entry of a list, or nothing.
func documentOf(w *workspace.Workspace, reference kind.Reference) string {
	for _, name := range reference.Kinds {
		if name == "path" {
			return reference.ID
		}
		if thing, ok := w.Thing(name, reference.ID); ok {
			if target, ok := w.Document(thing.Path); ok && target.Kind.Name == name && target.ID == thing.ID {
				return thing.Path
			}
			return ""
		}
	}
	return ""
}

func unseen(w *workspace.Workspace, d *workspace.Document, path string, at diag.Place) diag.List {
	target, ok := w.Document(path)
	if !ok || d.Audience.Sees(target.Audience) || target.Rejected() { // which is for us alone until somebody mends it
		return nil
	}
	return diag.List{diag.New(diag.LinkHidden, at, "this page is for %s readers, but %s is for %s ones: they see no link", d.Audience, path, target.Audience).
		WithHint("remove the link, or change the audience of one of the two")}
}
