package workspace

import (
	"cmp"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"io/fs"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/translation"
)

// Load reads a repository. An error means that the repository as a whole could not be read;
// what is wrong with a file is a finding.
func Load(repository fs.FS, cache *Cache) (*Workspace, error) {
	return assemble(repository, cache, true)
}

// LoadDocuments is Load for whoever reads the PO files himself: nothing is translated, and nothing is found in translations.
func LoadDocuments(repository fs.FS, cache *Cache) (*Workspace, error) {
	return assemble(repository, cache, false)
}

func assemble(repository fs.FS, cache *Cache, translated bool) (*Workspace, error) {
	w := &Workspace{cache: cache, Assets: map[string]Asset{}, translated: map[string]map[string][]translation.Translated{}, former: map[string]map[string]string{}}
	w.settings(repository)
	listing, err := cache.list(repository)
	if err != nil {
		return nil, err
	}
	w.Findings = append(w.Findings, listing.findings...)
	cache.under(w.defineKinds(repository, listing.kinds))
	w.documents(repository, listing.documents, cache)
	w.assets(repository, listing.assets)
	w.readTables(repository)
	if translated {
		w.translations(repository, listing.catalogues)
	}
	w.index()
	w.vocabulary, w.standing = cache.vocabulary(w.Terms), cache.standing(w)
	w.lenient()
	return w, nil
}

// settings reads content/site.yaml, which says how everything else is to be read. It is read again as a document.
func (w *Workspace) settings(repository fs.FS) {
	text, err := readSettingsFile(repository)
	if err != nil {
		w.Settings = readSettings(doc.Value{})
		w.Findings = append(w.Findings, diag.New(diag.SiteMissing, diag.Place{Path: SettingsPath}, "the repository has no settings").
			WithHint("run parley new site %s, or write kind: site, title: and languages: into it", baseName(SettingsPath)))
		return
	}
	document, _ := doc.Read(SettingsPath, text)
	w.Settings = readSettings(document.Fields)
	w.Findings = append(w.Findings, addressFindings(document.Fields)...)
}

// readSettingsFile reads the settings, unless their file is a link or a pipe, of which the list of files tells.
func readSettingsFile(repository fs.FS) ([]byte, error) {
	for _, name := range []string{path.Dir(SettingsPath), SettingsPath} {
		if _, bad := irregular(repository, name); bad {
			return nil, fs.ErrNotExist
		}
	}
	return fs.ReadFile(repository, SettingsPath)
}

func irregular(repository fs.FS, name string) (finding diag.Diagnostic, bad bool) {
	info, err := fs.Lstat(repository, name)
	if err != nil {
		return diag.Diagnostic{}, false
	}
	return Irregular(name, info.Mode())
}

// defineKinds adds a team's own kinds, and returns their definitions.
func (w *Workspace) defineKinds(repository fs.FS, paths []string) (definitions []doc.Document) {
	for _, name := range paths {
		text, finding, ok := read(repository, name, w.Settings.FileBytes)
		if !ok {
			w.Findings = append(w.Findings, finding)
			continue
		}
		document, findings := doc.Read(name, text)
		w.Findings = append(w.Findings, findings...)
		if !document.Broken {
			definitions = append(definitions, document)
		}
	}
	kinds, findings := kind.Builtin().With(definitions)
	w.Kinds, w.kindFolders = kinds, nil
	for _, name := range kinds.Names() {
		if k, _ := kinds.Get(name); !k.Lenient && k.Single == "" && k.Dir != "content" {
			w.kindFolders = append(w.kindFolders, k.Dir+"/")
		}
	}
	w.Findings = append(w.Findings, findings...)
	return definitions
}

// documents reads all documents, as many at a time as there are cores, each into its own place.
func (w *Workspace) documents(repository fs.FS, paths []string, cache *Cache) {
	documents := make([]*Document, len(paths))
	findings := make([]diag.List, len(paths))
	readable := make([]bool, len(paths))
	each(len(paths), func(i int) {
		read, finding, ok := cache.fetch(repository, paths[i], w.Settings.FileBytes)
		if !ok {
			findings[i] = diag.List{finding}
			return
		}
		documents[i], findings[i] = w.classified(read)
		findings[i] = append(findings[i], read.Findings...)
		readable[i] = true
	})
	for i := range paths {
		w.Findings = append(w.Findings, findings[i]...)
		if readable[i] {
			w.Documents = append(w.Documents, documents[i])
		}
	}
}

// classify finds a document's kind and validates it. What cannot be understood is shown to internal readers only: it may
// have said that it is for nobody else.
func (w *Workspace) classify(read *cached) (Document, diag.List) {
	d := Document{Head: read.Head, Passages: read.Passages, wording: read.wording}
	parsed := d.Outline()
	known, findings, understood := w.kindOf(parsed)
	d.Kind, d.Misfit = known, !understood
	d.ID = cmp.Or(parsed.Fields.Str("id"), w.idFromPath(parsed, known))
	d.Audience = known.Audience(parsed)
	if d.Misfit || d.Broken || known.Lenient && doubtful(read, known.Schema.Get("properties")) {
		d.Audience = kind.Internal
	}
	draft, given := parsed.Fields.Lookup("draft")
	d.Draft = given && !strings.EqualFold(draft.Text, "false")
	d.understand()
	return d, findings
}

// kindOf finds the kind of a document and what its schema says of it. A document that is not understood is taken for a page.
func (w *Workspace) kindOf(parsed doc.Document) (known *kind.Kind, findings diag.List, understood bool) {
	page, _ := w.Kinds.Get(kind.Default)
	if parsed.Broken {
		return page, nil, parsed.Markdown && !w.inKindsFolder(parsed.Path)
	}
	value, named := parsed.Fields.Lookup("kind")
	name := value.Text
	if base := path.Base(parsed.Path); !named && parsed.Markdown && (!w.inKindsFolder(parsed.Path) || base == "index.md" || base == "README.md") {
		name = kind.Default
	}
	known, ok := w.Kinds.Get(name)
	if name == "" && parsed.Fields.Partly {
		return page, nil, false // which has been reported, and may be why
	}
	if !ok {
		return page, diag.List{w.unknownKind(parsed, name)}, false
	}
	return known, known.Validate(parsed), true
}

// inKindsFolder reports whether a document lies where documents of some kind other than a page are kept.
func (w *Workspace) inKindsFolder(name string) bool {
	return slices.ContainsFunc(w.kindFolders, func(folder string) bool { return strings.HasPrefix(name, folder) })
}

// idFromPath is the file name; pages, of which many may share one, have their path.
func (w *Workspace) idFromPath(d doc.Document, k *kind.Kind) string {
	if k.Lenient {
		return withoutExtension(d.Path)
	}
	return baseName(d.Path)
}

func (w *Workspace) unknownKind(d doc.Document, name string) diag.Diagnostic {
	value := d.Fields.Get("kind")
	if value.Type == doc.List || value.Type == doc.Map {
		return diag.New(diag.KindUnknown, diag.Place{Path: d.Path, Span: value.Span}, "the kind is %s, where one word belongs", value.Type).
			WithHint("write kind: and one of %s", strings.Join(w.Kinds.Names(), ", "))
	}
	if value.Text == "" {
		at := diag.Place{Path: d.Path, Span: diag.Span{Line: 1, Col: 1, EndLine: 1, EndCol: 1}}
		return diag.New(diag.KindMissing, at, "this document does not say what kind it is").WithHint("add kind: and one of %s", strings.Join(w.Kinds.Names(), ", "))
	}
	at := diag.Place{Path: d.Path, Span: d.Fields.Get("kind").Span}
	finding := diag.New(diag.KindUnknown, at, "there is no kind %q", name)
	if near := diag.Nearest(name, w.Kinds.Names()); near != "" {
		return finding.WithHint("did you mean %s?", near)
	}
	return finding.WithHint("known are %s; a team's own kinds are in content/kinds", strings.Join(w.Kinds.Names(), ", "))
}

// lenient turns the findings on pages into warnings: foreign Markdown must never stop a build.
func (w *Workspace) lenient() {
	for i, finding := range w.Findings {
		if finding.Code == diag.FileUnreadable || finding.Code == diag.FileTooLarge || finding.Code == diag.FileSymlink {
			continue
		}
		if w.Lenient(finding.Path) {
			w.Findings[i].Severity = diag.Warning
		}
	}
}

// Lenient reports whether findings on a file are warnings at most.
func (w *Workspace) Lenient(name string) bool {
	d, ok := w.Document(name)
	return ok && d.Kind.Lenient && !d.Misfit
}

// each runs work(0) … work(n-1), as many at a time as there are cores.
func each(n int, work func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	group.Wait()
}

func withoutExtension(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

func baseName(name string) string { return withoutExtension(path.Base(name)) }

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}
