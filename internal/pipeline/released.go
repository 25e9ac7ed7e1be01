package pipeline

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

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

// keptReleases holds the last release of each list to the history of the repository: none that was committed is gone, and none is another
// file than it was. What has become of the others, the chain of releases tells. A release that was written in another form then may
// have been converted since. Nothing is said of a file of which it has been found that it is not what was released.
func (r *Repository) keptReleases(history git.History, w *workspace.Workspace, found diag.List) diag.List {
	last := map[string]pricing.Version{}
	for name := range w.Assets {
		if list, version, is := versionOf(name); is && version.Compare(last[list]) > 0 {
			last[list] = version
		}
	}
	var findings diag.List
	var here []string
	for _, name := range slices.Sorted(maps.Keys(history.Changes)) {
		list, version, is := versionOf(name)
		_, there := w.Assets[name]
		switch {
		case !is || version.Compare(last[list]) < 0 || len(history.Changes[name]) == 0:
		case !there:
			findings = append(findings, gone(name, list, version))
		case !slices.ContainsFunc(found, func(f diag.Diagnostic) bool {
			return f.Code == diag.PriceRelease && f.Path == name && f.Severity == diag.Error
		}):
			here = append(here, name)
		}
	}
	return append(findings, r.asCommitted(history, here)...)
}

// asCommitted reports files that are not what they were when they came.
func (r *Repository) asCommitted(history git.History, names []string) diag.List {
	if len(names) == 0 {
		return nil
	}
	revisions, err := git.OpenRevisions(r.Dir)
	if err != nil {
		return nil // that the history cannot be read has been said
	}
	defer revisions.Close()
	var findings diag.List
	for _, name := range names {
		if commit, other := r.otherThan(revisions, name, history.Changes[name]); other {
			list, version, _ := versionOf(name)
			at := diag.Place{Path: name, Span: diag.Span{Line: 1, Col: 1, EndLine: 1, EndCol: 2}}
			findings = append(findings, diag.New(diag.PriceRelease, at, "%s of %s is not the file that was committed in %.10s", version, list, commit).
				WithHint("restore it with git restore --source=%.10s -- %s; a change is a new version of the list", commit, name))
		}
	}
	return findings
}

func gone(name, list string, version pricing.Version) diag.Diagnostic {
	return diag.New(diag.PriceRelease, diag.Place{Path: name}, "%s of %s was released, and the file is gone", version, list).
		WithHint("bring it back: git log -- %s says in which commit it went, and git restore --source=COMMIT^ -- %s restores it", name, name)
}

// otherThan is the commit with which a release came, in the form that it has now, where it was another file then.
func (r *Repository) otherThan(revisions *git.Revisions, name string, changes []git.Change) (commit string, other bool) {
	now, err := fs.ReadFile(r.Files, name)
	if err != nil {
		return "", false // its own finding
	}
	for _, change := range slices.Backward(changes) {
		tree, err := revisions.Tree(change.Commit)
		if err != nil {
			continue
		}
		was, err := tree.ReadFile(name)
		if err == nil && release.FormOf(was) == release.FormOf(now) {
			return change.Commit, !bytes.Equal(was, now)
		}
	}
	return "", false
}

// usedBefore refuses a version that the history knows as released, though no file says so now.
func (r *Repository) usedBefore(list pricing.List) (diag.List, error) {
	history, findings := r.ReadHistory()
	if slices.ContainsFunc(findings, func(f diag.Diagnostic) bool { return f.Code == diag.HistoryUnreadable }) {
		return nil, fmt.Errorf("nobody can tell which versions have been released: %s", findings[0].Message)
	}
	highest, last := pricing.Version{Major: -1}, ""
	for name := range history.Changes {
		if id, version, is := versionOf(name); is && id == list.ID && version.Compare(highest) > 0 {
			highest, last = version, name
		}
	}
	if list.Version.Compare(highest) > 0 {
		return nil, nil
	}
	what := "comes before " + highest.String() + ", which"
	if list.Version == highest {
		what = "cannot be released anew: it"
	}
	return diag.List{diag.New(diag.PriceVersion, list.VersionAt, "%s %s has been released, as the history of %s says", list.Version, what, last).
		WithHint("write version: %s; if the file is gone, bring it back first", highest.Next())}, nil
}
