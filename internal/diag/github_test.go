package diag

import (
	"strings"
	"testing"
)

func TestWriteGitHub(t *testing.T) {
	tests := []struct {
		name string
		list List
		want string
	}{
		{"no findings", nil, ""},
		{
			"an error with a hint",
			List{New(PriceFormat, at("pricing/lists/a.yaml", 14, 12, 14, 18), "a price is a decimal").WithHint("did you mean 1.84?")},
			"::error file=pricing/lists/a.yaml,line=14,endLine=14,col=12,endColumn=18,title=price/format::a price is a decimal%0Adid you mean 1.84?\n",
		},
		{
			"a warning about a file as a whole",
			List{New(DocOrphan, Place{Path: "a.md"}, "no page leads here")},
			"::warning file=a.md,title=doc/orphan::no page leads here\n",
		},
		{"no path", List{New(SiteMissing, Place{}, "x")}, "::error title=site/missing::x\n"},
		{
			"no column, no end",
			List{New(LinkBroken, Place{"a.md", Span{Line: 3}}, "x")},
			"::error file=a.md,line=3,endLine=3,col=1,endColumn=1,title=link/broken::x\n",
		},
		{
			"several lines have no columns",
			List{New(LinkBroken, at("a.md", 3, 5, 4, 2), "x")},
			"::error file=a.md,line=3,endLine=4,title=link/broken::x\n",
		},
		{
			"a span that ends where a line starts ends on the line above",
			List{New(LinkBroken, at("a.md", 3, 5, 5, 1), "x")},
			"::error file=a.md,line=3,endLine=4,title=link/broken::x\n",
		},
		{
			"properties and message are escaped as GitHub does",
			List{New("c/o,d:e", Place{Path: "50%,a:b\r\n.md"}, "%s", "50%, a::b\r\n::error::c")},
			"::error file=50%25%2Ca%3Ab%0D%0A.md,title=c/o%2Cd%3Ae::50%25, a::b%0D%0A::error::c\n",
		},
		{
			"nothing acts at a terminal",
			List{New(LinkBroken, Place{Path: "a\x1b.md"}, "b\x1b[2J\u202e\xff")},
			`::error file=a\x1b.md,title=link/broken::b\x1b[2J\u202e\xff` + "\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b strings.Builder
			if err := WriteGitHub(&b, test.list); err != nil {
				t.Fatal(err)
			}
			if got := b.String(); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
