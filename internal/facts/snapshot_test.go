package facts

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/doc"
)

const sourced = `source: postgres
variable: WAREHOUSE_DSN
query: select partner, amount from deals
columns:
  - {name: partner, type: text}
  - {name: amount, type: money, currency: EUR, empty: true}
`

func sourcedSchema(text string) Schema {
	d, _ := doc.Read("content/metrics/data/deals.yaml", []byte(text))
	s, _ := ReadSchema(d, "deals")
	return s
}

func frozen() []byte {
	return Freeze(sourcedSchema(sourced), "2026-11-23T10:00:00Z", "2026-11-20", [][]string{{"b", ""}, {`a, "x"`, "10.50"}, {"a", "9"}})
}

// thawed reads a snapshot as measures do: its rows, and whether they are those that were frozen.
func thawed(text []byte, s Schema) (rows []string, whole bool, err error) {
	t, err := OpenSnapshot(bytes.NewReader(text))
	if err != nil {
		return nil, false, err
	}
	table := Read(s, outside, func(row []Value) error { rows = append(rows, fmt.Sprint(row)); return nil })
	if err := table.CSV(s.Files[0], Frozen, t); err != nil {
		return nil, false, err
	}
	if _, err := io.Copy(io.Discard, t); err != nil {
		return nil, false, err
	}
	findings, _, sound := table.Close()
	for _, finding := range findings {
		rows = append(rows, fmt.Sprintf("%d:%d %s", finding.Line, finding.Col, finding.Code))
	}
	return rows, t.Whole() && sound, nil
}

// TestFreeze reads back what was frozen: sorted, with quotes where they are needed, and as the file that it must be.
func TestFreeze(t *testing.T) {
	text := frozen()
	want := snapshotTitle + "\n# query: " + sourcedSchema(sourced).Source.digest + "\n# refreshed: 2026-11-23T10:00:00Z\n# data: 2026-11-20\n# rows: 3\n# digest: "
	if !strings.HasPrefix(string(text), want) || !strings.HasSuffix(string(text), "\npartner,amount\n\"a, \"\"x\"\"\",10.50\na,9\nb,\n") {
		t.Errorf("%s", text)
	}
	rows, whole, err := thawed(text, sourcedSchema(sourced))
	if diff := cmp.Diff([]string{`[a, "x" 1050]`, "[a 900]", "[b ]"}, rows); diff != "" || !whole || err != nil {
		t.Error(whole, err, diff)
	}
	s, err := ReadSnapshot(bytes.NewReader(text))
	if err != nil || s.Data != "2026-11-20" || s.Rows != 3 || !s.Answers(sourcedSchema(sourced)) {
		t.Errorf("%+v %v", s, err)
	}
	if _, whole, err := thawed(bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")), sourcedSchema(sourced)); !whole || err != nil {
		t.Error("line ends of Windows make it another", err)
	}
	if !SameRows(text, Freeze(sourcedSchema(sourced), "2027-01-01T10:00:00Z", "2026-12-31", [][]string{{"b", ""}, {"a", "9"}, {`a, "x"`, "10.50"}})) || SameRows(text, bytes.ReplaceAll(text, []byte("10.50"), []byte("10.51"))) {
		t.Error("rows are the same, or others, and that is not said")
	}
}

// TestSnapshotAnswers changes what a table asks for: whatever rows follow from makes a snapshot old, what cells may be does not.
func TestSnapshotAnswers(t *testing.T) {
	s, err := ReadSnapshot(bytes.NewReader(frozen()))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		old, new string
		answers  bool
	}{
		{"from deals", "from deals where true", false}, {"name: amount", "name: sum", false}, {"type: money, currency: EUR", "type: integer", false},
		{"variable:", "dated: select 1\nvariable:", false}, {"WAREHOUSE_DSN", "OTHER_DSN", true}, {", empty: true", ", empty: true, min: \"5\"", true},
		{"variable:", "limit: \"5\"\nvariable:", true},
	} {
		changed := sourcedSchema(strings.Replace(sourced, c.old, c.new, 1))
		if got := s.Answers(changed); got != c.answers {
			t.Errorf("%q for %q: %t", c.new, c.old, got)
		}
	}
}

// TestSnapshotThatIsChanged changes a snapshot by hand.
func TestSnapshotThatIsChanged(t *testing.T) {
	text := string(frozen())
	for _, c := range []struct{ name, old, new, want string }{
		{"an amount", "10.50", "10.51", "false"}, {"a row less", "a,9\n", "", "false"}, {"a row twice", "a,9\n", "a,9\na,9\n", "false"},
		{"the day of the data", "# data: 2026-11-20", "# data: 2026-11-22", "false"}, {"the digest", "# digest: sha256:", "# digest: sha256:0", "false"},
		{"the number of rows", "# rows: 3", "# rows: 4", "false"},
		{"no such day", "# data: 2026-11-20", "# data: 2026-02-30", errDamaged.Error()}, {"no number", "# rows: 3", "# rows: 03", errDamaged.Error()},
		{"no time", "T10:00:00Z", " 10:00", errDamaged.Error()}, {"lines in another order", "# data", "# day", errDamaged.Error()},
		{"a mark of a merge", "# query", "<<<<<<< ours\n# query", errDamaged.Error()}, {"a very long line", "# query: ", "# query: " + strings.Repeat("x", 300), errDamaged.Error()},
		{"the head alone", text[strings.Index(text, "# digest"):], "", errDamaged.Error()}, {"nothing", text, "", errDamaged.Error()},
	} {
		_, whole, err := thawed([]byte(strings.Replace(text, c.old, c.new, 1)), sourcedSchema(sourced))
		got := fmt.Sprint(whole)
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// FuzzSnapshot reads anything as a snapshot, and freezes anything: what is read never panics, and what was frozen is read as it was.
func FuzzSnapshot(f *testing.F) {
	f.Add(frozen(), "a", "1")
	f.Add([]byte("# x\n"), "a\n\"b\"", "\r")
	f.Add(bytes.ReplaceAll(frozen(), []byte("\n"), []byte("\r\n")), ",", `""`)
	s := sourcedSchema(sourced)
	f.Fuzz(func(t *testing.T, text []byte, partner, amount string) {
		_, whole, err := thawed(text, s)
		if err == nil && whole && !SameRows(text, text) {
			t.Error("a snapshot differs from itself")
		}
		again := Freeze(s, "2026-11-23T10:00:00Z", "2026-11-20", [][]string{{partner, amount}})
		rows, whole, err := thawed(again, s)
		if err != nil {
			t.Fatal(err)
		}
		if whole && (len(rows) != 1 || !strings.HasPrefix(rows[0], "["+strings.TrimSpace(partner)+" ")) {
			t.Errorf("%q, %q is read as %q", partner, amount, rows)
		}
	})
}
