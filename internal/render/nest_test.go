package render

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestTheNestIsNeverInAnotherFolder enters folders in an order that goes up, down and sideways, among them such that begin alike.
func TestTheNestIsNeverInAnotherFolder(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	n := nest{made: map[string]bool{}, open: []room{{".", root}}}
	folders := []string{".", "a", "a/b/c", "a/b", "ab", ".hidden/x", ".hidden", "a/b/cd", "a/bc/c", "a/b/c/d/e", "."}
	for _, folder := range folders {
		at, err := n.enter(folder)
		if err != nil {
			t.Fatalf("%s: %v", folder, err)
		}
		if err := at.WriteFile("here", []byte(folder), 0o644); err != nil {
			t.Fatalf("%s: %v", folder, err)
		}
	}
	for _, folder := range folders {
		if said, err := os.ReadFile(filepath.Join(dir, folder, "here")); string(said) != folder {
			t.Errorf("in %s stands %q, %v", folder, said, err)
		}
	}
	if err := n.leave(1); err != nil || !slices.Equal(n.open, []room{{".", root}}) {
		t.Errorf("left: %v, %v", n.open, err)
	}
}
