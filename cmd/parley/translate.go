package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/engine"
	"parley/internal/pipeline"
	"parley/internal/translator"
)

func newTranslate(p *printer, g *global) *cobra.Command {
	var format string
	options := pipeline.TranslateOptions{}
	command := &cobra.Command{
		Use:   "translate",
		Short: "Fill in translations that are missing or out of date",
		Long: "Translate brings the PO files of content/locales up to date with their documents. What has been translated before is taken from\n" +
			"there; the rest is asked of the services that translation: providers: of content/site.yaml names, in their order. Keys are read from\n" +
			"the environment. A text that fails a check is kept, with the name of the check, and not shown. What a person wrote for an older\n" +
			"source stays beside a machine's text for the new one, as \"# kept:\", until somebody approves the one or writes the other. Where\n" +
			"nothing has changed, nothing is sent and nothing is written; a run that is stopped goes on where it was.\n\n" +
			"Settings, in content/site.yaml (parley schema site has all of them):\n" +
			"  translation:\n    providers:\n      - id: libretranslate      # asked first, if it knows the language\n        languages: [fr, de]\n" +
			"      - id: deepl               # asked for the rest, and where the first fails\n        audience: partner       # the most confidential text that may go there\n\n" +
			"Keys: AZURE_TRANSLATOR_KEY; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; GOOGLE_TRANSLATE_API_KEY; DEEPL_AUTH_KEY;\n" +
			"LIBRETRANSLATE_URL and LIBRETRANSLATE_API_KEY. APERTIUM_APY_URL names a server of Apertium's in the place of the program.\n\n" +
			"Providers: memory, apertium, libretranslate, azure, amazon, google, deepl, gtranslate, pseudo (the languages en-XA and ar-XB alone).\n\n" +
			"Exit codes: 0 everything is translated, 1 some texts failed a check or nobody could translate them, 2 the tool could not do its work.",
		Example: "  parley translate\n  parley translate --dry-run\n  parley translate --to fr --to de --path content/notices\n  parley translate --to es --provider apertium",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return unknownFormat(format, "text or json")
			}
			repository, err := g.open()
			if err != nil {
				return err
			}
			defer repository.Close()
			options.World = engine.RealWorld(os.Getenv)
			ctx, stop := signal.NotifyContext(command.Context(), os.Interrupt)
			defer stop()
			return p.translate(ctx, format, repository, options)
		},
	}
	flags := command.Flags()
	flags.StringSliceVar(&options.To, "to", nil, "a language; all of the site without it")
	flags.StringSliceVar(&options.Paths, "path", nil, "a document, a folder or a pattern; all documents without it")
	flags.StringVar(&options.Provider, "provider", "", "ask this service alone")
	flags.BoolVar(&options.Dry, "dry-run", false, "say what would be done, send nothing and write nothing")
	flags.BoolVar(&options.Again, "again", false, "ask again for what failed a check")
	flags.StringVar(&format, "format", "text", "text or json")
	addTranslateCommands(command, p, g)
	return command
}

func unknownFormat(format, known string) error {
	return fmt.Errorf("there is no format %q; choose %s", format, known)
}

// translate runs a translation and says what it did.
func (p *printer) translate(ctx context.Context, format string, repository *pipeline.Repository, options pipeline.TranslateOptions) error {
	step, stop := p.progress("translated")
	done, err := pipeline.Translate(ctx, repository, options, step)
	stop()
	if err != nil {
		return err
	}
	p.troubles(done, repository, options.Dry)
	if format == "json" {
		err = json.NewEncoder(p.out).Encode(done)
	} else {
		_, err = fmt.Fprintln(p.out, translateLine(done, options.Dry))
	}
	if err == nil && !done.Complete() {
		return exitFindings
	}
	return err
}

// troubles says why texts are left, and which files could not be read.
func (p *printer) troubles(done pipeline.Translated, repository *pipeline.Repository, dry bool) {
	for _, s := range done.Languages {
		for _, finding := range s.Findings {
			p.note("%s: %s; the file is left as it is", finding.Label(), finding.Message)
		}
		for _, reason := range s.Reasons {
			p.note("%s: %s", s.Language, reason)
		}
	}
}

// translateLine says in one line what was done.
func translateLine(done pipeline.Translated, dry bool) string {
	var sum translator.Summary
	for _, s := range done.Languages {
		sum.Wanted, sum.Memory, sum.Translated = sum.Wanted+s.Wanted, sum.Memory+s.Memory, sum.Translated+s.Translated
		sum.Failed, sum.Left, sum.Files = sum.Failed+s.Failed, sum.Left+s.Left, sum.Files+s.Files
		sum.Sent, sum.Characters = sum.Sent+s.Sent, sum.Characters+s.Characters
	}
	if dry {
		return fmt.Sprintf("would fill %d texts: %d from memory, %d sent (%d characters), %d without a provider; %d files would change",
			sum.Wanted, sum.Memory, sum.Sent, sum.Characters, sum.Left, sum.Files)
	}
	parts := []string{fmt.Sprintf("%d from memory", sum.Memory), fmt.Sprintf("%d translated", sum.Translated)}
	if sum.Failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed a check", sum.Failed))
	}
	if sum.Left > 0 {
		parts = append(parts, fmt.Sprintf("%d left", sum.Left))
	}
	return fmt.Sprintf("%d texts wanted: %s; %d requests, %d files written", sum.Wanted, strings.Join(parts, ", "), done.Requests, sum.Files)
}
