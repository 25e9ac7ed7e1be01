package warehouse_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/acceptance/postgres"
	"parley/internal/doc"
	"parley/internal/facts"
	"parley/internal/warehouse"
)

const content = `
create table deals (id bigint, partner varchar(40), won date, closed timestamptz, amount numeric(30,6), share double precision, naive timestamp, active boolean, raw bytea, "semi;colon ""quote"", 'x'" text);
insert into deals values
  (9007199254740993, 'nordlys', '2026-07-01', '2026-07-01 12:30:15.25+02', 90071992547409.930000, 0.1, '2026-07-01 00:00', true, '\x00', 'h1'),
  (2, 'Grüße; "quoted", ''x''', '2026-07-02', '2026-01-01 00:00+05:45', -0.01, 0.2, '2026-07-01 00:00', false, '\x00', 'h2'),
  (3, null, null, null, null, null, null, null, null, null);
create type colour as enum ('red', 'blue');
create table writes (n int);
create function write_on_the_side() returns int language sql volatile as 'insert into writes values (1) returning n';
`

func start(t *testing.T) *postgres.Server {
	t.Helper()
	server := postgres.Start(t)
	server.SQL(t, "facts", content)
	return server
}

func connect(t *testing.T, address string) *warehouse.Server {
	t.Helper()
	server, err := warehouse.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// TestAsk asks a real server: values come exactly, and what goes beyond a limit, or would change something, does not come.
func TestAsk(t *testing.T) {
	server := start(t)
	s := connect(t, server.Address())
	limits := warehouse.Limits{Rows: 3, Bytes: 1 << 20, Time: 5 * time.Minute}
	ask := func(question string, limits warehouse.Limits) string {
		answer, fault, err := s.Ask(t.Context(), question, limits)
		if err != nil {
			t.Fatalf("%s: %v", question, err)
		}
		if fault != nil {
			return fmt.Sprintf("%d %s", fault.At, fault.Message)
		}
		var lines []string
		for _, row := range answer.Rows {
			var cells []string
			for i, cell := range row {
				text := "NULL"
				if cell != nil {
					text = *cell
				}
				cells = append(cells, string(answer.Columns[i].Form[:1])+":"+text)
			}
			lines = append(lines, strings.Join(cells, " "))
		}
		return strings.Join(lines, "\n")
	}
	for _, c := range []struct{ name, question, want string }{
		{"whole and exact numbers, dates, times in UTC, booleans", "select id, amount, won, closed, active from deals order by id desc -- the greatest first",
			"w:9007199254740993 e:90071992547409.930000 d:2026-07-01 t:2026-07-01T10:30:15.25Z b:true\nw:3 e:NULL d:NULL t:NULL b:NULL\nw:2 e:-0.010000 d:2026-07-02 t:2025-12-31T18:15:00Z b:false"},
		{"texts as they are", "select partner from deals where id = 2;", `t:Grüße; "quoted", 'x'`},
		{"an empty text and none", "select ''::text, null::text", "t: t:NULL"},
		{"numbers that are none", "select 'NaN'::numeric, 'infinity'::date, 'infinity'::timestamptz", "e:NaN d:infinity t:infinity"},
		{"a list of words of its own", "select 'red'::colour", "t:red"},
		{"floating point, times without a zone, bytes", "select share, naive, raw from deals where id = 2", `f:0.2 t:2026-07-01 00:00:00 a:\x00`},
		{"no rows", "select id from deals where false", ""},
		{"as many rows as allowed", "select generate_series(1, 3)", "w:1\nw:2\nw:3"},
		{"more rows than allowed", "select generate_series(1, 4)", "0 the query answers with more than 3 rows"},
		{"very many rows", "select generate_series(1, 1000000000000)", "0 the query answers with more than 3 rows"},
		{"a slip of the pen", "select id, ämount from deals", `11 the server refuses the query: column "ämount" does not exist (SQLSTATE "42703")`},
		{"no SELECT", "insert into writes values (1)", `0 the server refuses the query: syntax error at or near "insert" (SQLSTATE "42601")`},
		{"a SELECT that writes", "with w as (insert into writes values (1) returning n) select n from w", `0 the server refuses the query: DECLARE CURSOR must not contain data-modifying statements in WITH (SQLSTATE "0A000")`},
		{"a function that writes", "select write_on_the_side()", "0 the query would change something: cannot execute INSERT in a read-only transaction"},
		{"two statements", "select 1; insert into writes values (1)", `0 the server refuses the query: cannot insert multiple commands into a prepared statement (SQLSTATE "42601")`},
		{"an end of the transaction", "select 1; commit", `0 the server refuses the query: cannot insert multiple commands into a prepared statement (SQLSTATE "42601")`},
		{"a program of the server", "copy (select 1) to program 'touch /tmp/x'", `0 the server refuses the query: syntax error at or near "copy" (SQLSTATE "42601")`},
		{"leave to write", "select set_config('transaction_read_only', 'off', true)", `0 the server refuses the query: cannot set transaction read-write mode inside a read-only transaction (SQLSTATE "25001")`},
	} {
		if diff := cmp.Diff(c.want, ask(c.question, limits)); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
	brief := limits
	brief.Time = 100 * time.Millisecond
	if got := ask("select pg_sleep(600)::text", brief); got != "0 the query takes longer than 100ms" {
		t.Errorf("a question without end: %s", got)
	}
	small := limits
	small.Bytes = 1 << 10
	if got := ask("select repeat('x', 2000)", small); !strings.Contains(got, "MiB") {
		t.Errorf("a long text: %s", got)
	}
	if got := ask("select id from deals where id = 2", limits); got != "w:2" {
		t.Errorf("after all that: %s", got)
	}
	if written := server.SQL(t, "facts", "select count(*) from writes"); written != "0\n" {
		t.Errorf("%s rows have been written", written)
	}
}

// TestOneMoment changes a table while it is being read: both questions are answered from the data of one moment.
func TestOneMoment(t *testing.T) {
	server := start(t)
	s := connect(t, server.Address())
	count := func() string {
		answer, fault, err := s.Ask(t.Context(), "select count(*) from deals", warehouse.Usual)
		if err != nil || fault != nil {
			t.Fatal(fault, err)
		}
		return *answer.Rows[0][0]
	}
	before := count()
	server.SQL(t, "facts", "insert into deals (id) values (4)")
	if after := count(); before != "3" || after != "3" {
		t.Errorf("%s rows, then %s", before, after)
	}
}

// TestCancel ends a question that runs on the server, and looks there whether it has ended.
func TestCancel(t *testing.T) {
	server := start(t)
	s := connect(t, server.Address())
	ctx, cancel := context.WithCancel(t.Context())
	running := func() string {
		return server.SQL(t, "facts", "select count(*) from pg_stat_activity where application_name = 'parley' and state = 'active' and query like 'fetch%'")
	}
	done := make(chan error, 1)
	go func() {
		_, _, err := s.Ask(ctx, "select pg_sleep(600)::text", warehouse.Usual)
		done <- err
	}()
	until(t, func() bool { return running() == "1\n" })
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	until(t, func() bool { return running() == "0\n" })
}

// until waits for something, and gives up on what hangs.
func until(t *testing.T, so func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 1500 {
		if so() {
			return
		}
		<-tick.C
	}
	t.Fatal("that does not come")
}

// TestNothingIsToldOfTheAddress tries addresses that lead nowhere.
func TestNothingIsToldOfTheAddress(t *testing.T) {
	server := start(t)
	for _, c := range []struct{ name, address, want string }{
		{"a wrong password", server.AddressWith("plantedpassword"), "the server lets nobody in with this name and password"},
		{"no such database", strings.Replace(server.Address(), "/facts?", "/planted?", 1), "the server has no such database"},
		{"nobody listens", "postgres://planted:plantedpassword@127.0.0.1:1/planted", "the server cannot be reached"},
		{"no socket", "host=/tmp/planted user=planted password=plantedpassword", "the server cannot be reached"},
		{"a name that nobody knows", "postgres://planted:plantedpassword@planted.invalid/planted", "nobody knows the server's name"},
		{"no address", "postgres://planted:planted%zzpassword@planted:plantedport/x", "what it holds is no address of a PostgreSQL server"},
		{"a word", "plantedpassword", "what it holds is no address of a PostgreSQL server"},
	} {
		_, err := warehouse.Connect(t.Context(), c.address)
		if err == nil || err.Error() != c.want && c.name != "a name that nobody knows" || strings.Contains(err.Error(), "planted") {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	// A query that the server repeats, with the password in it.
	s := connect(t, server.Address())
	_, fault, err := s.Ask(t.Context(), "select '"+strings.ReplaceAll(postgres.Password, "'", "''")+"'::int", warehouse.Usual)
	if err != nil || fault == nil || strings.Contains(fault.Message, postgres.Password) {
		t.Errorf("%+v, %v", fault, err)
	}
	gone, stop := context.WithCancel(t.Context())
	stop()
	if _, err := warehouse.Connect(gone, server.Address()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// schema is a table from a database.
func schema(t *testing.T, query, rest string) facts.Schema {
	t.Helper()
	d, findings := doc.Read("content/metrics/data/deals.yaml", []byte("kind: fact-table\nsource: postgres\nvariable: WAREHOUSE_DSN\nquery: |\n  "+query+"\n"+rest))
	s, more := facts.ReadSchema(d, "deals")
	if len(findings)+len(more) > 0 {
		t.Fatal(findings, more)
	}
	return s
}

const columns = "columns:\n  - {name: id, type: text, unique: true}\n  - {name: won, type: date, empty: true}\n  - {name: closed, type: time, empty: true}\n  - {name: amount, type: money, currency: EUR, empty: true}\n  - {name: active, type: boolean, empty: true}\n"

// TestTable matches the columns of an answer with those of a table.
func TestTable(t *testing.T) {
	s := connect(t, start(t).Address())
	all := "select amount, active, id, won, closed from deals order by random()"
	for _, c := range []struct{ name, query, rest, want string }{
		{"in the order of the table", all, columns, "[2 2026-07-02 2025-12-31T18:15:00Z -0.010000 false] [3    ] [9007199254740993 2026-07-01 2026-07-01T10:30:15.25Z 90071992547409.930000 true] of today"},
		{"a day of the data", all + " limit 0", columns + "dated: select max(won) from deals\n", " of 2026-07-02"},
		{"floating point for money", "select share as amount, active, id, won, closed from deals", columns, "the column amount answers with floating point, where money belongs"},
		{"a time without its zone", "select amount, active, id, won, naive as closed from deals", columns, "the column closed answers with times without a zone, where time belongs"},
		{"a column too few", "select active, id, won, closed from deals", columns, "the query answers without the column amount"},
		{"columns with hostile names", `select "semi;colon ""quote"", 'x'", id, id from deals`, "columns: [{name: id, type: text}]\n",
			`the query answers with a column "semi;colon \"quote\", 'x'", which the table does not have, or which stands twice; the query answers with a column "id", which the table does not have, or which stands twice`},
		{"more rows than the table may have", all, columns + "limit: \"2\"\n", "the query answers with more than 2 rows"},
		{"a day that is no day", all, columns + "dated: select 'x'::text\n", "dated: does not answer with one day"},
		{"no day", all, columns + "dated: select null::date\n", "dated: does not answer with one day"},
		{"a day that never comes", all, columns + "dated: select 'infinity'::date\n", "dated: does not answer with one day"},
		{"a day to come", all, columns + "dated: select date '2999-01-01'\n", "dated: says 2999-01-01, and on the server it is today"},
		{"a day that cannot be asked for", all, columns + "dated: select x\n", `dated: the server refuses the query: column "x" does not exist (SQLSTATE "42703")`},
	} {
		rows, data, faults, err := s.Table(t.Context(), schema(t, c.query, c.rest), warehouse.Usual)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var said []string
		for _, fault := range faults {
			said = append(said, fault.Message)
		}
		got := strings.Join(said, "; ")
		if len(faults) == 0 {
			frozen := strings.Split(string(facts.Freeze(schema(t, c.query, c.rest), s.Now, data, rows)), "\n")
			var lines []string
			for _, line := range frozen[7 : len(frozen)-1] {
				lines = append(lines, "["+strings.ReplaceAll(line, ",", " ")+"]")
			}
			got = strings.Join(lines, " ") + " of " + data
		}
		today, _, _ := strings.Cut(s.Now, "T")
		if diff := cmp.Diff(c.want, strings.ReplaceAll(got, today, "today")); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}
