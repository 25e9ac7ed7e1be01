package pipeline

import (
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/kind"
	"parley/internal/render"
	"parley/internal/workspace"
)

// TestNoPageTakesThePlaceOfAFileOfThePortal has pages that are called what the portal calls its own files. On pages findings
// are warnings, so that the portal is built; it must be built with its own files, of which one holds the policy.
func TestNoPageTakesThePlaceOfAFileOfThePortal(t *testing.T) {
	own := []string{"_headers", "_redirects", "feed.xml", "feed.json", "sitemap.xml", "changes.json", "robots.txt", "404.html", "page.md", "a/page.md", "a/index.html"}
	pages := map[string]string{
		"content/site.yaml":   "kind: site\ntitle: Portal\nlanguages: [en, fr]\nredirects: [{from: /old/, to: content/a.md}]\n",
		"content/a.md":        "# A\n",
		"content/assets/b.md": "# B\n",
		"content/_HEADERS.md": "# Twin\n",
	}
	var links strings.Builder
	for _, name := range own {
		pages["content/"+name+".md"] = "# Not a page\n"
		links.WriteString("- [Link](" + name + ".md)\n")
	}
	pages["content/index.md"] = "# Start\n\n" + links.String()
	dir := small(t, pages)
	out := filepath.Join(t.TempDir(), "public")
	build(t, dir, out, workspace.View{Audience: kind.Internal})
	built := files(t, out)
	for _, name := range append(own, "fr/404.html", "fr/feed.xml", "old/index.html") {
		if _, ok := built[name]; !ok {
			t.Errorf("the portal has no %s", name)
		}
	}
	if !strings.Contains(built["_headers"], render.Policy) {
		t.Errorf("the policy is lost: %q", built["_headers"])
	}
	for name, text := range built {
		if strings.Contains(text, "Not a page") || strings.Contains(text, ">Link</a>") {
			t.Errorf("%s holds, or leads to, what stands in the place of a file of the portal", name)
		}
	}
	if _, ok := built["assets/b/index.html"]; ok {
		t.Error("a page stands among the theme's files")
	}
}
