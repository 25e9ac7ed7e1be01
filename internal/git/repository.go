package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// repository is a repository opened for reading.
//
// go-git's own PlainOpen is not used: it refuses extensions that do not matter here (git sparse-checkout sets one),
// and its object storage hashes each object that it reads and reads the index of an alternate anew for each.
type repository struct {
	common   string // the Git directory, of which objects and branches are
	prefix   string // the directory asked for within the work tree, with slashes; empty for its top
	refs     refs
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
	if err := checkWhole(gitDir, common); err != nil {
		return nil, err
	}
	if err := checkFormat(common); err != nil {
		return nil, err
	}
	names, boundary, err := openRefs(gitDir, common)
	if err != nil {
		return nil, err
	}
	store, err := openObjects(filepath.Join(common, "objects"))
	if err != nil {
		return nil, err
	}
	return &repository{common, filepath.ToSlash(prefix), names, boundary, store}, nil
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
		case err == nil && len(missing(entry)) < len(parts):
			return top, entry, nil
		case len(missing(top)) == 0:
			return top, top, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return "", "", err
		}
		if filepath.Dir(top) == top {
			return "", "", fmt.Errorf("%w in %s or above", ErrNoRepository, dir)
		}
	}
}

// parts are what each repository has. A folder named .git that has none of them is no repository; one that lacks some is
// a damaged one, of which it is better to say so than to look for another further up.
var parts = []string{"HEAD", "objects", "refs"}

func missing(dir string) (names []string) {
	for _, name := range parts {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			names = append(names, name)
		}
	}
	return names
}

// checkWhole refuses a repository that lacks a part: it would look like one without commits.
func checkWhole(gitDir, common string) error {
	if names := missing(common); len(names) > 0 {
		return fmt.Errorf("the repository is incomplete: %s has no %s", common, strings.Join(names, ", no "))
	}
	if slices.Contains(missing(gitDir), "HEAD") {
		return fmt.Errorf("the repository is incomplete: %s has no HEAD", gitDir)
	}
	return nil
}

// linkedGitDir follows a file named .git, which work trees and submodules have.
func linkedGitDir(file string) (string, error) {
	text, err := readFile(file)
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
	text, err := readFile(filepath.Join(gitDir, "commondir"))
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
	text, err := readFile(file)
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
