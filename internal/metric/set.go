package metric

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"path"
	"slices"
	"strings"
	"sync"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/facts"
	"parley/internal/query"
)

// Source is where measures and their facts are read from.
type Source struct {
	Documents func(kind string) []doc.Document // those of a kind that are understood
	Files     []string                         // all files that are no documents, sorted
	Open      func(name string) (io.ReadCloser, error)
	IDs       func(kind string) []string
	Rate      func(from, to, day string) (*big.Rat, bool)
	Own       map[string]Built // tables that are made of the repository, by their name in SQL
}

// Built is a table that is made when a measure asks for it.
type Built struct {
	Columns []query.Column
	Rows    func() [][]facts.Value
	Unknown func() string // why nobody knows the rows; empty where they are known, nil where that is always so
}

// BuiltOr is a table of which somebody may have to say why nobody knows its rows. It is made once.
func BuiltOr(columns []query.Column, rows func() (rows [][]facts.Value, unknown string)) Built {
	made := sync.OnceValues(rows)
	return Built{columns, func() [][]facts.Value { known, _ := made(); return known }, func() string { _, unknown := made(); return unknown }}
}

// Folder is where tables of facts and their files lie.
const Folder = "content/metrics/data/"

// Set is all that a repository measures, for one day.
type Set struct {
	Day      string
	Results  []Result // by id
	Findings diag.List
}

// Result finds a measure by its id.
func (s *Set) Result(id string) (Result, bool) {
	for _, result := range s.Results {
		if result.ID == id {
			return result, true
		}
	}
	return Result{}, false
}

// Memo is what an earlier reading has found out. It can be kept, and may be empty.
type Memo struct {
	Key     string // what the facts are made of
	State   State
	Answers map[string]query.Answer // by a digest of the question, and of the day where it is asked for
	Digests map[string]Digest       // of the files that the facts are made of, by path
	// Untouched are files of which it is known that nobody has touched them since the memo was made. They alone are not read to know
	// that they are the same. It is for one reading, and not kept.
	Untouched []string `cbor:"-"`
}

// Digest stands for what a file holds.
type Digest [sha256.Size]byte

// State is what is known of the tables that are made of files.
type State struct {
	Findings diag.List
	Tables   map[string]Table // by name in SQL
}

// Table is what is known of a table without its rows.
type Table struct {
	Whole bool // every row counts
	Gaps  []string
}

// reading is a set that is being worked out.
type reading struct {
	Set
	source   Source
	memo     *Memo
	schemas  []facts.Schema
	maps     map[string]facts.Map
	measures []Measure
	texts    map[string][]byte // of documents of kind metric, by path
	engine   *query.Engine
	digests  map[string]Digest // of files that have been looked at, by path
	filled   map[string]bool
	loaded   int             // rows in the engine
	spoilt   map[string]bool // tables, by id, whose names cannot be looked up
	holidays map[holiday]bool
	answers  map[string]query.Answer
}

// Read works out all measures of a source, for a day. A memo saves whatever need not be done again, and is brought up to date; it
// may be nil. The error is that of the engine: what is wrong with files is a finding.
func Read(source Source, day string, memo *Memo) (*Set, error) {
	if memo == nil {
		memo = &Memo{}
	}
	r := &reading{Set: Set{Day: day}, source: source, memo: memo, maps: map[string]facts.Map{}, texts: map[string][]byte{}, digests: map[string]Digest{}, filled: map[string]bool{}, spoilt: map[string]bool{},
		holidays: map[holiday]bool{}, answers: map[string]query.Answer{}}
	r.documents()
	r.strays()
	if len(r.schemas) == 0 && len(r.measures) == 0 {
		return &r.Set, nil
	}
	if err := r.recall(); err != nil {
		return nil, errors.Join(err, r.close())
	}
	r.Findings = append(r.Findings, memo.State.Findings...)
	if err := r.work(); err != nil {
		return nil, errors.Join(err, r.close())
	}
	memo.Answers, memo.Digests = r.answers, r.digests // what nobody asks for any more is forgotten
	return &r.Set, r.close()
}

// recall relies on the memo where all files are as they were, and loads them where not.
func (r *reading) recall() error {
	if r.memo.Key != "" && r.memo.State.Tables != nil {
		for _, name := range r.memo.Untouched {
			if digest, known := r.memo.Digests[name]; known {
				r.digests[name] = digest
			}
		}
		if key, err := r.key(); err != nil || key == r.memo.Key {
			return err
		}
	}
	*r.memo = Memo{}
	if err := r.load(); err != nil {
		return err
	}
	var err error
	r.memo.Key, err = r.key()
	return err
}

func (r *reading) close() error {
	if r.engine == nil {
		return nil
	}
	return r.engine.Close()
}

// documents reads what is said of tables, maps of columns and measures.
func (r *reading) documents() {
	for _, d := range r.source.Documents("fact-table") {
		schema, findings := facts.ReadSchema(d, idOf(d))
		r.dated(&schema)
		r.schemas, r.Findings = append(r.schemas, schema), append(r.Findings, findings...)
	}
	slices.SortStableFunc(r.schemas, func(a, b facts.Schema) int { return cmp.Compare(a.ID, b.ID) })
	for _, d := range r.source.Documents("export-columns") {
		m, findings := facts.ReadMap(d, idOf(d))
		r.maps[m.ID], r.Findings = m, append(r.Findings, findings...)
	}
	for _, d := range r.source.Documents("metric") {
		if !d.Fields.Has("measure") {
			continue
		}
		text, err := r.readAll(d.Path)
		if err != nil {
			r.Findings = append(r.Findings, unreadable(diag.Place{Path: d.Path}, d.Path, err))
			continue
		}
		r.texts[d.Path] = doc.Normalise(text)
		m, findings, _ := readMeasure(d, idOf(d), r.texts[d.Path])
		r.measures, r.Findings = append(r.measures, m), append(r.Findings, findings...)
	}
	slices.SortStableFunc(r.measures, func(a, b Measure) int { return cmp.Compare(a.ID, b.ID) })
}

// idOf is the id of a document, or its name where it states none.
func idOf(d doc.Document) string {
	return cmp.Or(d.Fields.Str("id"), strings.TrimSuffix(path.Base(d.Path), path.Ext(d.Path)))
}

// strays reports files among the data that no table names.
func (r *reading) strays() {
	named := map[string]bool{}
	for _, schema := range r.schemas {
		for _, file := range schema.Files {
			named[file.Path] = true
		}
	}
	for _, name := range r.source.Files {
		if strings.HasPrefix(name, Folder) && !named[name] {
			r.Findings = append(r.Findings, diag.New(diag.FactsUnused, diag.Place{Path: name}, "no table names this file, so nothing in it counts").
				WithHint("name it under files: of its table, or remove it"))
		}
	}
}

func (r *reading) readAll(name string) ([]byte, error) {
	file, err := r.source.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, mostBytes))
}

// mostBytes is how much of a JSON file or a document is read; CSV has no limit.
const mostBytes = 32<<20 + 1

func unreadable(at diag.Place, name string, err error) diag.Diagnostic {
	if errors.Is(err, fs.ErrNotExist) {
		return diag.New(diag.FactsFile, at, "there is no file %s", name).WithHint("put the export there, or correct the name")
	}
	return diag.New(diag.FactsFile, at, "%s cannot be read: %v", name, err).WithHint("check its permissions")
}

// work works out all measures: what may be asked is asked, and the answers are read in the order of the measures.
func (r *reading) work() error {
	questions := make([]question, len(r.measures))
	for i, m := range r.measures {
		result, sound := r.basis(m)
		r.Results = append(r.Results, result)
		if sound {
			questions[i] = r.question(m)
		}
	}
	if err := r.askAll(questions); err != nil {
		return err
	}
	for i, q := range questions {
		if q.key != "" {
			r.read(&r.Results[i], q)
		}
	}
	return nil
}

// basis says what a measure is made of, and whether that can be relied on.
func (r *reading) basis(m Measure) (Result, bool) {
	result := Result{Measure: m, day: r.Day}
	if !m.Sound {
		result.Withheld = "its query cannot be run"
		return result, false
	}
	r.age(&result)
	for _, schema := range r.schemas {
		if !uses(m, schema.Name) {
			continue
		}
		known := r.memo.State.Tables[schema.Name]
		if !known.Whole {
			result.Withheld = fmt.Sprintf("the table %s has faults", schema.ID)
			return result, false
		}
		result.Gaps = append(result.Gaps, known.Gaps...)
	}
	for _, name := range m.Question.Names {
		if own, ok := r.source.Own[name]; ok && own.Unknown != nil {
			if result.Withheld = own.Unknown(); result.Withheld != "" {
				return result, false
			}
		}
	}
	slices.Sort(result.Gaps)
	result.Gaps = slices.Compact(result.Gaps)
	return result, true
}

// read takes an answer for the rows of a measure.
func (r *reading) read(result *Result, q question) {
	code, fault := diag.MetricQuery, q.fault
	if fault == nil {
		r.answers[q.key] = q.answer
		code = diag.MetricResult
		result.Rows, fault = result.rowsOf(q.answer, r.Day)
	}
	if fault != nil {
		result.Rows, result.Withheld = nil, fault.Message
		r.Findings = append(r.Findings, result.finding(code, *fault, r.texts[result.Path]))
	}
}

func uses(m Measure, table string) bool {
	_, found := slices.BinarySearch(m.Question.Names, table)
	return found
}

// age says how old the data of a measure are.
func (r *reading) age(result *Result) {
	var oldest facts.Schema
	for _, schema := range r.schemas {
		if exported := schema.Exported(); exported != "" && uses(result.Measure, schema.Name) && (result.Exported == "" || exported < result.Exported) {
			result.Exported, oldest = exported, schema
		}
	}
	if result.Exported == "" {
		return
	}
	result.Until = result.Freshness.until(result.Exported)
	if result.Stale = result.Until != "" && r.Day > result.Until; result.Stale {
		hint := "export the table " + oldest.ID + " again, and write the day under exported:"
		if oldest.Source != nil {
			hint = "run parley metrics --refresh where the database can be reached, and commit the snapshot"
		}
		r.Findings = append(r.Findings, diag.New(diag.MetricStale, result.freshnessAt, "the data of %s are of %s, and may be used until %s", result.ID, result.Exported, result.Until).
			WithHint("%s", hint).WithNote(oldest.Files[0].Place, "the oldest of its tables"))
	}
}
