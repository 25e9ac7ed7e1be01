package git

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// refs are the names of commits: HEAD, branches, tags.
type refs struct {
	storer.ReferenceStorer
	files billy.Filesystem
}

// openRefs opens what names commits, and reads the list of commits at which a shallow clone is cut off.
func openRefs(gitDir, common string) (refs, map[plumbing.Hash]bool, error) {
	var shared billy.Filesystem // nil unless the work tree is one of several
	if common != gitDir {
		shared = newPlainFiles(common)
	}
	files := dotgit.NewRepositoryFilesystem(newPlainFiles(gitDir), shared)
	storage := filesystem.NewStorage(files, cache.NewObjectLRU(0))
	cut, err := storage.Shallow()
	if err != nil {
		return refs{}, nil, err
	}
	boundary := map[plumbing.Hash]bool{}
	for _, hash := range cut {
		boundary[hash] = true
	}
	return refs{storage, files}, boundary, nil
}

// Reference gives what a name says. go-git takes a name whose file cannot be read for one that does not exist; a damaged
// repository would then look like one without commits.
func (r refs) Reference(name plumbing.ReferenceName) (*plumbing.Reference, error) {
	ref, err := r.ReferenceStorer.Reference(name)
	if !errors.Is(err, plumbing.ErrReferenceNotFound) {
		return ref, err
	}
	path := filepath.FromSlash(name.String())
	if info, statErr := r.files.Stat(path); statErr != nil || info.IsDir() {
		return nil, err
	}
	file, openErr := r.files.Open(path)
	if openErr != nil {
		return nil, openErr
	}
	return nil, errors.Join(fmt.Errorf("%s names no commit", name), file.Close())
}
