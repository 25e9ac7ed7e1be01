package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"golang.org/x/term"

	"parley/internal/diag"
	"parley/internal/pipeline"
)

// The manners of the output, for all commands:
//
//   - the answer goes to standard output, everything about it to standard error;
//   - colour and progress only where a person watches: on a terminal, unless NO_COLOR is set;
//   - progress appears after 300 ms, on one line, and is gone at the end;
//   - one summary line closes a command; an error is one sentence after "parley:".
type printer struct {
	out, err io.Writer
	colour   bool // of out
	vivid    bool // err is coloured
	live     bool // err is a terminal, so that a line may be written over
}

func newPrinter(out, err io.Writer) *printer {
	plain := os.Getenv("NO_COLOR") != ""
	return &printer{out: out, err: err, colour: isTerminal(out) && !plain, vivid: isTerminal(err) && !plain, live: isTerminal(err)}
}

// delivery is standard output. Of whatever is printed there, it keeps why the first piece that was lost could not be written: a command
// whose answer nobody gets on a full disk has not done its work.
type delivery struct {
	to    io.Writer
	mutex sync.Mutex
	lost  error
}

func (d *delivery) Write(text []byte) (int, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	n, err := d.to.Write(text)
	if d.lost == nil {
		d.lost = err
	}
	return n, err
}

// err says why some of the answer was lost, if it was.
func (d *delivery) err() error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.lost
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// fail says why a command could not do its work.
func (p *printer) fail(err error) { p.note("parley: %v", err) }

// note says something about the answer, in one line. What a file is called, or says, does nothing to the terminal.
func (p *printer) note(format string, args ...any) {
	fmt.Fprintln(p.err, diag.Visible(fmt.Sprintf(format, args...)))
}

// progress returns a function that shows how far long work is, and one that removes the line.
func (p *printer) progress(what string) (step func(done, all int), stop func()) {
	if !p.live {
		return func(int, int) {}, func() {}
	}
	start, shown := time.Now(), time.Time{}
	lines := make(chan string, 1)
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for line := range lines {
			if now := time.Now(); now.Sub(start) > 300*time.Millisecond && now.Sub(shown) > 50*time.Millisecond {
				shown = now
				fmt.Fprintf(p.err, "\r\x1b[K%s", line)
			}
		}
		if !shown.IsZero() {
			fmt.Fprint(p.err, "\r\x1b[K")
		}
	}()
	step = func(done, all int) {
		select {
		case lines <- fmt.Sprintf("%s %d of %d%s", what, done, all, timeLeft(time.Since(start), done, all)):
		default: // a line that nobody had time to read
		}
	}
	return step, func() { close(lines); <-finished }
}

// timeLeft says how long work will still take, if the rest goes like what is done; nothing, while too little is done to tell.
func timeLeft(passed time.Duration, done, all int) string {
	if passed < 2*time.Second || done == 0 || done >= all {
		return ""
	}
	left := time.Duration(float64(passed) / float64(done) * float64(all-done))
	if left < time.Minute {
		return fmt.Sprintf(", %d s left", int(left.Seconds())+1)
	}
	return fmt.Sprintf(", %d min left", int(left.Minutes()+0.5))
}

// findings prints findings in the form asked for.
func (p *printer) findings(format string, report pipeline.Report, repository *pipeline.Repository) error {
	switch format {
	case "json":
		return diag.WriteJSON(p.out, report.Findings, report.Documents)
	case "sarif":
		return diag.WriteSARIF(p.out, report.Findings, version)
	case "github":
		return diag.WriteGitHub(p.out, report.Findings)
	case "text":
		if err := diag.WriteText(p.out, report.Findings, repository.Lines(), p.colour); err != nil {
			return err
		}
		if len(report.Findings) > 0 {
			fmt.Fprintln(p.out)
		}
		_, err := fmt.Fprintln(p.out, diag.Summary(report.Findings, report.Documents))
		return err
	}
	return fmt.Errorf("there is no format %q; choose text, json, sarif or github", format)
}

// aDay is a flag that names a day. An empty one is refused: a script whose variable is empty does not ask for the default.
type aDay struct{ text *string }

func (d aDay) String() string { return "" }
func (d aDay) Type() string   { return "day" }
func (d aDay) Set(text string) error {
	if text == "" {
		return errors.New("it is empty; write a day as 2026-11-22, or leave the flag out")
	}
	*d.text = text
	return nil
}

// moment reads for which day content is judged. The environment's wish is that of reproducible builds.
func moment(asOf string) (pipeline.Moment, error) {
	m := pipeline.Moment{AsOf: asOf}
	if text := os.Getenv("SOURCE_DATE_EPOCH"); text != "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return m, fmt.Errorf("SOURCE_DATE_EPOCH is %q, which is no number of seconds", text)
		}
		m.Epoch = time.Unix(seconds, 0)
	}
	return m, nil
}
