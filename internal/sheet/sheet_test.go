package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
)

var two = Options{Columns: []string{"name", "amount"}}

// read returns the rows of a file as "name=amount", and its findings as "line:col code".
func read(r *Reader) (rows, findings []string) {
	for r.Next() {
		rows = append(rows, fmt.Sprintf("%s=%s", r.Field(0), r.Field(1)))
	}
	for _, f := range r.Findings() {
		findings = append(findings, fmt.Sprintf("%d:%d %s", f.Line, f.Col, f.Code))
	}
	return rows, findings
}

func TestRows(t *testing.T) {
	for _, c := range []struct {
		name, text     string
		rows, findings []string
	}{
		{"plain", "name,amount\na,1\nb,2\n", []string{"a=1", "b=2"}, nil},
		{"another order, one column more", "x,amount,name\n0,1,a\n", []string{"a=1"}, nil},
		{"a mark of byte order, Windows lines, no last line end, empty lines", "\ufeffname,amount\r\n\r\na,1\r\n\r\nb,2", []string{"a=1", "b=2"}, nil},
		{"quotes", "name,amount\n\"a, \"\"b\"\"\",\"1\"\n\"\",2\n", []string{`a, "b"=1`, "=2"}, nil},
		{"an empty last field", "name,amount\n\"a\",\n", []string{"a="}, nil},
		{"every malformed row is told, and the others are given", "name,amount\n\"a,1\nb\"c,2\n\"d\"e,3\nf\ng,4,5\nh\x00,6\ni\xff,7\nj\u200b,8\nk,9\n",
			[]string{"k=9"}, []string{"2:1 csv/syntax", "3:2 csv/syntax", "4:4 csv/syntax", "5:1 csv/width", "6:1 csv/width", "7:2 csv/syntax", "8:2 file/encoding", "9:2 csv/syntax"}},
		{"columns count characters", "name,amount\nÄÖ\"x,1\n", nil, []string{"2:3 csv/syntax"}},
		{"a column is missing", "name,amuont\na,1\n", nil, []string{"1:1 csv/header"}},
		{"a column stands twice", "name,amount,name\na,1,b\n", nil, []string{"1:13 csv/header"}},
		{"nothing", "", nil, []string{"0:0 csv/header"}},
		{"empty lines only", "\n\n", nil, []string{"0:0 csv/header"}},
		{"no lines at all, but bytes", strings.Repeat("\x00", 100_000), nil, []string{"1:1 csv/syntax"}},
	} {
		rows, findings := read(NewReader("a.csv", strings.NewReader(c.text), two))
		if diff := cmp.Diff(c.rows, rows); diff != "" {
			t.Errorf("%s: rows (-want +got)\n%s", c.name, diff)
		}
		if diff := cmp.Diff(c.findings, findings); diff != "" {
			t.Errorf("%s: findings (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestOptions(t *testing.T) {
	options := Options{Columns: []string{"name", "amount", "note"}, Optional: []string{"note"}, Closed: true, Separator: ';', Skip: 2}
	r := NewReader("a.csv", strings.NewReader("Export of 1 May\n\nname;amount;x\na;1,5;2\n"), options)
	if !r.Next() || string(r.Field(1)) != "1,5" || r.Field(2) != nil || r.Place(1).Col != 3 || r.Line() != 4 {
		t.Errorf("%q %q at %+v", r.Field(1), r.Field(2), r.Place(1))
	}
	if f := r.Findings(); len(f) != 1 || f[0].Code != diag.CSVHeader || f[0].Col != 13 {
		t.Errorf("%+v", f)
	}
}

func TestALineThatNeverEndsIsLeftOut(t *testing.T) {
	rows, findings := read(NewReader("a.csv", strings.NewReader("name,amount\na,"+strings.Repeat("1", 3*longestLine)+"\nb,2\n"), two))
	if diff := cmp.Diff([]string{"b=2"}, rows); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"2:1 csv/syntax"}, findings); diff != "" {
		t.Error(diff)
	}
}

func TestABrokenDiskIsNoFinding(t *testing.T) {
	broken := errors.New("broken")
	r := NewReader("a.csv", io.MultiReader(strings.NewReader("name,amount\na,1\n"), iotest.ErrReader(broken)), two)
	if rows, findings := read(r); len(rows) != 1 || findings != nil || !errors.Is(r.Err(), broken) {
		t.Errorf("%v %v %v", rows, findings, r.Err())
	}
}

// TestAMillionFaultsAreNotAMillionFindings bounds what is kept in memory, not only what is shown.
func TestAMillionFaultsAreNotAMillionFindings(t *testing.T) {
	r := NewReader("a.csv", strings.NewReader("name,amount\n"+strings.Repeat("a\n", 100_000)), two)
	for r.Next() {
	}
	findings := r.Findings()
	if len(findings) != 1001 || !strings.HasPrefix(findings[1000].Message, "99000 findings of this kind") {
		t.Errorf("%d findings, last %q", len(findings), findings[len(findings)-1].Message)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("name,amount\na,1\n"), byte(','), 0)
	f.Add([]byte("\ufeffx\nname;amount\r\n\"a;\"\"\";1\n\"b"), byte(';'), 1)
	f.Fuzz(func(t *testing.T, text []byte, separator byte, skip int) {
		r := NewReader("a.csv", strings.NewReader(string(text)), Options{Columns: []string{"name", "amount"}, Separator: separator, Skip: min(max(skip, 0), 5)})
		for r.Next() {
			if place := r.Place(1); len(r.Field(0)) > len(text) || place.Line < 1 || place.Col < 1 {
				t.Fatalf("%q at %+v", r.Field(0), place)
			}
		}
		for _, finding := range r.Findings() {
			if finding.Hint == "" || finding.Message == "" {
				t.Fatalf("%+v", finding)
			}
		}
	})
}

// TestFooter ends the rows at the footer of an export, whatever it holds, and tells of a row that stands below.
func TestFooter(t *testing.T) {
	options := Options{Columns: []string{"name", "amount"}, Footer: []string{"Copyright"}}
	for _, c := range []struct {
		text, rows, findings string
		footed               bool
	}{
		{"name,amount\na,1\n\n\"Copyright \"\"2026\"\n\"Confidential\n", "[a=1]", "[]", true},
		{"name,amount\na,1\nCopyright\nb,2\n", "[a=1]", "[4:1 csv/width]", true},
		{"name,amount\na,1\n", "[a=1]", "[]", false},
	} {
		r := NewReader("a.csv", strings.NewReader(c.text), options)
		rows, findings := read(r)
		if fmt.Sprint(rows) != c.rows || fmt.Sprint(findings) != c.findings || r.Footed() != c.footed {
			t.Errorf("%q: %v %v %v", c.text, rows, findings, r.Footed())
		}
	}
}
