package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"parley/internal/facts"
)

// Table asks for the rows of a table that comes from a database, and for the day of its data. Faults are those of the description of
// the table; a place in the query is known where the server says one.
func (s *Server) Table(ctx context.Context, table facts.Schema, limits Limits) (rows [][]string, data string, faults []Fault, err error) {
	limits.Rows = table.Source.Limit
	answer, fault, err := s.Ask(ctx, table.Source.Query, limits)
	if err != nil {
		return nil, "", nil, err
	}
	if fault != nil {
		return nil, "", []Fault{*fault}, nil
	}
	at, faults := order(table, answer.Columns)
	data, fault, err = s.dated(ctx, table.Source.Dated, limits)
	if err != nil {
		return nil, "", nil, err
	}
	if fault != nil {
		faults = append(faults, *fault)
	}
	if len(faults) > 0 {
		return nil, "", faults, nil
	}
	rows = make([][]string, len(answer.Rows))
	for i, cells := range answer.Rows {
		rows[i] = make([]string, len(at))
		for k, column := range at {
			if cells[column] != nil {
				rows[i][k] = *cells[column]
			}
		}
	}
	return rows, data, nil, nil
}

// order says where each column of the table stands in an answer.
func order(table facts.Schema, columns []Column) ([]int, []Fault) {
	var faults []Fault
	for i, column := range columns {
		known := table.Column(column.Name)
		if known < 0 || slices.IndexFunc(columns, func(c Column) bool { return c.Name == column.Name }) != i {
			faults = append(faults, Fault{0, fmt.Sprintf("the query answers with a column %q, which the table does not have, or which stands twice", column.Name), "write … as with the name of a column of the table, or leave it out"})
			continue
		}
		if of := table.Columns[known].Type; !slices.Contains(fitting[of], column.Form) {
			faults = append(faults, Fault{0, fmt.Sprintf("the column %s answers with %s, where %s belongs", column.Name, column.Form, of), remedy[of]})
		}
	}
	at := make([]int, len(table.Columns))
	for i, c := range table.Columns {
		if at[i] = slices.IndexFunc(columns, func(known Column) bool { return known.Name == c.Name }); at[i] < 0 {
			faults = append(faults, Fault{0, fmt.Sprintf("the query answers without the column %s", c.Name), "write … as " + c.Name})
		}
	}
	return at, faults
}

// remedy says how a query makes a value of each type.
var remedy = map[facts.Type]string{facts.Text: "write …::text", facts.Integer: "write …::bigint", facts.Money: "write round(…::numeric, 2)", facts.Date: "write …::date",
	facts.Time: "write … at time zone 'Europe/Berlin', with the zone that its clock had", facts.Boolean: "write a condition"}

// dated is the day of the data, by the server's word: that of its clock where nothing is asked.
func (s *Server) dated(ctx context.Context, question string, limits Limits) (string, *Fault, error) {
	today, _, _ := strings.Cut(s.Now, "T")
	if question == "" {
		return today, nil, nil
	}
	limits.Rows = 1
	answer, fault, err := s.Ask(ctx, question, limits)
	if fault != nil {
		fault.At, fault.Message = 0, "dated: "+fault.Message
	}
	if err != nil || fault != nil {
		return "", fault, err
	}
	if len(answer.Columns) != 1 || answer.Columns[0].Form != Day || len(answer.Rows) != 1 || answer.Rows[0][0] == nil || len(*answer.Rows[0][0]) != len(today) {
		return "", &Fault{0, "dated: does not answer with one day", "write one SELECT of one date: select max(loaded_on)::date from …"}, nil
	}
	if data := *answer.Rows[0][0]; data <= today {
		return data, nil, nil
	}
	return "", &Fault{0, fmt.Sprintf("dated: says %s, and on the server it is %s", *answer.Rows[0][0], today), "ask for a day that is over"}, nil
}
