package check_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/workspace"
)

var update = flag.Bool("update", false, "write what the goldens' checks print into them; read each change before you keep it")

// today is the day for which the goldens are checked.
const today = "2026-11-22"

// elsewhere are the codes that no golden can show, with the reason.
var elsewhere = map[diag.Code]string{
	diag.FileSymlink:       "an archive holds no links: TestFilesOfADisk",
	diag.FileUnreadable:    "an archive holds no pipes: TestFilesOfADisk, TestAFileThatCannotBeOpened",
	diag.HistoryShallow:    "the history is the pipeline's: cmd/parley/testdata/script/history.txtar",
	diag.POStale:           "the history is the pipeline's: cmd/parley/testdata/script/freshness.txtar",
	diag.HistoryUnreadable: "the history is the pipeline's: cmd/parley/testdata/script/history.txtar, too",
	diag.DecisionVanished:  "two revisions are compared: cmd/parley/testdata/script/since.txtar",
	diag.DecisionRewritten: "two revisions are compared: cmd/parley/testdata/script/since.txtar, too",
	diag.DocMoved:          "two revisions are compared: cmd/parley/testdata/script/since.txtar, too",
	diag.PageHTML:          "only a build makes pages: cmd/parley/testdata/script/pages.txtar",
	diag.PageBudget:        "only a build makes pages: cmd/parley/testdata/script/pages.txtar, too",
	diag.SiteTheme:         "themes are the pipeline's: cmd/parley/testdata/script/theme.txtar",

	diag.ImportSkipped: "only an import reads files from outside: cmd/parley/testdata/script/translate.txtar",

	diag.PriceMonthlyCap: "two states are compared: cmd/parley/testdata/script/price-diff.txtar",
}

// TestGolden checks the repository of each archive in testdata/golden and compares what is printed.
func TestGolden(t *testing.T) {
	for _, path := range goldens(t) {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(name, func(t *testing.T) {
			golden := readGolden(t, path)
			got := printed(t, repositoryOf(t, golden))
			if *update {
				rewrite(t, path, golden, got)
				return
			}
			compare(t, want(golden), got)
		})
	}
}

// compare compares what a check should print with what it prints, line by line.
func compare(t *testing.T, want, got string) {
	t.Helper()
	diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n"))
	if diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func goldens(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	return paths
}

// printed is what a check of a repository prints.
func printed(t *testing.T, repository fs.FS) string {
	t.Helper()
	w, err := workspace.Load(repository, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	prices := check.PricesOf(w, repository, today, nil)
	measures, err := check.MeasuresOf(w, repository, check.Past{}, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	findings := slices.Concat(check.Run(w, today), check.Services(repository), check.Prices(w, repository, prices), check.Usage(w, prices, prices.Used()), check.Measures(measures), check.Dashboards(w, measures), check.Frozen(w, measures))
	findings = check.Told(w, repository, findings)
	if err := diag.WriteText(&out, findings, linesOf(repository), false); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// linesOf shows the lines of files as an editor does: without the byte order mark, whatever ends the lines.
func linesOf(repository fs.FS) func(path string, line int) string {
	shown := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	return func(path string, line int) string {
		text, err := fs.ReadFile(repository, path)
		if err != nil {
			return ""
		}
		text = bytes.TrimPrefix(text, []byte("\ufeff"))
		return diag.NewFile(path, []byte(shown.Replace(string(text)))).Line(line)
	}
}

// TestEveryCodeHasAGolden reads the list of codes from the source, so that no new one is forgotten.
func TestEveryCodeHasAGolden(t *testing.T) {
	var all strings.Builder
	for _, path := range goldens(t) {
		all.WriteString(want(readGolden(t, path)))
	}
	for _, code := range codes(t) {
		shown, excused := strings.Contains(all.String(), "["+string(code)+"]"), elsewhere[code] != ""
		switch {
		case shown && excused:
			t.Errorf("%s has a golden: delete its row in elsewhere", code)
		case !shown && !excused:
			t.Errorf("%s has no golden: add testdata/golden/%s.txtar", code, strings.ReplaceAll(string(code), "/", "-"))
		}
	}
}

// codes lists the constants of type Code.
func codes(t *testing.T) []diag.Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../diag/codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []diag.Code
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for _, value := range spec.Values {
			code, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, diag.Code(code))
		}
		return true
	})
	if len(found) < 60 {
		t.Fatalf("only %d codes found: is ../diag/codes.go still the list?", len(found))
	}
	return found
}
