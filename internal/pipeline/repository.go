package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/git"
	"parley/internal/render"
	"parley/internal/workspace"
	"parley/themes"
)

// perFile is how many changes of a document its page shows. Of a release all are wanted: the first says what was released.
func perFile(file string) int {
	if strings.HasPrefix(file, releasesFolder) {
		return 0
	}
	return 20
}

// Repository is a directory that has been opened for reading. Reading never leaves it, and follows none of the links that
// it holds.
type Repository struct {
	Dir     string
	Files   fs.FS
	guarded guarded
}

// Open opens the repository that a directory is, or lies in: the nearest folder upwards that holds one of the folders of
// a repository.
func Open(dir string) (*Repository, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no folder %s", dir)
	}
	start, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for above := start; ; above = filepath.Dir(above) {
		if isRepository(above) {
			if above != start {
				dir = above
			}
			files, err := openGuarded(dir)
			if err != nil {
				return nil, err
			}
			return &Repository{dir, files, files}, nil
		}
		if above == filepath.Dir(above) {
			return nil, fmt.Errorf("%s has no folder content, playbooks, pricing or glossary; parley init makes a new repository", dir)
		}
	}
}

// isRepository reports whether a folder holds settings, or, where nobody has written them yet, documents of our own folders.
// A link in place of one of these folders is enough: to be told of the link helps more than that there is no repository.
func isRepository(dir string) bool {
	if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(workspace.SettingsPath))); err == nil {
		return true
	}
	for _, folder := range workspace.Folders {
		if info, err := os.Lstat(filepath.Join(dir, folder)); err == nil && (info.IsDir() || info.Mode()&fs.ModeSymlink != 0) {
			return true
		}
	}
	return false
}

// Close ends reading.
func (r *Repository) Close() error { return r.guarded.close() }

// Lines returns what shows the lines of files beside findings. Findings come sorted by file, so it keeps the file that it
// read last: read anew for each finding, a file with ten thousand of them took a minute.
func (r *Repository) Lines() func(path string, line int) string {
	var last string
	var file *diag.File
	return func(path string, line int) string {
		if file == nil || path != last {
			text, err := fs.ReadFile(r.Files, path)
			if err != nil {
				return ""
			}
			last, file = path, diag.NewFile(path, doc.Normalise(text))
		}
		return file.Line(line)
	}
}

// ReadHistory reads the repository's history. A directory that is no Git repository has none; of one that cannot be
// read, or only in part, a finding says so, and what is not known stays unknown. Commits that an earlier reading has looked
// at are not looked at again.
func (r *Repository) ReadHistory() (git.History, diag.List) {
	before := r.knownCommits()
	history, now, err := git.ContinueHistory(r.Dir, workspace.Folders, perFile, before)
	if now.Fresh() > 0 {
		r.keepCommits(now)
	}
	switch {
	case errors.Is(err, git.ErrNoRepository):
		return git.History{}, nil
	case err != nil:
		return git.History{}, diag.List{diag.New(diag.HistoryUnreadable, diag.Place{Path: ".git"}, "the history cannot be read: %v", err).
			WithHint("pages show no dates of changes until git fsck is content")}
	case history.Shallow:
		return history, diag.List{diag.New(diag.HistoryShallow, diag.Place{Path: ".git"}, "this is a shallow clone: dates of last changes are not known").
			WithHint("fetch the whole history: git fetch --unshallow; in GitHub Actions, fetch-depth: 0")}
	}
	return history, nil
}

// ReadTheme reads the theme that a site names, with the repository's own files in front.
func (r *Repository) ReadTheme(settings workspace.Settings) (*render.Theme, error) {
	files := themes.Default()
	if own, err := fs.Sub(r.Files, ownTheme(settings)); err == nil {
		files = render.Overlay(own, files)
	}
	return render.ReadTheme(files, settings.Languages, settings.Accent)
}

func ownTheme(settings workspace.Settings) string { return "themes/" + settings.Theme }

// judgeTheme reports a theme that does not exist or cannot be read, and own files of it that take no file's place.
func (r *Repository) judgeTheme(settings workspace.Settings) diag.List {
	if findings := r.strange(settings); len(findings) > 0 {
		return findings // nothing of the theme is read
	}
	info, err := fs.Stat(r.Files, ownTheme(settings))
	own := err == nil && info.IsDir()
	if !own && settings.Theme != "default" {
		return diag.List{diag.New(diag.SiteTheme, diag.Place{Path: workspace.SettingsPath}, "there is no theme %q: the folder %s does not exist", settings.Theme, ownTheme(settings)).
			WithHint("make the folder, with the files that differ from the default theme, or remove theme:")}
	}
	if !own {
		return nil
	}
	var findings diag.List
	if _, err := r.ReadTheme(settings); err != nil {
		broken := diag.New(diag.SiteTheme, diag.Place{Path: ownTheme(settings)}, "the theme cannot be read: %v", err).
			WithHint("start from the default theme's file, and keep the names that it defines")
		broken.Severity = diag.Error
		findings = append(findings, broken)
	}
	_ = fs.WalkDir(r.Files, ownTheme(settings), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		inTheme := strings.TrimPrefix(name, ownTheme(settings)+"/")
		if _, err := fs.Stat(themes.Default(), inTheme); err != nil {
			findings = append(findings, diag.New(diag.SiteTheme, diag.Place{Path: name}, "the default theme has no %s, so this file is not used", inTheme).
				WithHint("compare the name with the files of the default theme"))
		}
		return nil
	})
	return findings
}

// strange reports what is neither a file nor a folder where files of a theme are looked for.
func (r *Repository) strange(settings workspace.Settings) diag.List {
	own := ownTheme(settings)
	for _, folder := range []string{path.Dir(own), own} {
		info, err := fs.Lstat(r.Files, folder)
		if err != nil {
			return nil
		}
		if finding, bad := workspace.Irregular(folder, info.Mode()); bad {
			return diag.List{finding}
		}
	}
	var findings diag.List
	_ = fs.WalkDir(r.Files, own, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil // of a folder that cannot be read, reading the theme says so
		}
		if finding, bad := workspace.Irregular(name, entry.Type()); bad {
			findings = append(findings, finding)
		}
		return nil
	})
	return findings
}

// Day says for which day a repository is looked at: the day that was asked for, that of SOURCE_DATE_EPOCH, that of
// the revision, or the first day of 1970, which known says is none.
func Day(asked string, epoch time.Time, history git.History) (day string, known bool, err error) {
	switch {
	case asked != "":
		if _, err := time.Parse(time.DateOnly, asked); err != nil {
			return "", false, fmt.Errorf("--as-of %s is not a date; write it as 2026-11-22", asked)
		}
		return asked, true, nil
	case !epoch.IsZero():
		return epoch.UTC().Format(time.DateOnly), true, nil
	case !history.HeadTime.IsZero():
		return history.HeadTime.UTC().Format(time.DateOnly), true, nil
	}
	return "1970-01-01", false, nil
}

// midnight is when a day begins, in UTC.
func midnight(day string) time.Time {
	at, _ := time.Parse(time.DateOnly, day) // Day has read it
	return at
}
