package check_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// archive is a golden: a sentence on what it shows, the files of a repository, and what a check of it prints.
// It is written as txtar: lines of comment, then files, each below a line -- NAME --. Blank lines between files
// belong to the file above them.
type archive struct {
	path    string
	comment string
	files   []archiveFile
}

type archiveFile struct{ name, text string }

// wanted is the name of the last file of a golden.
const wanted = "want"

// escaped before the name of a file says that its text holds Go escapes, for characters that an editor would hide or
// change: \r, \t, \ufeff, \xe9. A backslash at the end of a line joins it with the next.
const escaped = "escaped:"

func readArchive(t *testing.T, path string) archive {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a := archive{path: path}
	for line := range strings.Lines(string(text)) {
		name, isMarker := marker(line)
		switch last := len(a.files) - 1; {
		case isMarker:
			a.files = append(a.files, archiveFile{name: name})
		case last < 0:
			a.comment += line
		default:
			a.files[last].text += line
		}
	}
	if n := len(a.files); n == 0 || a.files[n-1].name != wanted {
		a.files = append(a.files, archiveFile{name: wanted})
	}
	return a
}

func marker(line string) (name string, ok bool) {
	name, ok = strings.CutPrefix(strings.TrimRight(line, "\n"), "-- ")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(name, " --")
}

// want is what the golden says that a check prints.
func (a archive) want() string { return a.files[len(a.files)-1].text }

// write puts another text in place of the wanted one.
func (a archive) write(want string) error {
	a.files[len(a.files)-1].text = want
	text := a.comment
	for _, file := range a.files {
		text += "-- " + file.name + " --\n" + file.text
	}
	return os.WriteFile(a.path, []byte(text), 0o644)
}

// repository is the files of the golden.
func (a archive) repository(t *testing.T) fstest.MapFS {
	t.Helper()
	repository := fstest.MapFS{}
	for _, file := range a.files[:len(a.files)-1] {
		name, text := file.name, file.text
		if plain, ok := strings.CutPrefix(name, escaped); ok {
			var err error
			if text, err = unescape(text); err != nil {
				t.Fatalf("%s: %s: %v", a.path, name, err)
			}
			name = plain
		}
		repository[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return repository
}

// unescape resolves the escapes of Go in a text.
func unescape(text string) (string, error) {
	text = strings.ReplaceAll(text, "\\\n", "")
	var plain strings.Builder
	for len(text) > 0 {
		r, isRune, rest, err := strconv.UnquoteChar(text, 0)
		switch {
		case err != nil:
			return "", fmt.Errorf("%.20q: %w", text, err)
		case isRune:
			plain.WriteRune(r)
		default:
			plain.WriteByte(byte(r))
		}
		text = rest
	}
	return plain.String(), nil
}
