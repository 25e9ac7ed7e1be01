package main

import (
	"bytes"
	"context"
	"fmt"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/pipeline"
	"parley/internal/serve"
	"parley/internal/translator"
	"parley/internal/workspace"
)

func newServe(p *printer, g *global) *cobra.Command {
	var addr, audience, editor string
	view := workspace.View{Drafts: true}
	command := &cobra.Command{
		Use:   "serve",
		Short: "Preview the portal while it is being written",
		Long: "Serve shows the portal on this machine, reloads the browser after every saved edit, and shows findings over the last good page.\n" +
			"Each translated page has a link to itself side by side with its original: state, terms and checks of each text, and a link that opens\n" +
			"the line of its PO file in your editor, which --editor names: vscode://file/{file}:{line}, or idea://open?file=/{file}&line={line}.\n\n" +
			"Exit codes: 0 stopped with Ctrl-C, 2 the tool could not do its work.",
		Example: "  parley serve\n  parley serve --addr 127.0.0.1:9000 --audience partner --region emea",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			seen, err := viewOf(audience, view)
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(command.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			return preview(ctx, p, g, addr, editor, seen)
		},
	}
	command.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "address to listen on; only this machine can reach it")
	command.Flags().StringVar(&editor, "editor", "vscode://file/{file}:{line}", "address by which your editor opens a file; \"\" for no links")
	command.Flags().StringVar(&audience, "audience", "internal", "public, partner or internal")
	command.Flags().StringVar(&view.Region, "region", "", "only what is for this region")
	command.Flags().StringVar(&view.Tier, "tier", "", "only what is for this partner tier")
	command.Flags().StringVar(&view.Partner, "partner", "", "with what is for this partner alone")
	return command
}

func preview(ctx context.Context, p *printer, g *global, addr, editor string, view workspace.View) error {
	dir, err := filepath.Abs(g.dir) // the folder in which the preview was started may be taken away, and another put in its place
	if err != nil {
		return err
	}
	repository, err := pipeline.Open(dir)
	if err != nil {
		return err
	}
	defer repository.Close()
	previewed := pipeline.NewPreview(repository, view)
	p.note("preview for %s readers; stop it with Ctrl-C", view.Audience)
	err = serve.Run(ctx, serve.Options{
		Dir: repository.Dir, Folders: append(slices.Clone(workspace.Folders), "themes"), Addr: addr, Editor: editor, Say: p.note,
		Plan: func(changed ...string) (serve.Portal, error) { return plan(repository, previewed, changed) },
	})
	if err != nil {
		return err
	}
	return previewed.Save()
}

// plan plans the portal for today, with everything that the preview serves of it.
func plan(repository *pipeline.Repository, preview *pipeline.Preview, changed []string) (serve.Portal, error) {
	planned, err := preview.Plan(time.Now().Format(time.DateOnly), changed...)
	if err != nil {
		return serve.Portal{}, err
	}
	files := map[string][]byte{}
	for _, file := range planned.Theme.Assets() {
		files[file.Path] = file.Data
	}
	report, err := shortReport(planned.Findings, repository)
	return serve.Portal{
		Site: planned.Site, Renderer: planned.Renderer, Files: files, Report: report,
		Asset: rest(planned, preview),
		Beside: func(path, language string) []translator.Reviewed {
			d, ok := planned.Workspace.Document(path)
			if !ok {
				return nil
			}
			return translator.Beside(planned.Workspace, d, language)
		},
		Errors:   planned.Findings.Count(diag.Error),
		Warnings: planned.Findings.Count(diag.Warning),
	}, err
}

// rest finds what is neither a page nor the theme's: what pages show, and the feeds and the sitemap, which are made when
// somebody asks for one.
func rest(planned pipeline.Planned, preview *pipeline.Preview) func(path string) ([]byte, bool) {
	extras := sync.OnceValue(func() map[string][]byte {
		files := map[string][]byte{}
		made, _ := planned.Renderer.Extras() // a feed that cannot be made is not found; build says why
		for _, file := range made {
			files[file.Path] = file.Data
		}
		return files
	})
	return func(path string) ([]byte, bool) {
		if data, ok := preview.Asset(planned, path); ok {
			return data, true
		}
		data, ok := extras()[strings.TrimPrefix(path, "/")]
		return data, ok
	}
}

// mostShown is how many findings are written out beside a page. Each reads lines from disk, after every edit.
const mostShown = 100

// shortReport writes findings for the browser: errors first, as they are why a page does not change.
func shortReport(findings diag.List, repository *pipeline.Repository) (string, error) {
	first := slices.Clone(findings)
	slices.SortStableFunc(first, func(a, b diag.Diagnostic) int { return rank(a) - rank(b) })
	var out bytes.Buffer
	if err := diag.WriteText(&out, first[:min(len(first), mostShown)], repository.Lines(), false); err != nil {
		return "", err
	}
	if more := len(findings) - mostShown; more > 0 {
		fmt.Fprintf(&out, "\nand %d more; parley check shows all of them\n", more)
	}
	return out.String(), nil
}

func rank(d diag.Diagnostic) int {
	if d.Severity == diag.Error {
		return 0
	}
	return 1
}
