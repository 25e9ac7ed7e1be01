package tariff

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"parley/internal/costing"
	"parley/internal/derivation"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/pricing"
	"parley/internal/release"
	"parley/internal/repricing"
)

// Source is where prices are read from.
type Source struct {
	Documents func(kind string) []doc.Document // those of a kind that are understood
	Files     []string                         // all files that are no documents, sorted
	Open      func(name string) (io.ReadCloser, error)
	Lost      func(kind string) bool         // whether a document that was rejected, as others tell, may be of a kind; nil for none
	Refused   func(path string) []diag.Place // what of a document was refused, as others tell; nil for nothing
}

// Prices is all that is said of prices.
type Prices struct {
	Day      string         // for which they are looked at
	Lists    []pricing.List // by id
	Books    []costing.Book
	Rates    costing.Tables
	Policy   repricing.Policy
	Releases []release.Payload
	Findings diag.List // what is wrong with a document or a file by itself

	source   Source
	columns  map[string]columns // by id
	costs    map[string]costs   // by path of the book
	tables   []string           // paths of the documents with exchange rates
	computed []computation      // of each list
}

// computation is what the prices of a list are, worked out when it is asked for first.
type computation struct {
	once     sync.Once
	prices   []derivation.Price
	findings diag.List
}

// columns is a map of columns; one with faults is known, and not to be used.
type columns struct {
	costing.Columns
	path  string
	sound bool
}

// costs are those of a book, with all files that they follow from.
type costs struct {
	byID     map[string]costing.Cost
	findings diag.List
	files    []string
}

// Memo keeps the costs of books, releases and usage, so that another state with the same files neither reads them nor adds them up
// again.
type Memo struct {
	costs    map[string]costs
	releases map[string]released // by name and digest
}

// released is what a file of a release says, and what is wrong with it.
type released struct {
	payload  release.Payload
	findings diag.List
}

// UsageFolder is where what customers use lies.
const UsageFolder = "pricing/usage/"

const (
	releasesFolder = "pricing/releases/"
	mostBytes      = 16 << 20 // of a release
)

// Read reads all that a source says, for a day. A memo may be nil.
func Read(source Source, day string, memo *Memo) *Prices {
	if memo == nil {
		memo = &Memo{}
	}
	if memo.costs == nil {
		memo.costs, memo.releases = map[string]costs{}, map[string]released{}
	}
	p := &Prices{Day: day, source: source, columns: map[string]columns{}, costs: map[string]costs{}}
	p.readLists()
	p.readRates()
	p.readColumns()
	for _, d := range source.Documents("price-policy") {
		var findings diag.List
		p.Policy, findings = repricing.ReadPolicy(d)
		p.Findings = append(p.Findings, findings...)
	}
	for _, d := range source.Documents("cost-book") {
		book, findings := costing.ReadBook(d)
		p.Findings = append(p.Findings, findings...)
		book.ID = cmp.Or(book.ID, nameOf(d.Path))
		p.Books = append(p.Books, book)
	}
	for _, book := range p.Books {
		p.costs[book.Path] = p.recallCosts(book, memo)
		p.Findings = append(p.Findings, p.costs[book.Path].findings...)
	}
	p.readReleases(memo)
	p.Findings = p.rated(p.Findings)
	return p
}

// rated leaves out that there is no exchange rate, where the table that says it may be one that was rejected: then that is what there is
// to mend.
func (p *Prices) rated(findings diag.List) diag.List {
	if !p.source.lost("exchange-rates") {
		return findings
	}
	return slices.DeleteFunc(findings, func(f diag.Diagnostic) bool { return f.Code == diag.CostRate && !slices.Contains(p.tables, f.Path) })
}

func (p *Prices) readLists() {
	documents := p.source.Documents("price-list")
	lists, findings := make([]pricing.List, len(documents)), make([]diag.List, len(documents))
	each(len(documents), func(i int) { lists[i], findings[i] = pricing.Read(documents[i]) })
	for i, list := range lists {
		p.Findings = append(p.Findings, findings[i]...)
		if list.ID != "" {
			p.Lists = append(p.Lists, list)
		}
	}
	slices.SortStableFunc(p.Lists, func(a, b pricing.List) int { return cmp.Compare(a.ID, b.ID) })
	p.computed = make([]computation, len(p.Lists))
}

func (p *Prices) readRates() {
	for _, d := range p.source.Documents("exchange-rates") {
		rates, findings := costing.ReadRates(d)
		p.Findings = append(p.Findings, findings...)
		p.Rates, p.tables = append(p.Rates, rates), append(p.tables, d.Path)
	}
}

func (p *Prices) readColumns() {
	for _, d := range p.source.Documents("invoice-columns") {
		read, findings := costing.ReadColumns(d)
		p.Findings = append(p.Findings, findings...)
		p.columns[cmp.Or(read.ID, nameOf(d.Path))] = columns{read, d.Path, len(findings) == 0}
	}
}

// readReleases reads pricing/releases/LIST/VERSION.json.
func (p *Prices) readReleases(memo *Memo) {
	names := p.source.under(releasesFolder, ".json")
	texts, broken := make([][]byte, len(names)), make([]error, len(names))
	keys, found := make([]string, len(names)), make([]released, len(names))
	each(len(names), func(i int) {
		if texts[i], broken[i] = p.source.readAll(names[i]); broken[i] != nil {
			found[i].findings = diag.List{unreadable(names[i], broken[i])}
			return
		}
		sum := sha256.Sum256(texts[i])
		keys[i] = names[i] + "\x00" + string(sum[:])
		known, ok := memo.releases[keys[i]]
		if !ok {
			known.payload, known.findings = release.Read(names[i], texts[i])
		}
		found[i] = known
	})
	digests, faulty := map[string]string{}, map[string]bool{}
	for i, one := range found {
		p.Findings = append(p.Findings, one.findings...)
		if broken[i] == nil {
			memo.releases[keys[i]] = one
			digests[names[i]] = hex.EncodeToString([]byte(keys[i][len(names[i])+1:]))
		}
		if faulty[names[i]] = len(one.findings) > 0; !faulty[names[i]] {
			p.Releases = append(p.Releases, one.payload)
		}
	}
	p.checkChains(digests, faulty)
}

// checkChains holds the releases of each list to each other. What is wrong with a file by itself has been said, and is the reason why
// it is not the one that another follows.
func (p *Prices) checkChains(digests map[string]string, faulty map[string]bool) {
	byList := map[string][]release.Payload{}
	for _, payload := range p.Releases {
		byList[payload.List] = append(byList[payload.List], payload)
	}
	digest := func(name string) (string, bool) { sum, there := digests[name]; return sum, there || faulty[name] }
	for _, id := range slices.Sorted(maps.Keys(byList)) {
		for _, finding := range release.Chain(byList[id], digest) {
			if !faulty[finding.Path] {
				p.Findings = append(p.Findings, finding)
			}
		}
	}
}

// each runs work(0) … work(n-1), as many at a time as there are cores.
func each(n int, work func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	group.Wait()
}

// nameOf is the id of a document that states none.
func nameOf(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }

// recallCosts works the costs of a book out, unless another state had the same files.
func (p *Prices) recallCosts(book costing.Book, memo *Memo) costs {
	files := p.filesOf(book)
	key := fmt.Sprintf("%q", files)
	for _, name := range files {
		digest, err := p.source.digest(name)
		if err != nil {
			return p.account(book)
		}
		key += digest
	}
	known, ok := memo.costs[key]
	if !ok {
		known = p.account(book)
		memo.costs[key] = known
	}
	return known
}

// filesOf are all files from which the costs of a book follow, as far as they are there.
func (p *Prices) filesOf(book costing.Book) []string {
	files := append([]string{book.Path}, p.tables...)
	for _, invoice := range book.Invoices {
		if name := invoicePath(book, invoice); p.source.has(name) {
			files = append(files, name)
		}
		if known := p.columns[invoice.Columns]; known.path != "" {
			files = append(files, known.path)
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// invoicePath is where the lines of an invoice lie: beside the book.
func invoicePath(book costing.Book, invoice costing.Invoice) string {
	return path.Join(path.Dir(book.Path), invoice.File)
}

// account adds up the invoices of a book. Where a file could not be read, nobody knows which lines are missing, and none is
// said to be.
func (p *Prices) account(book costing.Book) costs {
	account := costing.Open(book, p.Rates)
	var found diag.List
	read := map[string]bool{}
	for _, invoice := range book.Invoices {
		if read[invoice.File] {
			continue // the book's finding
		}
		read[invoice.File] = true
		if finding, bad := p.addInvoice(account, book, invoice); bad {
			found = append(found, finding)
		}
	}
	byID, findings := account.Costs()
	if len(found) > 0 {
		findings = slices.DeleteFunc(findings, func(f diag.Diagnostic) bool { return f.Code == diag.CostUnknown || f.Code == diag.CostMonth })
	}
	found = slices.DeleteFunc(found, func(f diag.Diagnostic) bool { return f.Code == "" })
	return costs{byID, append(found, findings...), p.filesOf(book)}
}

// addInvoice adds the lines of one file. Bad says that it could not; a finding without a code, that somebody else has said why.
func (p *Prices) addInvoice(account *costing.Account, book costing.Book, invoice costing.Invoice) (finding diag.Diagnostic, bad bool) {
	name, use := invoicePath(book, invoice), costing.Own
	if invoice.Columns != "" {
		known := p.columns[invoice.Columns]
		if !known.sound {
			return diag.Diagnostic{}, true // its own finding, or that of the reference to it
		}
		use = known.Columns
	}
	if invoice.File == "" {
		return diag.Diagnostic{}, true // the schema's finding
	}
	if !p.source.has(name) {
		finding = diag.New(diag.CostBook, invoice.Place, "there is no file %s beside the book", invoice.File)
		if near := diag.Nearest(name, p.source.under(path.Dir(book.Path)+"/", ".csv")); near != "" {
			return finding.WithHint("did you mean %s?", path.Base(near)), true
		}
		return finding.WithHint("put the lines of the invoice there"), true
	}
	file, err := p.source.Open(name)
	if err != nil {
		return unreadable(name, err), true
	}
	defer file.Close()
	if err := account.Invoice(name, use, invoice.Repeats != "", file); err != nil {
		return unreadable(name, err), true
	}
	return diag.Diagnostic{}, false
}

func unreadable(name string, err error) diag.Diagnostic {
	return diag.New(diag.FileUnreadable, diag.Place{Path: name}, "the file cannot be read: %v", err).WithHint("check its permissions")
}

// lost reports whether a document of a kind may be there, and has been rejected.
func (s Source) lost(kind string) bool { return s.Lost != nil && s.Lost(kind) }

func (s Source) has(name string) bool {
	_, found := slices.BinarySearch(s.Files, name)
	return found
}

// under are the files of a folder that end in a way.
func (s Source) under(folder, ending string) []string {
	var found []string
	for _, name := range s.Files {
		if strings.HasPrefix(name, folder) && strings.HasSuffix(strings.ToLower(name), ending) {
			found = append(found, name)
		}
	}
	return found
}

func (s Source) readAll(name string) ([]byte, error) {
	file, err := s.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	if err == nil && len(text) > mostBytes {
		err = fmt.Errorf("it has more than %d MB", mostBytes>>20)
	}
	return text, err
}

// digest is the SHA-256 of a file, in hexadecimal.
func (s Source) digest(name string) (string, error) {
	file, err := s.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
