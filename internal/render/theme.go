package render

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"

	"parley/internal/chart"
	"parley/internal/site"
	"parley/internal/translation"
)

// Theme is a theme that has been read: its templates parsed, its assets named after what they hold.
type Theme struct {
	Words map[string]site.Words // interface strings by language

	shared *template.Template // layout and partials
	base   map[string]string  // templates by name, as they are written
	nav    *template.Template
	assets map[string]asset
}

type asset struct {
	file      File
	integrity string
}

// Overlay returns a theme's files with a team's own in front: a file that the team has replaces the theme's.
func Overlay(own, theme fs.FS) fs.FS { return overlay{own, theme} }

type overlay struct{ own, theme fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	file, err := o.own.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.theme.Open(name)
	}
	if err == nil {
		if info, statErr := file.Stat(); statErr == nil && info.IsDir() {
			_ = file.Close()
			return o.theme.Open(name) // folders are listed from the theme: a team's file replaces one, it never adds one
		}
	}
	return file, err
}

// ReadTheme parses the templates, names the assets and reads the interface strings of a theme. An accent (#rrggbb) takes
// the place of the theme's own, in shades that can be read; "" leaves it.
func ReadTheme(files fs.FS, languages []string, accent string) (*Theme, error) {
	theme := &Theme{base: map[string]string{}, assets: map[string]asset{}, Words: map[string]site.Words{}}
	for _, tag := range languages {
		words, err := readWords(files, tag)
		if err != nil {
			return nil, err
		}
		theme.Words[tag] = words
	}
	rule := ""
	if accent != "" {
		var err error
		if rule, err = accentRule(accent); err != nil {
			return nil, err
		}
	}
	if err := theme.readAssets(files, rule); err != nil {
		return nil, err
	}
	return theme, theme.parse(files)
}

// parse parses the templates: layout and partials together, all others each by itself. A page has its own parsed once more,
// behind these, so that it has the last word.
func (t *Theme) parse(files fs.FS) error {
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return err
	}
	partials, err := fs.Glob(files, "partials/*.html")
	if err != nil {
		return err
	}
	t.shared = template.New("").Funcs(placeholders())
	for _, name := range append([]string{"templates/layout.html"}, partials...) {
		if _, err := parseInto(t.shared, files, name); err != nil {
			return err
		}
	}
	t.nav = template.New("").Funcs(placeholders())
	if _, err := parseInto(t.nav, files, "templates/nav.html"); err != nil {
		return err
	}
	for _, name := range names {
		short := strings.TrimSuffix(path.Base(name), ".html")
		if short == "layout" || short == "nav" {
			continue
		}
		if t.base[short], err = parseInto(template.New("").Funcs(placeholders()), files, name); err != nil {
			return err
		}
	}
	return nil
}

// template returns a template with all that it can call, to be bound to a language.
func (t *Theme) template(name string) (*template.Template, error) {
	text, ok := t.base[name]
	if !ok {
		return nil, fmt.Errorf("theme: templates/%s.html is missing", name)
	}
	set, err := t.shared.Clone()
	if err != nil {
		return nil, err
	}
	_, err = set.New(name + ".html").Parse(text)
	return set, err
}

// parseInto adds a file to a set of templates, and returns what it says.
func parseInto(set *template.Template, files fs.FS, name string) (string, error) {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return "", err
	}
	if _, err := set.New(path.Base(name)).Parse(string(text)); err != nil {
		return "", fmt.Errorf("theme %s: %w", name, err)
	}
	return string(text), nil
}

// readAssets gives every asset a name that changes with its content, so that browsers may keep it for ever. The rule is
// added to the styles.
func (t *Theme) readAssets(files fs.FS, rule string) error {
	t.addAsset("assets/"+libraryName, chart.Library())
	return fs.WalkDir(files, "assets", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if name == "assets/style.css" {
			data = append(data, rule...)
		}
		t.addAsset(name, minified(name, data))
		return nil
	})
}

// minified is a style or a script without what only its authors need: remarks, blanks, long names of what is local. One that cannot
// be read goes to browsers as it is: they forgive more.
func minified(name string, data []byte) []byte {
	small, err := minifier.Bytes(path.Ext(name), data)
	if err != nil {
		return data
	}
	return small
}

// minifier knows the kinds of assets by how their names end; anything else it gives back with an error.
var minifier = func() *minify.M {
	m := minify.New()
	m.Add(".css", &css.Minifier{})
	m.Add(".js", &js.Minifier{})
	return m
}()

// libraryName is the script that draws charts in the browser of a reader who asks for it. No page loads it by itself.
const libraryName = "charts.js"

func (t *Theme) addAsset(name string, data []byte) {
	sum := sha256.Sum256(data)
	extension := path.Ext(name)
	hashed := strings.TrimSuffix(name, extension) + "." + hex.EncodeToString(sum[:5]) + extension
	check := sha512.Sum384(data)
	t.assets[strings.TrimPrefix(name, "assets/")] = asset{
		file:      File{Path: hashed, Data: data},
		integrity: "sha384-" + base64.StdEncoding.EncodeToString(check[:]),
	}
}

// Assets returns the theme's assets as files, in order.
func (t *Theme) Assets() []File {
	var files []File
	for _, a := range t.assets {
		files = append(files, a.file)
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files
}

// File is one file of the output. Path is relative to the output folder and uses slashes.
type File struct {
	Path string
	Data []byte

	draft *bytes.Buffer // in which the data are, if that may be used again
}

// Recycle hands back the memory of a file's data, for other pages to be written in. Nobody may use the data afterwards.
func (f File) Recycle() {
	if f.draft != nil {
		drafts.Put(f.draft)
	}
}

// drafts are buffers into which templates have been executed: a page is written into one that is large enough already.
var drafts = sync.Pool{New: func() any { return &bytes.Buffer{} }}

// execute runs a template into memory.
func execute(set *template.Template, name string, data any) ([]byte, error) {
	out := drafts.Get().(*bytes.Buffer)
	defer drafts.Put(out)
	out.Reset()
	if err := set.ExecuteTemplate(&ration{out, mostWritten, name}, name, data); err != nil {
		return nil, err
	}
	return bytes.Clone(out.Bytes()), nil
}

// readWords reads the theme's interface strings in a language; English needs none.
func readWords(files fs.FS, tag string) (site.Words, error) {
	text, err := fs.ReadFile(files, "locales/"+tag+".po")
	if errors.Is(err, fs.ErrNotExist) {
		return site.Words{}, nil
	}
	if err != nil {
		return nil, err
	}
	file, findings := translation.ParsePO("locales/"+tag+".po", text)
	if findings.HasErrors() {
		return nil, fmt.Errorf("theme: %s line %d: %s", findings[0].Path, findings[0].Line, findings[0].Message)
	}
	words := site.Words{}
	for _, e := range file.Entries {
		if e.Obsolete || e.Fuzzy() || e.Text() == "" {
			continue
		}
		switch {
		case e.HasPlural:
			words.SetPlural(e.ID, e.Str)
		case e.HasContext:
			words.Set(e.Context, e.ID, e.Text())
		default:
			words[e.ID] = e.Text()
		}
	}
	return words, nil
}
