package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/approval"
	"parley/internal/diag"
	"parley/internal/pipeline"
)

func newApprove(p *printer, g *global) *cobra.Command {
	var o gated
	var a pipeline.Approval
	var decision, lasts string
	command := &cobra.Command{
		Use:   "approve",
		Short: "Sign an approval of a change of prices, without a forge",
		Long: "Approve signs with your SSH key that a change may land, and writes the approval under pricing/approvals; commit its two files\n" +
			"to the branch of the change. It holds for exactly this change, this repository and branch, in one role, until it expires:\n" +
			"once a price is edited again, it no longer counts. ssh-keygen signs; Parley never sees the key.\n\n" +
			"Exit codes: 0 signed, 2 not signed.",
		Example: "  parley approve --base main --role finance\n  parley approve --base origin/main --role product --key ~/.ssh/work.pub --expires 3d",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			request, err := o.request()
			if err != nil {
				return err
			}
			if a.Lasts, err = period(lasts); err != nil {
				return err
			}
			if a.Key == "" {
				home, err := os.UserHomeDir()
				if err != nil {
					return errors.New("name your key with --key")
				}
				a.Key = filepath.Join(home, ".ssh", "id_ed25519")
			}
			a.Decision = approval.State(decision)
			repository, err := g.open()
			if err != nil {
				return err
			}
			defer repository.Close()
			s, err := pipeline.ApproveChange(command.Context(), repository, request, a)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(p.out, diag.Visible(fmt.Sprintf("signed by %s as %s, until %s: %s; commit it with its .sig", s.Person, s.Role, s.Until, s.Path())))
			return err
		},
	}
	o.place(command)
	f := command.Flags()
	f.StringVar(&a.Role, "role", "", "the role in which you approve: finance")
	f.StringVar(&a.Key, "key", "", "the file of your key, or its .pub where an agent holds it (default: ~/.ssh/id_ed25519)")
	f.StringVar(&decision, "decision", "approved", "approved, changes-requested or break-glass")
	f.StringVar(&a.Reason, "reason", "", "one line; an emergency (break-glass) needs it")
	f.StringVar(&lasts, "expires", "7d", "how long it holds: hours or days")
	_ = command.MarkFlagRequired("role")
	return command
}

var periodForm = regexp.MustCompile(`^([1-9][0-9]{0,3})([hd])$`)

// period reads 24h and 7d.
func period(text string) (time.Duration, error) {
	found := periodForm.FindStringSubmatch(text)
	if found == nil {
		return 0, fmt.Errorf("--expires %s is no time; write it as 24h or 7d", text)
	}
	n, err := strconv.Atoi(found[1])
	return time.Duration(n) * map[string]time.Duration{"h": time.Hour, "d": 24 * time.Hour}[found[2]], err
}
