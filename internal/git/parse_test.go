package git

import (
	"bytes"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

const someTree = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"

func TestParseCommit(t *testing.T) {
	for _, c := range []struct{ name, text, author, subject, when string }{
		{"plain", someTree + "author A B <a@b> 5 +0000\ncommitter C <c@d> 60 -0700\n\nSubject\n\nBody\n", "A B", "Subject", "1970-01-01T00:01:00Z"},
		{"latin 1", someTree + "author K\xf6nig <a@b> 5 +0000\ncommitter C <c@d> 60 +0000\nencoding ISO-8859-1\n\nGr\xfc\xdfe\n", "König", "Grüße", "1970-01-01T00:01:00Z"},
		{"an unknown encoding", someTree + "author K\xf6nig <a@b> 5 +0000\ncommitter C <c@d> 60 +0000\nencoding X\n\n\xfc\n", "K\uFFFDnig", "\uFFFD", "1970-01-01T00:01:00Z"},
		{"signed", someTree + "author A <a@b> 5 +0000\ncommitter C <c@d> 60 +0000\ngpgsig -----BEGIN\n author M <m> 1 +0000\n -----END\n\nSubject", "A", "Subject", "1970-01-01T00:01:00Z"},
		{"no message", someTree + "author A <a@b> 5 +0000\ncommitter C <c@d> 60 +0000\n", "A", "", "1970-01-01T00:01:00Z"},
		{"blank lines", someTree + "author <a@b> 5 +0000\ncommitter C <c@d> 60 +0000\n\n\n  \n one \r\ntwo\n \nthree", "", "one two", "1970-01-01T00:01:00Z"},
		{"no time", someTree + "author A <a@b> 5 +0000\ncommitter C <c@d>\n\nx", "A", "x", "0001-01-01T00:00:00Z"},
		{"before 1970", someTree + "author A <a@b> 5 +0000\ncommitter C <c@d> -5 +0000\n\nx", "A", "x", "0001-01-01T00:00:00Z"},
		{"after 9999", someTree + "author A <a@b> 5 +0000\ncommitter C <c@d> 999999999999 +0000\n\nx", "A", "x", "0001-01-01T00:00:00Z"},
	} {
		got, err := parseCommit(plumbing.ZeroHash, []byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if when := got.committed().Format(time.RFC3339); got.author != c.author || got.subject != c.subject || when != c.when {
			t.Errorf("%s: %q, %q, %s", c.name, got.author, got.subject, when)
		}
	}
	if _, err := parseCommit(plumbing.ZeroHash, []byte("author A <a@b> 5 +0000\n\nx")); err == nil {
		t.Error("a commit without a tree is accepted")
	}
}

func FuzzParseCommit(f *testing.F) {
	f.Add([]byte(someTree + "parent 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@b> 5 +0000\ncommitter C <c@d> 60 +0000\nencoding latin1\n\nx"))
	f.Add([]byte("tree "))
	f.Fuzz(func(t *testing.T, text []byte) {
		if c, err := parseCommit(plumbing.ZeroHash, text); err == nil && bytes.ContainsAny([]byte(c.subject), "\n") {
			t.Errorf("a subject of two lines: %q", c.subject)
		}
	})
}

// Whatever bytes two trees have, comparing them ends, and what is the same in both is not found changed.
func FuzzCompareTrees(f *testing.F) {
	entry := func(mode, name string) []byte { return append([]byte(mode+" "+name+"\x00"), make([]byte, 20)...) }
	f.Add(entry("100644", "a"), entry("100755", "a"))
	f.Add(append(entry("100644", "a.b"), entry("40000", "a")...), entry("40000", "a"))
	f.Add([]byte("100644 a"), []byte(" \x00"))
	f.Fuzz(func(t *testing.T, ours, theirs []byte) {
		trees, here := [][]byte{ours, theirs}, make([]item, 2)
		for {
			if err := skipEqual(trees); err != nil {
				return
			}
			first, err := firstName(trees, here)
			if err != nil || first.name == nil {
				return
			}
			if here[0].length+here[1].length == 0 {
				t.Fatal("it does not get on")
			}
			for i := range here {
				trees[i] = trees[i][here[i].length:]
			}
		}
	})
}
