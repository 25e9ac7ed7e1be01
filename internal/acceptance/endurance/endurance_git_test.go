//go:build linux

package endurance

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"parley/internal/acceptance/folder"
)

// versioned is a hardship of the history of a small repository of two commits.
func versioned(name, says string, happens func(h *hard)) hardship {
	return hardship{name: "history: " + name, says: says, lay: func(h *hard) {
		h.Helper()
		h.git("init", "-q", "-b", "main")
		h.commit("first")
		h.write("content/a.md", "Other text.\n")
		h.commit("second")
		happens(h)
	}}
}

// git runs Git in the repository, as nobody in particular and on a day that is always the same.
func (h *hard) git(args ...string) string {
	h.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		h.Skip("SKIPPED, NOTHING TESTED: there is no git command")
	}
	command := exec.Command("git", append([]string{"-C", h.dir, "-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "gc.auto=0"}, args...)...)
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_DATE=2026-11-22T09:00:00Z", "GIT_COMMITTER_DATE=2026-11-22T09:00:00Z")
	said, err := command.CombinedOutput()
	if err != nil {
		h.Fatalf("git %v: %v\n%s", args, err, said)
	}
	return strings.TrimSpace(string(said))
}

func (h *hard) commit(subject string) {
	h.Helper()
	h.git("add", "-A")
	h.git("commit", "-q", "-m", subject)
}

// object lays a loose object under a name of one's choice: nobody here asks whether it is that of its content.
func (h *hard) object(hash, kind string, size int, content string) {
	h.Helper()
	var packed bytes.Buffer
	w, err := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	if err != nil {
		h.Fatal(err)
	}
	fmt.Fprintf(w, "%s %d\x00", kind, size)
	for rest := size; rest > 0 && content != ""; rest -= len(content) {
		_, _ = w.Write([]byte(content)[:min(rest, len(content))]) // a buffer takes everything
	}
	_ = w.Close()
	h.empty(".git/objects/" + hash[:2] + "/" + hash[2:])
	h.write(".git/objects/"+hash[:2]+"/"+hash[2:], packed.String())
}

// hashOf is the name of an object that there is not.
func hashOf(digit string) string { return strings.Repeat(digit, 40) }

// entry is one of a tree.
func entry(mode, name, hash string) string {
	raw, err := hex.DecodeString(hash)
	if err != nil {
		panic(err) // each is made of digits here
	}
	return mode + " " + name + "\x00" + string(raw)
}

// commitOf is the text of a commit.
func commitOf(tree string, parents ...string) string {
	text := "tree " + tree + "\n"
	for _, parent := range parents {
		text += "parent " + parent + "\n"
	}
	return text + "author A <a@example.com> 1700000000 +0000\ncommitter A <a@example.com> 1700000000 +0000\n\nx\n"
}

// head makes an object the commit that is checked out.
func (h *hard) head(text string) {
	h.object(hashOf("a"), "commit", len(text), text)
	h.write(".git/refs/heads/main", hashOf("a")+"\n")
}

const damaged = "history/unreadable"

// rewritten writes a file of the Git directory.
func rewritten(file, text string) func(h *hard) {
	return func(h *hard) { h.empty(".git/" + file); h.write(".git/"+file, text) }
}

// gitHardships are histories that are not as Git would have them. Without a history pages show no dates, and all else works.
var gitHardships = []hardship{
	{name: "history: none", build: "without a commit the day is unknown"},
	{name: "history: no commits", build: "without a commit the day is unknown", lay: func(h *hard) { h.git("init", "-q") }},
	versioned("whole", "", func(h *hard) {}),
	versioned("cut off", "history/shallow", func(h *hard) {
		h.git("clone", "-q", "--depth", "1", "file://"+h.dir, "../shallow")
		h.dir = filepath.Join(h.dir, "../shallow")
	}),
	versioned("a head that is detached", "", func(h *hard) { h.git("checkout", "-q", "--detach", "HEAD~1") }),
	{name: "history: objects named by SHA-256", says: damaged, lay: func(h *hard) {
		h.git("init", "-q", "--object-format=sha256")
		h.commit("first")
	}},
	versioned("a head full of rubbish", damaged, rewritten("HEAD", many("\x00\xff\n")(1_000_000))),
	versioned("an empty head", damaged, rewritten("HEAD", "")),
	versioned("no head", "", func(h *hard) { h.empty(".git/HEAD") }),
	versioned("a head that is a pipe", damaged, piped(".git/HEAD")),
	versioned("a head that leads nowhere", "", rewritten("HEAD", "ref: refs/heads/nowhere\n")),
	versioned("a head that leads out", "", rewritten("HEAD", "ref: ../../../../etc/passwd\n")),
	versioned("a head that leads to itself", damaged, rewritten("HEAD", "ref: HEAD\n")),
	versioned("branches that lead to each other", damaged, func(h *hard) {
		rewritten("refs/heads/main", "ref: refs/heads/other\n")(h)
		rewritten("refs/heads/other", "ref: refs/heads/main\n")(h)
	}),
	versioned("a branch that is a pipe", damaged, piped(".git/refs/heads/main")),
	versioned("a branch full of rubbish", damaged, rewritten("refs/heads/main", many("rubbish ")(1_000_000))),
	versioned("a branch whose commit is gone", damaged, rewritten("refs/heads/main", hashOf("b")+"\n")),
	versioned("packed refs full of rubbish", "", rewritten("packed-refs", many("rubbish \x00\n")(1_000_000))),
	versioned("packed refs on one line", damaged, func(h *hard) { h.git("pack-refs", "--all"); rewritten("packed-refs", many("a")(5_000_000))(h) }),
	versioned("packed refs that are a pipe", damaged, func(h *hard) { h.git("pack-refs", "--all"); piped(".git/packed-refs")(h) }),
	versioned("objects that are gone", damaged, func(h *hard) { h.empty(".git/objects") }),
	versioned("a folder that is gone", damaged, func(h *hard) {
		tree := h.git("rev-parse", "HEAD:content")
		h.empty(".git/objects/" + tree[:2] + "/" + tree[2:])
	}),
	versioned("alternates that lead to themselves", "", func(h *hard) {
		rewritten("objects/info/alternates", many(filepath.Join(h.dir, ".git/objects")+"\n")(20_000))(h)
	}),
	versioned("alternates that are a pipe", damaged, piped(".git/objects/info/alternates")),
	versioned("alternates that lead to pipes", "", func(h *hard) {
		piped("../pipe")(h)
		rewritten("objects/info/alternates", filepath.Join(h.dir, "../pipe")+"\n")(h)
	}),
	versioned("a configuration that is a pipe", damaged, piped(".git/config")),
	versioned("a configuration that is huge", "", rewritten("config", many("[a]\nb = c\n")(5_000_000))),
	versioned("a list of cuts full of rubbish", "", rewritten("shallow", many("rubbish\n")(100_000))),
	versioned("a list of cuts that is a pipe", damaged, piped(".git/shallow")),
	versioned("a pipe for a history", damaged, piped(".git")),
	versioned("a file that leads to itself", damaged, func(h *hard) { h.empty(".git"); h.write(".git", "gitdir: .git\n") }),
	versioned("a file full of rubbish", damaged, func(h *hard) { h.empty(".git"); h.write(".git", many("\x00")(5_000_000)) }),
	versioned("a folder that is somewhere else, and somewhere else", damaged, rewritten("commondir", "..\n")),
	versioned("a pack that is cut off", damaged, func(h *hard) {
		h.git("repack", "-a", "-d", "-q")
		h.damage(".git/objects/pack/*.pack", func(pack []byte) []byte { return pack[:len(pack)/3] })
	}),
	versioned("a pack full of rubbish", damaged, func(h *hard) {
		h.git("repack", "-a", "-d", "-q")
		h.damage(".git/objects/pack/*.pack", func(pack []byte) []byte { return append(pack[:12:12], bytes.Repeat([]byte{0xff}, 5_000_000)...) })
	}),
	versioned("an index that lies", damaged, func(h *hard) {
		h.git("repack", "-a", "-d", "-q")
		h.damage(".git/objects/pack/*.idx", func(index []byte) []byte {
			copy(index[8:], bytes.Repeat([]byte{0x7f, 0xff, 0xff, 0xff}, 256))
			return index
		})
	}),
	versioned("an index that is cut off", damaged, func(h *hard) {
		h.git("repack", "-a", "-d", "-q")
		h.damage(".git/objects/pack/*.idx", func(index []byte) []byte { return index[:len(index)/2] })
	}),
	versioned("an index that is a pipe", damaged, func(h *hard) {
		h.git("repack", "-a", "-d", "-q")
		found, _ := filepath.Glob(filepath.Join(h.dir, ".git/objects/pack/*.idx"))
		piped(strings.TrimPrefix(found[0], h.dir+"/"))(h)
	}),
	versioned("an object full of rubbish", damaged, func(h *hard) {
		head := h.git("rev-parse", "HEAD")
		rewritten("objects/"+head[:2]+"/"+head[2:], many("\xff")(1_000_000))(h)
	}),
	versioned("an object that is a pipe", damaged, func(h *hard) {
		head := h.git("rev-parse", "HEAD")
		piped(".git/objects/" + head[:2] + "/" + head[2:])(h)
	}),
	versioned("a commit that is its own parent", "", func(h *hard) { h.head(commitOf(h.git("rev-parse", "HEAD^{tree}"), hashOf("a"))) }),
	versioned("a commit with 10,000 times one parent", "", func(h *hard) {
		h.head(commitOf(h.git("rev-parse", "HEAD^{tree}"), strings.Fields(many(h.git("rev-parse", "HEAD")+" ")(400_000))...))
	}),
	versioned("a commit that is a bomb", damaged, func(h *hard) {
		h.object(hashOf("a"), "commit", 1<<30, strings.Repeat("x", 1<<20))
		h.write(".git/refs/heads/main", hashOf("a")+"\n")
	}),
	versioned("a folder that is a bomb", damaged, func(h *hard) {
		h.object(hashOf("b"), "tree", 1<<30, strings.Repeat("x", 1<<20))
		h.head(commitOf(hashOf("b")))
	}),
	versioned("an object that says it is a bomb", damaged, func(h *hard) {
		h.object(hashOf("a"), "commit", 1<<62, "")
		h.write(".git/refs/heads/main", hashOf("a")+"\n")
	}),
	versioned("a folder that is in itself", damaged, func(h *hard) {
		tree := entry("40000", "content", hashOf("b"))
		h.object(hashOf("b"), "tree", len(tree), tree)
		h.head(commitOf(hashOf("b")))
	}),
	versioned("folders that are twice in each other", damaged, func(h *hard) {
		tree := entry("40000", "a", hashOf("b")) + entry("40000", "b", hashOf("b")) + entry("40000", "content", hashOf("b"))
		h.object(hashOf("b"), "tree", len(tree), tree)
		h.head(commitOf(hashOf("b")))
	}),
	versioned("a folder full of rubbish", damaged, func(h *hard) {
		h.object(hashOf("b"), "tree", 1_000_000, strings.Repeat("\xff", 1000))
		h.head(commitOf(hashOf("b")))
	}),
	versioned("a commit of a day that never comes", "", func(h *hard) {
		h.head(strings.ReplaceAll(commitOf(h.git("rev-parse", "HEAD^{tree}")), "1700000000", "99999999999999999999"))
	}),
	{name: "history: a past with a folder that is in itself", run: func(h *hard) {
		versioned("", "", func(h *hard) {
			tree := entry("40000", "content", hashOf("b"))
			h.object(hashOf("b"), "tree", len(tree), tree)
			commit := commitOf(hashOf("b"))
			h.object(hashOf("a"), "commit", len(commit), commit)
			h.write(".git/refs/heads/past", hashOf("a")+"\n")
		}).lay(h)
		if a := h.parley("check", "--since", "past"); a.code != 2 || !strings.Contains(a.err, "parley: ") {
			h.Errorf("exit code %d\n%s", a.code, a.excerpt())
		}
	}},
	{name: "history: a past that is gone", run: func(h *hard) {
		versioned("", "", func(*hard) {}).lay(h)
		if a := h.parley("check", "--since", "nowhere"); a.code != 2 || !strings.Contains(a.err, "no such branch") {
			h.Errorf("exit code %d\n%s", a.code, a.excerpt())
		}
	}},
}

// damage changes the one file that a pattern names.
func (h *hard) damage(pattern string, change func([]byte) []byte) {
	h.Helper()
	found, err := filepath.Glob(filepath.Join(h.dir, pattern))
	if err != nil || len(found) != 1 {
		h.Fatalf("%v, %v", found, err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		h.Fatal(err)
	}
	if err := os.Remove(found[0]); err != nil { // Git's files may not be written over
		h.Fatal(err)
	}
	folder.Write(h.T, found[0], string(change(data)))
}
