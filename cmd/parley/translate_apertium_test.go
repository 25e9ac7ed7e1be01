package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestApertiumTranslatesTheSampleCompany has the real engine translate a part of our own content, to Spanish and, through
// Catalan, to French. gettext takes every file as it is, pofilter finds no fault with addresses and tags where it is installed,
// and a second run does nothing. With PARLEY_LONG=1 it translates all documents.
func TestApertiumTranslatesTheSampleCompany(t *testing.T) {
	if _, err := exec.LookPath("apertium"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("apertium is not installed: apt-get install apertium apertium-eng-spa apertium-eng-cat apertium-fra-cat")
		}
		t.Skip("NOT TRIED WITH A REAL ENGINE: apt-get install apertium apertium-eng-spa apertium-eng-cat apertium-fra-cat")
	}
	dir := t.TempDir()
	for _, folder := range []string{"content", "glossary", "playbooks", "pricing"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join("../..", folder))); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"--provider", "apertium", "--to", "es", "--to", "fr", "--path", "content/features", "--path", "content/azure-migration.md", "--path", "content/metrics"}
	if long {
		args = args[:6]
	}
	before := treeOf(t, filepath.Join(dir, "content", "locales"))
	_, out, errs := interpreted(t, dir, args...)
	if !strings.Contains(out, "translated") || strings.Contains(errs, "unavailable") || strings.Contains(out, " left") {
		t.Fatal(out, errs)
	}
	t.Log(out)
	after := treeOf(t, filepath.Join(dir, "content", "locales"))
	written := 0
	for name, text := range after {
		if before[name] == text || !strings.HasSuffix(name, ".po") {
			continue
		}
		written++
		judgedByGettext(t, filepath.Join(dir, "content", "locales", filepath.FromSlash(name)), text)
	}
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

// judgedByGettext asks the tools that others use for PO files.
func judgedByGettext(t *testing.T, file, text string) {
	t.Helper()
	if out, err := exec.Command("msgfmt", "-c", "-o", os.DevNull, file).CombinedOutput(); err != nil {
		t.Errorf("msgfmt: %v: %s", err, out)
	}
	if out, err := exec.Command("msgcat", "--no-wrap", file).Output(); err != nil || string(out) != text {
		t.Errorf("%s: msgcat would write it differently (%v)", file, err)
	}
	if _, err := exec.LookPath("pofilter"); err != nil {
		return
	}
	out, err := exec.Command("pofilter", "--nofuzzy", "-t", "urls", "-t", "xmltags", "-t", "emails", file).Output()
	if err != nil || strings.Contains(string(out), "\nmsgctxt") || strings.Contains(string(out), "(pofilter)") {
		t.Errorf("pofilter: %v\n%s", err, out)
	}
}
