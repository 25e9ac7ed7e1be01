package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/diag"
)

func newExplain(p *printer) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE]",
		Short: "Explain a kind of finding and how to mend it",
		Long: "Explain says what a finding means, why it matters and how to mend it. Without a code it lists all of them.\n\n" +
			"Exit codes: 0 explained, 2 there is no such code.",
		Example: "  parley explain price/format\n  parley explain",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				for _, entry := range diag.Catalogue() {
					fmt.Fprintf(p.out, "%-24s %-8s %s\n", entry.Code, entry.Severity, entry.Title)
				}
				return nil
			}
			entry, ok := diag.Lookup(args[0])
			if !ok {
				return unknownCode(args[0])
			}
			_, err := fmt.Fprintf(p.out, "%s[%s] %s\n\n%s\n", entry.Severity, entry.Code, entry.Title, strings.TrimSpace(entry.Explain))
			return err
		},
	}
}

func unknownCode(code string) error {
	var codes []string
	for _, entry := range diag.Catalogue() {
		codes = append(codes, string(entry.Code))
	}
	if near := diag.Nearest(code, codes); near != "" {
		return fmt.Errorf("there is no code %q; did you mean %s?", code, near)
	}
	return fmt.Errorf("there is no code %q; parley explain lists all of them", code)
}
