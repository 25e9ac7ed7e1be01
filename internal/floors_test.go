package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// floors is the statement of policy: a package imports only from lower floors, never sideways, never up.
// A new room is a line here and a doc.go that states its promise.
var floors = map[string]int{
	"parley/internal/diag":      1,
	"parley/internal/ledger":    1,
	"parley/internal/stepchart": 1,

	"parley/internal/doc":       2,
	"parley/internal/git":       2,
	"parley/internal/money":     2,
	"parley/internal/locale":    2,
	"parley/internal/sheet":     2,
	"parley/internal/record":    2,
	"parley/internal/signature": 2,
	"parley/internal/engine":    2,
	"parley/internal/plain":     2,

	"parley/internal/kind":        3,
	"parley/internal/glossary":    3,
	"parley/internal/playbook":    3,
	"parley/internal/pricing":     3,
	"parley/internal/experiment":  3,
	"parley/internal/performance": 3,
	"parley/internal/facts":       3,
	"parley/internal/chart":       3,

	"parley/internal/approval":    4,
	"parley/internal/translation": 4,
	"parley/internal/costing":     4,
	"parley/internal/billing":     4,
	"parley/internal/release":     4,
	"parley/internal/repricing":   4,
	"parley/internal/query":       4,
	"parley/internal/warehouse":   4,

	"parley/internal/derivation": 5,

	"parley/internal/announce":  5,
	"parley/internal/workspace": 5,
	"parley/internal/exchange":  5,
	"parley/internal/metric":    5,

	"parley/internal/tariff":     6,
	"parley/internal/review":     6,
	"parley/internal/site":       6,
	"parley/internal/translator": 6,

	"parley/internal/check":    7,
	"parley/internal/evidence": 7,
	"parley/internal/render":   7,

	"parley/internal/forge":    8,
	"parley/internal/pipeline": 8,
	"parley/internal/serve":    8,

	"parley/cmd/bench":                     9,
	"parley/cmd/parley":                    9,
	"parley/internal/acceptance/browser":   9, // these two hold tests alone
	"parley/internal/acceptance/endurance": 9,

	"parley/internal/acceptance/folder":  1, // and these serve tests alone
	"parley/internal/acceptance/program": 1,

	"parley/internal/acceptance/postgres": 1,

	"parley/themes": 1,
}

// owners names the outside packages that only one room may import.
var owners = map[string][]string{
	"github.com/yuin/goldmark":              {"parley/internal/doc"},
	"github.com/adrg/frontmatter":           {"parley/internal/doc"},
	"go.yaml.in/yaml/v4":                    {"parley/internal/doc"},
	"github.com/goccy/go-yaml":              {"parley/internal/evidence"},
	"github.com/go-git/go-git/v5":           {"parley/internal/git"},
	"github.com/cockroachdb/apd/v3":         {"parley/internal/money"},
	"github.com/gohugoio/locales":           {"parley/internal/locale"},
	"github.com/hiddeco/sshsig":             {"parley/internal/signature"},
	"golang.org/x/crypto":                   {"parley/internal/signature"},
	"github.com/santhosh-tekuri/jsonschema": {"parley/internal/kind"},
	"github.com/go-echarts/go-echarts/v2":   {"parley/internal/chart"},
	"github.com/dop251/goja":                {"parley/internal/chart"},
	"modernc.org/sqlite":                    {"parley/internal/query"},
	"github.com/jackc/pgx/v5":               {"parley/internal/warehouse"},
	"database/sql":                          {"parley/internal/query"},
	"html/template":                         {"parley/internal/render"},
	"github.com/fsnotify/fsnotify":          {"parley/internal/serve"},
	"net/http":                              {"parley/internal/serve", "parley/internal/engine", "parley/internal/forge", "parley/cmd/bench"},
	"github.com/spf13/cobra":                {"parley/cmd/parley"},
}

func TestEveryRoomImportsOnlyFromLowerFloors(t *testing.T) {
	for _, file := range goFiles(t) {
		room := "parley/" + filepath.ToSlash(filepath.Dir(file))
		floor, known := floors[room]
		if !known {
			t.Errorf("%s is in no room: add %s to the table of floors and give it a doc.go", file, room)
			continue
		}
		for _, imported := range importsOf(t, file) {
			if !strings.HasPrefix(imported, "parley/") {
				checkOwner(t, file, room, imported)
				continue
			}
			below, known := floors[imported]
			if !known {
				t.Errorf("%s imports %s, which is in no room", file, imported)
			} else if below >= floor {
				t.Errorf("%s (floor %d) imports %s (floor %d): a room may only use lower floors", room, floor, imported, below)
			}
		}
	}
}

func checkOwner(t *testing.T, file, room, imported string) {
	t.Helper()
	for prefix, rooms := range owners {
		if imported != prefix && !strings.HasPrefix(imported, prefix+"/") {
			continue
		}
		for _, owner := range rooms {
			if owner == room {
				return
			}
		}
		t.Errorf("%s imports %s, which only %s may use", file, imported, strings.Join(rooms, ", "))
	}
}

func TestEveryRoomStatesItsPromise(t *testing.T) {
	for room := range floors {
		dir := filepath.Join("..", strings.TrimPrefix(room, "parley/"))
		if _, err := os.Stat(dir); err != nil {
			t.Errorf("the table of floors names %s, which does not exist", room)
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, "doc.go")); err != nil && room != "parley/themes" {
			t.Errorf("%s has no doc.go", room)
		}
	}
}

// goFiles lists the non-test Go files of the module, relative to its root.
func goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != ".." || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			relative, err := filepath.Rel("..", path)
			if err != nil {
				return err
			}
			files = append(files, relative)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func importsOf(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", file), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var imports []string
	for _, spec := range parsed.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		imports = append(imports, path)
	}
	return imports
}
