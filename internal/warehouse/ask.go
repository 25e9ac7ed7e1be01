package warehouse

import (
	"context"
	"fmt"
	"strings"
	"time"

	"parley/internal/facts"
)

// Answer is what the server answers with. A cell of nil is NULL.
type Answer struct {
	Columns []Column
	Rows    [][]*string
}

// Column is a column of an answer.
type Column struct {
	Name string
	Form Form
}

// Form is how the values of a column can be read.
type Form string

// The forms of what can stand in a table of facts, and of everything else.
const (
	Words   Form = "text"
	Whole   Form = "whole numbers"
	Exact   Form = "exact numbers"
	Day     Form = "dates"
	Instant Form = "times with a zone"
	Truth   Form = "booleans"
	Naive   Form = "times without a zone"
	Inexact Form = "floating point"
	Other   Form = "a type that tables of facts do not know"
)

// forms are those of the types that come with every server, by their numbers in the catalogue pg_type.
var forms = map[uint32]Form{16: Truth, 18: Words, 19: Words, 25: Words, 1042: Words, 1043: Words, 2950: Words, 20: Whole, 21: Whole, 23: Whole, 1700: Exact,
	1082: Day, 1184: Instant, 1114: Naive, 700: Inexact, 701: Inexact}

// firstOwn is the number of the first type that somebody has made, such as a list of words that a column may have.
const firstOwn = 16384

func formOf(oid uint32) Form {
	if form, known := forms[oid]; known {
		return form
	}
	if oid >= firstOwn {
		return Words
	}
	return Other
}

// taken is how many rows are taken from a cursor at once.
const taken = 2000

// cursor stands before the question. Only a SELECT can be the query of a cursor, and one that changes data cannot.
const cursor = "declare parley no scroll cursor without hold for\n"

// grace is how long the server may take to say that a question takes too long.
const grace = 30 * time.Second

// Ask answers a question. The error is that of the connection, which is of no use then.
func (s *Server) Ask(ctx context.Context, question string, limits Limits) (Answer, *Fault, error) {
	bounded, stop := context.WithTimeout(ctx, limits.Time+grace)
	defer stop()
	for _, statement := range []string{fmt.Sprintf("set local statement_timeout = %d", limits.Time.Milliseconds()), "savepoint parley"} {
		if _, err := s.do(bounded, statement); err != nil {
			return Answer{}, nil, s.broken(ctx, err)
		}
	}
	answer, fault, err := s.fetch(bounded, strings.TrimRight(question, "; \t\r\n"), limits)
	switch {
	case ctx.Err() != nil:
		return Answer{}, nil, ctx.Err()
	case err != nil && bounded.Err() != nil:
		return Answer{}, nil, fmt.Errorf("the server takes longer than %s", limits.Time)
	case err != nil:
		return Answer{}, nil, s.broken(ctx, err)
	}
	if _, err := s.do(ctx, "rollback to savepoint parley"); err != nil { // which closes the cursor, too
		return Answer{}, nil, s.broken(ctx, err)
	}
	return answer, fault, nil
}

// fetch takes all rows.
func (s *Server) fetch(ctx context.Context, question string, limits Limits) (Answer, *Fault, error) {
	statement := cursor + question
	if _, err := s.do(ctx, statement); err != nil {
		if fault, is := s.fault(err, statement, len(cursor), limits); is {
			return Answer{}, fault, nil
		}
		return Answer{}, nil, err
	}
	var answer Answer
	for bytes := 0; ; {
		result, err := s.do(ctx, fmt.Sprintf("fetch forward %d from parley", taken))
		if err != nil {
			if fault, is := s.fault(err, "", 0, limits); is {
				return Answer{}, fault, nil
			}
			return Answer{}, nil, err
		}
		if answer.Columns == nil {
			for _, field := range result.FieldDescriptions {
				answer.Columns = append(answer.Columns, Column{field.Name, formOf(field.DataTypeOID)})
			}
		}
		for _, cells := range result.Rows {
			if len(answer.Rows) == limits.Rows {
				return Answer{}, &Fault{0, fmt.Sprintf("the query answers with more than %d rows", limits.Rows), "group them in the query, or write a greater number under limit:"}, nil
			}
			row := make([]*string, len(cells))
			for i, cell := range cells {
				if cell != nil {
					bytes += len(cell)
					text := written(string(cell), answer.Columns[i].Form)
					row[i] = &text
				}
			}
			answer.Rows = append(answer.Rows, row)
		}
		if bytes > limits.Bytes {
			return Answer{}, &Fault{0, fmt.Sprintf("the query answers with more than %d MiB", limits.Bytes>>20), "leave out columns, or group rows in the query"}, nil
		}
		if len(result.Rows) < taken {
			return answer, nil, nil
		}
	}
}

// written is a value as exports of our own have it: PostgreSQL writes t for true, and 2026-11-23 10:00:00+00 for a time.
func written(text string, form Form) string {
	switch {
	case form == Truth && text == "t":
		return "true"
	case form == Truth:
		return "false"
	case form == Instant:
		if bare, utc := strings.CutSuffix(text, "+00"); utc {
			return strings.Replace(bare, " ", "T", 1) + "Z"
		}
	}
	return text
}

// fitting are the forms that a column of each type can be made of. A number may be the name of something.
var fitting = map[facts.Type][]Form{facts.Text: {Words, Whole}, facts.Integer: {Whole, Exact}, facts.Money: {Whole, Exact}, facts.Date: {Day}, facts.Time: {Instant}, facts.Boolean: {Truth}}
