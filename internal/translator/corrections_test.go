package translator

import (
	"iter"
	"reflect"
	"testing"

	"parley/internal/performance"
	"parley/internal/translation"
)

func TestWhatPeopleMadeOfDraftsIsFoundInThePast(t *testing.T) {
	po := func(text string) string {
		return "msgid \"\"\nmsgstr \"Language: fr\\n\"\n\n# mt: azure 2026-11-20T14:03:11Z " + translation.Hash8("Debut") + "\nmsgid \"Start\"\nmsgstr \"" + text + "\"\n"
	}
	states := []string{po("Début"), "not PO", po("Debut"), po("")}
	read := 0
	past := func(string) iter.Seq[[]byte] {
		return func(yield func([]byte) bool) {
			for _, state := range states {
				read++
				if !yield([]byte(state)) {
					return
				}
			}
		}
	}
	settled := func(text string) []performance.Settled {
		read = 0
		return Corrections(newShelf(map[string]string{"content/index.md": "# Start\n", "content/locales/fr/content/index.po": po(text)}).load(t), past)
	}
	if got, want := settled("Début"), []performance.Settled{{Provider: "azure", Language: "fr", Pairs: []performance.Pair{{Machine: "Debut", Approved: "Début"}}}}; !reflect.DeepEqual(got, want) || read != 3 {
		t.Errorf("%+v after %d states", got, read)
	}
	if got := settled("Debut"); len(got) != 0 || read != 0 {
		t.Errorf("what nobody has settled counts: %+v, after %d states", got, read)
	}
	states = states[:2]
	if got, want := settled("Début"), []performance.Settled{{Provider: "azure", Language: "fr", Unknown: 1}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}
