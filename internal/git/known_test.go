package git

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mustContinue reads a history with what an earlier reading has found out, which goes through its written form.
func mustContinue(t testing.TB, s sandbox, before Known, under ...string) (History, Known) {
	t.Helper()
	data, err := before.Encode()
	if err != nil {
		t.Fatal(err)
	}
	read, ok := DecodeKnown(data)
	if !ok {
		t.Fatal("what was written cannot be read")
	}
	h, now, err := ContinueHistory(s.dir, append(under, ".")[:max(1, len(under))], func(string) int { return 0 }, read)
	if err != nil {
		t.Fatal(err)
	}
	return h, now
}

// compareInPieces reads a history piece by piece: whatever commits HEAD names in between, earlier ones, later ones, and such
// as have nothing to do with one another, what comes of it is the history that is read at once. At the end it is that of
// git log.
func compareInPieces(t *testing.T, s sandbox, random *rand.Rand) {
	t.Helper()
	commits := strings.Fields(s.git("rev-list", "--all", "--reflog"))
	last := strings.TrimSpace(s.git("rev-parse", "HEAD"))
	var known Known
	var h History
	saved := 0
	for i := range 9 {
		cut := commits[random.IntN(len(commits))]
		if i == 8 {
			cut = last
		}
		s.git("update-ref", "--no-deref", "HEAD", cut)
		h, known = mustContinue(t, s, known)
		if diff := cmp.Diff(mustRead(t, s.dir), h); diff != "" {
			t.Fatalf("piece %d, up to %s (-whole +pieces):\n%s", i, cut, diff)
		}
		all := len(strings.Fields(s.git("rev-list", cut)))
		if known.Fresh() > all || len(known.commits) != all {
			t.Fatalf("%d of %d commits were looked at, %d are known", known.Fresh(), all, len(known.commits))
		}
		saved += all - known.Fresh()
	}
	if diff := cmp.Diff(s.log(), hashes(h.Changes)); diff != "" {
		t.Errorf("in pieces (-git +parley):\n%s", diff)
	}
	if _, again := mustContinue(t, s, known); again.Fresh() != 0 || saved == 0 {
		t.Errorf("%d commits were looked at once more; nothing was saved: %v", again.Fresh(), saved == 0)
	}
}

// What is known of some files says nothing of others.
func TestWhatIsKnownOfOtherFiles(t *testing.T) {
	s := twoCommits(t)
	_, known := mustContinue(t, s, Known{}, "docs")
	h, now := mustContinue(t, s, known)
	if diff := cmp.Diff(mustRead(t, s.dir), h); diff != "" || now.Fresh() != 2 {
		t.Errorf("%d commits looked at: %s", now.Fresh(), diff)
	}
}

// Where a shallow clone is cut off can change either way between two readings; so can what replaces a commit.
func TestAHistoryInPiecesOfAShallowClone(t *testing.T) {
	origin := newSandbox(t).at("origin")
	origin.write("old.md", "old")
	origin.init()
	for i := range 6 {
		origin.write(fmt.Sprintf("%d.md", i), "new")
		origin.write("old.md", fmt.Sprint(i))
		origin.commit(1700000000+i, fmt.Sprint("change ", i))
	}
	origin.git("clone", "-q", "--depth=2", "file://"+origin.dir, "../shallow")
	s := origin.at("../shallow")
	var known Known
	for _, step := range [][]string{{"status"}, {"fetch", "-q", "--depth=4"}, {"fetch", "-q", "--depth=1"}, {"fetch", "-q", "--depth=3"}, {"fetch", "-q", "--unshallow"},
		{"replace", "HEAD", "HEAD~2"}, {"replace", "-d", "HEAD"}, {"fetch", "-q", "--depth=2"}} {
		s.git(step...)
		var h History
		h, known = mustContinue(t, s, known)
		if diff := cmp.Diff(mustRead(t, s.dir), h); diff != "" {
			t.Errorf("after %v (-whole +pieces):\n%s", step, diff)
		}
	}
}

// Whatever is made of what was written, it is refused or means commits that can be written again; nothing panics.
func FuzzDecodeKnown(f *testing.F) {
	k := Known{scope: "content", files: []string{"content/a.md", "content/b.md"}, commits: []*commit{
		{hash: [20]byte{1}, tree: [20]byte{2}, seconds: -5, dated: true, author: "Ana", subject: "", changed: []int32{0, 1}},
		{hash: [20]byte{3}, tree: [20]byte{2}, author: "", subject: "Merge", changed: []int32{1}},
	}}
	k.commits[1].parents = append(k.commits[1].parents, k.commits[0].hash)
	data, err := k.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	for i := range data {
		f.Add(data[:i])
		damaged := slices.Clone(data)
		damaged[i] ^= 1
		f.Add(damaged)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		read, ok := DecodeKnown(data)
		if !ok {
			return
		}
		data, err := read.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, ok := DecodeKnown(data)
		if diff := cmp.Diff(told(read), told(again)); !ok || diff != "" {
			t.Fatal(ok, diff)
		}
	})
}

// told is all that is known, with the names of files for their numbers, which writing may change.
func told(k Known) []string {
	all := []string{k.scope}
	for _, c := range k.commits {
		line := fmt.Sprintf("%s %s %s %v %d %v %q %q", c.hash, c.tree, c.parents, c.known, c.seconds, c.dated, c.author, c.subject)
		for _, file := range c.changed {
			line += " " + k.files[file]
		}
		all = append(all, line)
	}
	return all
}
