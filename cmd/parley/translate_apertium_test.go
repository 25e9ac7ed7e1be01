package main

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/internal/acceptance/folder"
	"parley/internal/translation"
	"parley/internal/translator"
	"parley/internal/workspace"
)

// TestApertiumTranslatesTheSampleCompany has the real engine translate a part of our own content, to Spanish and, through
// Catalan, to French. gettext takes every file as it is, pofilter finds no fault with addresses and tags, and a second run does nothing. With PARLEY_LONG=1 it translates all documents.
func TestApertiumTranslatesTheSampleCompany(t *testing.T) {
	if testing.Short() {
		t.Skip("works on the whole company with programs of others: go test without -short does it")
	}
	needs(t, "apertium", "apertium apertium-eng-spa apertium-eng-cat apertium-fra-cat")
	parts := []string{"content/features", "content/azure-migration.md", "content/metrics/certification-rate.md", "content/metrics/feature-adoption.md"}
	if long {
		parts = []string{"content", "glossary", "playbooks", "pricing"}
	}
	dir, args := untranslated(t, parts), apertiumFor(parts)
	before := folder.Read(t, filepath.Join(dir, "content", "locales"))
	_, out, errs := interpreted(t, dir, args...)
	if !strings.Contains(out, "translated") || strings.Contains(errs, "unavailable") || strings.Contains(out, " left") {
		t.Fatal(out, errs)
	}
	t.Log(out)
	after := folder.Read(t, filepath.Join(dir, "content", "locales"))
	written := 0
	for name, text := range after {
		if before[name] == text || !strings.HasSuffix(name, ".po") {
			continue
		}
		written++
		judgedByGettext(t, filepath.Join(dir, "content", "locales", filepath.FromSlash(name)), text)
	}
	needs(t, "pofilter", "translate-toolkit")
	judgedByPofilter(t, filepath.Join(dir, "content", "locales"))
	if written < 20 {
		t.Errorf("only %d files were written", written)
	}
	if code, out, errs := interpreted(t, dir, args...); !strings.HasPrefix(out, "0 texts wanted") || code != 0 {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code := run(t.Context(), []string{"-C", dir, "check"}, os.Stderr, os.Stderr); code != 0 {
		t.Error("the check finds errors")
	}
}

// needs skips a test loudly where a program is not installed; on a build server it fails.
func needs(t *testing.T, program, packages string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is not installed: apt-get install %s", program, packages)
	}
	t.Skipf("NOT TRIED WITH THE REAL %s: apt-get install %s", program, packages)
}

// ownContent is a copy of the sample company.
func ownContent(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"content", "glossary", "playbooks", "pricing"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("../..", name))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// apertiumFor are the arguments that have Apertium translate these files or folders to Spanish and French.
func apertiumFor(parts []string) []string {
	args := []string{"--provider", "apertium", "--to", "es", "--to", "fr"}
	for _, part := range parts {
		args = append(args, "--path", part)
	}
	return args
}

// untranslated is a copy of the sample company without what people wrote in Spanish and French for these files or folders.
func untranslated(t *testing.T, parts []string) string {
	t.Helper()
	dir := ownContent(t)
	for _, lang := range []string{"es", "fr"} {
		for _, part := range parts {
			translated := filepath.Join(dir, "content", "locales", lang, filepath.FromSlash(part))
			if strings.HasSuffix(part, ".md") {
				translated = strings.TrimSuffix(translated, ".md") + ".po"
			}
			if _, err := os.Stat(translated); err != nil {
				t.Fatal(err)
			}
			if err := os.RemoveAll(translated); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// localAPy starts Apertium's own server. By itself it listens on every interface and has no option for less, so what opens its
// sockets is told to open one on this machine alone, and to say which.
const localAPy = `
import sys, tornado.netutil, tornado.tcpserver
def local(port, *rest, **more):
    sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
    print(sockets[0].getsockname()[1], flush=True)
    return sockets
tornado.tcpserver.bind_sockets = local
sys.argv = ["apertium-apy", "/usr/share/apertium/modes"]
from apertium_apy.apy import main
main()
`

// TestApertiumBehindAPy translates over HTTP, and gets what the program gives.
func TestApertiumBehindAPy(t *testing.T) {
	if testing.Short() {
		t.Skip("works on the whole company with programs of others: go test without -short does it")
	}
	needs(t, "apertium", "apertium apertium-eng-spa apertium-eng-cat apertium-fra-cat")
	needs(t, "apertium-apy", "apertium-apy")
	server := exec.Command("/usr/bin/python3", "-c", localAPy) // Debian's, which has the package
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = server.Process.Kill(), server.Wait() })
	port, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal("it says no port: ", err)
	}
	parts := []string{"content/metrics/certification-rate.md", "content/metrics/feature-adoption.md"}
	args := apertiumFor(parts)
	byProgram := untranslated(t, parts)
	if _, out, errs := interpreted(t, byProgram, args...); strings.Contains(out, " left") {
		t.Fatal(out, errs)
	}
	byServer := untranslated(t, parts)
	t.Setenv("APERTIUM_APY_URL", "http://127.0.0.1:"+strings.TrimSpace(port))
	_, said, errs := interpreted(t, byServer, args...)
	if strings.Contains(said, " left") || !strings.Contains(said, "translated") {
		t.Fatal(said, errs)
	}
	t.Log(said)
	if diff := folder.Differences(textsOf(t, byProgram), textsOf(t, byServer)); diff != "" {
		t.Errorf("the server translates otherwise than the program: %s", diff)
	}
}

// TestGettextTakesEveryFileOfOurs: of every PO file of the sample company, of the theme and of a new repository, msgcat would write
// the same bytes, msgfmt takes it without a warning, and pofilter finds no address and no tag changed.
func TestGettextTakesEveryFileOfOurs(t *testing.T) {
	if testing.Short() {
		t.Skip("works on the whole company with programs of others: go test without -short does it")
	}
	needs(t, "msgcat", "gettext")
	needs(t, "pofilter", "translate-toolkit")
	files := 0
	for _, dir := range []string{"../../content/locales", "../../themes/default/locales", "../../internal/pipeline/starter/content/locales"} {
		for name, text := range folder.Read(t, dir) {
			if strings.HasSuffix(name, ".po") {
				files++
				judgedByGettext(t, filepath.Join(dir, filepath.FromSlash(name)), text)
			}
		}
		judgedByPofilter(t, dir)
	}
	if files < 300 {
		t.Errorf("only %d files were judged", files)
	}
}

// judgedByGettext asks the tools that others use for PO files.
func judgedByGettext(t *testing.T, file, text string) {
	t.Helper()
	if out, err := exec.Command("msgfmt", "-c", "-o", os.DevNull, file).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("msgfmt: %v: %s", err, out)
	}
	if out, err := exec.Command("msgcat", "--no-wrap", file).Output(); err != nil || string(out) != text {
		t.Errorf("%s: msgcat would write it differently (%v)", file, err)
	}
}

// judgedByPofilter asks Translate Toolkit about all files below a folder at once, since each start takes long.
func judgedByPofilter(t *testing.T, dir string) {
	t.Helper()
	faults := t.TempDir()
	out, err := exec.Command("pofilter", "--progress=none", "--nofuzzy", "-t", "urls", "-t", "xmltags", "-t", "emails", dir, faults).CombinedOutput()
	if err != nil {
		t.Fatalf("pofilter: %v\n%s", err, out)
	}
	for name, text := range folder.Read(t, faults) {
		if !strings.HasSuffix(name, ".po") {
			continue // pofilter makes every folder
		}
		t.Errorf("pofilter finds fault with %s:\n%s", name, text)
	}
}

// TestAChangeIsTranslatedIntoEveryLanguage changes a page of a copy of the sample company: a sentence, and one more. Spanish and
// French are Apertium's; the others, and what the sample company lacks on purpose, come from people, by way of an agency. Then
// nothing is missing, out of date or failing in any language, and every tool that others use takes every file.
func TestAChangeIsTranslatedIntoEveryLanguage(t *testing.T) {
	if testing.Short() {
		t.Skip("works on the whole company with programs of others: go test without -short does it")
	}
	needs(t, "apertium", "apertium apertium-eng-spa apertium-eng-cat apertium-fra-cat")
	needs(t, "pofilter", "translate-toolkit")
	needs(t, "msgcat", "gettext")
	dir := ownContent(t)
	page := filepath.Join(dir, "content", "registering-a-deal.md")
	alter(t, page, "Send it to deals@example.com, and", "Send it to deals@example.com within 30 days of your first meeting, and")
	alter(t, page, "## What happens then", "You may register up to 20 deals at the same time; the [price list](../pricing/lists/emea-eur-gold.yaml) does not depend on how many.\n\n## What happens then")
	for _, row := range statusOf(t, dir).Documents {
		if row.Document == "content/registering-a-deal.md" && (row.Stale != 1 || row.Missing != 1) {
			t.Errorf("%s knows nothing of the change: %+v", row.Language, row)
		}
	}
	before := folder.Read(t, filepath.Join(dir, "content", "locales"))
	if code, out, errs := interpreted(t, dir, "--provider", "apertium", "--to", "es", "--to", "fr"); code != 0 {
		t.Fatal(out, errs)
	}
	agency, err := filepath.Glob("testdata/agency/*.po")
	if err != nil || len(agency) == 0 {
		t.Fatal(err, agency)
	}
	if code, out, errs := interpreted(t, dir, append([]string{"import"}, agency...)...); code != 0 {
		t.Fatal(out, errs)
	}
	for _, row := range statusOf(t, dir).Languages {
		if row.Fresh() != row.All() {
			t.Errorf("%s is not complete: %+v", row.Language, row)
		}
		t.Logf("%s: %d approved, %d edited, %d by machine", row.Language, row.Approved, row.Edited, row.Machine)
	}
	written := 0
	for name, text := range folder.Read(t, filepath.Join(dir, "content", "locales")) {
		if before[name] != text && strings.HasSuffix(name, ".po") {
			written++
			judgedByGettext(t, filepath.Join(dir, "content", "locales", filepath.FromSlash(name)), text)
		}
	}
	if written != 9 { // the page in five languages, and the four files with gaps
		t.Errorf("%d files were written", written)
	}
	judgedByPofilter(t, filepath.Join(dir, "content", "locales"))
	var out strings.Builder
	if code := run(t.Context(), []string{"-C", dir, "check", "--strict", "--as-of", "2026-11-23"}, &out, os.Stderr); code != 0 {
		t.Errorf("the check finds something: %s", &out)
	}
	if code, out, errs := interpreted(t, dir); code != 0 || !strings.HasPrefix(out, "0 texts wanted") {
		t.Error(out, errs)
	}
}

// statusOf is what the command status says.
func statusOf(t *testing.T, dir string) (status translator.Status) {
	t.Helper()
	code, out, errs := interpreted(t, dir, "status", "--format", "json")
	if err := json.Unmarshal([]byte(out), &status); err != nil || code != 0 {
		t.Fatal(err, out, errs)
	}
	return status
}

// TestTheSampleKeepsItsTerms: in every language each text has the approved form of each term of its source, keeps every name,
// and has no forbidden form, whatever its state; but where somebody has said with a reason that the word is no term there. That
// such texts are caught, whoever wrote them, TestEveryCheckCatchesAMachine and its like show.
func TestTheSampleKeepsItsTerms(t *testing.T) {
	w, err := workspace.Load(os.DirFS("../.."), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range w.Settings.Languages[1:] {
		judge := translation.NewJudge(w.Terms, language, w.Settings.Source)
		held, waived := 0, 0
		for i := range w.Documents {
			d := w.Documents[i]
			for _, unit := range w.Translated(d, language) {
				if !unit.Shown() {
					continue
				}
				if unit.State == translation.Stale {
					unit.Unit.Text = unit.Previous
				}
				held += len(judge.Terms(unit.Unit, true))
				all := termsOf(judge.Words(unit.Unit, unit.Text, d.Path, false))
				left := unit.Unwaived(all)
				waived += len(all) - len(left)
				for _, failure := range left {
					t.Errorf("%s:%d: %s %s", unit.Place.Path, unit.Place.Line, failure.Check, failure.Detail)
				}
			}
		}
		t.Logf("%s: %d terms hold, %d texts are excepted", language, held-waived, waived)
		if held < 1000 || waived > 20 {
			t.Errorf("%s: there are %d terms and %d exceptions", language, held, waived)
		}
	}
}

func termsOf(failures []translation.Failure) []translation.Failure {
	return slices.DeleteFunc(slices.Clone(failures), func(f translation.Failure) bool {
		return f.Check != "terms" && f.Check != "keep" && f.Check != "forbidden"
	})
}
