package workspace

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestTheCacheIsTidiedAfterTheDead lays beside a cache what a run leaves that is killed while it writes. The next one
// that writes the cache anew removes it, but not what somebody else may still be writing.
func TestTheCacheIsTidiedAfterTheDead(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	for name, age := range map[string]time.Duration{".parse-1": 2 * time.Hour, ".parse-2": 48 * time.Hour, ".parse-3": time.Minute, "other": 48 * time.Hour} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("half a cac"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	cache := OpenCache(filepath.Join(dir, "documents"))
	load(t, cache)
	if err := cache.Save(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, entry := range entries {
		left = append(left, entry.Name())
	}
	if diff := cmp.Diff([]string{".parse-3", "documents", "other"}, left); diff != "" {
		t.Error(diff)
	}
}
