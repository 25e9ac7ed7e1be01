package metric_test

import (
	"bytes"
	"encoding/json"
	"io"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/facts"
	"parley/internal/metric"
	"parley/internal/query"
)

// repository is a set of files by path.
type repository map[string]string

const partners = "kind: fact-table\nfiles: [{file: partners.csv, exported: \"2026-11-20\"}]\ncolumns:\n  - {name: id, type: text, unique: true}\n  - {name: region, type: text, ref: region}\n"

const invoices = "kind: fact-table\nfiles: [{file: invoices.csv, exported: \"2026-11-10\"}]\ncolumns:\n  - {name: partner, type: text, table: partners}\n  - {name: day, type: date}\n  - {name: amount, type: money, currency: EUR}\nmonths: {column: day, missing: [\"2026-08\"]}\n"

const revenue = "---\nkind: metric\nunit: currency\ngood: up\nfreshness: {count: 1, unit: weeks}\nmeasure:\n  aggregate: sum\n  currency: EUR\n  query: |\n    select day as period, p.region, partner, amount as value\n    from invoices i join partners p on p.id = i.partner\ntargets: [{id: 2026-q3, period: 2026-q3, value: \"10\"}]\n---\n"

func sample() repository {
	return repository{
		metric.Folder + "partners.yaml": partners, metric.Folder + "partners.csv": "id,region\na,emea\nb,amer\n",
		metric.Folder + "invoices.yaml": invoices, metric.Folder + "invoices.csv": "partner,day,amount\na,2026-07-01,10.10\nb,2026-07-31,0.20\na,2026-09-30,-0.30\nb,2026-10-02,5.00\na,2026-11-20,7.00\n",
		"content/metrics/revenue.md": revenue,
	}
}

func (r repository) source() metric.Source {
	s := metric.Source{
		Documents: func(kind string) []doc.Document {
			var found []doc.Document
			for name, text := range r {
				if d, _ := doc.Read(name, []byte(text)); (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".md")) && d.Fields.Str("kind") == kind {
					found = append(found, d)
				}
			}
			return found
		},
		Open: func(name string) (io.ReadCloser, error) {
			text, ok := r[name]
			if !ok {
				return nil, io.ErrUnexpectedEOF
			}
			return io.NopCloser(strings.NewReader(text)), nil
		},
		IDs:  func(kind string) []string { return map[string][]string{"region": {"amer", "emea"}}[kind] },
		Rate: func(string, string, string) (*big.Rat, bool) { return nil, false },
		Own: map[string]metric.Built{"runs": {Columns: []query.Column{{Name: "day", Textual: true}}, Rows: func() [][]facts.Value {
			return [][]facts.Value{{{Kind: facts.Words, Text: "2026-07-01"}}}
		}}},
	}
	for name := range r {
		if strings.HasSuffix(name, ".csv") {
			s.Files = append(s.Files, name)
		}
	}
	slices.Sort(s.Files)
	return s
}

func (r repository) read(t *testing.T, day string, memo *metric.Memo) *metric.Set {
	t.Helper()
	set, err := metric.Read(r.source(), day, memo)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// said is what the figures of a measure say, one a line.
func said(r metric.Result, figures []metric.Figure) []string {
	var lines []string
	for _, f := range figures {
		line := f.Period + " " + r.Shown(f.Value)
		if f.Target != nil {
			line += " of " + r.Shown(f.Target.Value) + " " + r.Met(f)
		}
		if f.Partial {
			line += " not over"
		}
		lines = append(lines, strings.TrimSpace(line+" "+strings.Join(f.Gaps, " ")))
	}
	return lines
}

func result(t *testing.T, set *metric.Set, id string) metric.Result {
	t.Helper()
	r, ok := set.Result(id)
	if !ok {
		t.Fatalf("nothing measures %s", id)
	}
	return r
}

// TestOneNumber adds the same rows up for the whole and for each part: the parts sum to the whole.
func TestOneNumber(t *testing.T) {
	r := result(t, sample().read(t, "2026-11-15", nil), "revenue")
	for _, c := range []struct {
		name string
		got  []metric.Figure
		want []string
	}{
		{"quarters", r.Quarters(metric.Filter{}), []string{"2026-q3 10.00 of 10.00 yes 2026-08", "2026-q4 5.00 not over"}}, // what is dated after the day does not count
		{"months", r.Months(metric.Filter{}), []string{"2026-07 10.30", "2026-09 -0.30", "2026-10 5.00"}},
		{"a region", r.Quarters(metric.Filter{Region: "emea"}), []string{"2026-q3 9.80 2026-08"}}, // a target is one of the whole
		{"a region and a partner of another", r.Quarters(metric.Filter{Region: "emea", Partner: "b"}), nil},
		{"a partner", r.Quarters(metric.Filter{Partner: "b"}), []string{"2026-q3 0.20 2026-08", "2026-q4 5.00 not over"}},
	} {
		if diff := cmp.Diff(c.want, said(r, c.got)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
	if !slices.Equal(r.Segments("region"), []string{"amer", "emea"}) || r.Segments("tier") != nil || r.Exported != "2026-11-10" || r.Until != "2026-11-17" || r.Stale {
		t.Errorf("%+v", r)
	}
	if _, ok := r.Quarter(metric.Filter{}, "2026-q2"); ok {
		t.Error("a quarter without a row has a figure")
	}
}

// TestWithheld shows no value where one could be wrong.
func TestWithheld(t *testing.T) {
	for name, c := range map[string]struct {
		change func(r repository)
		reason string
		code   diag.Code
	}{
		"a bad cell":                          {func(r repository) { r[metric.Folder+"invoices.csv"] += "a,2026-10-31,1O.00\n" }, "the table invoices has faults", diag.FactsCell},
		"a bad cell of a table that it joins": {func(r repository) { r[metric.Folder+"partners.csv"] += "c,emae\n" }, "the table partners has faults", diag.FactsReference},
		"a file that is not there":            {func(r repository) { delete(r, metric.Folder+"invoices.csv") }, "the table invoices has faults", diag.FactsFile},
		"a month that is missing": {func(r repository) {
			r[metric.Folder+"invoices.yaml"] = strings.Replace(invoices, `["2026-08"]`, "[]", 1)
		}, "the table invoices has faults", diag.FactsRows},
		"a table that cannot be read": {func(r repository) {
			r[metric.Folder+"invoices.yaml"] = strings.Replace(invoices, ", currency: EUR", "", 1)
		}, "the table invoices has faults", diag.FactsTable},
		"a query that may not be asked": {func(r repository) { r["content/metrics/revenue.md"] = strings.Replace(revenue, "select", "delete", 1) }, "its query cannot be run", diag.MetricQuery},
		"a column that does not exist": {func(r repository) {
			r["content/metrics/revenue.md"] = strings.Replace(revenue, "amount as", "amuont as", 1)
		}, "the query cannot be run: no such column: amuont", diag.MetricQuery},
		"a column that means nothing": {func(r repository) {
			r["content/metrics/revenue.md"] = strings.Replace(revenue, "p.region,", "p.region as area,", 1)
		}, "", diag.MetricResult},
		"a value in words": {func(r repository) {
			r["content/metrics/revenue.md"] = strings.Replace(revenue, "amount as", "day as", 1)
		}, "", diag.MetricResult},
		"a period that is none": {func(r repository) {
			r["content/metrics/revenue.md"] = strings.Replace(revenue, "day as", "substr(day, 1, 4) as", 1)
		}, "", diag.MetricResult},
		"a share without a whole": {func(r repository) { r["content/metrics/revenue.md"] = strings.Replace(revenue, "sum", "ratio", 1) }, "", diag.MetricResult},
		"tables in a circle": {func(r repository) {
			r[metric.Folder+"partners.yaml"] = strings.Replace(partners, "ref: region", "table: invoices", 1)
		}, "", diag.FactsTable},
	} {
		t.Run(name, func(t *testing.T) {
			r := sample()
			c.change(r)
			set := r.read(t, "2026-11-15", nil)
			got := result(t, set, "revenue")
			if got.Withheld == "" || c.reason != "" && got.Withheld != c.reason || got.Rows != nil || got.Quarters(metric.Filter{}) != nil {
				t.Errorf("withheld: %q, %d rows", got.Withheld, len(got.Rows))
			}
			at := slices.IndexFunc(set.Findings, func(f diag.Diagnostic) bool { return f.Code == c.code && f.Severity == diag.Error })
			if at < 0 || set.Findings[at].Hint == "" || set.Findings[at].Line == 0 {
				t.Errorf("%+v", set.Findings)
			}
		})
	}
}

// TestStale tells of data that are too old, and shows the value all the same.
func TestStale(t *testing.T) {
	set := sample().read(t, "2026-11-18", nil)
	r := result(t, set, "revenue")
	if !r.Stale || r.Withheld != "" || len(set.Findings) != 1 || set.Findings[0].Code != diag.MetricStale || set.Findings[0].Severity != diag.Warning || set.Findings[0].Line != 5 {
		t.Errorf("%+v %+v", r, set.Findings)
	}
}

// TestMemo says the same with what is known from before as without, and knows when that no longer holds.
func TestMemo(t *testing.T) {
	r := sample()
	r["content/metrics/open.md"] = strings.NewReplacer("day as period", ":as_of as period").Replace(revenue)
	r["content/metrics/own.md"] = "---\nkind: metric\nunit: count\ngood: up\nmeasure: {aggregate: sum, query: \"select r.day as period, d.working_day - d.working_day + 1 as value from runs r join days d on d.day = r.day and d.region = 'emea'\"}\n---\n"
	memo := &metric.Memo{}
	fresh := r.read(t, "2026-11-15", memo)
	if len(memo.Answers) != 3 || memo.Key == "" {
		t.Fatalf("%d answers", len(memo.Answers))
	}
	same := func(name, day string) {
		t.Helper()
		want, got := text(t, r.read(t, day, nil)), text(t, r.read(t, day, memo))
		if !bytes.Equal(want, got) {
			t.Errorf("%s: (-without +with)\n%s", name, cmp.Diff(string(want), string(got)))
		}
	}
	same("nothing changed", "2026-11-15")
	if !bytes.Equal(text(t, fresh), text(t, r.read(t, "2026-11-15", memo))) {
		t.Error("a second reading says something else")
	}
	same("another day", "2026-11-16")
	for name, change := range map[string]func(){
		"a row":                 func() { r[metric.Folder+"invoices.csv"] += "a,2026-10-03,1.00\n" },
		"a bad row":             func() { r[metric.Folder+"invoices.csv"] += "a,2026-10-03,x\n" },
		"a row mended":          func() { r[metric.Folder+"invoices.csv"] = sample()[metric.Folder+"invoices.csv"] },
		"a query":               func() { r["content/metrics/revenue.md"] = strings.Replace(revenue, "amount as", "amount + 1 as", 1) },
		"a query that is wrong": func() { r["content/metrics/revenue.md"] = strings.Replace(revenue, "amount as", "amuont as", 1) },
	} {
		change()
		same(name, "2026-11-15")
	}
}

// TestAMemoSparesTheWork asks for the files' bytes only to know that they are the same.
func TestAMemoSparesTheWork(t *testing.T) {
	r, memo := sample(), &metric.Memo{}
	r.read(t, "2026-11-15", memo)
	for key := range memo.Answers {
		memo.Answers[key].Rows[0][3].Number = 4200 // what only a memo can know
	}
	if got := said(metric.Result{Measure: metric.Measure{Unit: "currency", Currency: "EUR"}}, result(t, r.read(t, "2026-11-15", memo), "revenue").Months(metric.Filter{}))[0]; got != "2026-07 42.20" {
		t.Errorf("%s: the query was asked again", got)
	}
}

// TestAFileThatIsUntouchedIsNotRead says what a memo knows of a file that nobody has touched, without opening it, and believes a memo
// no longer when another file has changed.
func TestAFileThatIsUntouchedIsNotRead(t *testing.T) {
	r, memo := sample(), &metric.Memo{}
	want := text(t, r.read(t, "2026-11-15", memo))
	const file = metric.Folder + "invoices.csv"
	if memo.Digests[file] == (metric.Digest{}) {
		t.Fatal(memo.Digests)
	}
	whole := r[file]
	r[file] = whole + "a,2026-10-03,x\n" // whoever says that it is untouched has to know
	memo.Untouched = []string{file}
	if got := text(t, r.read(t, "2026-11-15", memo)); !bytes.Equal(want, got) {
		t.Error("the file is read")
	}
	r[metric.Folder+"partners.csv"] += "c,amer\n"
	if got, want := text(t, r.read(t, "2026-11-15", memo)), text(t, r.read(t, "2026-11-15", nil)); !bytes.Equal(want, got) {
		t.Errorf("what has changed is not read\n%s", cmp.Diff(string(want), string(got)))
	}
	r[file] = whole
	memo.Untouched = nil
	if got, want := text(t, r.read(t, "2026-11-15", memo)), text(t, r.read(t, "2026-11-15", nil)); !bytes.Equal(want, got) {
		t.Error("the digest is that of a file that has not been read")
	}
}

func text(t *testing.T, set *metric.Set) []byte {
	t.Helper()
	all, err := json.MarshalIndent(struct {
		Findings diag.List
		Results  []metric.Result
	}{slices.Clone(set.Findings).Sort(), set.Results}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestNothingToMeasure costs nothing: no engine is started.
func TestNothingToMeasure(t *testing.T) {
	set := repository{metric.Folder + "stray.csv": "a\n"}.read(t, "2026-11-15", nil)
	if len(set.Results) != 0 || len(set.Findings) != 1 || set.Findings[0].Code != diag.FactsUnused {
		t.Errorf("%+v", set)
	}
}
