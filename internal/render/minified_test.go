package render

import (
	"bytes"
	"io/fs"
	"testing"

	"parley/themes"
)

func TestStylesAndScriptsAreMinified(t *testing.T) {
	theme, err := ReadTheme(themes.Default(), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"style.css", "plot.css", "app.js", "plot.js"} {
		written, err := fs.ReadFile(themes.Default(), "assets/"+name)
		if err != nil {
			t.Fatal(err)
		}
		published := theme.assets[name].file.Data
		if len(published) == 0 || len(published) >= len(written) {
			t.Errorf("%s is written in %d bytes and published in %d", name, len(written), len(published))
		}
		if bytes.Contains(published, []byte("/*")) || bytes.Contains(published, []byte("// ")) {
			t.Errorf("%s is published with the remarks of its authors", name)
		}
	}
	const torn = `function (`
	if got := minified("assets/torn.js", []byte(torn)); string(got) != torn {
		t.Errorf("a script that cannot be read becomes %q", got)
	}
}
