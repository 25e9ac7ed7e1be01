package query

import (
	"fmt"
	"slices"
	"strings"
)

// Question is a SELECT that may be asked.
type Question struct {
	SQL   string
	Names []string // every name that it uses, of tables, columns and functions, in lower case; sorted
	Dated bool     // it asks for the day of the report
	All   bool     // it asks for columns that it does not name: with *, or by a table's name alone
}

// Needs reports whether the question may ask for a column.
func (q Question) Needs(column string) bool {
	_, named := slices.BinarySearch(q.Names, strings.ToLower(column))
	return named || q.All
}

// Fault says why something may not be asked. At is the byte of the text.
type Fault struct {
	At            int
	Message, Hint string
}

// functions may be called: their answer follows from their arguments alone, and is no fraction.
var functions = strings.Fields(`abs coalesce count date group_concat iif ifnull instr length lower ltrim max min nullif replace
	row_number rank dense_rank lag lead first_value last_value rtrim sign strftime substr substring sum time trim unixepoch upper`)

// grammar are words that may stand before a bracket without being a function.
var grammar = strings.Fields(`in exists as and or not on using over filter values select from where when then else case by having
	union except intersect all distinct join with between like limit offset partition`)

// refused are words that change something, reach outside, or differ from run to run.
var refused = strings.Fields(`insert update delete drop alter create attach detach pragma vacuum reindex analyze begin commit rollback
	savepoint release trigger recursive returning current_date current_time current_timestamp real float double numeric
	rowid _rowid_ oid indexed collate materialized`)

// clocks are words by which a function of dates asks the clock or the computer.
var clocks = []string{"now", "localtime", "utc", "subsec", "subsecond"}

// Read reads a question.
func Read(sql string) (Question, *Fault) {
	tokens, fault := split(sql)
	if fault != nil {
		return Question{}, fault
	}
	q := Question{SQL: sql}
	if n := len(tokens); n > 0 && tokens[n-1].text == ";" {
		tokens = tokens[:n-1]
	}
	if len(tokens) == 0 || tokens[0].kind != word || tokens[0].lower() != "select" && tokens[0].lower() != "with" {
		return Question{}, &Fault{0, "a query is one SELECT", "begin it with SELECT or WITH"}
	}
	for i, t := range tokens {
		if fault := q.judge(tokens, i); fault != nil {
			return Question{}, fault
		}
		if t.kind == word || t.kind == quoted {
			q.Names = append(q.Names, t.lower())
		}
		q.All = q.All || unnamed(tokens, i)
	}
	slices.Sort(q.Names)
	q.Names = slices.Compact(q.Names)
	return q, nil
}

// unnamed reports what asks for columns without their names: a * that multiplies nothing, NATURAL, and IN with a table behind it.
func unnamed(tokens []token, i int) bool {
	t := tokens[i]
	switch {
	case t.kind == mark && t.text == "*":
		before := tokens[i-1] // SELECT, at least
		return before.kind == word && slices.Contains([]string{"select", "distinct", "all"}, before.lower()) || before.kind == mark && (before.text == "," || before.text == ".")
	case t.kind == word && t.lower() == "natural":
		return true
	case t.kind == word && t.lower() == "in" && i+1 < len(tokens):
		return tokens[i+1].text != "("
	}
	return false
}

// judge refuses a token that may not be where it is.
func (q *Question) judge(tokens []token, i int) *Fault {
	t := tokens[i]
	called := i+1 < len(tokens) && tokens[i+1].text == "("
	switch {
	case t.kind == mark && t.text == ";":
		return &Fault{t.at, "a query is one SELECT, and this is the end of it", "remove what follows"}
	case t.kind == mark && t.text == "->", t.kind == mark && t.text == "?":
		return &Fault{t.at, fmt.Sprintf("%q may not stand in a query", t.text), "use plain columns"}
	case t.kind == parameter && t.text != ":as_of":
		return &Fault{t.at, fmt.Sprintf("nobody says what %s is", t.text), "the day of the report is :as_of"}
	case t.kind == parameter:
		q.Dated = true
	case t.kind == numeral && strings.ContainsAny(t.text, ".eExX"):
		return &Fault{t.at, fmt.Sprintf("%s is no whole number", t.text), "count in smaller units: cents, minutes, thousandths"}
	case t.kind == literal && i > 0 && misplaced(tokens, i):
		return &Fault{t.at, fmt.Sprintf("a name belongs here, and '%s' is a text", t.text), "write names without quotes, or in double ones"}
	case t.kind == literal && slices.Contains(clocks, strings.ToLower(t.text)):
		return &Fault{t.at, fmt.Sprintf("%q differs from run to run", t.text), "the day of the report is :as_of"}
	case t.kind == word && slices.Contains(refused, t.lower()):
		return &Fault{t.at, fmt.Sprintf("%s may not be used in a query", t.text), "a query reads tables of facts, and does nothing else"}
	case (t.kind == word || t.kind == quoted) && called && !slices.Contains(functions, t.lower()) && (t.kind == quoted || !slices.Contains(grammar, t.lower())):
		return &Fault{t.at, fmt.Sprintf("the function %s may not be called", t.text), "the functions are " + strings.Join(functions, ", ")}
	case t.kind == word && called && slices.Contains([]string{"date", "time", "unixepoch", "strftime"}, t.lower()) && clockless(tokens[i+1:], t.lower()):
		return &Fault{t.at, t.text + " without a day asks the clock", "name the column, or :as_of"}
	}
	return nil
}

// misplaced reports a text where SQLite would take it for the name of a table or a column: nobody would know then what is asked.
func misplaced(tokens []token, i int) bool {
	if before := tokens[i-1]; before.text == "." || before.kind == word && before.lower() == "in" {
		return true
	}
	inside := 0
	for at := i - 1; at >= 0; at-- {
		switch t := tokens[at]; {
		case t.text == ")":
			inside++
		case t.text == "(":
			inside = max(inside-1, 0)
		case inside > 0 || t.kind != word:
		case t.lower() == "from":
			return at == 0 || tokens[at-1].lower() != "distinct" // IS DISTINCT FROM compares
		case t.lower() == "join", t.lower() == "using":
			return true
		case slices.Contains(grammar, t.lower()):
			return false
		}
	}
	return false
}

// clockless reports a call without the argument that keeps it from asking the clock.
func clockless(after []token, name string) bool {
	if len(after) > 1 && after[1].text == ")" {
		return true
	}
	return name == "strftime" && len(after) > 2 && after[2].text != ","
}

type tokenKind int

const (
	word tokenKind = iota
	quoted
	literal
	numeral
	parameter
	mark
)

type token struct {
	kind tokenKind
	text string // of literals and quoted names without their quotes
	at   int
}

func (t token) lower() string { return strings.ToLower(t.text) }

// split cuts a text into tokens, as SQLite does.
func split(sql string) ([]token, *Fault) {
	var tokens []token
	for i := 0; i < len(sql); {
		c := sql[i]
		start := i
		switch {
		case strings.IndexByte(" \t\r\n", c) >= 0:
			i++
			continue
		case strings.HasPrefix(sql[i:], "--"):
			i += len(before(sql[i:], "\n"))
			continue
		case strings.HasPrefix(sql[i:], "/*"):
			inside, _, closed := strings.Cut(sql[i+2:], "*/")
			if !closed {
				return nil, &Fault{start, "a comment is opened and not closed", "close it with */"}
			}
			i += len(inside) + 4
			continue
		case c == '\'' || c == '"' || c == '`':
			text, width := unquoted(sql[i:], c)
			if width < 0 {
				return nil, &Fault{start, "a quote is opened and not closed", "close it"}
			}
			i += width
			kind := quoted
			if c == '\'' {
				kind = literal
			}
			tokens = append(tokens, token{kind, text, start})
			continue
		case letter(c) && (c != 'x' && c != 'X' || !strings.HasPrefix(sql[i+1:], "'")):
			for i < len(sql) && (letter(sql[i]) || digit(sql[i])) {
				i++
			}
			tokens = append(tokens, token{word, sql[start:i], start})
			continue
		case digit(c) || c == '.' && i+1 < len(sql) && digit(sql[i+1]):
			for i < len(sql) && (letter(sql[i]) || digit(sql[i]) || sql[i] == '.') {
				i++
			}
			tokens = append(tokens, token{numeral, sql[start:i], start})
			continue
		case strings.IndexByte(":@$#", c) >= 0:
			for i++; i < len(sql) && (letter(sql[i]) || digit(sql[i])); i++ {
			}
			tokens = append(tokens, token{parameter, sql[start:i], start})
			continue
		case strings.HasPrefix(sql[i:], "->"):
			i += 2
		case strings.IndexByte("()+-*/%<>=!|&~,.;?", c) >= 0:
			i++
		default:
			return nil, &Fault{start, fmt.Sprintf("%q may not stand in a query", c), "remove it"}
		}
		tokens = append(tokens, token{mark, sql[start:i], start})
	}
	return tokens, nil
}

func before(text, end string) string {
	start, _, _ := strings.Cut(text, end)
	return start
}

// unquoted reads what stands in quotes, and says how long it is with them; -1 where they are not closed.
func unquoted(text string, quote byte) (string, int) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] != quote:
			b.WriteByte(text[i])
		case i+1 < len(text) && text[i+1] == quote:
			b.WriteByte(quote)
			i++
		default:
			return b.String(), i + 1
		}
	}
	return "", -1
}

func letter(c byte) bool { return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func digit(c byte) bool  { return '0' <= c && c <= '9' }
