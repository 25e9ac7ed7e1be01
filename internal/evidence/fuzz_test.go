package evidence

import (
	"bytes"
	"os"
	"testing"

	"parley/internal/approval"
	"parley/internal/doc"
	"parley/internal/git"
)

// FuzzPriceList reads whatever bytes as a price list: nothing panics, and a list that is accepted means the same to both readers and
// the same once it has been read again.
func FuzzPriceList(f *testing.F) {
	for _, name := range []string{"../../pricing/lists/emea-eur-gold.yaml", "../../pricing/lists/apac-jpy-silver.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("kind: price-list\nid: emea-eur-gold\nparts: [{sku: A, price: \"1\"}]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file := git.File{Path: "pricing/lists/emea-eur-gold.yaml"}
		r := readDocument(file.Path, text)
		r.judge(file, text)
		meant := r.meanings()
		if len(r.problems) > 0 {
			return
		}
		if why := disagreement(doc.Normalise(text), r.Fields); why != "" || r.list.ID != "emea-eur-gold" || len(meant) != len(r.list.Parts)+1 {
			t.Fatalf("%q is accepted: %s, %d parts", text, why, len(meant))
		}
		again := readDocument(file.Path, append([]byte("# once more\n"), doc.Normalise(text)...))
		for key, value := range again.meanings() {
			if !bytes.Equal(value, meant[key]) {
				t.Fatalf("%s means something else after a remark", key)
			}
		}
	})
}

// FuzzPath folds whatever name: nothing panics, and a name that is accepted for a file about prices folds to itself but for capitals.
func FuzzPath(f *testing.F) {
	for _, name := range []string{"pricing/lists/emea-eur-gold.yaml", "PRICIN~1/x", "pricing\\lists\\x", "pricing/con", "pricing/\u200bx"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		folded := foldPath(name)
		if foldPath(folded) != folded && flawOfPath(name, true) == "" {
			t.Fatalf("%q folds to %q and on to %q", name, folded, foldPath(folded))
		}
		_ = governedSpelling(name, folded)
		_ = approval.Governed(folded)
	})
}
