package git

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// packedIndex is the index of a pack with a few objects, whose offsets above one stand in the table of long ones if they are to.
func packedIndex(t testing.TB, long bool) (s sandbox, name string) {
	t.Helper()
	s = newSandbox(t)
	s.init()
	for i := range 40 {
		s.write(fmt.Sprintf("docs/%d.md", i), fmt.Sprint("page ", i))
	}
	s.commit(1700000000, "Add pages")
	s.git("gc", "-q")
	packs, err := filepath.Glob(filepath.Join(s.dir, ".git/objects/pack/*.pack"))
	if err != nil || len(packs) != 1 {
		t.Fatal(packs, err)
	}
	name = strings.TrimSuffix(packs[0], ".pack") + ".idx"
	if long {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		s.git("index-pack", "--index-version=2,1", "-o", name, packs[0])
	}
	return s, name
}

// What git finds by an index is found, where git finds it, and nothing else.
func TestIndex(t *testing.T) {
	for _, long := range []bool{false, true} {
		s, name := packedIndex(t, long)
		x, err := readIndex(name)
		if err != nil {
			t.Fatal(err)
		}
		if has := len(x.long) > 0; has != long {
			t.Fatalf("it has long offsets: %v", has)
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		listed := strings.Split(strings.TrimSpace(s.gitAt(0, text, "show-index")), "\n")
		if len(listed) < 40 {
			t.Fatalf("git lists %d objects", len(listed))
		}
		for _, line := range listed {
			fields := strings.Fields(line)
			hash := plumbing.NewHash(fields[1])
			if offset, found := x.find(hash); !found || fmt.Sprint(offset) != fields[0] {
				t.Errorf("%s is found: %v, at %d", line, found, offset)
			}
			hash[19] ^= 1
			if offset, found := x.find(hash); found {
				t.Errorf("%s is nowhere, and found at %d", hash, offset)
			}
		}
		cutShort(t, name, listed)
	}
}

// cutShort takes one byte after the other off an index: it is refused, or what it still finds is where it was.
func cutShort(t *testing.T, name string, listed []string) {
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, 0o600); err != nil {
		t.Fatal(err)
	}
	for size := info.Size() - 1; size >= 0; size-- {
		if err := os.Truncate(name, size); err != nil {
			t.Fatal(err)
		}
		x, err := readIndex(name)
		if err != nil {
			continue
		}
		lacking := false
		for _, line := range listed {
			fields := strings.Fields(line)
			offset, found := x.find(plumbing.NewHash(fields[1]))
			if found && fmt.Sprint(offset) != fields[0] {
				t.Errorf("with %d of %d bytes, %s is found at %d", size, info.Size(), line, offset)
			}
			lacking = lacking || !found
		}
		if !lacking {
			t.Errorf("%d of %d bytes are taken for the whole", size, info.Size())
		}
	}
}

// Whatever a file says, it is no index, or one in which can be looked.
func FuzzIndex(f *testing.F) {
	for _, long := range []bool{false, true} {
		_, name := packedIndex(f, long)
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		for at := 0; at < len(text); at += 7 {
			damaged := append([]byte(nil), text...)
			damaged[at] ^= 0xff
			f.Add(damaged)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		name := filepath.Join(t.TempDir(), "pack.idx")
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		x, err := readIndex(name)
		if err != nil {
			return
		}
		for first := range 256 {
			x.find(plumbing.Hash{byte(first), 0x80})
		}
		for at := 0; at+hashSize <= len(x.names); at += hashSize {
			x.find(plumbing.Hash(x.names[at : at+hashSize]))
		}
	})
}
