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

// TestAnchorsHaveNoTags keeps to what forges do, where links to headings have to work, too.
func TestAnchorsHaveNoTags(t *testing.T) {
	d, _ := Read("a.md", []byte("# T\n\n## List<String> & `<b>`\n"))
	if got := d.Sections[0].ID; got != "list--b" {
		t.Errorf("the anchor is %s", got)
	}
}

// TestTitlesAreWhatTheirHeadingsShow has titles with code and tags in them. The page shows both as text, so all that is made
// of the title does.
func TestTitlesAreWhatTheirHeadingsShow(t *testing.T) {
	for written, shown := range map[string]string{
		"Use `&lt;` and `\\&`":             `Use &lt; and \&`,
		"List<String> explained":           "List<String> explained",
		"<b>Bold</b> *move*":               "<b>Bold</b> move",
		"A <!-- secret --> title":          "A title",
		`<img src=x onerror="alert(1)">`:   `<img src=x onerror="alert(1)">`,
		"&lt;b> and <b title='&lt;'> more": "<b> and <b title='&lt;'> more",
	} {
		d, _ := Read("a.md", []byte("# "+written+"\n\n## "+written+"\n\n![x "+written+"](a.png)\n"))
		if d.TitleText != shown || d.Sections[0].Text != shown || d.Links[0].Alt != "x "+shown || Plain(written) != shown {
			t.Errorf("%s is the title %q, the section %q, the picture %q, by itself %q; want %q",
				written, d.TitleText, d.Sections[0].Text, d.Links[0].Alt, Plain(written), shown)
		}
	}
}
