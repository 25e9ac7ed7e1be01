package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Write writes a file, and makes the folders above it.
func Write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Read reads a folder: every file by its path below the folder, every link as "-> " with where it leads, every empty folder
// with a slash at its end. A folder that does not exist is empty.
func Read(t testing.TB, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == dir {
			return nil
		}
		if err != nil {
			return err
		}
		relative, _ := filepath.Rel(dir, name)
		relative = filepath.ToSlash(relative)
		switch {
		case entry.IsDir():
			if entries, err := os.ReadDir(name); err == nil && len(entries) == 0 && name != dir {
				found[relative+"/"] = ""
			}
		case entry.Type()&fs.ModeSymlink != 0:
			leads, err := os.Readlink(name)
			found[relative] = "-> " + leads
			return err
		default:
			data, err := os.ReadFile(name)
			found[relative] = string(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Differences says, in a few lines, how two folders differ; "" when they do not.
func Differences(want, got map[string]string) string {
	var lines []string
	names := maps.Clone(want)
	maps.Copy(names, got)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		wanted, isWanted := want[name]
		found, isFound := got[name]
		switch {
		case !isFound:
			lines = append(lines, "missing: "+name)
		case !isWanted:
			lines = append(lines, "too much: "+name)
		case wanted != found:
			lines = append(lines, name+"\n"+FirstDifference(wanted, found))
		}
	}
	if len(lines) > 8 {
		lines = append(lines[:8], fmt.Sprintf("and %d more", len(lines)-8))
	}
	return strings.Join(lines, "\n")
}

// FirstDifference shows where two texts part, the one that was wanted first; "" when they do not.
func FirstDifference(want, got string) string {
	if want == got {
		return ""
	}
	at := 0
	for at < len(want) && at < len(got) && want[at] == got[at] {
		at++
	}
	around := func(text string) string { return text[max(0, at-120):min(len(text), at+120)] }
	return fmt.Sprintf("  at byte %d\n  want %q\n  got  %q\n", at, around(want), around(got))
}
