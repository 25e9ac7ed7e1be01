package evidence

import (
	"bytes"
	"slices"
	"strings"

	"parley/internal/approval"
	"parley/internal/doc"
	"parley/internal/git"
)

// readFiles finds the governed files that mean something else in the result than in the base.
func (g *gatherer) readFiles() error {
	for _, d := range g.differences {
		if err := g.stray(d); err != nil {
			return err
		}
		row, governed, err := g.fileRow(d)
		if err != nil {
			return err
		}
		if !governed || bytes.Equal(row.Base, row.Result) && (row.Base == nil) == (row.Result == nil) {
			continue
		}
		g.facts.Files = append(g.facts.Files, approval.File{Path: d.Path, What: whatIs[d.Path]})
		if err := g.strictly(d); err != nil {
			return err
		}
	}
	g.facts.Regions = regionsOf(g.site(g.base))
	for _, tree := range []*git.Tree{g.base, g.result} {
		g.facts.Regions = append(g.facts.Regions, regionsOf(g.site(tree))...)
		lists, err := tree.Files(strings.TrimSuffix(listsFolder, "/"))
		if err != nil {
			return err
		}
		for _, file := range lists {
			region, _, _ := strings.Cut(nameOf(file.Path), "-")
			g.facts.Regions = append(g.facts.Regions, region)
		}
	}
	slices.Sort(g.facts.Regions)
	g.facts.Regions = slices.Compact(g.facts.Regions)
	return nil
}

// whatIs is what files stand for that are governed for a part of what they say.
var whatIs = map[string]string{
	sitePath:       "the segments, tiers and regions of customers, or what approvals call the repository",
	attributesPath: "the characters in which a checkout writes files",
}

// strictly reads a governed document that is no price list, and holds back what is wrong with it. The two by which is judged are
// read elsewhere.
func (g *gatherer) strictly(d git.Difference) error {
	if d.After.Mode != "100644" || d.Path != sitePath && !isDocument(d.Path) || d.Path == approval.PolicyPath || d.Path == approval.RegistryPath {
		return nil
	}
	r, err := g.judged(git.File{Path: d.Path, Entry: d.After})
	if err == nil {
		g.facts.Problems = append(g.facts.Problems, r.problems...)
	}
	return err
}

// fileRow is the row of a governed file that is no price list: what it means where that can be read, its bytes where not.
func (g *gatherer) fileRow(d git.Difference) (approval.Row, bool, error) {
	row := approval.Row{Key: "file/" + d.Path}
	if strings.HasPrefix(d.Path, listsFolder) || strings.HasPrefix(d.Path, approvalsPlace) {
		return row, false, nil
	}
	governed := whatIs[d.Path] != "" || slices.ContainsFunc(g.policies(), func(p approval.Policy) bool { return p.Governs(d.Path) != "" })
	if !governed {
		return row, false, nil
	}
	for _, side := range []struct {
		entry git.Entry
		into  *[]byte
	}{{d.Before, &row.Base}, {d.After, &row.Result}} {
		text, err := g.fileMeaning(d.Path, side.entry)
		if err != nil {
			return row, false, err
		}
		*side.into = text
	}
	return row, true, nil
}

// fileMeaning is what a governed file says, in a form in which remarks and the order of keys make no difference; its mode and
// the name of its bytes where its form is not ours. Nil where there is no file.
func (g *gatherer) fileMeaning(path string, entry git.Entry) ([]byte, error) {
	if entry.Hash == "" {
		return nil, nil
	}
	raw := []byte("raw " + entry.Mode + " " + entry.Hash)
	ours := isDocument(path) || strings.HasPrefix(path, "content/kinds/") && doc.IsYAML(path) || whatIs[path] != ""
	if entry.Mode != "100644" || !ours {
		return raw, nil
	}
	text, err := g.revisions.Blob(entry.Hash)
	if err != nil || len(text) > mostBytes {
		return raw, err
	}
	if path == attributesPath {
		return recoding(text), nil
	}
	d, findings := doc.Read(path, text)
	if findings.HasErrors() || disagreement(doc.Normalise(text), d.Fields) != "" {
		return raw, nil
	}
	if path != sitePath {
		return approval.Canonical(d.Fields), nil
	}
	said := keep(d.Fields, "segments", "tiers", "regions", "partners", "languages")
	return approval.Canonical(doc.Value{Type: doc.List, Items: []doc.Value{said, keep(d.Fields.Get("repository"), "url", "branch")}}), nil
}

// recoding are the lines of attributes by which a checkout has other characters than the repository: of what the gate reads, those who
// build from a checkout would then read something else. Nil where there are none.
func recoding(attributes []byte) []byte {
	var found []byte
	for line := range bytes.Lines(attributes) {
		if bytes.Contains(line, []byte("working-tree-encoding")) {
			found = append(found, line...)
		}
	}
	return found
}

// keep keeps some keys.
func keep(v doc.Value, names ...string) doc.Value {
	return doc.Value{Type: doc.Map, Keys: slices.DeleteFunc(slices.Clone(v.Keys), func(k doc.Key) bool { return !slices.Contains(names, k.Name) })}
}

// without drops some keys.
func without(v doc.Value, names ...string) doc.Value {
	return doc.Value{Type: v.Type, Keys: slices.DeleteFunc(slices.Clone(v.Keys), func(k doc.Key) bool { return slices.Contains(names, k.Name) })}
}

// idle are the keys of a list that say nothing to anybody who pays.
var idle = []string{"title", "summary", "owner", "change", "tags", "order", "review_by", "kind", "parts"}

// listRows are the rows of a price list in both trees: one for each part, and one for all the rest.
func (g *gatherer) listRows(d git.Difference) ([]approval.Row, error) {
	sides := [2]map[string][]byte{}
	for i, entry := range []git.Entry{d.Before, d.After} {
		sides[i] = map[string][]byte{}
		if entry.Hash == "" {
			continue
		}
		r, err := g.read(git.File{Path: d.Path, Entry: entry})
		if err != nil {
			return nil, err
		}
		switch {
		case r.broken || r.list.ID == "":
			sides[i][""] = []byte("raw " + entry.Mode + " " + entry.Hash)
		case !r.draft:
			sides[i] = r.meanings()
		}
	}
	var rows []approval.Row
	for key, text := range sides[0] {
		rows = append(rows, approval.Row{Key: "list/" + d.Path + key, Base: text, Result: sides[1][key]})
	}
	for key, text := range sides[1] {
		if _, both := sides[0][key]; !both {
			rows = append(rows, approval.Row{Key: "list/" + d.Path + key, Result: text})
		}
	}
	return rows, nil
}

// meanings are what a price list says to those who pay: part by part, and under "" all the rest.
func (r *reading) meanings() map[string][]byte {
	if r.rows == nil {
		parts := r.Fields.Get("parts").Items
		rows, text := make(map[string][]byte, len(parts)+1), make([]byte, 0, rowSize*len(parts))
		row := func(v doc.Value) []byte {
			before := len(text)
			text = approval.AppendCanonical(text, v, listForm)
			return text[before:len(text):len(text)]
		}
		rows[""] = row(without(r.Fields, idle...))
		for _, part := range parts {
			key := "/" + part.Str("sku")
			for rows[key] != nil { // a part that stands twice, which is refused elsewhere, hides nothing
				key += "+"
			}
			rows[key] = row(part)
		}
		r.rows = rows
	}
	return r.rows
}

// rowSize is what most parts need to be written, in bytes.
const rowSize = 160

// listForm is the form in which two spellings of a list that mean one thing are one: figures without needless zeros, and what has no order
// sorted.
var listForm = approval.Form{Text: plainText, Loose: sets}

// sets are keys of lists whose order says nothing.
var sets = map[string]bool{"segments": true, "languages": true, "features": true, "regions": true}

// plainText writes figures without needless zeros.
func plainText(key, text string) string {
	if !figureKeys[key] {
		return text
	}
	bare, share := strings.CutSuffix(text, "%")
	whole, decimals, _ := strings.Cut(strings.TrimPrefix(bare, "-"), ".")
	if !strings.HasSuffix(decimals, "0") || !isWhole(whole) || !allDigits(decimals) {
		return text
	}
	if bare = strings.TrimSuffix(strings.TrimRight(bare, "0"), "."); share {
		bare += "%"
	}
	return bare
}

// figureKeys are keys below which figures stand.
var figureKeys = map[string]bool{"price": true, "up_to": true, "minimum": true, "cap": true, "floor": true, "included": true, "package": true, "margin": true,
	"markup": true, "max": true, "rate": true, "discount": true, "band": true, "step": true, "target": true, "measured": true, "strength": true}

// digestBetween is the digest of what changes between two trees, under the policy of the first.
func (g *gatherer) digestBetween(before, after *git.Tree) (string, error) {
	key := before.Commit + " " + after.Commit
	if known, ok := g.digests[key]; ok {
		return known, nil
	}
	differences, err := g.revisions.Compare(before, after)
	if err != nil {
		return "", err
	}
	var rows []approval.Row
	for _, d := range differences {
		if strings.HasPrefix(d.Path, listsFolder) {
			more, err := g.listRows(d)
			if err != nil {
				return "", err
			}
			rows = append(rows, more...)
			continue
		}
		row, governed, err := g.fileRow(d)
		if err != nil {
			return "", err
		}
		if governed {
			rows = append(rows, row)
		}
	}
	rules, _, err := g.rulesOf(before, approval.FromBase)
	if err != nil {
		return "", err
	}
	digest, err := approval.ChangeDigest(rows, rules.Policy.Digest)
	g.digests[key] = digest
	return digest, err
}

func (g *gatherer) digest() (err error) {
	g.facts.Digest, err = g.digestBetween(g.base, g.result)
	return err
}
