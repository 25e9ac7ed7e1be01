package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// names is what a new document may be called.
var names = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*$`)

// New writes a new document of a kind and returns its path. It never overwrites a file. The review of a quarter begins with what is
// measured on the day.
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
	var given kind.Given
	if k.Name == "review" {
		if given, err = repository.reviewOf(w, path.Base(name), today); err != nil {
			return "", err
		}
	}
	text := k.Archetype(path.Base(name), today, func(kindName string) string {
		if ids := w.IDs(kindName); len(ids) > 0 {
			return ids[0]
		}
		return ""
	}, given)
	return target, repository.create(target, []byte(text))
}

// create writes a new file of one of the folders in which documents are kept. A kind says where its documents go, and a
// kind is a file that somebody has committed: so nothing is written anywhere else, and nothing through a link.
func (r *Repository) create(name string, data []byte) error {
	first, _, _ := strings.Cut(name, "/")
	if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) || !slices.Contains(workspace.Folders, first) {
		return fmt.Errorf("%s is not in %s, where documents are read; correct dir: of the kind", name, strings.Join(workspace.Folders, ", "))
	}
	for above := path.Dir(name); above != "."; above = path.Dir(above) {
		if info, err := r.guarded.root().Lstat(above); err == nil && !info.IsDir() {
			return fmt.Errorf("%s is not a folder, so nothing is written into it", above)
		}
	}
	return writeNew(r.guarded.root(), name, data)
}

// writeNew writes a file that must not exist yet, and the folders above it.
func writeNew(root *os.Root, name string, data []byte) error {
	name = filepath.FromSlash(name)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already", filepath.Join(root.Name(), name))
	}
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}
