package render

import (
	"strings"
	"testing"

	"parley/themes"
)

// TestStylesOfChartsWeighWhereTheyAreLoaded weighs a page twice: a page that names the styles of charts weighs as much more as they do,
// and goes beyond a budget that it otherwise keeps.
func TestStylesOfChartsWeighWhereTheyAreLoaded(t *testing.T) {
	theme, err := ReadTheme(themes.Default(), []string{"en"}, "")
	if err != nil {
		t.Fatal(err)
	}
	scale, styles := NewScale(theme), theme.assets["plot.css"].file
	page := `<html><link rel="stylesheet" href="/` + styles.Path + `"></html>`
	plain := strings.Replace(page, styles.Path, strings.Repeat("x", len(styles.Path)), 1)
	with, _ := scale.Over([]byte(page), 1)
	without, _ := scale.Over([]byte(plain), 1)
	if more, want := with.Bytes-without.Bytes, packed(styles.Data); more < want-40 || more > want+40 { // the names pack a little differently
		t.Errorf("the page weighs %d bytes more, and the styles %d", more, want)
	}
	budget := without.Bytes + packed(styles.Data)/2
	if _, over := scale.Over([]byte(plain), budget); over {
		t.Error("a page without charts pays for their styles")
	}
	if _, over := scale.Over([]byte(page), budget); !over {
		t.Error("a page with charts does not pay for their styles")
	}
}
