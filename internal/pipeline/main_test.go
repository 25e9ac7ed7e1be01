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

// skipShort skips a test in a short run, as the race detector has it. What it builds is built there too, in smaller repositories, and
// nothing in it is done side by side that is not done side by side there.
func skipShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("looks at what a build says, not at how it is built: go test without -short does it")
	}
}
