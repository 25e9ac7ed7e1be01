package program

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"testing"
)

// Main is the TestMain of a package whose tests run the program: it builds it, puts it in front of the PATH, runs the tests
// and exits.
func Main(m *testing.M) {
	code, err := withProgram(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func withProgram(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "parley-program-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	build := exec.Command("go", "build", "-buildvcs=false", fmt.Sprintf("-race=%t", raced()), "-o", filepath.Join(dir, "parley"), "parley/cmd/parley")
	if said, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("the program cannot be built: %w\n%s", err, said)
	}
	if err := os.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH")); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// raced reports whether the tests run with the race detector. The program then does, too.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return false
	}
	for _, setting := range info.Settings {
		if setting.Key == "-race" {
			return setting.Value == "true"
		}
	}
	return false
}

// Command is a run of the program with a cache, "off" for none.
func Command(ctx context.Context, cache string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, "parley", args...)
	command.Env = append(os.Environ(), "PARLEY_CACHE_DIR="+cache, "SOURCE_DATE_EPOCH=", "NO_COLOR=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	return command
}
