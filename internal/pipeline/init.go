package pipeline

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

//go:embed all:starter
var starter embed.FS

// Init makes a new repository in a folder that is empty or does not exist yet, and returns how many files it has.
func Init(dir string) (int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	for _, entry := range entries {
		if entry.Name() != ".git" {
			return 0, fmt.Errorf("%s holds %s already; choose an empty folder", dir, entry.Name())
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return 0, err
	}
	defer root.Close()
	made := 0
	err = fs.WalkDir(starter, "starter", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := starter.ReadFile(name)
		if err != nil {
			return err
		}
		made++
		return writeNew(root, strings.TrimPrefix(name, "starter/"), data)
	})
	return made, err
}
