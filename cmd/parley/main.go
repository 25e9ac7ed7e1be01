package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"parley/internal/pipeline"
)

// version is what parley --version prints; a release sets it.
var version = "0.1.0"

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(memoryForTime)
	}
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// memoryForTime is how much may be allocated between two collections of garbage, in percent of what is in use. A run holds
// little of each document, so that half as much again as Go allows by default is not much, and saves a third of the collections.
const memoryForTime = 150

// exit is an error that stands for an exit code and has already been explained.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// The exit codes of all commands but gate.
const (
	exitFindings exit = 1
	exitFailed   exit = 2
)

// run runs one command and returns its exit code. A command that goes on until it is stopped ends with ctx.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	p := newPrinter(stdout, stderr)
	out := &delivery{to: stdout}
	p.out = out
	root := newRoot(p)
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = out.err()
	}
	var code exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	p.fail(err)
	return int(exitFailed)
}

// global are the flags that every command has.
type global struct{ dir string }

func newRoot(p *printer) *cobra.Command {
	g := &global{}
	root := &cobra.Command{
		Use:   "parley",
		Short: "Partner operations as code",
		Long: "Parley checks a repository of charters, playbooks, terms and price lists, and publishes it as a portal in many languages.\n\n" +
			"Exit codes: 0 all is well, 1 the content has errors, 2 the tool could not do its work.",
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.PersistentFlags().StringVarP(&g.dir, "directory", "C", ".", "the repository")
	root.AddCommand(newInit(p), newNew(p, g), newCheck(p, g), newExplain(p), newBuild(p, g), newServe(p, g), newTranslate(p, g), newTerms(p, g),
		newMetrics(p, g), newPrice(p, g), newGate(p, g), newApprove(p, g), newSchema(p, g))
	return root
}

// open opens the repository that a command works on.
func (g *global) open() (*pipeline.Repository, error) { return pipeline.Open(g.dir) }
