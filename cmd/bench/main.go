package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// wantedHugo is the release that is compared with, and how it gets onto a machine.
const (
	wantedHugo  = "v0.164.0"
	installHugo = "go install github.com/gohugoio/hugo@" + wantedHugo
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(2)
	}
}

// bench is one run of the command.
type bench struct {
	dir               string // everything is written here
	parley, hugo, git string // programs; "" for one that is missing
	times             int
	written           map[string]bool // corpora that lie on disk
	report            report
	say               func(format string, args ...any)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	if len(args) > 0 && args[0] == childFlag {
		return beChild(args[1:])
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	times := flags.Int("n", 5, "how often each side of a row runs")
	pattern := flags.String("rows", "", "regular expression of the rows to measure; the default is all but the curves")
	format := flags.String("format", "text", "form of the report: text, markdown or json")
	if err := flags.Parse(args); err != nil {
		return err
	}
	write, known := formats[*format]
	if !known || *times < 1 || flags.NArg() > 0 {
		return errors.New("-format is text, markdown or json, -n is at least 1, and there are no other arguments")
	}
	b := &bench{times: *times, written: map[string]bool{}, say: func(format string, args ...any) {
		fmt.Fprintf(stderr, "%s  %s\n", time.Now().Format(time.TimeOnly), fmt.Sprintf(format, args...))
	}}
	b.git, _ = find("git")
	chosen, skipped, err := choose(rows(), *pattern, func(program string) bool { return program != "git" || b.git != "" })
	b.leaveOut(skipped...)
	if err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "parley-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	if err := b.equip(ctx); err != nil {
		return err
	}
	for _, r := range chosen {
		if err = r.run(ctx, b); err != nil {
			err = fmt.Errorf("row %s: %w", r.name, err) // what has been measured before is reported all the same
			break
		}
	}
	b.report.LoadAfter = load()
	return errors.Join(err, write(stdout, b.report))
}

// leaveOut says, now and in the report, what is not measured and why.
func (b *bench) leaveOut(reasons ...string) {
	for _, reason := range reasons {
		b.say("left out: %s", reason)
	}
	b.report.LeftOut = append(b.report.LeftOut, reasons...)
}

// add adds a row to the report.
func (b *bench) add(c comparison, err error) error {
	if err == nil {
		b.report.Comparisons = append(b.report.Comparisons, c)
	}
	return err
}

// cacheFolder is where the Parley that is measured keeps what it has parsed: not among what the user's own has.
const cacheFolder = "parley-cache"

// equip builds Parley, looks for Hugo, and notes what the machine is.
func (b *bench) equip(ctx context.Context) error {
	b.say("building parley")
	if err := os.Setenv("PARLEY_CACHE_DIR", filepath.Join(b.dir, cacheFolder)); err != nil {
		return err
	}
	b.parley = filepath.Join(b.dir, "parley-bin")
	if _, err := measure(ctx, command{dir: ".", args: []string{"go", "build", "-o", b.parley, "parley/cmd/parley"}}); err != nil {
		return err
	}
	r := &b.report
	r.Date, r.Cores, r.Memory, r.LoadBefore = time.Now().Format("2006-01-02 15:04 MST"), runtime.NumCPU(), memory(), load()
	r.Go, r.System, r.Times = runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH, b.times
	r.Parley = said(ctx, "git", "describe", "--always", "--dirty")
	r.Git = said(ctx, "git", "--version")
	if b.git == "" {
		b.leaveOut("dates of last changes: git is not installed")
	}
	if !knowsMemory {
		b.leaveOut("peak memory and the size of memory: they are known on Linux only")
	}
	paths := strings.Split(said(ctx, "go", "env", "GOBIN", "GOPATH"), "\n")
	var found bool
	if b.hugo, found = find("hugo", paths[0], filepath.Join(paths[len(paths)-1], "bin")); !found {
		b.leaveOut("Hugo: it is neither in PATH nor in GOBIN; install it with " + installHugo)
		return nil
	}
	r.Hugo, _, _ = strings.Cut(said(ctx, b.hugo, "version"), " BuildDate")
	if !strings.Contains(r.Hugo, wantedHugo) {
		b.say("this is %s; the budgets speak of %s: %s", r.Hugo, wantedHugo, installHugo)
	}
	return nil
}

// said is what a program says, "" if it cannot.
func said(ctx context.Context, program string, args ...string) string {
	out, _ := exec.CommandContext(ctx, program, args...).Output()
	return strings.TrimSpace(string(out))
}

// childFlag makes this program do one thing that must not be measured together with others, or that alone is measured.
const childFlag = "-child"

// child is the command that runs this program again.
func (b *bench) child(args ...string) []string {
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	return append([]string{self, childFlag}, args...)
}

func beChild(args []string) error {
	switch {
	case len(args) == 4 && args[0] == "write":
		pages, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return corpus{pages, strings.Split(args[3], ",")}.write(args[1])
	case len(args) == 4 && args[0] == "prices":
		number, err := strconv.Atoi(args[2])
		m, broken := readMarket(args[3])
		if err != nil || broken != nil {
			return errors.Join(err, broken)
		}
		return m.write(args[1], state(number))
	case len(args) == 2 && args[0] == "history":
		return readHistory(args[1])
	case len(args) >= 2 && args[0] == "read":
		return readAll(args[1], args[2:]...)
	case len(args) == 2 && args[0] == "requests":
		return sendRequests(args[1])
	case len(args) == 2 && args[0] == "add up":
		_, err := addUp(args[1])
		return err
	case len(args) == 2 && args[0] == "charts":
		return drawCharts(args[1])
	case len(args) == 2 && args[0] == "more history":
		return readMoreHistory(args[1])
	}
	return fmt.Errorf("%s: unknown %q", childFlag, args)
}
