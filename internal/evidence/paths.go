package evidence

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"parley/internal/approval"
	"parley/internal/git"
)

const (
	listsFolder    = "pricing/lists/"
	releasesFolder = "pricing/releases/"
	usageFolder    = "pricing/usage/"
	approvalsPlace = approval.ApprovalsPath + "/"
	pricesFolder   = "pricing/"
	sitePath       = "content/site.yaml"
	attributesPath = ".gitattributes"
)

// governedAnyhow reports whether a path has to do with prices, or with who decides on them, whatever a policy adds.
func governedAnyhow(path string) bool {
	path = strings.ToLower(path)
	return path == "pricing" || path == "content" || path == sitePath || strings.HasPrefix(path, pricesFolder) || approval.Governed(path) != "" || approval.Governed(path+"/x") != ""
}

// compare compares the base with the result, and looks at the names and modes of what is governed.
func (g *gatherer) compare() error {
	found, err := g.revisions.Compare(g.base, g.result)
	if err != nil {
		return err
	}
	if len(found) > mostFiles {
		return refuse(approval.LimitExceeded, "the change touches %d files; at most %d can be judged", len(found), mostFiles)
	}
	g.differences = found
	for _, d := range found {
		g.look(d)
	}
	return g.twins()
}

// look judges the name and the mode of one file that differs.
func (g *gatherer) look(d git.Difference) {
	folded := foldPath(d.Path)
	if d.After.Hash != "" && shortened.MatchString(folded) {
		g.problem(approval.PathInvalid, d.Path, "on some computers %q is the short name of a governed folder", d.Path)
	}
	if !governedAnyhow(folded) || d.After.Hash == "" {
		return
	}
	inPrices := strings.HasPrefix(folded, pricesFolder) || folded == "pricing"
	switch at := flawOfPath(d.Path, inPrices); {
	case folded != d.Path && governedSpelling(d.Path, folded):
		g.problem(approval.PathCollision, d.Path, "on some computers %q is %q", d.Path, folded)
	case at != "":
		g.problem(approval.PathInvalid, d.Path, "%s", at)
	}
	switch {
	case d.After.Mode == "160000":
		g.problem(approval.Gitlink, d.Path, "another repository stands here; what it says can change without a commit in this one")
	case d.After.Mode == "100644", d.After.Mode == "100755" && !inPrices && folded != sitePath:
	default:
		g.problem(approval.FileMode, d.Path, "the mode of a governed file is 100644, and here it is %s", d.After.Mode)
	}
	if d.After.Mode == "160000" || !inPrices {
		return
	}
	text, err := g.revisions.Blob(d.After.Hash)
	if err == nil && bytes.HasPrefix(text, []byte("version https://git-lfs.github.com/spec/")) {
		g.problem(approval.LFSPointer, d.Path, "this stands for a file that is kept elsewhere")
	}
}

// spellings are the places that are spelt in one way only.
var spellings = []string{"pricing", "pricing/lists", "pricing/releases", "pricing/usage", "pricing/costs", "pricing/rates", "pricing/approvals", "pricing/experiments",
	approval.PolicyPath, approval.RegistryPath, sitePath, "content/kinds", ".github", ".gitlab", ".gitlab-ci.yml", ".gitea", ".forgejo", ".gitmodules", "action.yml", "action.yaml"}

// governedSpelling is true of a path that only looks like that of a governed file on some computers.
func governedSpelling(written, folded string) bool {
	return slices.ContainsFunc(spellings, func(place string) bool {
		return (folded == place || strings.HasPrefix(folded, place+"/")) && written != place && !strings.HasPrefix(written, place+"/")
	})
}

var fold = cases.Fold()

// foldPath is what a path becomes on computers that take several spellings for one: without regard to capital letters, to forms
// of Unicode, to characters that cannot be seen, to dots and blanks at the end of a name, to streams, and with \ for /.
func foldPath(name string) string {
	name = fold.String(norm.NFKC.String(strings.ReplaceAll(name, `\`, "/")))
	parts := strings.Split(name, "/")
	for i, part := range parts {
		part, _, _ = strings.Cut(part, ":")
		part = strings.Map(func(r rune) rune {
			if r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff || r == 0xad {
				return -1
			}
			return r
		}, part)
		parts[i] = strings.TrimRight(part, ". ")
	}
	return strings.Join(parts, "/")
}

var (
	plainName = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*$`)
	shortened = regexp.MustCompile(`^(pricin|conten|github|gitmod|gitlab)~[0-9]`)
	shortName = regexp.MustCompile(`~[0-9]`)
	reserved  = regexp.MustCompile(`^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`)
	listPath  = regexp.MustCompile(`^pricing/lists/[a-z0-9][a-z0-9-]*\.yaml$`)
)

// flawOfPath says what is wrong with the name of a governed file.
func flawOfPath(name string, inPrices bool) string {
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part == "." || part == ".." || strings.EqualFold(part, ".git") {
			return fmt.Sprintf("%q leads somewhere else", name)
		}
		if inPrices && (!plainName.MatchString(part) && part != ".gitkeep" || strings.HasSuffix(part, ".") || reserved.MatchString(part) || shortName.MatchString(part)) {
			return fmt.Sprintf("%q is not a plain name of letters, digits, points and hyphens, as files about prices have", part)
		}
	}
	if strings.HasPrefix(name, approvalsPlace) && !statementPath.MatchString(name) && path.Base(name) != ".gitkeep" {
		return "beside signed approvals stands nothing that is none: what lies there is not judged"
	}
	if strings.HasPrefix(name, listsFolder) && !listPath.MatchString(name) && path.Base(name) != ".gitkeep" {
		return "a price list is a file pricing/lists/ID.yaml, in small letters, and nothing else stands beside it"
	}
	return ""
}

// twins reports two names below pricing that are one on some computers, and a name that stands twice.
func (g *gatherer) twins() error {
	if !slices.ContainsFunc(g.differences, func(d git.Difference) bool { return strings.HasPrefix(foldPath(d.Path)+"/", pricesFolder) }) {
		return nil
	}
	files, err := g.result.Files("pricing")
	if err != nil {
		return err
	}
	first := map[string]string{}
	for _, file := range files {
		folded := foldPath(file.Path)
		if before, twice := first[folded]; twice {
			g.problem(approval.PathCollision, file.Path, "on some computers %q and %q are one file", before, file.Path)
		}
		first[folded] = file.Path
	}
	return nil
}
