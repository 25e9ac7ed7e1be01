package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"parley/internal/workspace"
)

// names is what a new document may be called.
var names = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*$`)

// New writes a new document of a kind and returns its path. It never overwrites a file.
func New(repository *Repository, kindName, name, today string) (string, error) {
	w, err := workspace.Load(repository.Files, nil)
	if err != nil {
		return "", err
	}
	k, err := findKind(w.Kinds, kindName)
	if err != nil {
		return "", err
	}
	name = strings.TrimPrefix(strings.TrimSuffix(strings.TrimSuffix(name, ".md"), ".yaml"), k.Dir+"/")
	if !names.MatchString(name) {
		return "", fmt.Errorf("%q is no name for a document: use lower-case letters, digits and hyphens", name)
	}
	extension := map[string]string{"markdown": ".md", "yaml": ".yaml"}[k.Format]
	target := path.Join(k.Dir, name+extension)
	if k.Single != "" {
		target = path.Join(k.Dir, k.Single)
	}
	text := k.Archetype(path.Base(name), today, func(kindName string) string {
		if ids := w.IDs(kindName); len(ids) > 0 {
			return ids[0]
		}
		return ""
	})
	file := filepath.Join(repository.Dir, filepath.FromSlash(target))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return "", err
	}
	return target, writeNew(file, []byte(text))
}

// writeNew writes a file that must not exist yet.
func writeNew(name string, data []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already", name)
	}
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}
