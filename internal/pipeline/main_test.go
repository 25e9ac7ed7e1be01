package pipeline

import (
	"fmt"
	"os"
	"testing"
)

// TestMain keeps the tests out of the cache of whoever runs them.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "parley-cache")
	if err == nil {
		err = os.Setenv("PARLEY_CACHE_DIR", dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}
