package evidence

import (
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"parley/internal/approval"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/git"
	"parley/internal/kind"
	"parley/internal/pricing"
)

// reading is a document as it was read, once for each content.
type reading struct {
	doc.Document
	list     pricing.List // of a price list
	findings diag.List    // of reading it
	broken   bool         // nobody can say what it means
	problems []approval.Reason
	draft    bool
	strict   bool              // problems have been looked for
	rows     map[string][]byte // of a price list: what each part says, and under "" all the rest
}

// read reads a governed document. What it says is known then; whether it may say it that way, judged tells.
func (g *gatherer) read(file git.File) (*reading, error) {
	key := file.Path + " " + file.Hash
	if known := g.readings[key]; known != nil {
		return known, nil
	}
	text, err := g.revisions.Blob(file.Hash)
	if err != nil {
		return nil, err
	}
	if len(text) > mostBytes {
		return nil, refuse(approval.LimitExceeded, "%s has more than %d MB", file.Path, mostBytes>>20)
	}
	r := readDocument(file.Path, text)
	g.readings[key] = r
	return r, nil
}

func readDocument(path string, text []byte) *reading {
	r := &reading{}
	r.Document, r.findings = doc.Read(path, text)
	if r.Fields.Str("kind") == "price-list" {
		var more diag.List
		r.list, more = pricing.Read(r.Document)
		r.findings = append(r.findings, more...)
		r.broken = r.Broken || r.findings.HasErrors()
	}
	draft, given := r.Fields.Lookup("draft")
	r.draft = given && !strings.EqualFold(draft.Text, "false") // as everybody else here takes it
	return r
}

// judged reads a governed document strictly: by the built-in schema of its kind, and with two readers that have to agree.
func (g *gatherer) judged(file git.File) (*reading, error) {
	r, err := g.read(file)
	if err != nil || r.strict {
		return r, err
	}
	text, err := g.revisions.Blob(file.Hash)
	if err == nil {
		r.judge(file, text)
	}
	return r, err
}

// readAhead begins to read the lists in which base and head differ, on all processors, while the history is walked; what it returns
// waits for the end. What cannot be read, whoever needs it finds out again, and what nobody needs has no effect.
func (g *gatherer) readAhead() (wait func()) {
	differences, err := g.revisions.Compare(g.base, g.head)
	if err != nil || len(differences) > mostFiles {
		return func() {}
	}
	type job struct {
		file   git.File
		strict bool
	}
	var jobs []job
	for _, d := range differences {
		if listPath.MatchString(d.Path) {
			jobs = append(jobs, job{git.File{Path: d.Path, Entry: d.Before}, false}, job{git.File{Path: d.Path, Entry: d.After}, true})
		}
	}
	read := make([]*reading, len(jobs))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 8, len(jobs)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(jobs); i = int(next.Add(1)) - 1 {
				text, err := g.revisions.Blob(jobs[i].file.Hash)
				if err != nil || jobs[i].file.Mode != "100644" || len(text) > mostBytes {
					continue
				}
				read[i] = readDocument(jobs[i].file.Path, text)
				if jobs[i].strict {
					read[i].judge(jobs[i].file, text)
				}
				read[i].meanings()
			}
		})
	}
	return func() {
		all.Wait()
		for i, r := range read {
			if r != nil {
				g.readings[jobs[i].file.Path+" "+jobs[i].file.Hash] = r
			}
		}
	}
}

// judge finds what is wrong with a document that has been read.
func (r *reading) judge(file git.File, text []byte) {
	r.strict = true
	findings := slices.Clone(r.findings)
	plain := doc.Normalise(text)
	findings = append(findings, pricing.Strict(file.Path, plain, r.Document)...)
	name := r.Fields.Str("kind")
	known, isKind := kind.Builtin().Get(name)
	switch {
	case !isKind && strings.HasPrefix(file.Path, listsFolder):
		r.refuse(approval.FormatForbidden, 0, "nobody knows what a document of kind %q is", name)
	case isKind && !r.Broken:
		findings = append(findings, known.Validate(r.Document)...)
	}
	if name == "price-list" {
		r.figures(r.Fields)
		r.twice()
	}
	if strings.HasPrefix(file.Path, listsFolder) && (name != "price-list" || listsFolder+r.Fields.Str("id")+".yaml" != file.Path) {
		r.refuse(approval.NameMismatch, line(r.Fields.Get("id")), "this has to be the price list %s, and says that it is %s %s", nameOf(file.Path), name, r.Fields.Str("id"))
	}
	if says := r.list.Region + "-" + strings.ToLower(r.list.Currency) + "-"; name == "price-list" && !strings.HasPrefix(r.list.ID, says) {
		r.refuse(approval.NameMismatch, line(r.Fields.Get("id")), "the id of the list begins with its region and its currency: %s", says)
	}
	if place := placeOf[name]; place != "" && !strings.HasPrefix(file.Path, place) {
		r.refuse(approval.PathInvalid, 0, "a document of kind %s stands in %s", name, place)
	}
	if why := disagreement(plain, r.Fields); why != "" {
		r.refuse(approval.ParsersDisagree, 0, "two readers of YAML do not agree: %s", why)
	}
	for _, finding := range findings {
		if finding.Severity == diag.Error {
			r.problems = append(r.problems, reasonOf(finding))
		}
	}
}

// placeOf is where documents stand that are read wherever they are.
var placeOf = map[string]string{"price-list": listsFolder, "price-policy": approval.PolicyPath, "approvers": approval.RegistryPath}

// priceKinds are the kinds of documents that say what is paid, or by which it is judged. They count wherever they stand, so they
// stand in one place only.
var priceKinds = []string{"price-list", "price-policy", "approvers", "cost-book", "exchange-rates", "invoice-columns", "price-experiment"}

// stray refuses such a document outside of the folder of prices, and one that is Markdown.
func (g *gatherer) stray(d git.Difference) error {
	isText := doc.IsYAML(d.Path) || doc.IsMarkdown(d.Path)
	if !isText || isDocument(d.Path) || !plainFile(d.After) {
		return nil
	}
	text, err := g.revisions.Blob(d.After.Hash)
	if err != nil {
		return err
	}
	if len(text) > mostBytes {
		return refuse(approval.LimitExceeded, "%s has more than %d MB", d.Path, mostBytes>>20)
	}
	read, _ := doc.Read(d.Path, text)
	if name := read.Fields.Str("kind"); slices.Contains(priceKinds, name) {
		g.problem(approval.PathInvalid, d.Path, "a document of kind %s stands in pricing, as YAML", name)
	}
	return nil
}

// plainFile is true of what a checkout makes a file with this very content: neither a link nor another repository, nor nothing.
func plainFile(e git.Entry) bool { return e.Mode != "" && e.Mode != "120000" && e.Mode != "160000" }

// isDocument is true of files that are read as documents.
func isDocument(path string) bool { return strings.HasPrefix(path, pricesFolder) && doc.IsYAML(path) }

func line(v doc.Value) int { return v.Span.Line }

func nameOf(path string) string {
	return strings.TrimSuffix(path[strings.LastIndexByte(path, '/')+1:], ".yaml")
}

func (r *reading) refuse(code approval.Code, line int, format string, args ...any) {
	at := diag.New(diag.Code(code), diag.Place{}, format, args...)
	r.problems = append(r.problems, approval.Reason{Code: code, Path: r.Path, Line: line, Message: at.Message})
}

// plainFigure is the one form in which amounts and numbers of units are written: in quotes, with a point, without anything that a
// reader could take to mean another number: up to twelve digits before it, and six behind it.
func plainFigure(text string) bool {
	whole, decimals, pointed := strings.Cut(text, ".")
	return isWhole(whole) && len(whole) <= 12 && (!pointed || allDigits(decimals) && decimals != "" && len(decimals) <= 6)
}

// isWhole reports whether a text is a whole number without needless zeros.
func isWhole(text string) bool {
	return text != "" && allDigits(text) && (text[0] != '0' || text == "0")
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// amounts are the keys of a price list below which such figures stand.
var amounts = map[string]bool{"price": true, "up_to": true, "minimum": true, "cap": true, "floor": true, "included": true, "package": true}

// figures refuses amounts that are not in that form, and parts that cost what nothing says.
func (r *reading) figures(v doc.Value) {
	for _, key := range v.Keys {
		if value := key.Value; amounts[key.Name] && (value.Type != doc.String || !value.Quoted || !plainFigure(value.Text)) {
			r.refuse(approval.NumberFormat, line(value), "%s is %s; it is written in quotes, with digits and a point", key.Name, value)
		}
		r.figures(key.Value)
	}
	for _, item := range v.Items {
		r.figures(item)
	}
}

// twice refuses a part that stands twice in its list: of two prices, readers would take one or the other.
func (r *reading) twice() {
	first := map[string]int{}
	for _, part := range r.Fields.Get("parts").Items {
		sku := part.Get("sku")
		if before, again := first[sku.Text]; again {
			r.refuse(approval.ListDuplicate, line(sku), "%s stands on line %d already; of its prices, some would take one and some the other", sku, before)
			continue
		}
		first[sku.Text] = line(sku)
	}
}

// site is what content/site.yaml says in a tree; nothing where it says nothing.
func (g *gatherer) site(tree *git.Tree) doc.Value {
	files, err := tree.Files(sitePath)
	if err != nil || len(files) != 1 || !plainFile(files[0].Entry) {
		return doc.Value{Type: doc.Map}
	}
	text, err := g.revisions.Blob(files[0].Hash)
	if err != nil || len(text) > mostBytes {
		return doc.Value{Type: doc.Map}
	}
	d, _ := doc.Read(sitePath, text)
	return d.Fields
}

var addressForm = regexp.MustCompile(`^https://[^/?#]+/([A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+?)(\.git)?/?$`)

// repositoryOf is OWNER/NAME in the address of a repository.
func repositoryOf(site doc.Value) string {
	found := addressForm.FindStringSubmatch(site.Get("repository").Str("url"))
	if found == nil {
		return ""
	}
	return found[1]
}

// regionsOf are the regions that a site names.
func regionsOf(site doc.Value) []string {
	var ids []string
	for _, item := range site.Get("regions").Items {
		if id := item.Str("id"); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}
