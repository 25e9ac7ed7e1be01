package main

import (
	"context"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"parley/internal/serve"
	"parley/internal/workspace"
)

func newServe(p *printer, g *global) *cobra.Command {
	var addr, audience string
	view := workspace.View{Drafts: true}
	command := &cobra.Command{
		Use:   "serve",
		Short: "Preview the portal while it is being written",
		Long: "Serve shows the portal on this machine, reloads the browser after every saved edit, and shows findings over the last good page.\n\n" +
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
			return serve.Run(ctx, serve.Options{Dir: g.dir, Addr: addr, View: seen, Say: p.note})
		},
	}
	command.SetContext(context.Background())
	command.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "address to listen on; only this machine can reach it")
	command.Flags().StringVar(&audience, "audience", "internal", "public, partner or internal")
	command.Flags().StringVar(&view.Region, "region", "", "only what is for this region")
	command.Flags().StringVar(&view.Tier, "tier", "", "only what is for this partner tier")
	command.Flags().StringVar(&view.Partner, "partner", "", "with what is for this partner alone")
	return command
}
