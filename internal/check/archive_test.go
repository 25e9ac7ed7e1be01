package check_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

// A golden is a txtar archive: a sentence on what it shows, the files of a repository, and, as the last file, what a
// check of it prints.
const wanted = "want"

// escaped before the name of a file says that the name and the text hold Go escapes, for characters that an editor
// would hide or change: \r, \t, \ufeff, \xe9. A backslash at the end of a line joins it with the next.
const escaped = "escaped:"

// readGolden reads a golden. One that says nothing yet wants nothing to be printed.
func readGolden(t *testing.T, path string) *txtar.Archive {
	t.Helper()
	golden, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(golden.Files); n == 0 || golden.Files[n-1].Name != wanted {
		golden.Files = append(golden.Files, txtar.File{Name: wanted})
	}
	return golden
}

// want is what a golden says that a check prints.
func want(golden *txtar.Archive) string { return string(golden.Files[len(golden.Files)-1].Data) }

// rewrite puts another text in place of what a golden wants.
func rewrite(t *testing.T, path string, golden *txtar.Archive, text string) {
	t.Helper()
	golden.Files[len(golden.Files)-1].Data = []byte(text)
	if err := os.WriteFile(path, txtar.Format(golden), 0o644); err != nil {
		t.Fatal(err)
	}
}

// repositoryOf is the files of a golden.
func repositoryOf(t *testing.T, golden *txtar.Archive) fstest.MapFS {
	t.Helper()
	repository := fstest.MapFS{}
	for _, file := range golden.Files[:len(golden.Files)-1] {
		name, text := file.Name, string(file.Data)
		if escapedName, ok := strings.CutPrefix(name, escaped); ok {
			name, text = unescape(t, escapedName), unescape(t, text)
		}
		repository[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return repository
}

// unescape resolves the escapes of Go in a text.
func unescape(t *testing.T, text string) string {
	t.Helper()
	text = strings.ReplaceAll(text, "\\\n", "")
	var plain strings.Builder
	for len(text) > 0 {
		r, isRune, rest, err := strconv.UnquoteChar(text, 0)
		if err != nil {
			t.Fatal(fmt.Errorf("%.20q: %w", text, err))
		}
		if isRune || r < 0x80 {
			plain.WriteRune(r)
		} else {
			plain.WriteByte(byte(r))
		}
		text = rest
	}
	return plain.String()
}
