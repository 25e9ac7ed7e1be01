package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/acceptance/program"
)

// TestReadmeCommands runs every command of the README's shell blocks, in order, and fails for one that it does not know
// how to run: a command that nobody runs stops being true.
func TestReadmeCommands(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(readme, []byte("\n")); lines >= 150 {
		t.Errorf("the README has %d lines; it stays under 150", lines)
	}
	ci, err := os.ReadFile("../../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, command := range shellLines(string(readme)) {
		t.Run(command, func(t *testing.T) { runReadme(t, command, dir, string(ci)) })
	}
}

func runReadme(t *testing.T, command, dir, ci string) {
	words := strings.Fields(command)
	switch {
	case command == "go run ./cmd/parley serve":
		serveOwnContent(t)
	case command == "go test ./...", command == "go install ./cmd/parley":
		// This test is part of the first, which would run itself; the build of continuous integration runs both.
		if !strings.Contains(ci, command) {
			t.Errorf(".ci/run does not run %q", command)
		}
	case words[0] == "parley":
		inside := func(arg string) string {
			if arg == "demo" {
				return filepath.Join(dir, "demo")
			}
			return arg
		}
		var args []string
		for _, word := range words[1:] {
			args = append(args, inside(word))
		}
		var out, errors bytes.Buffer
		if code := run(context.Background(), args, &out, &errors); code != 0 {
			t.Errorf("exit code %d\n%s%s", code, out.String(), errors.String())
		}
	default:
		t.Errorf("no test runs this command")
	}
}

// shellLines returns the commands in the blocks marked sh.
func shellLines(markdown string) []string {
	var commands []string
	inside := false
	for line := range strings.Lines(markdown) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "```"):
			inside = line == "```sh"
		case inside && line != "":
			commands = append(commands, line)
		}
	}
	return commands
}

// serveOwnContent serves the sample company on a free port until its start page and a price list have been fetched.
func serveOwnContent(t *testing.T) {
	origin := program.Serve(t, "../..", "off").URL
	for _, page := range []string{"", "pricing/lists/emea-eur-gold/", "ar/playbooks/partner-lifecycle/"} {
		fetch(t, origin+page)
	}
}

func fetch(t *testing.T, url string) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Error(err)
		return
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || !bytes.Contains(page, []byte("<h1")) {
		t.Errorf("%s: %s, %v", url, answer.Status, err)
	}
}
