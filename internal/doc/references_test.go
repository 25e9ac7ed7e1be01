package doc

import "testing"

// TestReferencesAreResolvedOnce writes characters as references and with backslashes, in texts, addresses and titles.
func TestReferencesAreResolvedOnce(t *testing.T) {
	for written, meant := range map[string]string{
		`a&amp;b`:              `a&b`,
		`a\&amp;b`:             `a&amp;b`,
		`a&amp;lt;b`:           `a&lt;b`,
		`\&\#60;`:              `&#60;`,
		`&#60;&#x3C;&lt;`:      `<<<`,
		`?page=1&section=2`:    `?page=1&section=2`,
		`?a=1&copy=2&lt=3`:     `?a=1&copy=2&lt=3`,
		`?a=1&amp;copy=2`:      `?a=1&copy=2`,
		`a&nothing;b&#;c&#xg;`: `a&nothing;b&#;c&#xg;`,
		`\\&quot;\"`:           `\""`,
		`a\b`:                  `a\b`,
	} {
		d, _ := Read("a.md", []byte("# Title "+written+"\n\n[x](<https://a.example/"+written+"> '"+written+"') ![Alt "+written+"](b.png)\n\n## Section "+written+"\n"))
		for what, got := range map[string]string{
			"title": d.TitleText, "target": d.Links[0].Target, "title of a link": d.Links[0].Title, "picture": d.Links[1].Alt, "section": d.Sections[0].Text,
		} {
			want := map[string]string{"title": "Title ", "target": "https://a.example/", "title of a link": "", "picture": "Alt ", "section": "Section "}[what] + meant
			if got != want {
				t.Errorf("%s %s is %s; want %s", what, written, got, want)
			}
		}
	}
}
