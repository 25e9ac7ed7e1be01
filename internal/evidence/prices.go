package evidence

import (
	"bytes"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"parley/internal/approval"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/git"
	"parley/internal/pricing"
	"parley/internal/release"
	"parley/internal/repricing"
	"parley/internal/tariff"
)

// state is what a tree says of the lists that are of interest, and of all that they are judged by.
type state struct {
	*tariff.Prices
	readings map[string]*reading // of lists, by id; drafts are left out
}

// readPrices reads the lists that are not the same bytes in both trees, judges them, and tells what becomes of prices.
func (g *gatherer) readPrices() error {
	for tree, count := range map[*git.Tree]*int{g.base: &g.facts.Lists.Base, g.result: &g.facts.Lists.Result} {
		files, err := tree.Files(strings.TrimSuffix(listsFolder, "/"))
		if err != nil {
			return err
		}
		*count = len(slices.DeleteFunc(files, func(f git.File) bool { return !listPath.MatchString(f.Path) }))
	}
	ids := g.changedLists()
	if len(ids) == 0 {
		return nil
	}
	memo := &tariff.Memo{}
	before, err := g.stateOf(g.base, g.base, ids, memo)
	if err != nil {
		return err
	}
	after, err := g.stateOf(g.result, g.result, ids, memo)
	if err != nil {
		return err
	}
	for _, d := range g.differences {
		if _, isList := listID(d.Path); isList && d.After.Hash != "" {
			r, err := g.judged(git.File{Path: d.Path, Entry: d.After})
			if err != nil && d.After.Mode == "100644" {
				return err
			}
			if err == nil {
				g.facts.Problems = append(g.facts.Problems, r.problems...)
			}
		}
	}
	g.states = []*state{before, after}
	for _, change := range repricing.Compare(before.Lists, after.Lists).Lists {
		for _, id := range []string{change.Before, change.After} {
			g.repriced[id] = change
		}
	}
	states := []*state{after}
	if slices.ContainsFunc(g.differences, judgesPrices) {
		hybrid, err := g.stateOf(g.result, g.base, ids, memo)
		if err != nil {
			return err
		}
		states = append(states, hybrid)
	}
	for _, s := range states {
		g.guard(before, s)
	}
	if err := g.releases(before, after); err != nil {
		return err
	}
	return g.changes(before, after)
}

// listID is the list that a path belongs to.
func listID(name string) (string, bool) {
	return nameOf(name), listPath.MatchString(name)
}

// judgesPrices is true of files by which prices are judged.
func judgesPrices(d git.Difference) bool {
	return d.Path == approval.PolicyPath || strings.HasPrefix(d.Path, "pricing/costs/") || strings.HasPrefix(d.Path, "pricing/rates/") || strings.HasPrefix(d.Path, releasesFolder)
}

// changedLists are the ids of lists that differ, or of which a release does.
func (g *gatherer) changedLists() []string {
	var ids []string
	for _, d := range g.differences {
		if id, isList := listID(d.Path); isList {
			ids = append(ids, id)
		}
		if rest, isRelease := strings.CutPrefix(d.Path, releasesFolder); isRelease {
			id, _, _ := strings.Cut(rest, "/")
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// stateOf reads some lists of one tree, with policy, costs, rates and releases of another.
func (g *gatherer) stateOf(lists, rest *git.Tree, ids []string, memo *tariff.Memo) (*state, error) {
	s := &state{readings: map[string]*reading{}}
	byKind := map[string][]doc.Document{}
	source := tariff.Source{Documents: func(kind string) []doc.Document { return byKind[kind] }}
	files, err := rest.Files("pricing")
	if err != nil {
		return nil, err
	}
	entries := map[string]git.Entry{}
	for _, file := range files {
		switch {
		case file.Mode != "100644" || strings.HasPrefix(file.Path, listsFolder) || strings.HasPrefix(file.Path, approvalsPlace):
		case isDocument(file.Path):
			if err := g.addDocument(file, byKind); err != nil {
				return nil, err
			}
		case strings.HasPrefix(file.Path, releasesFolder) && !slices.Contains(ids, path.Base(path.Dir(file.Path))):
		default:
			source.Files, entries[file.Path] = append(source.Files, file.Path), file.Entry
		}
	}
	for _, id := range ids {
		file := git.File{Path: listsFolder + id + ".yaml"}
		if file.Entry, err = lists.Entry(file.Path); err != nil {
			return nil, err
		}
		if file.Mode != "100644" {
			continue
		}
		r, err := g.read(file)
		if err != nil {
			return nil, err
		}
		if !r.draft && r.list.ID != "" {
			s.readings[r.list.ID] = r
		}
	}
	slices.Sort(source.Files)
	source.Open = func(name string) (io.ReadCloser, error) {
		text, err := g.revisions.Blob(entries[name].Hash)
		return io.NopCloser(bytes.NewReader(text)), err
	}
	day := g.facts.Now.Format("2006-01-02")
	s.Prices = tariff.Read(source, day, memo)
	for _, id := range slices.Sorted(maps.Keys(s.readings)) {
		s.Lists = append(s.Lists, s.readings[id].list)
	}
	return s, nil
}

func (g *gatherer) addDocument(file git.File, byKind map[string][]doc.Document) error {
	r, err := g.read(file)
	if err != nil || r.draft {
		return err
	}
	name := r.Fields.Str("kind")
	byKind[name] = append(byKind[name], r.Document)
	return nil
}

// guard holds the changed lists to guardrails, versions and days, with what the base or the result knows.
func (g *gatherer) guard(before, after *state) {
	for _, list := range after.Lists {
		was, existed := before.List(list.ID)
		if existed && g.idle(list.ID, before, after) {
			continue
		}
		for _, finding := range after.CheckList(list) {
			switch code := meaning(finding.Code); code {
			case approval.MarginFloor, approval.DiscountCap, approval.VariabilityCap, approval.VersionReused, approval.RangeOverlap:
				reason := reasonOf(finding)
				if latest, ok := release.Latest(append(slices.Clone(before.Releases), after.Releases...), list.ID); ok && code == approval.VersionReused && older(list, latest.Version) {
					reason.Code = approval.VersionDowngrade
				}
				g.facts.Problems = append(g.facts.Problems, reason)
			}
		}
		if existed && list.Version.Compare(was.Version) < 0 {
			g.refuseList(approval.VersionDowngrade, list.VersionAt, "%s comes after %s, which the base has", list.Version, was.Version)
		}
		g.judgeDays(before, after, list, was, existed)
		g.judgeNotice(before, after, list, was, existed)
	}
}

// judgeNotice asks for the notice of the policy, from today on, whatever day a new release names: a version that replaces another is
// announced when it lands. What the base has released, or has and holds already, was announced before.
func (g *gatherer) judgeNotice(before, after *state, list, was pricing.List, existed bool) {
	_, out := before.Release(list)
	_, follows := after.Before(list)
	same := existed && was.Version == list.Version && was.Effective.From == list.Effective.From && !g.repriced[list.ID].Pays()
	_, released := after.Release(list)
	if out || !follows && !existed || same && (!released || list.Effective.From <= after.Day) {
		return
	}
	for _, breach := range after.Policy.Announcement(list, after.Day) {
		g.facts.Problems = append(g.facts.Problems, reasonOf(breach.Finding()))
	}
}

// idle is true of a list of which only remarks, titles and the like have changed.
func (g *gatherer) idle(id string, before, after *state) bool {
	a, b := before.readings[id], after.readings[id]
	released := slices.ContainsFunc(g.differences, func(d git.Difference) bool { return strings.HasPrefix(d.Path, releasesFolder+id+"/") })
	return !released && a != nil && b != nil && maps.EqualFunc(a.meanings(), b.meanings(), bytes.Equal)
}

func older(list pricing.List, version string) bool {
	v, _ := pricing.ParseVersion(version)
	return list.Version.Compare(v) < 0
}

func (g *gatherer) refuseList(code approval.Code, at diag.Place, format string, args ...any) {
	finding := diag.New(diag.Code(code), at, format, args...)
	g.facts.Problems = append(g.facts.Problems, approval.Reason{Code: code, Message: finding.Message, Path: at.Path, Line: at.Line})
}

// judgeDays refuses prices for days that have passed: a first day that is written anew and is over, and other prices from the
// day from which released ones hold already.
func (g *gatherer) judgeDays(before, after *state, list, was pricing.List, existed bool) {
	from := list.Effective.From
	if from >= after.Day || from == "" {
		return
	}
	if !existed || was.Effective.From != from {
		g.refuseList(approval.Backdated, list.EffectiveAt, "%s would hold from %s, and today is %s", list.ID, from, after.Day)
		return
	}
	latest, released := release.Latest(before.Releases, list.ID)
	if released && latest.Effective.From == from && latest.Version != list.Version.String() && g.repriced[list.ID].Pays() {
		g.refuseList(approval.Backdated, list.EffectiveAt, "%s has been released from %s on, and other prices would hold from the same day", latest.Version, from)
	}
}

// chained refuses a new release that does not follow the one before it.
func (g *gatherer) chained(name string, after *state) {
	for _, finding := range after.Findings {
		about := slices.ContainsFunc(finding.Notes, func(note diag.Note) bool { return note.Path == name })
		if finding.Code == diag.PriceRelease && (finding.Path == name || about) {
			g.facts.Problems = append(g.facts.Problems, reasonOf(finding))
		}
	}
}

// releases judges released versions: one that is out is neither altered nor removed, and a new one that says what its list says
// is no change of its own.
func (g *gatherer) releases(before, after *state) error {
	for _, d := range g.differences {
		if !strings.HasPrefix(d.Path, releasesFolder) {
			continue
		}
		if d.Before.Hash != "" {
			g.problem(approval.VersionReused, d.Path, "a released version is altered or removed")
			continue
		}
		text, err := g.revisions.Blob(d.After.Hash)
		if err != nil {
			continue // a link or another repository, which is a problem of its own
		}
		payload, findings := release.Read(d.Path, text)
		for _, finding := range findings {
			g.facts.Problems = append(g.facts.Problems, reasonOf(finding))
		}
		if len(findings) > 0 {
			continue
		}
		g.chained(d.Path, after)
		list, there := after.List(payload.List)
		if !there || payload.Day > after.Day {
			continue
		}
		fresh, findings := release.New(list, before.Releases, payload.Inputs, payload.Day)
		if len(findings) == 0 && bytes.Equal(fresh.Encode(), text) {
			g.facts.Files = slices.DeleteFunc(g.facts.Files, func(f approval.File) bool { return f.Path == d.Path })
		}
	}
	return nil
}
