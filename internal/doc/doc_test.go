package doc

import (
	"fmt"
	"strings"
	"testing"
)

func TestDebug(t *testing.T) {
	src := "---\ntitle: X\nbad: [1, 2]\n---\n# Title *here* {#tt}\n\nPara with [link](a.md#x \"T\") and `code` and\nsecond line\\\nhard. <b>raw</b> https://x.example/a\n\n## Sec & co {#ss onclick=\"x\"}\n\n- [ ] do *it*\n- [x] done\n  - nested\n\n> quote one\n> two\n\n| a | b |\n|--|:-:|\n| x \\| y | ![alt](i.png) |\n\n<div onclick=1>\nx\n</div>\n\n```go\ncode <x>\n```\n\nfoot[^1] <foo@bar.example>\n\n[^1]: note *text*\n\nterm\n: def\n\n#### skip\n"
	d, f := Read("a.md", []byte(src))
	fmt.Println(d.HTML.Text)
	for _, h := range d.HTML.Holes {
		fmt.Printf("%v %q\n", h, d.HTML.Text[h.Start:h.Stop])
	}
	for _, u := range d.Units {
		fmt.Printf("%+v\n", u)
	}
	fmt.Printf("%+v\n%+v\n%+v\n", d.Sections, d.Links, f)
	for _, r := range d.Prose {
		fmt.Printf("%q\n", d.Body[r.Start:r.Stop])
	}
	ps := make([]Passage, len(d.Units))
	for i, u := range d.Units {
		ps[i].Text = strings.ToUpper(u.Text) + "!"
		if i%2 == 0 {
			ps[i].Lang = "en"
			ps[i].Dir = "ltr"
			ps[i].Text = ""
		}
	}
	r, ok := d.Render(ps)
	fmt.Println(ok, r.Body, r.HTML.Text)
}
