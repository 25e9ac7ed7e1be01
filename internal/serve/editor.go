package serve

import (
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// editor knows the address by which an editor on this machine opens a line of a file. The zero editor knows none.
type editor struct {
	dir     string // the repository, as a full path with slashes and none at its start
	address string
}

// newEditor refuses an address that a browser would not hand on to a program, or that names no file.
func newEditor(dir, address string) (editor, error) {
	if address == "" {
		return editor{}, nil
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return editor{}, err
	}
	e := editor{strings.TrimPrefix(filepath.ToSlash(full), "/"), address}
	parsed, err := url.Parse(e.open("content/index.md", 1))
	ours := err == nil && slices.Contains([]string{"", "javascript", "data", "vbscript", "http", "https", "file"}, parsed.Scheme)
	if err != nil || ours || !strings.Contains(address, "{file}") {
		return editor{}, fmt.Errorf("--editor %s is no address of an editor; write one such as vscode://file/{file}:{line} or idea://open?file=/{file}&line={line}", address)
	}
	return e, nil
}

// open is the address that opens a line of a file of the repository, "" where none is known.
func (e editor) open(file string, line int) string {
	if e.address == "" {
		return ""
	}
	parts := strings.Split(e.dir+"/"+file, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	return strings.NewReplacer("{file}", strings.Join(parts, "/"), "{line}", strconv.Itoa(line)).Replace(e.address)
}
