package workspace

import (
	"cmp"
	"net/url"
	"regexp"
	"strconv"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/locale"
)

// Settings is what content/site.yaml says. Every field has a sensible value when it says nothing.
type Settings struct {
	Title      string
	Company    string
	Source     string            // the language in which documents are written
	Languages  []string          // all languages, the source first
	Written    map[string]string // of a language, the tag by whose conventions dates, numbers, money and lists are written where it is not its own
	BaseURL    string
	Repository Repository
	Theme      string
	Menu       []MenuSection
	Start      []StartPoint
	Redirects  []Redirect
	Topics     map[string]string // by kind of document, the topic on which its readers' questions are
	Budget     map[string]int    // what pages may weigh, in kilobytes, by template
	Accent     string            // the company's colour, #rrggbb; "" for the theme's own
	FileNames  *regexp.Regexp
	FileBytes  int64
}

// Locale is how pages in a language of the site write dates, numbers, money and lists.
func (s Settings) Locale(language string) locale.Locale {
	known, _ := locale.For(language)
	if written := s.Written[language]; written != "" {
		return known.By(written)
	}
	return known
}

// Repository says where the source of the portal can be seen and edited.
type Repository struct {
	URL      string
	Edit     string // {path} stands for the path of a file
	Audience kind.Audience
	Branch   string // into which changes land
}

// MenuSection is a section of the navigation.
type MenuSection struct {
	ID    string
	Kinds []string
	Paths []string
}

// StartPoint is what the start page offers to a group of readers. Paths are documents.
type StartPoint struct {
	ID       string
	Audience kind.Audience
	Paths    []string
}

// Redirect leads from an address at which a page stood to the document that took its place.
type Redirect struct {
	From string
	To   string
}

const (
	defaultFileNames = `^[a-z0-9][a-z0-9.-]*$`
	defaultFileBytes = 2 << 20
)

// address reads an address of the settings, of which pages make links. "" stands for one that is no address of the web:
// a browser would run it, or look for it on the reader's own disk.
func address(fields doc.Value, name string) string {
	text := fields.Str(name)
	if parsed, err := url.Parse(text); err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" || parsed.Host == "" {
		return ""
	}
	return text
}

// addressFindings reports the addresses of which no link is made. What is no address of any kind, the schema reports.
func addressFindings(fields doc.Value) diag.List {
	var findings diag.List
	judge := func(fields doc.Value, name string) {
		value := fields.Get(name)
		if parsed, err := url.Parse(value.Text); err == nil && parsed.IsAbs() && address(fields, name) == "" {
			findings = append(findings, diag.New(diag.LinkScheme, diag.Place{Path: SettingsPath, Span: value.Span}, "a link may not lead to %s", value).
				WithHint("write an address of the web: https://example.org/"))
		}
	}
	judge(fields, "base_url")
	judge(fields.Get("repository"), "url")
	judge(fields.Get("repository"), "edit")
	return findings
}

// readSettings reads the settings from their document.
func readSettings(fields doc.Value) Settings {
	s := Settings{
		Title:     cmp.Or(fields.Str("title"), "Partner portal"),
		Company:   fields.Str("company"),
		Languages: fields.Strings("languages"),
		BaseURL:   address(fields, "base_url"),
		Theme:     cmp.Or(fields.Get("theme").Str("name"), "default"),
		Accent:    fields.Get("theme").Str("accent"),
		FileNames: regexp.MustCompile(defaultFileNames),
		FileBytes: defaultFileBytes,
	}
	if len(s.Languages) == 0 {
		s.Languages = []string{"en"}
	}
	s.Source = s.Languages[0]
	repository := fields.Get("repository")
	s.Repository = Repository{address(repository, "url"), address(repository, "edit"), kind.Audience(cmp.Or(repository.Str("audience"), "internal")), cmp.Or(repository.Str("branch"), "main")}
	for _, item := range fields.Get("navigation").Items {
		s.Menu = append(s.Menu, MenuSection{item.Str("id"), item.Strings("kinds"), item.Strings("paths")})
	}
	for _, item := range fields.Get("start").Items {
		s.Start = append(s.Start, StartPoint{item.Str("id"), kind.Audience(cmp.Or(item.Str("audience"), "public")), item.Strings("paths")})
	}
	for _, item := range fields.Get("redirects").Items {
		s.Redirects = append(s.Redirects, Redirect{item.Str("from"), item.Str("to")})
	}
	s.Written = map[string]string{}
	for _, key := range fields.Get("conventions").Keys {
		s.Written[key.Name] = key.Value.Text
	}
	s.Budget = map[string]int{}
	for _, key := range fields.Get("budget").Keys {
		if n, err := strconv.Atoi(key.Value.Text); err == nil && n > 0 {
			s.Budget[key.Name] = n
		}
	}
	s.Topics = map[string]string{}
	for _, key := range fields.Get("contact").Keys {
		s.Topics[key.Name] = key.Value.Text
	}
	if pattern, err := regexp.Compile(fields.Get("naming").Str("files")); err == nil && pattern.String() != "" {
		s.FileNames = pattern
	}
	if n, err := strconv.ParseFloat(fields.Get("limits").Str("file_bytes"), 64); err == nil && n >= 1024 && n < 1<<40 {
		s.FileBytes = int64(n) // the schema lets through what JSON Schema calls an integer, 1.5e6 too
	}
	return s
}
