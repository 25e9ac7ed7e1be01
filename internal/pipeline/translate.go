package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"parley/internal/engine"
	"parley/internal/performance"
	"parley/internal/translator"
	"parley/internal/workspace"
)

// TranslateOptions say what is translated, and by whom.
type TranslateOptions struct {
	To       []string // languages; none for all of the site that people speak
	Paths    []string // of documents: files, folders or patterns; none for all
	Provider string   // the only service to ask; "" for those of content/site.yaml
	Again    bool     // ask again for what failed a check
	Dry      bool
	World    engine.World
}

// Translated is what a run did.
type Translated struct {
	Languages []translator.Summary `json:"languages"`
	Requests  int                  `json:"requests"`
}

// Complete reports whether everything that was wanted has been translated and stands its checks.
func (t Translated) Complete() bool {
	return !slices.ContainsFunc(t.Languages, func(s translator.Summary) bool {
		return s.Failed > 0 || s.Left > 0 || len(s.Findings) > 0
	})
}

// Translate fills in what is missing or stale. What has been written when it ends early is complete files.
func Translate(ctx context.Context, repository *Repository, options TranslateOptions, progress func(done, all int)) (Translated, error) {
	w, languages, err := loadFor(workspace.LoadDocuments, repository, options.To, options.Provider)
	if err != nil {
		return Translated{}, err
	}
	selected, err := selection(options.Paths)
	if err != nil {
		return Translated{}, err
	}
	book, err := openBook(repository)
	if err != nil {
		return Translated{}, err
	}
	now := options.World.Now().UTC()
	services, err := repositoryServices(w, options, book, now)
	if err != nil {
		return Translated{}, err
	}
	run := translator.Run{
		Workspace: w, At: now.Format(time.RFC3339), Progress: progress, Selected: selected, Again: options.Again, Dry: options.Dry, Refuse: book.refuse,
		Files: translator.Files{Read: repository.readTranslation, Write: func(name string, data []byte) error {
			return errors.Join(repository.keep(name, data), book.save())
		}},
		Chain: func(language string) engine.Chain {
			chain := engine.Chain{Note: book.note}
			for _, s := range services {
				if s.provider.Serves(language) {
					chain.Services = append(chain.Services, s.service)
				}
			}
			return chain
		},
	}
	summaries, err := run.Translate(ctx, languages)
	return Translated{summaries, book.requests}, errors.Join(err, book.save(), book.broken)
}

// forLanguages loads a repository and says which languages are meant: those that are asked for, or all of the site that people
// speak; for the provider of test languages, all that nobody speaks.
func forLanguages(repository *Repository, asked []string, provider string) (*workspace.Workspace, []string, error) {
	return loadFor(workspace.Load, repository, asked, provider)
}

func loadFor(load func(fs.FS, *workspace.Cache) (*workspace.Workspace, error), repository *Repository, asked []string, provider string) (*workspace.Workspace, []string, error) {
	cache := repository.cache()
	w, err := load(repository.Files, cache)
	if err != nil {
		return nil, nil, err
	}
	_ = cache.Save() // one that cannot be written costs time, not truth
	others := w.Settings.Languages[1:]
	for _, language := range asked {
		if !slices.Contains(others, language) {
			return nil, nil, fmt.Errorf("%s is not a language to translate into; %s names %s", language, workspace.SettingsPath, orNone(others))
		}
	}
	if len(asked) > 0 {
		return w, slices.Compact(slices.Sorted(slices.Values(asked))), nil
	}
	return w, slices.DeleteFunc(slices.Clone(others), func(language string) bool { return engine.IsTest(language) != (provider == "pseudo") }), nil
}

// selection reports of a document whether it is one of those that are meant: by its path, its folder, or a pattern.
func selection(patterns []string) (func(string) bool, error) {
	for i, pattern := range patterns {
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, fmt.Errorf("--path %s is no pattern: %w", pattern, err)
		}
		patterns[i] = strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(pattern), "./"), "/")
	}
	return func(name string) bool {
		return len(patterns) == 0 || slices.ContainsFunc(patterns, func(pattern string) bool {
			matched, _ := path.Match(pattern, name)
			return matched || strings.HasPrefix(name, pattern+"/")
		})
	}, nil
}

// employed is a service with what the settings say of it.
type employed struct {
	provider translator.Provider
	service  *engine.Service
}

// repositoryServices sets up the services of the settings, or the one that is asked for.
func repositoryServices(w *workspace.Workspace, options TranslateOptions, book *book, now time.Time) ([]employed, error) {
	providers := translator.Providers(w)
	if !slices.ContainsFunc(providers, func(p translator.Provider) bool { return p.Name == "pseudo" }) {
		providers = append(providers, translator.Named("pseudo"))
	}
	if options.Provider != "" {
		only := func(p translator.Provider) bool { return p.Name == options.Provider }
		if options.Provider != "memory" && !slices.ContainsFunc(providers, only) {
			providers = append(providers, translator.Named(options.Provider))
		}
		providers = slices.DeleteFunc(providers, func(p translator.Provider) bool { return !only(p) })
	}
	var services []employed
	for _, p := range providers {
		p.Limits.Spent = performance.Spent(book.usage, now.Format("2006-01"), p.Name)
		provider, err := engine.New(p.Config, options.World)
		if err != nil && !options.Dry {
			return nil, err
		}
		if err == nil {
			services = append(services, employed{p, engine.NewService(provider, p.Rank(), p.Limits, options.World)})
			book.providers[p.Name] = p
		}
	}
	return services, nil
}

// readTranslation reads a file below the folder of translations.
func (r *Repository) readTranslation(name string) ([]byte, error) { return fs.ReadFile(r.Files, name) }

// keep puts a file into the place of another, or where there is none yet, as a whole: whenever this ends, the old one is there or
// the new one. Nothing is written through a link.
func (r *Repository) keep(name string, data []byte) error {
	if first, _, _ := strings.Cut(name, "/"); !fs.ValidPath(name) || !slices.Contains(workspace.Folders, first) {
		return fmt.Errorf("%s is not in %s", name, strings.Join(workspace.Folders, ", "))
	}
	root, mode := r.guarded.root(), fs.FileMode(0o644)
	for above := name; above != "."; above = path.Dir(above) {
		info, err := root.Lstat(filepath.FromSlash(above))
		switch {
		case err != nil: // nothing is there yet, or what is above it says more
		case above == name && info.Mode().IsRegular():
			mode = info.Mode().Perm()
		case above == name || !info.IsDir():
			return fmt.Errorf("%s is a link, or no file where there should be one, so nothing is written there", above)
		}
	}
	folder, file := path.Split(name)
	if err := root.MkdirAll(filepath.FromSlash(strings.TrimSuffix(folder, "/")), 0o755); err != nil {
		return err
	}
	// What a run that was killed has left behind is in nobody's way.
	if err := root.Remove(filepath.FromSlash(folder + "." + file + ".new")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return r.replace(name, data, mode)
}

// book notes requests: each in a log that is not committed, all of a month in a table that is.
type book struct {
	repository *Repository
	providers  map[string]translator.Provider

	mu       sync.Mutex
	usage    []performance.Usage // what the table said at the beginning
	unsaved  []engine.Record     // requests that it does not count yet
	requests int
	log      *os.File
	broken   error
}

const logFolder = ".parley"

func openBook(repository *Repository) (*book, error) {
	usage, err := readUsage(repository)
	return &book{repository: repository, providers: map[string]translator.Provider{}, usage: usage}, err
}

func readUsage(repository *Repository) ([]performance.Usage, error) {
	text, err := fs.ReadFile(repository.Files, performance.UsagePath)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return performance.ReadUsage(text)
}

// note writes a request into the log at once, and adds it to the table.
func (b *book) note(r engine.Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests++
	p := b.providers[r.Provider]
	if r.Provider != "pseudo" { // which costs nothing and asks nobody
		b.unsaved = append(b.unsaved, r)
	}
	b.append(performance.Note(r, p.Price, p.Currency))
}

// refuse writes into the log which checks an answer failed.
func (b *book) refuse(r translator.Refused) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.append(r)
}

// append adds a line to the log. What keeps it from that is told at the end.
func (b *book) append(entry any) {
	line, err := json.Marshal(entry)
	if err == nil {
		err = b.write(append(line, '\n'))
	}
	b.broken = errors.Join(b.broken, err)
}

func (b *book) write(line []byte) error {
	if b.log == nil {
		root := b.repository.guarded.root()
		for _, name := range []string{logFolder, logFolder + "/translate.jsonl"} {
			if info, err := root.Lstat(filepath.FromSlash(name)); err == nil && info.Mode()&fs.ModeSymlink != 0 {
				return fmt.Errorf("%s is a symbolic link, so no log is kept", name)
			}
		}
		if err := root.MkdirAll(logFolder, 0o755); err != nil {
			return err
		}
		log, err := root.OpenFile(filepath.Join(logFolder, "translate.jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		b.log = log
	}
	_, err := b.log.Write(line)
	return err
}

// save adds the new requests to the table as it stands there now: another run may have added its own since this one began.
func (b *book) save() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.unsaved) == 0 {
		return nil
	}
	usage, err := readUsage(b.repository)
	if err != nil {
		return err
	}
	for _, r := range b.unsaved {
		usage = performance.AddUsage(usage, r, b.providers[r.Provider].Price, b.providers[r.Provider].Currency)
	}
	b.unsaved = nil
	return b.repository.keep(performance.UsagePath, performance.WriteUsage(usage))
}
