package metric

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"parley/internal/diag"
	"parley/internal/facts"
	"parley/internal/query"
)

// edition is part of every key: one that reads facts in another way knows nothing of what was found out before.
const edition = "1"

// key is a digest of all that the tables of facts are made of.
func (r *reading) key() (string, error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\x00", edition)
	kinds := map[string]bool{}
	for _, schema := range r.schemas {
		if err := r.digest(sum, schema.Path); err != nil {
			return "", err
		}
		for _, file := range schema.Files {
			if err := r.digest(sum, file.Path); err != nil {
				return "", err
			}
		}
		for _, c := range schema.Columns {
			if c.Ref != "" && !kinds[c.Ref] {
				kinds[c.Ref] = true
				fmt.Fprintf(sum, "%s %q\x00", c.Ref, r.source.IDs(c.Ref))
			}
		}
	}
	for _, d := range append(r.source.Documents("export-columns"), r.source.Documents("exchange-rates")...) {
		if err := r.digest(sum, d.Path); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// digest adds a file to a digest; one that cannot be opened is as if it were not there. What is known of a file is not looked up.
func (r *reading) digest(sum hash.Hash, name string) error {
	if _, known := r.digests[name]; !known {
		if file, err := r.open(name); err == nil {
			if err := file.Close(); err != nil {
				return err
			}
		}
	}
	fmt.Fprintf(sum, "%q %x\x00", name, r.digests[name])
	return nil
}

// digested is a file whose digest is noted when it is closed: that of all of it, and of the very bytes that have been read.
type digested struct {
	io.Reader
	file io.Closer
	sum  hash.Hash
	note func(Digest)
}

// open opens a file.
func (r *reading) open(name string) (io.ReadCloser, error) {
	file, err := r.source.Open(name)
	if err != nil {
		r.digests[name] = Digest{}
		return nil, err
	}
	sum := sha256.New()
	return &digested{io.TeeReader(file, sum), file, sum, func(d Digest) { r.digests[name] = d }}, nil
}

func (d *digested) Close() error {
	_, err := io.Copy(io.Discard, d)
	if err == nil {
		d.note(Digest(d.sum.Sum(nil)))
	}
	return errors.Join(err, d.file.Close())
}

// load reads all files into the engine.
func (r *reading) load() error {
	clear(r.digests) // what is read now is what counts
	engine, err := query.Open()
	if err != nil {
		return err
	}
	r.engine = engine
	r.memo.State = State{Tables: map[string]Table{}}
	keys := map[string]*facts.Keys{}
	for _, schema := range r.ordered() {
		table, err := r.fill(schema, keys)
		if err != nil {
			return err
		}
		r.memo.State.Tables[schema.Name] = table
	}
	if clear(keys); r.loaded > manyRows {
		debug.FreeOSMemory()
	}
	return nil
}

// manyRows is how many rows it takes until what reading them has needed is given back before questions need room of their own.
const manyRows = 100_000

// ordered are the tables, those first that others name. A table whose names cannot be looked up is reported, and not relied on.
func (r *reading) ordered() []facts.Schema {
	var order []facts.Schema
	state := map[string]int{} // 1 while the tables that one names are read, 2 after that
	var visit func(schema facts.Schema)
	visit = func(schema facts.Schema) {
		state[schema.ID] = 1
		for _, c := range schema.Columns {
			next := slices.IndexFunc(r.schemas, func(s facts.Schema) bool { return s.ID == c.Table })
			switch {
			case c.Table == "":
			case next < 0: // which check reports
				r.spoilt[schema.ID] = true
			case state[c.Table] == 1:
				r.spoilt[schema.ID] = true
				r.memo.State.Findings = append(r.memo.State.Findings, diag.New(diag.FactsTable, c.Place, "the tables %s and %s name each other", schema.ID, c.Table).
					WithHint("leave out table: in one of the two"))
			case r.schemas[next].Identity() < 0:
				r.spoilt[schema.ID] = true
				r.memo.State.Findings = append(r.memo.State.Findings, diag.New(diag.FactsTable, c.Place, "the table %s has no unique column by which its rows could be named", c.Table).
					WithHint("write unique: true beside the column of its identifiers"))
			case state[c.Table] == 0:
				visit(r.schemas[next])
			}
		}
		state[schema.ID] = 2
		order = append(order, schema)
	}
	for _, schema := range r.schemas {
		if state[schema.ID] == 0 {
			visit(schema)
		}
	}
	return order
}

// fill reads the files of a table into the engine.
func (r *reading) fill(schema facts.Schema, keys map[string]*facts.Keys) (Table, error) {
	if !schema.Sound || r.filled[schema.Name] {
		return Table{}, nil
	}
	needed := r.needed(schema)
	var defined []query.Column
	for _, i := range needed {
		defined = append(defined, query.Column{Name: schema.Columns[i].Name, Textual: schema.Columns[i].Type.Textual()})
	}
	filling, err := r.engine.Fill(schema.Name, defined)
	if err != nil {
		return Table{}, err
	}
	r.filled[schema.Name] = true
	outside := facts.Outside{IDs: r.source.IDs, Rate: r.source.Rate, Keys: func(table string) (*facts.Keys, bool) {
		known, ok := keys[table]
		return known, ok
	}}
	free, cells := r.freeDays(schema), make([]facts.Value, len(needed))
	table := facts.Read(schema, outside, func(row []facts.Value) error {
		r.loaded++
		free(row)
		for at, i := range needed {
			cells[at] = row[i]
		}
		return filling.Add(cells)
	})
	readable := true
	for _, file := range schema.Files {
		if err := r.readFile(table, file, &readable); err != nil {
			return Table{}, err
		}
	}
	findings, gaps, whole := table.Close()
	if known, ok := table.Keys(); ok && readable {
		keys[schema.ID] = known
	}
	r.memo.State.Findings = append(r.memo.State.Findings, findings...)
	return Table{Whole: whole && readable && !r.spoilt[schema.ID], Gaps: gaps}, filling.Done()
}

// needed are the columns of a table that some measure may ask for, and one at least: what nobody asks for takes neither time nor room.
func (r *reading) needed(schema facts.Schema) []int {
	var needed []int
	for i, c := range schema.Columns {
		if slices.ContainsFunc(r.measures, func(m Measure) bool { return m.Sound && m.Question.Needs(c.Name) }) {
			needed = append(needed, i)
		}
	}
	if len(needed) == 0 {
		return []int{0}
	}
	return needed
}

// readFile reads one file of a table.
func (r *reading) readFile(table *facts.Reading, file facts.File, readable *bool) error {
	if table.Source != nil {
		return r.thaw(table, file, readable)
	}
	columns := facts.Own
	if file.Columns != "" {
		known, ok := r.maps[file.Columns]
		if !ok || !known.Sound {
			*readable = false // check reports a reference to nothing, and the map itself what is wrong with it
			return nil
		}
		columns = known
	}
	in, err := r.open(file.Path)
	if err != nil {
		*readable = false
		r.memo.State.Findings = append(r.memo.State.Findings, unreadable(file.Place, file.Path, err))
		return nil
	}
	if !strings.HasSuffix(strings.ToLower(file.Path), ".json") {
		return errors.Join(table.CSV(file, columns, in), in.Close())
	}
	text, err := io.ReadAll(io.LimitReader(in, mostBytes))
	if err == nil {
		err = table.JSON(file, columns, text)
	}
	return errors.Join(err, in.Close())
}

// question is what a measure asks, and what has come of it.
type question struct {
	query.Question
	key    string // a digest of all that the answer follows from beside the tables of facts; empty for one that is not asked
	built  map[string]made
	answer query.Answer
	fault  *query.Fault
	err    error
}

// question digests the question of a measure, and makes the tables that are made for it.
func (r *reading) question(m Measure) question {
	q := question{Question: m.Question, built: map[string]made{}}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\x00", m.Question.SQL)
	if m.Question.Dated {
		fmt.Fprintf(sum, "%s\x00", r.Day)
	}
	for _, name := range m.Question.Names {
		if name == "days" {
			fmt.Fprintf(sum, "days %q\x00", r.source.IDs("region"))
			q.built[name] = made{columns: dayColumns}
		} else if own, ok := r.source.Own[name]; ok {
			table := made{own.Columns, own.Rows()}
			fmt.Fprintf(sum, "%s %q\x00", name, table.rows)
			q.built[name] = table
		}
	}
	q.key = hex.EncodeToString(sum.Sum(nil))
	return q
}

// askAll answers questions from what is known, and all others by the engine.
func (r *reading) askAll(questions []question) error {
	var open []*question
	for i := range questions {
		q := &questions[i]
		if known, ok := r.memo.Answers[q.key]; ok {
			q.answer = known
		} else if q.key != "" {
			open = append(open, q)
		}
	}
	if len(open) == 0 {
		return nil
	}
	if r.engine == nil { // all tables are known, but not the answers
		known := r.memo.State
		if err := r.load(); err != nil {
			return err
		}
		if key, err := r.key(); err != nil || key != r.memo.Key {
			r.memo.Key = "" // somebody is at work on the files; the next run believes nothing of this one
		}
		r.memo.State = known
	}
	for _, q := range open {
		for name, table := range q.built {
			if err := r.add(name, table); err != nil {
				return err
			}
		}
	}
	r.askAtOnce(open)
	for _, q := range open {
		if q.err != nil {
			return q.err
		}
	}
	return nil
}

// atOnce is how many questions are asked at once. Each sorts what it groups, so that memory grows with them.
const atOnce = 2

// askAtOnce asks the engine, some questions at once. What comes of one follows from the tables alone.
func (r *reading) askAtOnce(open []*question) {
	var asking sync.WaitGroup
	next := make(chan *question)
	for range min(atOnce, len(open), runtime.GOMAXPROCS(0)) {
		asking.Go(func() {
			for q := range next {
				q.answer, q.fault, q.err = r.engine.Ask(q.Question, r.Day, query.Usual)
			}
		})
	}
	for _, q := range open {
		next <- q
	}
	close(next)
	asking.Wait()
}

// made is a table that is made of the repository.
type made struct {
	columns []query.Column
	rows    [][]facts.Value
}

// add adds a table that is made, unless a table of facts has its name.
func (r *reading) add(name string, table made) error {
	if r.filled[name] {
		return nil
	}
	r.filled[name] = true
	filling, err := r.engine.Fill(name, table.columns)
	if err != nil {
		return err
	}
	rows := table.rows
	if name == "days" {
		rows = r.days()
	}
	for _, row := range rows {
		if err := filling.Add(row); err != nil {
			return err
		}
	}
	return filling.Done()
}

type holiday struct{ region, day string }

// freeDays gathers the rows of the table holidays.
func (r *reading) freeDays(schema facts.Schema) func(row []facts.Value) {
	region, day := schema.Column("region"), schema.Column("day")
	if schema.Name != "holidays" || region < 0 || day < 0 {
		return func([]facts.Value) {}
	}
	return func(row []facts.Value) { r.holidays[holiday{row[region].Text, row[day].Text}] = true }
}

var dayColumns = []query.Column{{Name: "day", Textual: true}, {Name: "region", Textual: true}, {Name: "month", Textual: true}, {Name: "quarter", Textual: true},
	{Name: "weekday"}, {Name: "working"}, {Name: "working_day"}}

// days are the days of each region, from firstYear to lastYear.
func (r *reading) days() [][]facts.Value {
	const firstYear, lastYear = 2020, 2035
	words := func(text string) facts.Value { return facts.Value{Kind: facts.Words, Text: text} }
	number := func(n int) facts.Value { return facts.Value{Kind: facts.Number, Number: int64(n)} }
	var rows [][]facts.Value
	for _, region := range r.source.IDs("region") {
		count := 0
		for at := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() <= lastYear; at = at.AddDate(0, 0, 1) {
			day, weekday, working := at.Format(time.DateOnly), (int(at.Weekday())+6)%7+1, 0
			if weekday < 6 && !r.holidays[holiday{region, day}] {
				working = 1
			}
			count += working
			rows = append(rows, []facts.Value{words(day), words(region), words(day[:7]), words(QuarterOf(day)), number(weekday), number(working), number(count)})
		}
	}
	return rows
}
