package program

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// patience is how long a preview may take to begin or to end; it is only ever reached by one that hangs.
const patience = 3 * time.Minute

// Preview is parley serve while it runs.
type Preview struct {
	URL   string        // of the start page, with a slash at its end
	Lines <-chan string // what it says behind its address; it is closed when the preview ends

	t       testing.TB
	command *exec.Cmd
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)

// Serve starts a preview of a repository, with a cache, and waits for its address. It ends with the test, or when it is
// stopped.
func Serve(t testing.TB, dir, cache string) *Preview {
	t.Helper()
	p := &Preview{t: t, command: Command(context.Background(), cache, "serve", "-C", dir, "--addr", "127.0.0.1:0")}
	said, err := p.command.StderrPipe()
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 100_000)
	p.Lines = lines
	go hear(said, lines)
	t.Cleanup(p.Stop)
	var heard strings.Builder
	for timeout := time.After(patience); p.URL == ""; {
		select {
		case line, open := <-lines:
			if heard.WriteString(line + "\n"); !open {
				t.Fatalf("the preview has ended before it listened:\n%s", heard.String())
			}
			p.URL = address.FindString(line)
		case <-timeout:
			t.Fatalf("the preview does not listen:\n%s", heard.String())
		}
	}
	return p
}

// hear passes on what is said line by line. What nobody has listened to for very long is lost, so that the preview goes on.
func hear(said io.Reader, lines chan<- string) {
	defer close(lines)
	reader := bufio.NewReader(said)
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			return
		}
		select {
		case lines <- strings.TrimSuffix(line, "\n"):
		default:
		}
	}
}

// Stop ends the preview as a person does, and fails the test if it does not end well. It does nothing when that has been
// done.
func (p *Preview) Stop() {
	if p.command == nil {
		return
	}
	_ = p.command.Process.Signal(os.Interrupt)
	defer time.AfterFunc(patience, func() { _ = p.command.Process.Kill() }).Stop()
	for range p.Lines { // until the process ends
	}
	if err := p.command.Wait(); err != nil {
		p.t.Errorf("the preview ends with %v", err)
	}
	p.command = nil
}
