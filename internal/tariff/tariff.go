package tariff

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"parley/internal/costing"
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

	source  Source
	columns map[string]columns // by id
	costs   map[string]costs   // by path of the book
	tables  []string           // paths of the documents with exchange rates
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

// Memo keeps the costs of books, so that a second state with the same files does not add up their lines again.
type Memo struct{ known map[string]costs }

const (
	releasesFolder = "pricing/releases/"
	usageFolder    = "pricing/usage/"
	mostBytes      = 16 << 20 // of a release
)

// Read reads all that a source says, for a day. A memo may be nil.
func Read(source Source, day string, memo *Memo) *Prices {
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
	p.readReleases()
	return p
}

func (p *Prices) readLists() {
	for _, d := range p.source.Documents("price-list") {
		list, findings := pricing.Read(d)
		p.Findings = append(p.Findings, findings...)
		if list.ID != "" {
			p.Lists = append(p.Lists, list)
		}
	}
	slices.SortStableFunc(p.Lists, func(a, b pricing.List) int { return cmp.Compare(a.ID, b.ID) })
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
func (p *Prices) readReleases() {
	for _, name := range p.source.under(releasesFolder, ".json") {
		text, err := p.source.readAll(name)
		if err != nil {
			p.Findings = append(p.Findings, unreadable(name, err))
			continue
		}
		payload, findings := release.Read(name, text)
		p.Findings = append(p.Findings, findings...)
		if len(findings) == 0 {
			p.Releases = append(p.Releases, payload)
		}
	}
}

// nameOf is the id of a document that states none.
func nameOf(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }

// recallCosts works the costs of a book out, unless another state had the same files.
func (p *Prices) recallCosts(book costing.Book, memo *Memo) costs {
	if memo == nil {
		return p.account(book)
	}
	files := p.filesOf(book)
	key := fmt.Sprintf("%q", files)
	for _, name := range files {
		digest, err := p.source.digest(name)
		if err != nil {
			return p.account(book)
		}
		key += digest
	}
	known, ok := memo.known[key]
	if !ok {
		known = p.account(book)
		if memo.known == nil {
			memo.known = map[string]costs{}
		}
		memo.known[key] = known
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
	for _, invoice := range book.Invoices {
		if finding, bad := p.addInvoice(account, book, invoice); bad {
			found = append(found, finding)
		}
	}
	byID, findings := account.Costs()
	if len(found) > 0 {
		findings = slices.DeleteFunc(findings, func(f diag.Diagnostic) bool { return f.Code == diag.CostUnknown })
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
	if err := account.Invoice(name, use, file); err != nil {
		return unreadable(name, err), true
	}
	return diag.Diagnostic{}, false
}

func unreadable(name string, err error) diag.Diagnostic {
	return diag.New(diag.FileUnreadable, diag.Place{Path: name}, "the file cannot be read: %v", err).WithHint("check its permissions")
}

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
