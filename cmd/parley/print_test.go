package main

import (
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheTimeLeftIsToldOnceItCanBe(t *testing.T) {
	for _, test := range []struct {
		passed    time.Duration
		done, all int
		want      string
	}{
		{time.Second, 50, 100, ""}, {5 * time.Second, 0, 100, ""}, {5 * time.Second, 100, 100, ""},
		{5 * time.Second, 50, 100, ", 6 s left"}, {time.Minute, 25, 100, ", 3 min left"},
	} {
		if got := timeLeft(test.passed, test.done, test.all); got != test.want {
			t.Errorf("%d of %d after %s: %q, want %q", test.done, test.all, test.passed, got, test.want)
		}
	}
}

// full is a disk on which nothing has room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// TestAnAnswerThatNobodyGetsIsAFailure: whatever a command prints, and with whatever means, it has not done its work where that is lost.
func TestAnAnswerThatNobodyGetsIsAFailure(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	if code := run(t.Context(), []string{"init", dir}, io.Discard, io.Discard); code != 0 {
		t.Fatal(code)
	}
	for _, args := range [][]string{
		{"--help"}, {"build", "--help"}, {"--version"}, {"explain"}, {"explain", "link/broken"}, {"check"}, {"check", "--format", "sarif"},
		{"price", "list"}, {"price", "list", "--format", "json"}, {"price", "compute"}, {"price", "explain", "europe-eur-registered", "SRV-SEAT"},
		{"translate", "status"}, {"translate", "review"}, {"metrics"}, {"metrics", "--format", "csv"}, {"schema", "page"}, {"terms", "export"},
	} {
		var said strings.Builder
		if code := run(t.Context(), append([]string{"-C", dir}, args...), full{}, &said); code != int(exitFailed) || !strings.Contains(said.String(), "no space left on device") {
			t.Errorf("%q ends with %d and says %q", args, code, said.String())
		}
	}
}
