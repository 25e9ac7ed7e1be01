//go:build unix

package pipeline

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// TestPipesKeepNobodyWaiting lays pipes wherever something is read.
func TestPipesKeepNobodyWaiting(t *testing.T) {
	for name, want := range map[string]string{
		"content/site.yaml":                  "content/site.yaml file/unreadable",
		"content/a.md":                       "content/a.md file/unreadable",
		"content/picture.png":                "content/picture.png file/unreadable",
		"content/kinds/a.yaml":               "content/kinds/a.yaml file/unreadable",
		"content/locales/fr/content/a.po":    "content/locales/fr/content/a.po file/unreadable",
		"themes/default/templates/list.html": "themes/default/templates/list.html file/unreadable",
		"themes/default/assets/style.css":    "themes/default/assets/style.css file/unreadable",
		"themes/default/locales/en.po":       "themes/default/locales/en.po file/unreadable",
		"themes/default":                     "themes/default file/unreadable",
		"glossary":                           "glossary file/unreadable",
		".parley/cache/documents":            "",
	} {
		t.Run(name, func(t *testing.T) {
			dir := small(t, nil)
			pipe(t, dir, name)
			done := make(chan []string, 1)
			go func() {
				Kinds(dir)
				done <- codes(t, dir)
			}()
			select {
			case got := <-done:
				if want != "" && !slices.Contains(got, want) || want == "" && len(got) > 0 {
					t.Errorf("%v; want %s", got, want)
				}
			case <-time.After(20 * time.Second):
				t.Fatal("somebody waits for a pipe")
			}
		})
	}
}

// TestAPipeForACache is laid where the own cache should be. It is not read, and a cache takes its place.
func TestAPipeForACache(t *testing.T) {
	dir := small(t, nil)
	file := open(t, dir).cacheFile("documents")
	pipe(t, filepath.Dir(file), filepath.Base(file))
	done := make(chan bool)
	go func() {
		codes(t, dir)
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("somebody waits for a pipe")
	}
	if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
		t.Errorf("%v, %v", info, err)
	}
}

func pipe(t *testing.T, dir, name string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(file)
	if err := syscall.Mkfifo(file, 0o644); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("NOT TESTED, this file system has no pipes: %v", err)
	}
}
