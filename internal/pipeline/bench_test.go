package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// corpus writes a repository of n pages of a few hundred words, each with headings, a list, a table and links.
func corpus(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	text := strings.Repeat("Partners who plan a migration agree the date with the engineering liaison before the first wave starts. ", 12)
	for i := range n {
		page := fmt.Sprintf("---\ntitle: Page %d\nsummary: What page %[1]d says.\n---\n%s\n\n## First\n\n%[2]s\n\n- one\n- two, see [another](../part-%d/page-%d.md)\n\n"+
			"| a | b |\n|---|---|\n| 1 | 2 |\n\n## Second\n\n%[2]s[Start](../index.md)\n", i, text, (i*7+1)%n%20, (i*7+1)%n)
		name := filepath.Join(dir, "content", fmt.Sprintf("part-%d", i%20), fmt.Sprintf("page-%d.md", i))
		if i == 0 {
			name = filepath.Join(dir, "content", "index.md")
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(page), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	settings := "kind: site\ntitle: Corpus\nlanguages: [en]\n"
	if err := os.WriteFile(filepath.Join(dir, "content/site.yaml"), []byte(settings), 0o644); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkPreviewOfAnEdit measures what stands between a saved edit of a repository of 1,000 pages and the page's new
// bytes: one plan and one page. Watching adds its debounce, the browser its drawing.
func BenchmarkPreviewOfAnEdit(b *testing.B) {
	dir := corpus(b, 1000)
	repository, err := Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer repository.Close()
	preview := NewPreview(repository, workspace.View{Audience: kind.Internal, Drafts: true})
	if _, err := preview.Plan("2026-11-22"); err != nil {
		b.Fatal(err)
	}
	name := filepath.Join(dir, "content/part-3/page-3.md")
	for i := 0; b.Loop(); i++ {
		if err := os.WriteFile(name, fmt.Appendf(nil, "---\ntitle: Page 3\n---\nEdit %d.\n", i), 0o644); err != nil {
			b.Fatal(err)
		}
		planned, err := preview.Plan("2026-11-22", "content/part-3/page-3.md")
		if err != nil {
			b.Fatal(err)
		}
		at, ok := planned.Site.Find("/part-3/page-3/")
		if !ok {
			b.Fatal("the page is gone")
		}
		page, err := planned.Renderer.Page(at)
		if err != nil || !strings.Contains(string(page.Data), fmt.Sprintf("Edit %d.", i)) {
			b.Fatalf("the page does not show the edit: %v", err)
		}
	}
}
