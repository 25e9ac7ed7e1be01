package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"

	"parley/internal/git"
	"parley/internal/ledger"
	"parley/internal/workspace"
)

// cache opens the cache of the repository's parsed documents.
func (r *Repository) cache() *workspace.Cache { return workspace.OpenCache(r.cacheFile("documents")) }

// commits is what the page of the ledger is about that says what is known of commits.
const commits = "commits"

// knownCommits is what an earlier reading of the history has found out.
func (r *Repository) knownCommits() git.Known {
	page, ok := ledger.Read(r.cacheFile(commits))
	if !ok || page.Task != commits {
		return git.Known{}
	}
	known, _ := git.DecodeKnown(page.Said)
	return known
}

// keepCommits keeps what is known of commits. A page that cannot be written costs time, not truth.
func (r *Repository) keepCommits(known git.Known) {
	name := r.cacheFile(commits)
	if said, err := known.Encode(); err == nil && name != "" {
		_ = ledger.Page{Task: commits, Said: said}.Write(name)
	}
}

// cacheFile is where something is kept for the next run, such as parsed documents: below PARLEY_CACHE_DIR, or the user's own
// folder for such things, under a name that is made of the repository's path. "" stands for nowhere; PARLEY_CACHE_DIR can
// ask for that with "off".
//
// It is never inside the repository. A cache is believed: who could commit one would decide what documents say, and who may
// read them, whatever stands in the documents that a reviewer sees.
func (r *Repository) cacheFile(name string) string {
	folder, repository := r.cacheFolder()
	if folder == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(repository))
	return filepath.Join(folder, hex.EncodeToString(sum[:16]), name)
}

// commonFile is where something is kept that has nothing to do with the repository in which it was made first.
func (r *Repository) commonFile(name string) string {
	folder, _ := r.cacheFolder()
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, name)
}

// cacheFolder is the folder of all that is kept, "" for none, and the repository's own path, both without links.
func (r *Repository) cacheFolder() (folder, repository string) {
	folder, named := os.LookupEnv("PARLEY_CACHE_DIR")
	if !named {
		user, err := os.UserCacheDir()
		if err != nil {
			return "", ""
		}
		folder = filepath.Join(user, "parley")
	}
	if folder == "" || folder == "off" {
		return "", ""
	}
	repository, err := resolved(r.Dir)
	if err != nil {
		return "", ""
	}
	if folder, err = resolved(folder); err != nil || inside(repository, folder) {
		return "", ""
	}
	return folder, repository
}

// resolved is an absolute path without links, as far as what it names exists.
func resolved(name string) (string, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	rest := ""
	for {
		real, err := filepath.EvalSymlinks(name)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		above := filepath.Dir(name)
		if _, there := os.Lstat(name); there == nil || above == name {
			return "", err // a link that leads nowhere, or in a circle
		}
		name, rest = above, filepath.Join(filepath.Base(name), rest)
	}
}

// inside reports whether a path lies in a folder, or is the folder.
func inside(folder, name string) bool {
	relative, err := filepath.Rel(folder, name)
	return err == nil && filepath.IsLocal(relative)
}
