package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTermsInEscapedText has terms that are words of HTML, and terms with characters that HTML escapes.
func TestTermsInEscapedText(t *testing.T) {
	files := map[string]string{
		"content/index.md": "# Start\n\nA < B & C \"so\" AT&T, R&D and amp; lt and &quot;. See <b> quot.\n",
	}
	for id, word := range map[string]string{"w-amp": "amp", "w-lt": "lt", "w-quot": "quot", "w-gt": "gt", "w-rd": "R&D", "w-so": "\\\"so\\\"", "w-b": "b"} {
		files["glossary/"+id+".md"] = "---\nkind: term\ntitle: \"" + word + "\"\ndefinition: A word.\ndomain: product\npart_of_speech: noun\n---\n"
	}
	body := pageAt(t, plan(t, "internal", files), "/").Body
	var found []string
	for _, mark := range body.Marks {
		found = append(found, body.Terms[mark.Term].ID+" "+body.HTML.Text[mark.Start:mark.Stop])
	}
	want := []string{"w-b B", "w-so &quot;so&quot;", "w-rd R&amp;D", "w-amp amp", "w-lt lt", "w-quot quot"}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("%s\n%s", diff, body.HTML.Text)
	}
}
