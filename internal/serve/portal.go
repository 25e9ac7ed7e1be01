package serve

import (
	"parley/internal/render"
	"parley/internal/site"
	"parley/internal/translator"
)

// Portal is the site as one plan has it.
type Portal struct {
	Site     *site.Site
	Beside   func(path, language string) []translator.Reviewed // the units of a document with their translations
	Renderer *render.Renderer
	Files    map[string][]byte                // files of the theme and of the site as a whole (feeds, sitemap), by path without a slash at its start
	Asset    func(path string) ([]byte, bool) // a picture or download that a page shows, by its path in the output
	Report   string                           // findings in text form, "" when there are none
	Errors   int                              // how many of them are errors
	Warnings int
}

// Options say what is served, and how.
type Options struct {
	Dir     string                                  // the repository
	Folders []string                                // what is watched below it, with everything in it; they may come and go
	Addr    string                                  // must be an address of this machine's loopback
	Editor  string                                  // the address by which an editor on this machine opens a file: {file} and {line} stand in it; "" for no links
	Plan    func(changed ...string) (Portal, error) // told which paths below Dir have changed since it was called last; none means that nobody knows
	Say     func(format string, args ...any)        // for the person at the terminal
}
