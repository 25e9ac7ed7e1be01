package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/announce"
	"parley/internal/approval"
	"parley/internal/evidence"
	"parley/internal/forge"
	"parley/internal/pipeline"
	"parley/internal/record"
)

// gated are the flags of gate.
type gated struct {
	base, head, result, pull, reviews, repository, branch, now, format string
	github, comment                                                    bool
}

// place are the flags that say which change is meant.
func (o *gated) place(command *cobra.Command) {
	f := command.Flags()
	f.StringVar(&o.base, "base", "", "the branch into which the change is to land, as it is now")
	f.StringVar(&o.head, "head", "HEAD", "the end of the change")
	f.StringVar(&o.repository, "repository", "", "what approvals call this repository (default: that of the pull request, or content/site.yaml)")
	f.StringVar(&o.branch, "branch", "", "what approvals call the branch (default: that of the pull request, or --base)")
	f.StringVar(&o.now, "now", "", "the moment for which it is judged: 2026-11-20T12:00:00Z (default: now)")
}

func (o *gated) flags(command *cobra.Command) {
	o.place(command)
	f := command.Flags()
	f.StringVar(&o.result, "result", "", "what would land (default: what merging the two gives, file by file)")
	f.StringVar(&o.pull, "pull", "", "a file with the answer to GET /repos/OWNER/NAME/pulls/N")
	f.StringVar(&o.reviews, "reviews", "", "a file with the answers to GET /repos/OWNER/NAME/pulls/N/reviews, all pages in one list")
	f.StringVar(&o.format, "format", "text", "text, json, markdown, github or sarif")
}

func newGate(p *printer, g *global) *cobra.Command {
	var o gated
	command := &cobra.Command{
		Use:   "gate",
		Short: "Decide whether a change of prices has the approvals that it needs",
		Long: "Gate compares what customers pay in two trees, finds out who has to approve the change by the policy of the base, and counts\n" +
			"the approvals of exactly this change: reviews on GitHub, and signed files under pricing/approvals. It reads Git's objects\n" +
			"and nothing else, and says why an approval does not count.\n\n" + gateCodes,
		Example: "  parley gate --base main --head my-change\n" +
			"  parley gate --base origin/main --pull pull.json --reviews reviews.json --format json\n" +
			"  parley gate --github --comment --format github",
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if o.github {
				return p.gateOnGitHub(command.Context(), g, &o)
			}
			return p.gate(g, &o, nil)
		},
	}
	p.judging(command)
	o.flags(command)
	command.Flags().BoolVar(&o.github, "github", false, "ask GitHub for the facts of the event that Actions tell of: a pull request, a review, a merge queue, a push")
	command.Flags().BoolVar(&o.comment, "comment", false, "with --github: write the decision into the one comment of the pull request")
	command.AddCommand(newGateSimulate(p, g), newGateDoctor(p, g))
	return command
}

const gateCodes = "Exit codes: 0 pass, 1 pending (approvals are missing), 2 deny, 3 error (could not be judged)."

func newGateSimulate(p *printer, g *global) *cobra.Command {
	var o gated
	var supposed []string
	command := &cobra.Command{
		Use:     "simulate",
		Short:   "Say what would be decided if these people approved",
		Long:    "Simulate decides as gate does, as if some people of the registry had just approved the change as it stands.\n\n" + gateCodes,
		Example: "  parley gate simulate --base main --head my-change --approve mara,sigrid",
		Args:    cobra.NoArgs,
		RunE:    func(_ *cobra.Command, _ []string) error { return p.gate(g, &o, supposed) },
	}
	p.judging(command)
	o.flags(command)
	command.Flags().StringSliceVar(&supposed, "approve", nil, "people of pricing/approvers.yaml, by their id")
	return command
}

// judging makes wrong flags what they are for a gate: no verdict.
func (p *printer) judging(command *cobra.Command) {
	command.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return p.undecided(err) })
}

// gate decides and prints the decision.
func (p *printer) gate(g *global, o *gated, supposed []string) error {
	request, err := o.request()
	if err != nil {
		return p.undecided(err)
	}
	d, err := pipeline.Gate(g.dir, request, supposed...)
	if err != nil {
		return p.undecided(err)
	}
	return p.decision(o.format, d)
}

// longest is how long GitHub may take for everything.
const longest = 15 * time.Minute

// gateOnGitHub judges an event of Actions, and tells the pull request. That it could not tell it is an error: a
// verdict that nobody reads is none.
func (p *printer) gateOnGitHub(ctx context.Context, g *global, o *gated) error {
	now, err := o.moment()
	if err != nil {
		return p.undecided(err)
	}
	if o.base != "" || o.pull != "" || o.reviews != "" || o.result != "" || o.repository != "" || o.branch != "" {
		return p.undecided(errors.New("with --github all facts come from GitHub: name none of them"))
	}
	h, err := newOnGitHub(g.dir, now)
	if err != nil {
		return p.undecided(err)
	}
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	d, err := h.decide(ctx)
	if err != nil {
		return p.undecided(err)
	}
	if err := h.tell(ctx, d, o.comment); err != nil {
		p.fail(err)
		d.Verdict = d.Verdict.Worse(approval.Error)
	}
	return p.decision(o.format, d)
}

// moment is the one for which the change is judged.
func (o *gated) moment() (time.Time, error) {
	if o.now == "" {
		return time.Now(), nil
	}
	at, err := time.Parse(time.RFC3339, o.now)
	if err != nil {
		return at, fmt.Errorf("--now %s is no moment; write it as 2026-11-20T12:00:00Z", o.now)
	}
	return at, nil
}

// undecided says why there is no verdict. That is no denial: it has an exit code of its own.
func (p *printer) undecided(err error) error {
	p.fail(err)
	return exit(approval.Error.Exit())
}

// request reads what the flags name.
func (o *gated) request() (evidence.Request, error) {
	request := evidence.Request{Base: o.base, Head: o.head, Result: o.result, Repository: o.repository, Branch: o.branch}
	if o.base == "" || o.head == "" {
		return request, errors.New("name the branch into which the change is to land: --base main")
	}
	if (o.pull == "") != (o.reviews == "") {
		return request, errors.New("--pull and --reviews go together: a pull request without all of its reviews is a part of the facts")
	}
	var err error
	if request.Now, err = o.moment(); err != nil || o.pull == "" {
		return request, err
	}
	return request, o.readForge(&request)
}

// readForge reads the answers of a forge from files. What is wrong with them is a reason of the decision.
func (o *gated) readForge(request *evidence.Request) error {
	text, err := readBounded(o.pull)
	if err != nil {
		return err
	}
	pull, err := forge.ReadPull(text)
	request.Problems = append(request.Problems, problemsOf(err)...)
	if text, err = readBounded(o.reviews); err != nil {
		return err
	}
	reviews, err := forge.ReadReviews(text, false)
	request.Problems = append(request.Problems, problemsOf(err)...)
	request.Pull = &pull
	for _, review := range reviews {
		request.Reviews = append(request.Reviews, evidence.Review(review))
	}
	return nil
}

// readBounded reads a file that is no larger than an answer of a forge can be. One byte more is read, so that its reader refuses it.
func readBounded(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, int64(record.Usual.Bytes)+1))
}

// problemsOf are why a forge's answers are not known, as reasons.
func problemsOf(err error) []approval.Reason {
	var known *forge.Error
	switch {
	case errors.As(err, &known):
		return []approval.Reason{{Code: known.Code, Message: known.Message}}
	case err != nil:
		return []approval.Reason{{Code: approval.ForgePartial, Message: err.Error()}}
	}
	return nil
}

// decision prints a decision in the form asked for, and ends with its exit code.
func (p *printer) decision(format string, d approval.Decision) error {
	var err error
	switch format {
	case "text":
		err = announce.WriteText(p.out, d)
	case "json":
		var text []byte
		if text, err = d.JSON(); err == nil {
			_, err = p.out.Write(text)
		}
	case "markdown":
		_, err = io.WriteString(p.out, announce.Markdown(d))
	case "github":
		err = announce.WriteGitHub(p.out, d)
	case "sarif":
		err = announce.WriteSARIF(p.out, d, version)
	default:
		err = fmt.Errorf("there is no format %q; choose text, json, markdown, github or sarif", format)
	}
	if err != nil {
		return p.undecided(err)
	}
	if code := d.Verdict.Exit(); code != 0 {
		return exit(code)
	}
	return nil
}
