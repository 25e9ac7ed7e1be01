package workspace

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"parley/internal/diag"
	"parley/internal/doc"
)

// listing is what a repository holds, by what it is.
type listing struct {
	documents  []string
	kinds      []string // definitions of a team's own kinds
	catalogues []string // PO files
	assets     []string
	findings   diag.List
}

// kindsFolder is where a team defines kinds of its own.
const kindsFolder = "content/kinds"

// listKinds lists the definitions of a team's own kinds.
func listKinds(repository fs.FS) ([]string, error) {
	l := &listing{}
	if _, err := fs.Stat(repository, kindsFolder); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	err := fs.WalkDir(repository, kindsFolder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return l.add(name, entry)
	})
	return l.kinds, err
}

// list walks the folders of a repository.
func list(repository fs.FS) (*listing, error) {
	l := &listing{}
	for _, folder := range Folders {
		if finding, bad := irregular(repository, folder); bad {
			l.findings = append(l.findings, finding)
			continue
		}
		err := fs.WalkDir(repository, folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				if name == folder && errors.Is(err, fs.ErrNotExist) {
					return fs.SkipDir
				}
				l.findings = append(l.findings, unreadable(name, err))
				return fs.SkipDir
			}
			return l.add(name, entry)
		})
		if err != nil {
			return nil, err
		}
	}
	l.twins()
	sorted(l.documents)
	return l, nil
}

func (l *listing) add(name string, entry fs.DirEntry) error {
	hidden := strings.HasPrefix(entry.Name(), ".") || strings.HasSuffix(entry.Name(), "~")
	switch {
	case entry.IsDir() && hidden:
		return fs.SkipDir
	case entry.IsDir() || hidden:
		return nil
	}
	if finding, bad := Irregular(name, entry.Type()); bad {
		l.findings = append(l.findings, finding)
		return nil
	}
	switch {
	case strings.HasPrefix(name, Locales+"/"):
		if strings.HasSuffix(name, ".po") {
			l.catalogues = append(l.catalogues, name)
		}
	case strings.HasPrefix(name, kindsFolder+"/") && doc.IsYAML(name):
		l.kinds = append(l.kinds, name)
	case doc.IsMarkdown(name) || doc.IsYAML(name):
		l.documents = append(l.documents, name)
	default:
		l.assets = append(l.assets, name)
	}
	return nil
}

// twins reports documents whose names differ only by case, by Unicode form or by extension: on some disks, and in
// addresses, they are one.
func (l *listing) twins() {
	first := map[string]string{}
	for _, name := range sorted(l.documents) {
		key := strings.ToLower(norm.NFC.String(withoutExtension(name)))
		if before, twin := first[key]; twin {
			l.findings = append(l.findings, diag.New(diag.FileTwin, diag.Place{Path: name}, "this name and %s differ only in case, accents' form or extension", before).
				WithHint("rename one of them"))
			continue
		}
		first[key] = name
	}
}

// Irregular reports what is neither a file nor a folder. A link is never followed, and nothing else is ever opened: a pipe
// would keep its reader waiting.
func Irregular(name string, mode fs.FileMode) (finding diag.Diagnostic, bad bool) {
	switch {
	case mode&fs.ModeSymlink != 0:
		return diag.New(diag.FileSymlink, diag.Place{Path: name}, "this is a symbolic link; links are never followed").WithHint("put the file itself here"), true
	case !mode.IsRegular() && !mode.IsDir():
		return diag.New(diag.FileUnreadable, diag.Place{Path: name}, "this is not a regular file").WithHint("remove it"), true
	}
	return diag.Diagnostic{}, false
}

func unreadable(name string, err error) diag.Diagnostic {
	if !utf8.ValidString(name) {
		return diag.New(diag.FileUnreadable, diag.Place{Path: name}, "this name is not UTF-8, so that not every machine reads it alike").WithHint("rename it")
	}
	var reason *fs.PathError
	if errors.As(err, &reason) {
		err = reason.Err
	}
	return diag.New(diag.FileUnreadable, diag.Place{Path: name}, "the file cannot be read: %v", err).WithHint("check its permissions")
}

// readAtMost reads a file, or as much of it as limit allows, without growing a buffer on the way.
func readAtMost(file fs.File, limit int64) ([]byte, error) {
	size := int64(bytes.MinRead)
	if info, err := file.Stat(); err == nil {
		size += min(info.Size(), limit)
	}
	buffer := bytes.NewBuffer(make([]byte, 0, size))
	_, err := buffer.ReadFrom(io.LimitReader(file, limit))
	return buffer.Bytes(), err
}

// read reads a file of at most limit bytes.
func read(repository fs.FS, name string, limit int64) ([]byte, diag.Diagnostic, bool) {
	file, err := repository.Open(name)
	if err != nil {
		return nil, unreadable(name, err), false
	}
	text, err := readAtMost(file, limit+1)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, unreadable(name, err), false
	}
	if int64(len(text)) > limit {
		return nil, diag.New(diag.FileTooLarge, diag.Place{Path: name}, "the file is larger than %d bytes", limit).
			WithHint("split it, or raise limits: file_bytes: in %s", path.Clean(SettingsPath)), false
	}
	return text, diag.Diagnostic{}, true
}
