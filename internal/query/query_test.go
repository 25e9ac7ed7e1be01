package query

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/facts"
)

func words(text string) facts.Value { return facts.Value{Kind: facts.Words, Text: text} }
func number(n int64) facts.Value    { return facts.Value{Kind: facts.Number, Number: n} }

// engine has a table deals with three rows.
func engine(t testing.TB) *Engine {
	t.Helper()
	e, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	filling, err := e.Fill("deals", []Column{{"partner", true}, {"day", true}, {"amount", false}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range [][]facts.Value{
		{words("nordlys"), words("2026-10-31"), number(1050)},
		{words("nordlys"), words("2026-11-30"), number(-50)},
		{words("tanjong"), {}, number(9007199254740993)}, // more than a float can hold exactly
	} {
		if err := filling.Add(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := filling.Done(); err != nil {
		t.Fatal(err)
	}
	return e
}

func ask(t *testing.T, e *Engine, sql string, limits Limits) (string, *Fault) {
	t.Helper()
	q, fault := Read(sql)
	if fault != nil {
		return "", fault
	}
	answer, fault, err := e.Ask(q, "2026-11-23", limits)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range answer.Rows {
		lines = append(lines, strings.TrimSuffix(fmt.Sprintln(row), "\n"))
	}
	return strings.Join(lines, " "), fault
}

func TestAnswers(t *testing.T) {
	e := engine(t)
	for sql, want := range map[string]string{
		"select partner, sum(amount) as value from deals group by partner order by 1": "[nordlys 1000] [tanjong 9007199254740993]",
		"SELECT count(*) FROM deals WHERE day <= :as_of;":                             "[1]",
		"with x as (select day from deals where day is null) select * from x":         "[]",
		"select date(day, '+1 month') from deals where amount = 1050 -- a comment":    "[2026-12-01]",
		`select "partner" from deals where amount in (1050, 2) /* both */`:            "[nordlys]",
		"select row_number() over (order by amount) as n from deals limit 1":          "[1]",
		"select 'now''s the time'": "[now's the time]",
		"select 7 / 2":             "[3]",
		"select partner from deals where amount > 5 and not(day is null)": "[nordlys]",
	} {
		got, fault := ask(t, e, sql, Usual)
		if fault != nil || got != want {
			t.Errorf("%s: %s, want %s (%+v)", sql, got, want, fault)
		}
	}
}

// TestRefused lists what may not be asked, and where the fault lies.
func TestRefused(t *testing.T) {
	e := engine(t)
	for sql, at := range map[string]int{
		"":                                                       0,
		"delete from deals":                                      0,
		"select 1; select 2":                                     8,
		"select date('now')":                                     12,
		"select date()":                                          7,
		"select strftime('%Y')":                                  7,
		"select unixepoch()":                                     7,
		"select current_date":                                    7,
		"select datetime(day) from deals":                        7,
		"select julianday(day) from deals":                       7,
		"select date(day, 'localtime') from deals":               17,
		"select random()":                                        7,
		"select avg(amount) from deals":                          7,
		"select \"random\"()":                                    7,
		"select amount * 1.5 from deals":                         16,
		"select 1e3":                                             7,
		"select 0x10":                                            7,
		"select cast(amount as real) from deals":                 7,
		"select load_extension('x')":                             7,
		"select readfile('/etc/passwd')":                         7,
		"select * from pragma_table_info('deals')":               14,
		"select zeroblob(1000000000)":                            7,
		"with recursive x as (select 1) select * from x":         5,
		"with x as (select 1) insert into deals select * from x": 21,
		"attach 'x' as y":                                        0,
		"pragma query_only = off":                                0,
		"vacuum into 'x'":                                        0,
		"select :day":                                            7,
		"select ?":                                               7,
		"select x'00'":                                           7,
		"select 'open":                                           7,
		"select /* open":                                         7,
		"select rowid from deals":                                7,
		"select \x00":                                            7,
		"select 1 from 'deals'":                                  14,
		"select 1 from (deals d, ('x'))":                         25,
		"select 1 from deals d join 'x' on 1":                    27,
		"select 1 from deals join x using ('day')":               34,
		"select d.'day' from deals d":                            9,
		"select 1 where 1 in 'deals'":                            20,
	} {
		_, fault := Read(sql)
		if fault == nil || fault.At != at || fault.Message == "" || fault.Hint == "" {
			t.Errorf("%q: %+v, want a fault at %d", sql, fault, at)
		}
	}
	// These are well-formed, and the engine has something against them.
	for sql, at := range map[string]int{
		"select amuont from deals":                       7,
		"select 1 from dael":                             14,
		"select amount from deals where":                 0,
		"select sum(day) from deals":                     0, // text added up is a fraction
		"select abs(day) from deals":                     0,
		"select sum(amount) from deals, (select 1) as x": -1,
	} {
		_, fault := ask(t, e, sql, Usual)
		if at >= 0 && (fault == nil || fault.At != at) || at < 0 && fault != nil {
			t.Errorf("%q: %+v", sql, fault)
		}
	}
}

// TestWhatIsAskedChangesNothing tries what the grammar would refuse on the engine itself.
func TestWhatIsAskedChangesNothing(t *testing.T) {
	e := engine(t)
	if _, fault := ask(t, e, "select 1", Usual); fault != nil {
		t.Fatal(fault)
	}
	for _, sql := range []string{"delete from deals", "drop table deals", "create table x (y)", "update deals set amount = 0"} {
		_, fault, err := e.Ask(Question{SQL: sql}, "2026-11-23", Usual)
		if fault == nil || err != nil {
			t.Errorf("%s was done: %v", sql, err)
		}
	}
	if got, _ := ask(t, e, "select count(*), sum(amount) from deals", Usual); got != "[3 9007199254741993]" {
		t.Error(got)
	}
}

func TestLimits(t *testing.T) {
	e := engine(t)
	if _, fault := ask(t, e, "select * from deals", Limits{Rows: 2, Time: time.Minute}); fault == nil || !strings.Contains(fault.Message, "more than 2 rows") {
		t.Errorf("%+v", fault)
	}
	cross := "select count(*) from " + crossed(30)
	if _, fault := ask(t, e, cross, Limits{Rows: 2, Time: 50 * time.Millisecond}); fault == nil || !strings.Contains(fault.Message, "longer than") {
		t.Errorf("%+v", fault)
	}
	if got, fault := ask(t, e, "select 1", Usual); got != "[1]" || fault != nil {
		t.Errorf("the engine does not go on after a limit: %s %+v", got, fault)
	}
}

func crossed(n int) string {
	var tables []string
	for i := range n {
		tables = append(tables, fmt.Sprintf("deals as d%d", i))
	}
	return strings.Join(tables, ", ")
}

func TestNames(t *testing.T) {
	q, fault := Read(`select D.amount, ':as_of' from "Deals" d -- not partners`)
	if diff := cmp.Diff([]string{"amount", "d", "deals", "from", "select"}, q.Names); diff != "" || fault != nil || q.Dated {
		t.Errorf("%v %v\n%s", fault, q.Dated, diff)
	}
}

// TestNeeds says which columns a question may ask for, and asks for all where it does not name them.
func TestNeeds(t *testing.T) {
	for sql, all := range map[string]bool{
		"select Day, sum(amount * 2), count(*) from deals where partner in ('nordlys') group by 1": false,
		`select "day" from deals where amount - (2) * 3 > 1 and partner is not distinct from 'x'`:  false,
		"select * from deals":                             true,
		"select partner, * from deals":                    true,
		"select distinct d.*, day from deals d":           true,
		"select day from deals natural join x":            true,
		"select day from deals where partner in partners": true,
	} {
		q, fault := Read(sql)
		if fault != nil || q.All != all || q.Needs("secret") != all || !q.Needs("DAY") {
			t.Errorf("%s: %+v %+v", sql, q, fault)
		}
	}
}

// FuzzRead asks whatever may be asked: it must answer or say why not, and change nothing.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"select 1", "with x as (select 1) select * from x", "select 'a''b', \"c\" /* d */ -- e", "select date(day, '+1 day') from deals where day < :as_of"} {
		f.Add(seed)
	}
	e := engine(f)
	f.Fuzz(func(t *testing.T, sql string) {
		q, fault := Read(sql)
		if fault != nil {
			if fault.At < 0 || fault.At > len(sql) || fault.Message == "" {
				t.Fatalf("%+v", fault)
			}
			return
		}
		if _, _, err := e.Ask(q, "2026-11-23", Limits{Rows: 10, Time: time.Second}); err != nil {
			t.Fatal(err)
		}
		count, _, err := e.Ask(Question{SQL: "select count(*), sum(amount) from deals"}, "2026-11-23", Usual)
		if err != nil || count.Rows[0][0].Number != 3 || count.Rows[0][1].Number != 9007199254741993 {
			t.Fatalf("%v %v", count, err)
		}
	})
}
