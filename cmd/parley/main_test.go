package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// cacheFolder is named by the environment of all that runs here, so that no test writes into the cache of whoever runs it.
const cacheFolder = "PARLEY_CACHE_DIR"

// TestMain lets the scripts run the program itself, as people do.
func TestMain(m *testing.M) {
	if _, named := os.LookupEnv(cacheFolder); !named { // the program run by a script is this one: it keeps what the script says
		if err := os.Setenv(cacheFolder, "off"); err != nil {
			panic(err)
		}
	}
	testscript.Main(m, map[string]func(){"parley": main})
}

// sideBySide are the stories of a short run, as the race detector has it: in one of them is each thing that the program does side by side.
var sideBySide = []string{"audiences", "gate-signed", "history", "metrics", "outputs", "price-watch", "services", "since"}

// TestScripts runs the stories of testdata/script. They are the specification: a bug begins as a script that fails.
func TestScripts(t *testing.T) {
	dir, files := "testdata/script", []string(nil)
	if testing.Short() {
		for _, name := range sideBySide {
			files = append(files, dir+"/"+name+".txtar")
		}
		dir = ""
	}
	testscript.Run(t, testscript.Params{
		Dir:   dir,
		Files: files,
		Setup: func(env *testscript.Env) error {
			// Scripts see neither the user's settings nor the wish for another day.
			env.Setenv("SOURCE_DATE_EPOCH", "")
			env.Setenv("NO_COLOR", "1")
			cache := env.WorkDir + "-cache" // beside the repository: one in it is not read
			env.Setenv(cacheFolder, cache)
			env.Defer(func() { _ = os.RemoveAll(cache) })
			env.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			env.Setenv("GIT_CONFIG_SYSTEM", os.DevNull)
			return nil
		},
	})
}
