package workspace

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"parley/internal/doc"
)

// Target is where a link leads.
type Target struct {
	What     TargetKind
	Path     string // of the document or asset in the repository
	Fragment string
	URL      string // of something outside, as written
}

// TargetKind says what a link leads to.
type TargetKind uint8

// The kinds of targets. The last three lead nowhere.
const (
	ToDocument TargetKind = iota
	ToAsset
	ToOutside   // another site, an e-mail address
	ToNothing   // a path that does not exist
	OutOfBounds // a path that leaves the repository
	BadScheme   // javascript:, data: and whatever else a portal must not link to
)

// Nowhere reports whether a link stays inside and nothing stands where it leads.
func (t Target) Nowhere() bool { return t.What == ToNothing || t.What == OutOfBounds }

// Targets says where each of a document's links leads, in their order. The list is shared: it is not to be changed.
func (w *Workspace) Targets(d *Document) []Target {
	if i, ok := w.byPath[d.Path]; ok && len(d.Links) > 0 && len(w.targets[i]) == len(d.Links) && &w.Documents[i].Links[0] == &d.Links[0] {
		return w.targets[i]
	}
	return w.resolveLinks(d)
}

// resolveLinks resolves the links of a document. In a workspace that shows a part of another, links lead where they led in
// that one, unless this is what is not shown.
func (w *Workspace) resolveLinks(d *Document) []Target {
	if len(d.Links) == 0 {
		return nil
	}
	if w.whole != nil {
		known := w.whole.Targets(d)
		if !slices.ContainsFunc(known, func(t Target) bool { _, shown := w.byPath[t.Path]; return t.What == ToDocument && !shown }) {
			return known
		}
	}
	targets := make([]Target, len(d.Links))
	for i, link := range d.Links {
		targets[i] = w.Resolve(d.Path, link.Target)
	}
	return targets
}

// Resolve says where a link in a document leads. Paths are relative to the document's folder, as on a forge; a path
// that starts with a slash is relative to the repository. It depends on which files exist, not on what they say.
func (w *Workspace) Resolve(from, target string) Target {
	target = strings.TrimSpace(target)
	if strings.HasPrefix(target, "//") {
		return Target{What: ToOutside, URL: "https:" + target}
	}
	if scheme, ok := schemeOf(target); ok {
		switch scheme {
		case "http", "https", "mailto", "tel":
			return Target{What: ToOutside, URL: target}
		}
		return Target{What: BadScheme, URL: target}
	}
	name, fragment, _ := strings.Cut(target, "#")
	name, _, _ = strings.Cut(name, "?")
	fragment = unescaped(fragment)
	if name == "" {
		return Target{What: ToDocument, Path: from, Fragment: fragment}
	}
	name = unescaped(name)
	if strings.HasPrefix(name, "/") {
		name = path.Clean(name[1:])
	} else {
		name = path.Join(path.Dir(from), name)
	}
	if name == ".." || strings.HasPrefix(name, "../") || strings.ContainsRune(name, '\\') {
		return Target{What: OutOfBounds, Path: name}
	}
	return w.exists(name, fragment)
}

// exists looks a path up; a folder leads to its index.
func (w *Workspace) exists(name, fragment string) Target {
	d, ok := w.Document(name)
	for _, index := range []string{"index.md", "README.md"} {
		if !ok {
			d, ok = w.Document(path.Join(name, index))
		}
	}
	if ok {
		return Target{What: ToDocument, Path: d.Path, Fragment: fragment} // whose path is in memory already
	}
	if _, ok := w.Assets[name]; ok {
		return Target{What: ToAsset, Path: name, Fragment: fragment}
	}
	return Target{What: ToNothing, Path: name, Fragment: fragment}
}

// schemeOf reads the scheme of an address as a browser would: control characters and spaces do not hide it.
func schemeOf(target string) (string, bool) {
	if !strings.Contains(target, ":") {
		return "", false
	}
	var clean strings.Builder
	for _, r := range target {
		if r > ' ' && r != 0x7f {
			clean.WriteRune(r)
		}
	}
	scheme, _, found := strings.Cut(clean.String(), ":")
	if !found || scheme == "" || strings.ContainsAny(scheme, "/?#.") {
		return "", false
	}
	for i, r := range strings.ToLower(scheme) {
		letter := r >= 'a' && r <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-", r)) {
			return "", false
		}
	}
	return strings.ToLower(scheme), true
}

func unescaped(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// Items lists the identities of the items of all lists in the document's fields.
func (d *Document) Items() []string { return itemIDs(d.Fields) }

// Anchors lists the ids to which a link can lead, for suggestions.
func (d *Document) Anchors() []string {
	var ids []string
	for _, section := range d.Sections {
		ids = append(ids, section.ID)
	}
	return append(ids, itemIDs(d.Fields)...)
}

// itemIDs lists the identities of the items of all lists in a value.
func itemIDs(value doc.Value) []string {
	var ids []string
	for i, item := range value.Items {
		if id := strings.Trim(value.ItemPath(i), "[]"); item.Type == doc.Map && id != strconv.Itoa(i) {
			ids = append(ids, id)
		}
		ids = append(ids, itemIDs(item)...)
	}
	for _, key := range value.Keys {
		ids = append(ids, itemIDs(key.Value)...)
	}
	return ids
}
