package diag

import (
	"strings"
	"testing"
)

func TestWriteJSON(t *testing.T) {
	tests := []struct {
		name      string
		list      List
		documents int
		want      string
	}{
		{"no findings", nil, 210, `{"findings":[],"summary":{"errors":0,"warnings":0,"documents":210}}`},
		{
			"the form of the contract",
			List{New(PriceFormat, at("pricing/lists/a.yaml", 7, 8, 7, 14), `a price < "1" & more`).WithHint("did you mean 1.84?").
				WithNote(at("b.yaml", 3, 5, 3, 9), "the list says")},
			210,
			`{"findings":[{"path":"pricing/lists/a.yaml","line":7,"column":8,"endLine":7,"endColumn":14,"code":"price/format","severity":"error",` +
				`"message":"a price < \"1\" & more","hint":"did you mean 1.84?","notes":[{"path":"b.yaml","line":3,"column":5,"message":"the list says"}]}],` +
				`"summary":{"errors":1,"warnings":0,"documents":210}}`,
		},
		{
			"a file as a whole; nothing is left out",
			List{New(DocOrphan, Place{Path: "a.md"}, "no page leads here")},
			1,
			`{"findings":[{"path":"a.md","line":0,"column":0,"endLine":0,"endColumn":0,"code":"doc/orphan","severity":"warning",` +
				`"message":"no page leads here","hint":"","notes":[]}],"summary":{"errors":0,"warnings":1,"documents":1}}`,
		},
		{
			"what is not UTF-8 is still JSON",
			List{New(DocOrphan, Place{Path: "a\xff.md"}, "\x1b[1m")},
			1,
			`{"findings":[{"path":"a\ufffd.md","line":0,"column":0,"endLine":0,"endColumn":0,"code":"doc/orphan","severity":"warning",` +
				`"message":"\u001b[1m","hint":"","notes":[]}],"summary":{"errors":0,"warnings":1,"documents":1}}`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b strings.Builder
			if err := WriteJSON(&b, test.list, test.documents); err != nil {
				t.Fatal(err)
			}
			if got := b.String(); got != test.want+"\n" {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
