package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// repository is a repository opened for reading.
//
// go-git's own PlainOpen is not used: it refuses extensions that do not matter here (git sparse-checkout sets one),
// and its object storage hashes each object that it reads and reads the index of an alternate anew for each.
type repository struct {
	prefix   string // the directory asked for within the work tree, with slashes; empty for its top
	refs     storer.ReferenceStorer
	boundary map[plumbing.Hash]bool // commits at which a shallow clone is cut off
	objects  *objects
}

func openRepository(dir string) (*repository, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	top, gitDir, err := findGitDir(dir)
	if err != nil {
		return nil, err
	}
	prefix, err := filepath.Rel(top, dir)
	if err != nil {
		return nil, err
	}
	if prefix == "." {
		prefix = ""
	}
	common, err := commonDir(gitDir)
	if err != nil {
		return nil, err
	}
	if err := checkFormat(common); err != nil {
		return nil, err
	}
	refs, boundary, err := openRefs(gitDir, common)
	if err != nil {
		return nil, err
	}
	store, err := openObjects(filepath.Join(common, "objects"))
	if err != nil {
		return nil, err
	}
	return &repository{filepath.ToSlash(prefix), refs, boundary, store}, nil
}

// openRefs opens what names commits: HEAD, branches, and the list of commits at which a shallow clone is cut off.
func openRefs(gitDir, common string) (storer.ReferenceStorer, map[plumbing.Hash]bool, error) {
	var shared billy.Filesystem // nil unless the work tree is one of several
	if common != gitDir {
		shared = osfs.New(common)
	}
	files := dotgit.NewRepositoryFilesystem(osfs.New(gitDir), shared)
	storage := filesystem.NewStorage(files, cache.NewObjectLRU(0))
	cut, err := storage.Shallow()
	if err != nil {
		return nil, nil, err
	}
	boundary := map[plumbing.Hash]bool{}
	for _, hash := range cut {
		boundary[hash] = true
	}
	return storage, boundary, nil
}

func (r *repository) close() { r.objects.close() }

// findGitDir looks for the repository of dir as git does: in dir and the folders above, for .git or a bare repository.
func findGitDir(dir string) (top, gitDir string, err error) {
	for top = dir; ; top = filepath.Dir(top) {
		entry := filepath.Join(top, ".git")
		info, err := os.Stat(entry)
		switch {
		case err == nil && !info.IsDir():
			gitDir, err := linkedGitDir(entry)
			return top, gitDir, err
		case err == nil && isGitDir(entry):
			return top, entry, nil
		case isGitDir(top):
			return top, top, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return "", "", err
		}
		if filepath.Dir(top) == top {
			return "", "", fmt.Errorf("%w in %s or above", ErrNoRepository, dir)
		}
	}
}

func isGitDir(dir string) bool {
	for _, name := range []string{"HEAD", "objects", "refs"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}

// linkedGitDir follows a file named .git, which work trees and submodules have.
func linkedGitDir(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	target, ok := strings.CutPrefix(string(text), "gitdir:")
	if !ok {
		return "", fmt.Errorf("%s does not name a Git directory", file)
	}
	return resolve(filepath.Dir(file), strings.TrimSpace(target))
}

// commonDir is where a work tree that is one of several finds objects and branches; else it is the Git directory.
func commonDir(gitDir string) (string, error) {
	text, err := os.ReadFile(filepath.Join(gitDir, "commondir"))
	if errors.Is(err, fs.ErrNotExist) {
		return gitDir, nil
	}
	if err != nil {
		return "", err
	}
	return resolve(gitDir, strings.TrimSpace(string(text)))
}

func resolve(base, target string) (string, error) {
	if !filepath.IsAbs(target) {
		target = filepath.Join(base, target)
	}
	if _, err := os.Stat(target); err != nil {
		return "", fmt.Errorf("the repository is incomplete: %w", err)
	}
	return target, nil
}

// checkFormat refuses what would be misread without notice.
func checkFormat(common string) error {
	extensions, err := readExtensions(filepath.Join(common, "config"))
	if err != nil {
		return err
	}
	if format := extensions["objectformat"]; format != "" && format != "sha1" {
		return fmt.Errorf("the repository in %s names its objects by %s, which cannot be read yet: only SHA-1 repositories can", common, strings.ToUpper(format))
	}
	if format := extensions["refstorage"]; format != "" && format != "files" {
		return fmt.Errorf("the repository in %s keeps its refs as %s, which cannot be read yet; git refs migrate --ref-format=files changes that", common, format)
	}
	return nil
}

// readExtensions reads the section [extensions] of a configuration file, in lower case. It passes over whatever else
// the file says, so that a setting that only git understands keeps nobody from building.
func readExtensions(file string) (map[string]string, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	extensions := map[string]string{}
	inside := false
	for line := range strings.Lines(strings.ToLower(string(text))) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section, rest, _ := strings.Cut(line[1:], "]")
			inside, line = strings.TrimSpace(section) == "extensions", strings.TrimSpace(rest)
		}
		if key, value, ok := strings.Cut(line, "="); ok && inside {
			value, _, _ = strings.Cut(value, "#")
			value, _, _ = strings.Cut(value, ";")
			extensions[strings.TrimSpace(key)] = strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return extensions, nil
}
