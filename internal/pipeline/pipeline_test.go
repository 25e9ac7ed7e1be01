package pipeline

import (
	"bytes"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// today is the day for which the tests look at the sample company.
const today = "2026-11-22"

// company opens the repository's own content.
func company(t *testing.T) *Repository {
	t.Helper()
	return open(t, "../..")
}

func open(t *testing.T, dir string) *Repository {
	t.Helper()
	repository, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = repository.Close() })
	return repository
}

// copyOf copies the sample company into a folder of its own, without caches.
func copyOf(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range workspace.Folders {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join("../..", folder))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// copyIn copies the sample company as it would be in fewer languages, for what is the same in all of them.
func copyIn(t *testing.T, languages ...string) string {
	t.Helper()
	dir := copyOf(t)
	edit(t, filepath.Join(dir, "content/site.yaml"), "languages: [en, fr, de, es, ja, ar]", "languages: ["+strings.Join(languages, ", ")+"]")
	locales := filepath.Join(dir, "content/locales")
	translated, err := os.ReadDir(locales)
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range translated {
		if slices.Contains(languages, language.Name()) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(locales, language.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func build(t *testing.T, dir, out string, view workspace.View) Built {
	t.Helper()
	built, err := Build(open(t, dir), BuildOptions{Moment: Moment{AsOf: today}, View: view, Out: out}, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return built
}

// files reads a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	read := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		relative, _ := filepath.Rel(dir, name)
		read[filepath.ToSlash(relative)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func TestTheSampleCompanyHasNoErrors(t *testing.T) {
	report, err := Check(company(t), CheckOptions{Moment: Moment{AsOf: today}})
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range report.Findings {
		if finding.Severity == "error" {
			t.Errorf("%s:%d:%d: %s", finding.Path, finding.Line, finding.Col, finding.Message)
		}
	}
	if report.Documents < 25 {
		t.Errorf("%d documents", report.Documents)
	}
}

func TestOneCoreColdAndEightWarmGiveTheSameBytes(t *testing.T) {
	languages := []string{"en", "fr", "de", "es", "ja", "ar"}
	if testing.Short() { // as the race detector has it: what is done side by side is the same in fewer languages
		languages = []string{"en", "fr", "ar"}
	}
	dir := copyIn(t, languages...)
	cold, warm, anew := filepath.Join(t.TempDir(), "cold"), filepath.Join(t.TempDir(), "warm"), filepath.Join(t.TempDir(), "anew")
	view := workspace.View{Audience: kind.Internal}
	t.Setenv("PARLEY_CACHE_DIR", t.TempDir()) // no other test has drawn its charts

	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	first := build(t, dir, cold, view)
	runtime.GOMAXPROCS(8)
	second := build(t, dir, warm, view)
	one := files(t, cold)
	if diff := cmp.Diff(one, files(t, warm)); diff != "" {
		t.Errorf("the outputs differ:\n%s", diff)
	}
	if diff := cmp.Diff(first.Findings, second.Findings); diff != "" {
		t.Errorf("the findings differ:\n%s", diff)
	}
	if again := build(t, dir, warm, view); again.Written != 0 || again.Removed != 0 {
		t.Errorf("building again wrote %d files and removed %d", again.Written, again.Removed)
	}
	if !testing.Short() { // a new engine for each chart
		t.Setenv("PARLEY_CACHE_DIR", "off")
		build(t, dir, anew, view)
		if diff := cmp.Diff(one, files(t, anew)); diff != "" {
			t.Errorf("with all charts drawn anew, the outputs differ:\n%s", diff)
		}
	}
}

func TestABuildWithAnErrorChangesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("builds of the whole company again and again: go test without -short makes them")
	}
	t.Parallel()
	dir := copyIn(t, "en", "fr", "ar")
	out := filepath.Join(dir, "public")
	view := workspace.View{Audience: kind.Partner}
	build(t, dir, out, view)
	before := files(t, out)

	list := filepath.Join(dir, "pricing/lists/emea-eur-gold.yaml")
	edit(t, list, `price: "1.84"`, `price: "1,84"`)
	edit(t, filepath.Join(dir, "content/index.md"), "title: ", "title: Changed ")
	if built := build(t, dir, out, view); !built.Findings.HasErrors() {
		t.Fatal("the error was not found")
	}
	if diff := cmp.Diff(before, files(t, out)); diff != "" {
		t.Errorf("the output changed:\n%s", diff)
	}
}

func edit(t *testing.T, name, old, new string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	if err := os.WriteFile(name, bytes.Replace(data, []byte(old), []byte(new), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestNoAudienceSeesWhatIsNotForIt plants words that stand nowhere else where only internal readers may see them, and
// searches every file of the smaller audiences' output for them.
func TestNoAudienceSeesWhatIsNotForIt(t *testing.T) {
	if testing.Short() {
		t.Skip("builds of the whole company again and again: go test without -short makes them")
	}
	t.Parallel()
	dir := copyOf(t)
	edit(t, filepath.Join(dir, "pricing/lists/emea-eur-gold.yaml"), `margin: "38%"`, `margin: "38.00417%"`)
	for _, list := range []string{"emea-eur-gold", "emea-gbp-gold"} {
		edit(t, filepath.Join(dir, "pricing/lists", list+".yaml"), "cost: azure-migrate-hour", "cost: zanzibar-hour")
	}
	edit(t, filepath.Join(dir, "pricing/costs/2026-q3.yaml"), "- id: azure-migrate-hour\n", "- id: zanzibar-hour\n")
	put(t, dir, "content/internal/plan.md", "---\ntitle: Quetzalcoatl plan\naudience: internal\n---\nThe xylophone figure. See [the index](../index.md) and ![mark](../images/yttrium.svg).\n")
	put(t, dir, "content/images/yttrium.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`)
	put(t, dir, "content/acme.md", "---\ntitle: For Wombatcorp only\npartner: wombatcorp\n---\nTheir ocelot number.\n")
	put(t, dir, "content/link.md", "---\ntitle: A page that links\n---\nSee [a plan](internal/plan.md).\n")
	secrets := []string{"38.00417", "internal/plan", "zanzibar", "Quetzalcoatl", "xylophone", "yttrium", "Wombatcorp", "wombatcorp", "ocelot"}

	for _, audience := range []kind.Audience{kind.Public, kind.Partner} {
		out := filepath.Join(t.TempDir(), string(audience))
		build(t, dir, out, workspace.View{Audience: audience})
		for name, text := range files(t, out) {
			for _, secret := range secrets {
				if strings.Contains(name+text, secret) || strings.Contains(text, base64.StdEncoding.EncodeToString([]byte(secret))) {
					t.Errorf("%s readers find %q in %s", audience, secret, name)
				}
			}
		}
	}
	internal := filepath.Join(t.TempDir(), "internal")
	build(t, dir, internal, workspace.View{Audience: kind.Internal})
	all := strings.Join(texts(files(t, internal)), "\n")
	for _, secret := range secrets {
		if !strings.Contains(all, secret) {
			t.Errorf("internal readers do not find %q: the test would not notice a leak", secret)
		}
	}
}

func TestARegionSeesItsOwnPricesOnly(t *testing.T) {
	if testing.Short() {
		t.Skip("builds of the whole company again and again: go test without -short makes them")
	}
	t.Parallel()
	out := filepath.Join(t.TempDir(), "emea")
	build(t, copyIn(t, "en", "fr", "ar"), out, workspace.View{Audience: kind.Partner, Region: "emea", Tier: "gold"})
	for name := range files(t, out) {
		if strings.Contains(name, "amer-usd") || strings.Contains(name, "emea-eur-silver") {
			t.Errorf("%s is in the output for gold partners of EMEA", name)
		}
	}
	if _, err := os.Stat(filepath.Join(out, "pricing/lists/emea-eur-gold/index.html")); err != nil {
		t.Error(err)
	}
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func texts(files map[string]string) []string {
	var all []string
	for name, text := range files {
		all = append(all, name, text)
	}
	return all
}

func TestInitPassesItsOwnCheck(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	if _, err := Init(dir); err != nil {
		t.Fatal(err)
	}
	report, err := Check(open(t, dir), CheckOptions{Moment: Moment{AsOf: today}, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range report.Findings {
		t.Errorf("%s:%d:%d: %s %s", finding.Path, finding.Line, finding.Col, finding.Code, finding.Message)
	}
	if _, err := Init(dir); err == nil {
		t.Error("init wrote over a repository")
	}
}

// TestNewDocumentsPass starts a document of every kind and checks that all that is found in it is what its author has
// yet to say.
func TestNewDocumentsPass(t *testing.T) {
	if testing.Short() {
		t.Skip("builds of the whole company again and again: go test without -short makes them")
	}
	t.Parallel()
	repository := open(t, copyIn(t, "en", "fr", "ar")) // the languages that a notice like a new one has to be in
	kinds := map[string]string{}                       // by path of the new document
	for _, k := range Kinds("../..") {
		if k.Single != "" {
			continue
		}
		name := "zz-" + k.Name
		if len(k.NameFrom) > 0 {
			name = "amer-eur-new"
		}
		if k.Name == "review" {
			name = "2026-q1"
		}
		path, err := New(repository, k.Name, name, today)
		if err != nil {
			t.Fatal(err)
		}
		kinds[path] = k.Name
		if _, err := New(repository, k.Name, name, today); err == nil {
			t.Errorf("new wrote over a %s", k.Name)
		}
	}
	report, err := Check(repository, CheckOptions{Moment: Moment{AsOf: today}})
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range report.Findings {
		if kind, isNew := kinds[finding.Path]; isNew && finding.Severity == "error" {
			t.Errorf("a new %s: %s:%d:%d: %s %s", kind, finding.Path, finding.Line, finding.Col, finding.Code, finding.Message)
		}
	}
	if len(kinds) < 20 {
		t.Errorf("only %d kinds were tried", len(kinds))
	}
}
