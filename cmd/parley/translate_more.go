package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/pipeline"
	"parley/internal/translator"
)

// addTranslateCommands adds what people do with translations beside having them made.
func addTranslateCommands(translate *cobra.Command, p *printer, g *global) {
	translate.AddCommand(newTranslateStatus(p, g), newTranslateReview(p, g), newTranslateExport(p, g), newTranslateImport(p, g),
		newDecision(p, g, decisionText{
			use: "approve", short: "Note that translations have been read and are right", done: "approved",
			long: "Approve marks translations as read and approved, with your name and the time. An approval holds for exactly this text and exactly\n" +
				"this source. What is stale, missing or fails a check cannot be approved.",
		}, pipeline.Approve),
		newDecision(p, g, decisionText{
			use: "accept-minor", short: "Keep stale translations whose source had only a slip of the pen mended", done: "accepted",
			long: "Accept-minor says that a translation is right for the new source too: only a typing error or the like was mended there. A text that\n" +
				"fails a check against the new source, because a number or a link has changed, is refused.",
		}, pipeline.AcceptMinor))
}

// scope are the flags that say which languages and documents are meant.
type scope struct{ to, paths []string }

func (s *scope) flags(command *cobra.Command) {
	command.Flags().StringSliceVar(&s.to, "to", nil, "a language; all of the site without it")
	command.Flags().StringSliceVar(&s.paths, "path", nil, "a document, a folder or a pattern; all documents without it")
}

// with opens the repository for a command.
func (g *global) with(work func(*pipeline.Repository) error) error {
	repository, err := g.open()
	if err != nil {
		return err
	}
	defer repository.Close()
	return work(repository)
}

func newTranslateStatus(p *printer, g *global) *cobra.Command {
	var s scope
	var format, by string
	command := &cobra.Command{
		Use:   "status",
		Short: "Count how far everything is translated",
		Long: "Status counts, for each language, kind or document, how many texts are approved, edited by a person, as a machine left them, stale,\n" +
			"failing a check, marked by somebody, and missing; since when the oldest stale one is; and which checks keep texts from being shown.\n" +
			"JSON holds all three counts.\n\n" +
			"Exit codes: 0 counted, 2 the tool could not do its work.",
		Example: "  parley translate status\n  parley translate status --by document --to fr\n  parley translate status --format json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return g.with(func(repository *pipeline.Repository) error {
				status, err := pipeline.TranslationStatus(repository, s.to, s.paths, time.Now())
				if err != nil {
					return err
				}
				rows, known := map[string][]translator.Row{"language": status.Languages, "kind": status.Kinds, "document": status.Documents}[by]
				switch {
				case format == "json":
					return json.NewEncoder(p.out).Encode(status)
				case format != "text":
					return unknownFormat(format, "text or json")
				case !known:
					return fmt.Errorf("--by %s is unknown; choose language, kind or document", by)
				}
				p.statusTable(rows)
				return nil
			})
		},
	}
	s.flags(command)
	command.Flags().StringVar(&by, "by", "language", "language, kind or document")
	command.Flags().StringVar(&format, "format", "text", "text or json")
	return command
}

func (p *printer) statusTable(rows []translator.Row) {
	fmt.Fprintf(p.out, "%-8s %8s %8s %8s %8s %8s %8s %8s  %-12s %s\n", "language", "approved", "edited", "machine", "stale", "failed", "marked", "missing", "oldest stale", "what")
	for _, r := range rows {
		age := "-"
		if r.StaleHours != nil {
			age = fmt.Sprintf("%d h", *r.StaleHours)
		} else if r.Stale > 0 {
			age = "unknown"
		}
		what := cmp.Or(r.Document, r.Kind)
		line := fmt.Sprintf("%-8s %8d %8d %8d %8d %8d %8d %8d  %-12s %s", r.Language, r.Approved, r.Edited, r.Machine, r.Stale, r.Failed, r.NeedsWork, r.Missing, age, diag.Visible(what))
		fmt.Fprintln(p.out, strings.TrimRight(line, " "))
	}
	for _, r := range rows {
		for _, check := range slices.Sorted(maps.Keys(r.Checks)) {
			where := strings.TrimSpace(r.Language + " " + cmp.Or(r.Document, r.Kind))
			fmt.Fprintf(p.out, "%s: %d not shown because of the check %s\n", diag.Visible(where), r.Checks[check], diag.Visible(check))
		}
	}
}

func newTranslateReview(p *printer, g *global) *cobra.Command {
	var s scope
	var format string
	command := &cobra.Command{
		Use:   "review",
		Short: "List the translations that a person should look at",
		Long: "Review lists texts that fail a check, then what machines made, then what is stale or marked by somebody, then everything else of which\n" +
			"a check has doubts; each with its place in the PO file, source, old source, translation, terms and reasons; and, as kept, with what a\n" +
			"person had written before a machine translated the new source.\n\n" +
			"Exit codes: 0 listed, 2 the tool could not do its work.",
		Example: "  parley translate review --to fr\n  parley translate review --path content/notices --format json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return g.with(func(repository *pipeline.Repository) error {
				list, err := pipeline.TranslationReview(repository, s.to, s.paths)
				if err != nil {
					return err
				}
				switch format {
				case "json":
					return json.NewEncoder(p.out).Encode(list)
				case "text":
					p.reviewList(list)
					return nil
				}
				return unknownFormat(format, "text or json")
			})
		},
	}
	s.flags(command)
	command.Flags().StringVar(&format, "format", "text", "text or json")
	return command
}

func (p *printer) reviewList(list []translator.Reviewed) {
	say := func(label, text string) {
		if text != "" {
			fmt.Fprintf(p.out, "  %-8s %s\n", label, diag.Visible(text))
		}
	}
	for _, r := range list {
		by := ""
		if r.By != "" {
			by = ", by " + r.By
		}
		fmt.Fprintf(p.out, "%s: %s%s\n", diag.Visible(fmt.Sprintf("%s:%d", r.File, r.FileLine)), r.State, diag.Visible(by))
		say("source", r.Source)
		say("was", r.Previous)
		say("target", r.Target)
		say("kept", r.Kept)
		for _, term := range r.Terms {
			say("term", term.Source+" = "+term.Target)
		}
		for _, reason := range r.Reasons {
			say("because", reason)
		}
		fmt.Fprintln(p.out)
	}
	fmt.Fprintf(p.out, "%d to look at\n", len(list))
}

// decisionText is what a command says about a decision.
type decisionText struct{ use, short, long, done string }

func newDecision(p *printer, g *global, text decisionText, decide func(*pipeline.Repository, pipeline.Decided) (translator.Outcome, error)) *cobra.Command {
	var s scope
	d := pipeline.Decided{}
	command := &cobra.Command{
		Use:   text.use + " [FILE.po[:LINE]…]",
		Short: text.short,
		Long: text.long + "\n\nEntries are named as parley translate review prints them; --all means all of --to and --path.\n\n" +
			"Exit codes: 0 done, 1 some were refused, 2 the tool could not do its work.",
		Example: fmt.Sprintf("  parley translate %[1]s --by Mara content/locales/fr/content/index.po:18\n  parley translate %[1]s --by Mara --all --to fr --path content/notices", text.use),
		RunE: func(_ *cobra.Command, args []string) error {
			if d.Who == "" {
				d.Who = os.Getenv("GIT_AUTHOR_NAME")
			}
			if strings.TrimSpace(d.Who) == "" {
				return errors.New("say who decides, with --by NAME or GIT_AUTHOR_NAME")
			}
			d.Entries, d.To, d.Paths, d.At = args, s.to, s.paths, time.Now()
			return g.with(func(repository *pipeline.Repository) error {
				outcome, err := decide(repository, d)
				return p.outcome(text.done, outcome, err)
			})
		},
	}
	s.flags(command)
	command.Flags().StringVar(&d.Who, "by", "", "who decides; GIT_AUTHOR_NAME without it")
	command.Flags().BoolVar(&d.All, "all", false, "all entries of the languages and documents that are meant")
	return command
}

// outcome says what was done and what was refused.
func (p *printer) outcome(done string, outcome translator.Outcome, err error) error {
	for _, refusal := range outcome.Refused {
		p.note("%s", refusal)
	}
	if err != nil {
		return err
	}
	skipped := ""
	if n := len(outcome.Skipped); n > 0 {
		skipped = fmt.Sprintf(", skipped %d", n)
	}
	fmt.Fprintf(p.out, "%s %d, refused %d%s; %d files written\n", done, outcome.Done, len(outcome.Refused), skipped, outcome.Files)
	if len(outcome.Refused)+len(outcome.Skipped) > 0 {
		return exitFindings
	}
	return nil
}

func newTranslateExport(p *printer, g *global) *cobra.Command {
	var s scope
	var format, out string
	command := &cobra.Command{
		Use:   "export",
		Short: "Write translations for an agency or another tool",
		Long: "Export writes PO files, complete with everything that is still to be translated, into a folder; or the finished translations as one\n" +
			"TMX file (1.4: plain text in seg, one source and one target a unit).\n\n" +
			"Exit codes: 0 written, 2 the tool could not do its work.",
		Example: "  parley translate export --to fr --out ../agency\n  parley translate export --format tmx --out memory.tmx",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if out == "" {
				return errors.New("say where to, with --out")
			}
			return g.with(func(repository *pipeline.Repository) error {
				switch format {
				case "po":
					files, err := pipeline.ExportPO(repository, s.to, s.paths, out)
					if err == nil {
						_, err = fmt.Fprintf(p.out, "wrote %d files to %s\n", files, diag.Visible(out))
					}
					return err
				case "tmx":
					text, pairs, err := pipeline.ExportTMX(repository, s.to, s.paths)
					if err == nil {
						err = os.WriteFile(out, text, 0o644)
					}
					if err == nil {
						_, err = fmt.Fprintf(p.out, "wrote %d translations to %s\n", pairs, diag.Visible(out))
					}
					return err
				}
				return unknownFormat(format, "po or tmx")
			})
		},
	}
	s.flags(command)
	command.Flags().StringVar(&format, "format", "po", "po or tmx")
	command.Flags().StringVar(&out, "out", "", "the folder, or for tmx the file")
	return command
}

func newTranslateImport(p *printer, g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE…",
		Short: "Bring in translations from PO or TMX files",
		Long: "Import puts the texts of PO files (whose header names language and document) and TMX files where their sources stand. Every text is\n" +
			"checked like any other; one that fails is refused, or kept and marked where there was none. They count as written by a person.\n" +
			"A text with inline elements, in a language that the site lacks, without its source, marked as fuzzy, or from TMX in the place of what\n" +
			"a person has written, is skipped; what and why is told with its place.\n\n" +
			"Exit codes: 0 all came in, 1 some were refused or skipped, 2 the tool could not do its work.",
		Example: "  parley translate import ../agency/fr/content/index.po\n  parley translate import memory.tmx",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return g.with(func(repository *pipeline.Repository) error {
				outcome, err := pipeline.Import(repository, args, time.Now())
				if said := diag.WriteText(p.err, outcome.Skipped.Bound(), nil, p.vivid); said != nil {
					return said
				}
				return p.outcome("imported", outcome, err)
			})
		},
	}
}

func newTerms(p *printer, g *global) *cobra.Command {
	var format, language string
	terms := &cobra.Command{Use: "terms", Short: "The glossary, for other tools"}
	export := &cobra.Command{
		Use:   "export",
		Short: "Print the glossary as CSV, TBX or rules for Vale",
		Long: "Export prints the glossary: as CSV, a line for each form; as TBX-Basic (ISO 30042:2019); or as a rule of the checker Vale for one\n" +
			"language, which names what to write instead of each forbidden form.\n\n" +
			"Exit codes: 0 printed, 2 the tool could not do its work.",
		Example: "  parley terms export > terms.csv\n  parley terms export --format tbx > terms.tbx\n  parley terms export --format vale --language fr > styles/Parley/Terms.yml",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return g.with(func(repository *pipeline.Repository) error {
				text, err := pipeline.Terms(repository, format, language)
				if err != nil {
					return err
				}
				_, err = p.out.Write(text)
				return err
			})
		},
	}
	export.Flags().StringVar(&format, "format", "csv", "csv, tbx or vale")
	export.Flags().StringVar(&language, "language", "", "of the rule for Vale; the language of the documents without it")
	terms.AddCommand(export)
	return terms
}
