package git

import (
	"encoding/hex"
	"strings"
	"testing"
)

// TestTreesThatReadersTakeOtherwiseAreRefused writes trees as no program does: a name twice, a file beside a folder of its name, and
// names in another order than Git's. What only looks like that is read.
func TestTreesThatReadersTakeOtherwiseAreRefused(t *testing.T) {
	s := newSandbox(t)
	s.init()
	s.write("prices/a.yaml", "a")
	s.commit(1700000000, "A folder")
	folder, blob := s.rev("HEAD:prices"), s.rev("HEAD:prices/a.yaml")
	revisions := s.revisions()
	before := s.tree(revisions, "HEAD")
	for name, test := range map[string]struct {
		entries []string
		sound   bool
	}{
		"as Git writes it":        {[]string{"100644 pricer", "40000 prices", "100644 pricesa"}, true},
		"a name that begins so":   {[]string{"100644 price", "100644 prices-b", "40000 prices", "100644 prices0"}, true},
		"twice":                   {[]string{"40000 prices", "40000 prices"}, false},
		"a file twice":            {[]string{"100644 a", "100644 a", "40000 prices"}, false},
		"a file and a folder":     {[]string{"100644 prices", "40000 prices"}, false},
		"both, and one between":   {[]string{"100644 prices", "100644 prices-b", "40000 prices"}, false},
		"a folder and a file":     {[]string{"40000 prices", "100644 prices"}, false},
		"in the order of letters": {[]string{"40000 prices", "100644 prices-b"}, false},
		"a name with a slash":     {[]string{"100644 prices/b.yaml"}, false},
		"the folder above":        {[]string{"40000 .."}, false},
		"not in order":            {[]string{"100644 z", "40000 prices"}, false},
	} {
		var tree []byte
		for _, entry := range test.entries {
			hash, err := hex.DecodeString(map[bool]string{true: folder, false: blob}[strings.HasPrefix(entry, "4")])
			if err != nil {
				t.Fatal(err)
			}
			tree = append(append(tree, entry+"\x00"...), hash...)
		}
		hash := strings.TrimSpace(s.gitAt(1700000000, tree, "hash-object", "-t", "tree", "-w", "--literally", "--stdin"))
		commit := strings.TrimSpace(s.git("commit-tree", "-m", name, hash))
		after := s.tree(revisions, commit)
		_, one := after.Entry("prices")
		_, all := after.Files("prices")
		_, compared := revisions.Compare(before, after)
		if (one == nil) != test.sound || (all == nil) != test.sound || (compared == nil) != test.sound {
			t.Errorf("%s: %v, %v, %v", name, one, all, compared)
		}
	}
}
