package evidence

import (
	"regexp"
	"strings"
	"time"

	"parley/internal/approval"
	"parley/internal/git"
)

// statementPath is where a signed approval or its signature stands.
var statementPath = regexp.MustCompile(`^pricing/approvals/([a-z0-9-]+/)?[a-z0-9-]+\.json(\.sig)?$`)

// signed reads the approvals that are signed for this change, and those for others that it brings along.
func (g *gatherer) signed() error {
	folder := approvalsPlace + strings.TrimPrefix(g.facts.Digest, "sha256:")
	files, err := g.result.Files(strings.TrimSuffix(approvalsPlace, "/"))
	if err != nil {
		return err
	}
	brought := map[string]bool{}
	for _, d := range g.differences {
		brought[d.Path] = d.After.Hash != ""
	}
	entries := entriesOf(files)
	for _, file := range files {
		if !strings.HasPrefix(file.Path, folder+"/") && !brought[file.Path] {
			continue
		}
		o, ok, err := g.statement(file, entries)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		landed, err := g.landedBefore(file, o)
		if err != nil {
			return err
		}
		if landed {
			o.Flaw = approval.Stale
		}
		g.facts.Opinions = append(g.facts.Opinions, o)
	}
	return nil
}

func entriesOf(files []git.File) map[string]git.Entry {
	entries := map[string]git.Entry{}
	for _, file := range files {
		entries[file.Path] = file.Entry
	}
	return entries
}

// statement reads one file, with the signature beside it; ok is false for a file that is none.
func (g *gatherer) statement(file git.File, entries map[string]git.Entry) (o approval.Opinion, ok bool, err error) {
	if file.Mode != "100644" || !strings.HasSuffix(file.Path, ".json") {
		return o, false, nil
	}
	text, err := g.revisions.Blob(file.Hash)
	if err != nil {
		return o, false, err
	}
	var armoured []byte
	if sig := entries[file.Path+".sig"]; sig.Mode == "100644" {
		if armoured, err = g.revisions.Blob(sig.Hash); err != nil {
			return o, false, err
		}
	}
	return approval.ReadSigned(file.Path, text, armoured), true, nil
}

// landedBefore reports whether an approval has landed already. Then it was for a change that has landed too, and was perhaps taken
// back since: whoever wants the same once more asks once more, although its digest is the same.
func (g *gatherer) landedBefore(file git.File, o approval.Opinion) (bool, error) {
	if o.Flaw != "" || o.State == approval.Requested {
		return false, nil
	}
	var states []git.Landed
	for _, state := range g.turns() {
		states = append(states, g.landings[state.landing])
	}
	if o.At.Before(g.since) {
		var err error
		if states, err = g.revisions.Landings(g.base, o.At.Add(-24*time.Hour), g.facts.Now); err != nil {
			return false, refuse(approval.HistoryIncomplete, "the history of the base cannot be read: %v", err)
		}
	}
	folder := ""
	for _, state := range states {
		place, err := state.Tree.Entry(strings.TrimSuffix(approvalsPlace, "/"))
		if err != nil {
			return false, err
		}
		if place.Hash == "" || place.Hash == folder {
			continue
		}
		folder = place.Hash
		if entry, err := state.Tree.Entry(file.Path); err != nil || entry.Hash == file.Hash {
			return err == nil, err
		}
	}
	return false, nil
}

// objections reads what was signed against the change in one of its commits, and is not in its result any more: nobody takes back
// an objection by removing a file but by an approval of the same person. Of those in the base, what was signed against this very
// change counts; the others are about what has landed.
func (g *gatherer) objections() error {
	seen := map[string]bool{}
	if _, err := g.against(g.result, "", seen); err != nil {
		return err
	}
	found, err := g.against(g.base, approvalsPlace+strings.TrimPrefix(g.facts.Digest, "sha256:")+"/", seen)
	if err != nil {
		return err
	}
	folders := map[string]bool{}
	for _, c := range g.news {
		tree, err := g.revisions.Tree(c.Commit)
		if err != nil {
			return err
		}
		place, err := tree.Entry(strings.TrimSuffix(approvalsPlace, "/"))
		if err != nil || place.Hash == "" || folders[place.Hash] {
			continue // what stands there instead is no approval
		}
		folders[place.Hash] = true
		more, err := g.against(tree, approvalsPlace, seen)
		if err != nil {
			return err
		}
		found = append(found, more...)
	}
	g.facts.Opinions = append(g.facts.Opinions, found...)
	return nil
}

// against are the objections within a place of a tree that have not been seen, with their signatures; none where no place is named.
// Whatever it finds in the tree has been seen then.
func (g *gatherer) against(tree *git.Tree, within string, seen map[string]bool) ([]approval.Opinion, error) {
	files, err := tree.Files(strings.TrimSuffix(approvalsPlace, "/"))
	if err != nil {
		return nil, err
	}
	var found []approval.Opinion
	entries := entriesOf(files)
	for _, file := range files {
		key := file.Path + " " + file.Hash + " " + entries[file.Path+".sig"].Hash
		known := seen[key]
		if seen[key] = true; known || within == "" || !strings.HasPrefix(file.Path, within) {
			continue
		}
		o, ok, err := g.statement(file, entries)
		if err != nil {
			return nil, err
		}
		if ok && o.Flaw == "" && o.State == approval.Requested {
			o.ID += " in " + tree.Commit[:12]
			found = append(found, o)
		}
	}
	return found, nil
}
