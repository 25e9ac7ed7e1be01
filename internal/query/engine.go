package query

import (
	"context"
	"crypto/rand"
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
var Usual = Limits{Rows: 200_000, Time: 2 * time.Minute}

// Answer are the rows that a question has been answered with, in the order in which they came.
type Answer struct {
	Columns []string
	Rows    [][]facts.Value
}

// Engine holds tables in memory. Tables are filled one after the other; then several questions may be asked at once.
type Engine struct {
	fill, ask *sql.DB
	con       *sql.Conn // the one that fills
}

// Open starts an engine. All connections of it share one file of SQLite's own file system in memory, in which it also keeps what it
// sorts: in pieces that fit into the caches of a processor, which is faster than one list, and smaller.
func Open() (*Engine, error) {
	name := "file:/" + rand.Text() + "?vfs=memdb"
	for _, pragma := range []string{"synchronous(off)", "temp_store(file)", "trusted_schema(off)", "cell_size_check(off)", "cache_size(-1024)"} {
		name += "&_pragma=" + pragma
	}
	fill, err := sql.Open("sqlite", name+"&_pragma=journal_mode(off)")
	if err != nil {
		return nil, err
	}
	ask, err := sql.Open("sqlite", name+"&_pragma=query_only(on)")
	if err != nil {
		return nil, errors.Join(err, fill.Close())
	}
	con, err := fill.Conn(context.Background())
	if err != nil {
		return nil, errors.Join(err, ask.Close(), fill.Close())
	}
	return &Engine{fill, ask, con}, nil
}

// Close forgets all tables.
func (e *Engine) Close() error { return errors.Join(e.ask.Close(), e.con.Close(), e.fill.Close()) }

func (e *Engine) do(statement string) error {
	_, err := e.con.ExecContext(context.Background(), statement)
	return err
}

// Ask answers a question for a day. The fault is the question's; the error is that of the engine.
func (e *Engine) Ask(q Question, asOf string, limits Limits) (Answer, *Fault, error) {
	ctx, stop := context.WithTimeout(context.Background(), limits.Time)
	defer stop()
	var args []any
	if q.Dated {
		args = append(args, sql.Named("as_of", asOf))
	}
	rows, err := e.ask.QueryContext(ctx, q.SQL, args...)
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
