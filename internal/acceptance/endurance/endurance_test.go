//go:build linux

package endurance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"parley/internal/acceptance/folder"
	"parley/internal/acceptance/program"
)

// hardship is something that a repository may hold, or that may happen to it, and that would make a careless program hang,
// fall over or eat the machine.
type hardship struct {
	name string
	lay  func(h *hard) // puts it into a small valid repository
	// exit is what the check exits with, and a build too unless it has another one: 0 all is well, 1 the content has
	// errors, 2 the tool could not do its work.
	exit int
	// says is the code of a finding of the check, or words of its error; "" where nothing has to be said.
	says string
	// build is what the build says to whoever ran it, where that matters.
	build string
	// run is what happens instead of a check and a build.
	run func(h *hard)
}

// hard is a repository during a hardship.
type hard struct {
	*testing.T
	dir, out, cache string
}

// answer is all that one run of the program says.
type answer struct {
	code     int
	out, err string
}

// TestEndurance lets all hardships happen to a small repository, and checks and builds it, each as a process of its own.
// Whatever happens, the process ends, with a finding or a clear error where something is wrong, with few words and within
// bounds of memory; and a page that builds is there. The long version (PARLEY_LONG=1) has files up to the largest that
// the settings allow, lines of 50 MB and a million translations; it takes some ten
// minutes.
func TestEndurance(t *testing.T) {
	if testing.Short() {
		t.Skip("some hundred processes, whose memory is measured")
	}
	t.Parallel()
	all := slices.Concat(markdownHardships, yamlHardships, poHardships, pictureHardships, fileHardships, gitHardships, outputHardships)
	for _, row := range all {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			h := newHard(t)
			if row.lay != nil {
				row.lay(h)
			}
			if row.run != nil {
				row.run(h)
				return
			}
			h.bears(row)
		})
	}
}

// newHard makes a small repository in two languages that has nothing wrong with it.
func newHard(t *testing.T) *hard {
	dir := t.TempDir()
	h := &hard{t, filepath.Join(dir, "repository"), filepath.Join(dir, "out"), filepath.Join(dir, "cache")}
	h.settle("")
	h.write("content/index.md", "# Start\n\n[a](a.md)\n")
	h.write("content/a.md", "Text.\n")
	return h
}

// settle writes the settings, and more into them.
func (h *hard) settle(more string) {
	h.write("content/site.yaml", "kind: site\ntitle: Portal\nlanguages: [en, fr]\n"+more)
}

func (h *hard) write(name, text string) {
	h.Helper()
	folder.Write(h.T, filepath.Join(h.dir, name), text)
}

// bears checks and builds, and compares what is said with what should be.
func (h *hard) bears(row hardship) {
	h.Helper()
	checked := h.parley("check", "--format", "json")
	if checked.code != row.exit {
		h.Errorf("the check exits with %d, want %d\n%s", checked.code, row.exit, checked.excerpt())
	}
	if row.exit == 2 && !strings.Contains(checked.err, row.says) {
		h.Errorf("the check does not say %q\n%s", row.says, checked.excerpt())
	}
	if row.exit != 2 {
		h.found(checked, row.says)
	}
	built := h.parley("build", "--out", h.out)
	if built.code != row.exit || !strings.Contains(built.out+built.err, row.build) {
		h.Errorf("the build exits with %d, want %d with %q\n%s", built.code, row.exit, row.build, built.excerpt())
	}
	if _, err := os.Stat(filepath.Join(h.out, "index.html")); (err == nil) != (row.exit == 0) {
		h.Errorf("after exit code %d, the start page: %v", row.exit, err)
	}
}

// found reports a check that does not answer with one value of JSON, in which a code is among the findings.
func (h *hard) found(checked answer, code string) {
	h.Helper()
	var report struct {
		Findings []struct{ Code, Message, Hint string }
	}
	if err := json.Unmarshal([]byte(checked.out), &report); err != nil {
		h.Errorf("the check answers with what is no JSON: %v\n%s", err, checked.excerpt())
		return
	}
	for _, f := range report.Findings {
		if f.Message == "" || f.Hint == "" {
			h.Errorf("a finding says nothing, or not what to do: %+v", f)
		}
		if f.Code == code {
			code = ""
		}
	}
	if code != "" {
		h.Errorf("the check does not find %s\n%s", code, checked.excerpt())
	}
}

func (a answer) excerpt() string { return first(a.out, 1500) + first(a.err, 1500) }

func first(text string, n int) string {
	if len(text) > n {
		return text[:n] + " …"
	}
	return text
}

const (
	endless   = 30 * time.Second // catches what hangs, and nothing that is only slow
	talkative = 2 << 20          // bytes of an answer, of findings by the thousand
	gluttony  = 1 << 30          // bytes of memory
)

// parley runs the program in the repository.
func (h *hard) parley(args ...string) answer {
	h.Helper()
	return h.wrapped(nil, args...)
}

// wrapped runs the program by way of another one, and holds it to the bounds that all have to keep. A process begins with
// the peak of the one that started it: where this one needed more, nothing is known of the other.
func (h *hard) wrapped(by []string, args ...string) answer {
	h.Helper()
	patience, most, words := endless, int64(gluttony), talkative
	if long {
		patience, most, words = 10*endless, 4*most, 4*words // a file of 2 MB may hold a million things, and the machine be busy
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	command := program.Command(ctx, h.cache, append([]string{"-C", h.dir}, args...)...)
	if by != nil {
		command.Args = append(by, append([]string{command.Path}, command.Args[1:]...)...)
		command.Path, command.Err = exec.LookPath(by[0])
	}
	out, errs := &ear{}, &ear{}
	command.Stdout, command.Stderr = out, errs
	if err := command.Run(); ctx.Err() != nil || command.ProcessState == nil {
		h.Fatalf("parley %v: %v, %v", args, ctx.Err(), err)
	}
	a := answer{command.ProcessState.ExitCode(), out.kept.String(), errs.kept.String()}
	if a.code < 0 || a.code > 2 || strings.Contains(a.err, "panic:") || strings.Contains(a.err, "goroutine ") {
		h.Fatalf("parley %v crashes: %v\n%s", args, command.ProcessState, first(a.err, 5000))
	}
	if out.heard+errs.heard > words {
		h.Errorf("parley %v says %d bytes", args, out.heard+errs.heard)
	}
	peak, own := peakOf(command.ProcessState.SysUsage()), ownPeak(h.T)
	if peak > most && peak > own {
		h.Errorf("parley %v needs %d MB of memory", args, peak>>20)
	}
	h.Logf("parley %s: exit code %d, %v of processor, %d MB, %d bytes", args[0], a.code,
		(command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Round(time.Millisecond), peak>>20, out.heard+errs.heard)
	return a
}

// ear hears all that is said, and keeps what anybody would read of it.
type ear struct {
	kept  bytes.Buffer // not embedded: its ReadFrom would be called past Write
	heard int
}

func (e *ear) Write(p []byte) (int, error) {
	e.heard += len(p)
	_, err := e.kept.Write(p[:min(len(p), max(0, 2*talkative-e.kept.Len()))])
	return len(p), err
}

func peakOf(usage any) int64 { return usage.(*syscall.Rusage).Maxrss << 10 }

func ownPeak(t *testing.T) int64 {
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		t.Fatal(err)
	}
	return peakOf(&own)
}

// text lays a file of up to 100 kB, in the long version of nearly 2 MB, which is the most that a document may have.
func text(file string, made func(n int) string) func(h *hard) {
	return sized(file, made, 100_000, 2_000_000)
}

func sized(file string, made func(n int) string, usual, most int) func(h *hard) {
	return func(h *hard) {
		if long {
			usual = most
		}
		h.write(file, made(usual))
	}
}

// many repeats a text up to a size.
func many(unit string) func(n int) string {
	return func(n int) string { return strings.Repeat(unit, n/len(unit)) }
}

// around repeats one text before another, and a third one behind it.
func around(before, middle, behind string) func(n int) string {
	return func(n int) string {
		times := max(1, n/(len(before)+len(behind)))
		return strings.Repeat(before, times) + middle + strings.Repeat(behind, times)
	}
}

// after puts a text in front.
func after(start string, made func(n int) string) func(n int) string {
	return func(n int) string { return start + made(n-len(start)) }
}

// before puts a text at the end.
func before(end string, made func(n int) string) func(n int) string {
	return func(n int) string { return made(n-len(end)) + end }
}

// numbered repeats a text with a number in it, %d, that is another each time.
func numbered(unit string) func(n int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n-len(unit)-10; i++ {
			b.WriteString(strings.ReplaceAll(unit, "%d", fmt.Sprint(i)))
		}
		return b.String()
	}
}

// shell is what runs a script: $@ is the program with its arguments.
func shell(script string) []string { return []string{"sh", "-c", script, "sh"} }
