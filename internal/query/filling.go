package query

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"

	"parley/internal/facts"
)

// Column is a column of a table in SQL.
type Column struct {
	Name    string
	Textual bool
}

// Filling is a table that is being filled. Rows go to the engine in batches, while the next ones are being read.
type Filling struct {
	engine  *Engine
	insert  driver.StmtExecContext
	close   func() error
	width   int
	batch   []facts.Value
	batches chan []facts.Value
	spare   chan []facts.Value // batches that are done with
	ended   chan error
	failed  error
}

// batchRows is how many rows go to the engine at once.
const batchRows = 512

// Fill makes a table. It has to be ended by Done before anything else is done.
func (e *Engine) Fill(name string, columns []Column) (*Filling, error) {
	var defined, marks []string
	for _, c := range columns {
		kind := "integer"
		if c.Textual {
			kind = "text"
		}
		defined, marks = append(defined, quote(c.Name)+" "+kind), append(marks, "?")
	}
	if err := e.do("create table " + quote(name) + " (" + strings.Join(defined, ", ") + ") strict"); err != nil {
		return nil, err
	}
	f := &Filling{engine: e, width: len(columns), batches: make(chan []facts.Value, 2), spare: make(chan []facts.Value, 4), ended: make(chan error, 1)}
	if err := e.do("begin"); err != nil {
		return nil, err
	}
	if err := f.prepare("insert into " + quote(name) + " values (" + strings.Join(marks, ", ") + ")"); err != nil {
		return nil, errors.Join(err, e.do("rollback"))
	}
	go f.run()
	return f, nil
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// prepare prepares the statement for the driver itself: what database/sql does beside, for each row, takes as long as the row.
func (f *Filling) prepare(statement string) error {
	return f.engine.con.Raw(func(con any) error {
		prepared, err := con.(driver.ConnPrepareContext).PrepareContext(context.Background(), statement)
		if err != nil {
			return err
		}
		f.insert, f.close = prepared.(driver.StmtExecContext), prepared.Close
		return nil
	})
}

// Add adds a row, and keeps nothing of the slice. The error may be that of a row before.
func (f *Filling) Add(row []facts.Value) error {
	if f.batch == nil {
		select {
		case f.batch = <-f.spare:
		default:
			f.batch = make([]facts.Value, 0, batchRows*f.width)
		}
	}
	if f.batch = append(f.batch, row...); len(f.batch) == cap(f.batch) {
		return f.send()
	}
	return nil
}

// send gives the batch to the engine, unless that has failed.
func (f *Filling) send() error {
	if f.failed == nil {
		select {
		case f.batches <- f.batch:
		case f.failed = <-f.ended:
		}
	}
	f.batch = nil
	return f.failed
}

// run inserts batches until there are no more.
func (f *Filling) run() {
	args := make([]driver.NamedValue, f.width)
	for i := range args {
		args[i].Ordinal = i + 1
	}
	for batch := range f.batches {
		err := f.engine.con.Raw(func(any) error {
			for at := 0; at < len(batch); at += f.width {
				for i, value := range batch[at : at+f.width] {
					args[i].Value = bound(value)
				}
				if _, err := f.insert.ExecContext(context.Background(), args); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			f.ended <- err
			return
		}
		select {
		case f.spare <- batch[:0]:
		default:
		}
	}
	f.ended <- nil
}

func bound(value facts.Value) driver.Value {
	switch value.Kind {
	case facts.Words:
		return value.Text
	case facts.Number:
		return value.Number
	}
	return nil
}

// Done ends filling.
func (f *Filling) Done() error {
	if len(f.batch) > 0 {
		_ = f.send() // which is told below
	}
	if close(f.batches); f.failed == nil {
		f.failed = <-f.ended
	}
	end := "commit"
	if f.failed != nil {
		end = "rollback"
	}
	return errors.Join(f.failed, f.close(), f.engine.do(end))
}
