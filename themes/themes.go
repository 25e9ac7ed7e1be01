// Package themes holds the themes that come with Parley.
//
// Promise: a theme is a folder of templates, partials, assets and interface strings, and nothing else; it is data.
// A template is given one site.Page, the functions that package render offers, and no way to reach anything more.
//
//	templates/layout.html   defines "layout", the whole document; it calls "main"
//	templates/nav.html      defines "nav", the navigation, over site.Chrome; it is rendered once a language
//	templates/NAME.html     defines "main" for one kind of page, and may redefine what layout and partials define
//	partials/*.html         pieces that several templates share
//	assets/*                styles, scripts, icon: served under a name that holds a hash of their bytes
//	locales/LANG.po         the interface in one language; English is in the templates themselves
//
// Layout is parsed first, then the partials, then the one template, so that the template has the last word.
//
// Input: none. Output: an fs.FS that never changes. It reads no disk: the files are part of the program.
package themes

import (
	"embed"
	"io/fs"
)

//go:embed all:default
var themes embed.FS

// Default returns the theme that a portal has when it names no other.
func Default() fs.FS {
	theme, err := fs.Sub(themes, "default")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return theme
}
