package main

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"parley/internal/acceptance/postgres"
)

// TestRefresh runs the stories of testdata/warehouse with a real PostgreSQL server. WAREHOUSE_DSN is its address; psql runs statements
// there, export writes what it answers as CSV. Nothing that is printed or written ever has the password.
func TestRefresh(t *testing.T) {
	server := postgres.Start(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/warehouse",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SOURCE_DATE_EPOCH", "")
			env.Setenv("NO_COLOR", "1")
			env.Setenv(cacheFolder, env.WorkDir+"-cache")
			env.Defer(func() { _ = os.RemoveAll(env.WorkDir + "-cache") })
			env.Setenv("WAREHOUSE_DSN", server.Address())
			env.Setenv("WRONG_DSN", server.AddressWith("plantedpassword"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"psql": func(_ *testscript.TestScript, _ bool, args []string) { server.SQL(t, "facts", strings.Join(args, " ")) },
			"export": func(ts *testscript.TestScript, _ bool, args []string) {
				text := server.SQL(t, "facts", "copy ("+args[0]+") to stdout csv header")
				ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o644))
			},
			"replace": func(ts *testscript.TestScript, _ bool, args []string) {
				text := ts.ReadFile(args[2])
				ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.ReplaceAll(text, args[0], args[1])), 0o644))
			},
			"untold": func(ts *testscript.TestScript, _ bool, files []string) {
				for _, name := range files {
					if text := ts.ReadFile(name); strings.Contains(text, "planted") || strings.Contains(text, postgres.Password) || strings.Contains(text, "pa%25ss") {
						ts.Fatalf("%s tells the address:\n%s", name, text)
					}
				}
			},
		},
	})
}
