package pipeline

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/git"
	"parley/internal/pricing"
	"parley/internal/release"
	"parley/internal/workspace"
)

// releasesFolder is where released versions of lists lie: LIST/VERSION.json.
const releasesFolder = "pricing/releases/"

// versionOf is the list and the version that a file's name stands for; false for what is no release.
func versionOf(name string) (list string, version pricing.Version, is bool) {
	rest, below := strings.CutPrefix(name, releasesFolder)
	list, file := path.Split(rest)
	text, json := strings.CutSuffix(file, ".json")
	version, known := pricing.ParseVersion(text)
	return strings.TrimSuffix(list, "/"), version, below && json && known
}

// keptReleases holds every release of every list to the history of the repository: none that was committed is gone, and each is what
// was committed first, or that in a higher form. Nobody is told twice: nothing is said of a file with a finding of its own, nor of one
// that is missed by the release after it.
func (r *Repository) keptReleases(history git.History, w *workspace.Workspace, releases []release.Payload, found diag.List) diag.List {
	told, missed := map[string]bool{}, map[string]bool{}
	for _, f := range found {
		told[f.Path] = told[f.Path] || f.Code == diag.PriceRelease && f.Severity == diag.Error
	}
	read := map[string]release.Payload{}
	for _, p := range releases {
		missed[release.Path(p.List, p.Previous)] = true
		read[release.Path(p.List, p.Version)] = p
	}
	var findings diag.List
	var here []release.Payload
	for _, name := range slices.Sorted(maps.Keys(history.Changes)) {
		list, version, is := versionOf(name)
		_, there := w.Assets[name]
		p, good := read[name]
		switch {
		case !is || len(history.Changes[name]) == 0:
		case !there && !missed[name]:
			findings = append(findings, gone(name, list, version))
		case good && !told[name]:
			here = append(here, p)
		}
	}
	return append(findings, r.asCommitted(history, here)...)
}

func gone(name, list string, version pricing.Version) diag.Diagnostic {
	return diag.New(diag.PriceRelease, diag.Place{Path: name}, "%s of %s was released, and the file is gone", version, list).
		WithHint("bring it back: git log -- %s says in which commit it went, and git restore --source=COMMIT^ -- %s restores it", name, name)
}

// asCommitted reports releases that are not what they were when they came.
func (r *Repository) asCommitted(history git.History, releases []release.Payload) diag.List {
	if len(releases) == 0 {
		return nil
	}
	revisions, err := git.OpenRevisions(r.Dir)
	if err != nil {
		return nil // that the history cannot be read has been said
	}
	defer revisions.Close()
	past := past{revisions, map[string]*git.Tree{}}
	var findings diag.List
	for _, p := range releases {
		name := release.Path(p.List, p.Version)
		now, err := fs.ReadFile(r.Files, name)
		if err != nil {
			continue // its own finding
		}
		texts, commits := past.of(name, history.Changes[name])
		first := len(texts) == 1 && bytes.Equal(texts[0], now) // a release, as has been found out already
		if first {
			findings = append(findings, judgeDay(p, commits[0])...)
		} else if i := release.Original(name, texts); i >= 0 {
			findings = append(findings, judgeKept(p, texts[i], now, commits[i], commits[0])...)
		}
	}
	return findings
}

// judgeKept holds a release, as it lies there now, to the text that was released, which a commit brought. It first came with another,
// or the same.
func judgeKept(p release.Payload, original, now []byte, brought, came git.Change) diag.List {
	name := release.Path(p.List, p.Version)
	at := diag.Place{Path: name, Span: diag.Span{Line: 1, Col: 1, EndLine: 1, EndCol: 2}}
	hint := fmt.Sprintf("restore it with git restore --source=%.10s -- %s; a change is a new version of the list", brought.Commit, name)
	was, is := release.FormOf(original), release.FormOf(now)
	switch {
	case is < was:
		return diag.List{diag.New(diag.PriceRelease, p.Place("format"), "%s of %s is written in form %d, and was committed in form %d in %.10s", p.Version, p.List, is, was, brought.Commit).WithHint("%s", hint)}
	case !release.Kept(original, now):
		return diag.List{diag.New(diag.PriceRelease, at, "%s of %s is not the file that was committed in %.10s", p.Version, p.List, brought.Commit).WithHint("%s", hint)}
	}
	return judgeDay(p, came)
}

// judgeDay holds the day of a release to the commit with which it came.
func judgeDay(p release.Payload, came git.Change) diag.List {
	if !came.When.IsZero() && p.Day > lastDay(came.When) {
		return diag.List{diag.New(diag.PriceRelease, p.Place("released"), "%s of %s says that it was released on %s, and it was committed on %s", p.Version, p.List, p.Day, came.When.Format(time.DateOnly)).
			WithHint("release a version above it, on the day on which it is released: partners count the days of the notice from it")}
	}
	return nil
}

// lastDay is the latest day that it was anywhere on Earth at a time.
func lastDay(at time.Time) string { return at.UTC().Add(14 * time.Hour).Format(time.DateOnly) }

// past reads files as commits had them, each commit's tree once.
type past struct {
	revisions *git.Revisions
	trees     map[string]*git.Tree
}

// of are the texts that a file has had, the oldest first, and the changes that brought them.
func (p past) of(name string, changes []git.Change) (texts [][]byte, brought []git.Change) {
	for _, change := range slices.Backward(changes) {
		tree, known := p.trees[change.Commit]
		if !known {
			tree, _ = p.revisions.Tree(change.Commit) // nil where it cannot be read
			p.trees[change.Commit] = tree
		}
		if tree == nil {
			continue
		}
		if text, err := tree.ReadFile(name); err == nil {
			texts, brought = append(texts, text), append(brought, change)
		}
	}
	return texts, brought
}
