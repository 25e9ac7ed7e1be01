package query

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the engine

	"parley/internal/facts"
)

// Limits bound an answer.
type Limits struct {
	Rows int
	Time time.Duration
}

// Usual is enough for the measures of a large programme.
var Usual = Limits{Rows: 200_000, Time: 30 * time.Second}

// Answer are the rows that a question has been answered with, in the order in which they came.
type Answer struct {
	Columns []string
	Rows    [][]facts.Value
}

// Engine holds tables in memory.
type Engine struct {
	db     *sql.DB
	con    *sql.Conn
	locked bool // nothing can be changed
}

// Open starts an engine.
func Open() (*Engine, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	con, err := db.Conn(context.Background())
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	e := &Engine{db: db, con: con}
	for _, pragma := range []string{"journal_mode = off", "synchronous = off", "temp_store = memory", "trusted_schema = off", "cell_size_check = off"} {
		if err := e.do("pragma " + pragma); err != nil {
			return nil, errors.Join(err, e.Close())
		}
	}
	return e, nil
}

// Close forgets all tables.
func (e *Engine) Close() error { return errors.Join(e.con.Close(), e.db.Close()) }

func (e *Engine) do(statement string) error {
	_, err := e.con.ExecContext(context.Background(), statement)
	return err
}

// Column is a column of a table in SQL.
type Column struct {
	Name    string
	Textual bool
}

// Filling is a table that is being filled.
type Filling struct {
	tx     *sql.Tx
	insert *sql.Stmt
	args   []any
}

// Fill makes a table. It has to be ended by Done before anything else is asked.
func (e *Engine) Fill(name string, columns []Column) (*Filling, error) {
	if err := e.lock(false); err != nil {
		return nil, err
	}
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
	tx, err := e.con.BeginTx(context.Background(), nil)
	if err != nil {
		return nil, err
	}
	insert, err := tx.Prepare("insert into " + quote(name) + " values (" + strings.Join(marks, ", ") + ")")
	if err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return &Filling{tx, insert, make([]any, len(columns))}, nil
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Add adds a row.
func (f *Filling) Add(row []facts.Value) error {
	for i, value := range row {
		switch value.Kind {
		case facts.Words:
			f.args[i] = value.Text
		case facts.Number:
			f.args[i] = value.Number
		default:
			f.args[i] = nil
		}
	}
	_, err := f.insert.Exec(f.args...)
	return err
}

// Done ends filling.
func (f *Filling) Done() error { return errors.Join(f.insert.Close(), f.tx.Commit()) }

// lock keeps whatever is asked from changing a table, or ends that.
func (e *Engine) lock(on bool) error {
	if e.locked == on {
		return nil
	}
	e.locked = on
	return e.do(fmt.Sprintf("pragma query_only = %t", on))
}

// Ask answers a question for a day. The fault is the question's; the error is that of the engine.
func (e *Engine) Ask(q Question, asOf string, limits Limits) (Answer, *Fault, error) {
	if err := e.lock(true); err != nil {
		return Answer{}, nil, err
	}
	ctx, stop := context.WithTimeout(context.Background(), limits.Time)
	defer stop()
	var args []any
	if q.Dated {
		args = append(args, sql.Named("as_of", asOf))
	}
	rows, err := e.con.QueryContext(ctx, q.SQL, args...)
	if err != nil {
		return Answer{}, faultOf(ctx, q, err, limits), nil
	}
	defer rows.Close()
	answer, fault := read(rows, limits)
	if err := rows.Err(); err != nil {
		fault = faultOf(ctx, q, err, limits)
	}
	if fault != nil {
		return Answer{}, fault, nil
	}
	return answer, nil, nil
}

// faultOf is what the engine has against a question.
func faultOf(ctx context.Context, q Question, err error, limits Limits) *Fault {
	if ctx.Err() != nil {
		return &Fault{0, fmt.Sprintf("the query takes longer than %s", limits.Time), "join by columns that tell rows apart, and add up before joining"}
	}
	text := err.Error()
	text = strings.TrimSuffix(strings.TrimPrefix(text, "SQL logic error: "), " (1)")
	at := 0
	for _, before := range []string{`near "`, "no such column: ", "no such table: ", "no such function: ", "ambiguous column name: "} {
		if _, name, found := strings.Cut(text, before); found {
			name, _, _ = strings.Cut(name, `"`)
			at = max(0, strings.Index(q.SQL, name))
		}
	}
	return &Fault{at, "the query cannot be run: " + text, "the tables are those of content/metrics/data, with - as _, and those of the repository"}
}

func read(rows *sql.Rows, limits Limits) (Answer, *Fault) {
	columns, err := rows.Columns()
	if err != nil {
		return Answer{}, &Fault{0, err.Error(), ""}
	}
	answer := Answer{Columns: columns}
	cells, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if len(answer.Rows) == limits.Rows {
			return Answer{}, &Fault{0, fmt.Sprintf("the query answers with more than %d rows", limits.Rows), "group the rows: by day or month, region, tier, type and partner"}
		}
		if err := rows.Scan(into...); err != nil {
			return Answer{}, &Fault{0, err.Error(), ""}
		}
		row := make([]facts.Value, len(cells))
		for i, cell := range cells {
			switch cell := cell.(type) {
			case nil:
			case int64:
				row[i] = facts.Value{Kind: facts.Number, Number: cell}
			case string:
				row[i] = facts.Value{Kind: facts.Words, Text: cell}
			default:
				return Answer{}, &Fault{0, fmt.Sprintf("the column %s answers with a fraction: %v", columns[i], cell), "count in smaller units, and leave the division to the measure: value and of"}
			}
		}
		answer.Rows = append(answer.Rows, row)
	}
	return answer, nil
}
