package git

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"
	"github.com/go-git/go-git/v5/plumbing"
)

// Known is what one reading of a history has found out about each commit: its time, its parents, the files that it
// changed. The next reading need not look at these commits again.
//
// It cannot be wrong about a history: the name of a commit is the hash of all that it says and of all that it is made of, so
// what is known of a name stays true whatever becomes of branches. Which commits there are, in which order they come, and
// where a shallow clone is cut off is found out anew each time. What a commit of the cut changed is not known, and not kept.
type Known struct {
	scope   string // of which files the commits are known to have changed some
	files   []string
	commits []*commit
	fresh   int
}

// Fresh is how many commits the reading has looked at that were not known before.
func (k Known) Fresh() int { return k.fresh }

// Len is of how many commits something is known.
func (k Known) Len() int { return len(k.commits) }

// about is what is known of files, nothing where others are meant.
func (k Known) about(s scope) Known {
	if k.scope != s.name() {
		return Known{}
	}
	return k
}

// byHash gives the commits by their names.
func (k Known) byHash() map[plumbing.Hash]*commit {
	commits := make(map[plumbing.Hash]*commit, len(k.commits))
	for _, c := range k.commits {
		commits[c.hash] = c
	}
	return commits
}

// known is what a walk has found out. From now on the commits are shared, and not to be changed.
func known(s scope, files []string, walked []*commit) Known {
	k := Known{scope: s.name(), files: files, commits: make([]*commit, 0, len(walked))}
	for _, c := range walked {
		if c.unknown {
			continue
		}
		if !c.known {
			c.known, c.parentTrees = true, nil
			k.fresh++
		}
		k.commits = append(k.commits, c)
	}
	return k
}

// name tells a scope from any other.
func (s scope) name() string { return strings.Join(s, "\x00") }

// knownForm is the form in which Known is written, and with it what is understood by "changed". A change of either needs
// another.
const knownForm = "commits 2"

// columns is Known as it is written: few long values, which are read many times as fast as many short ones.
type columns struct {
	Form, Scope string
	Hashes      []byte // of each commit its own, that of its tree, those of its parents
	Numbers     []byte // of each commit as numbers() says, each of variable length
	Text        string // of each commit author and subject
	Files       string // that commits changed, separated by NUL, which no name holds
	Changes     int    // how many files commits changed, counted for each
}

// Encode writes what is known for DecodeKnown. Whoever keeps it has to see to it that nobody else writes there.
func (k Known) Encode() ([]byte, error) {
	c := columns{Form: knownForm, Scope: k.scope}
	var text []byte
	var files []string
	number := make([]int64, len(k.files)) // of each file among those written, from 1 on
	for _, one := range k.commits {
		c.Hashes = append(append(c.Hashes, one.hash[:]...), one.tree[:]...)
		for _, parent := range one.parents {
			c.Hashes = append(c.Hashes, parent[:]...)
		}
		text = append(append(text, one.author...), one.subject...)
		for _, n := range one.numbers() {
			c.Numbers = binary.AppendVarint(c.Numbers, n)
		}
		for _, file := range one.changed {
			if number[file] == 0 {
				files = append(files, k.files[file])
				number[file] = int64(len(files))
			}
			c.Numbers = binary.AppendVarint(c.Numbers, number[file]-1)
		}
		c.Changes += len(one.changed)
	}
	c.Text, c.Files = string(text), strings.Join(files, "\x00")
	return cbor.Marshal(c)
}

// numbers are those that each commit has: seconds, dated, parents, bytes of author and subject, files. What follows are the files.
func (c *commit) numbers() [6]int64 {
	dated := int64(0)
	if c.dated {
		dated = 1
	}
	return [6]int64{c.seconds, dated, int64(len(c.parents)), int64(len(c.author)), int64(len(c.subject)), int64(len(c.changed))}
}

// DecodeKnown reads what Encode has written. What is damaged or of another form says nothing.
func DecodeKnown(data []byte) (Known, bool) {
	var c columns
	if err := cbor.Unmarshal(data, &c); err != nil || c.Form != knownForm || len(c.Hashes)%hashSize != 0 || c.Changes < 0 || c.Changes > len(c.Numbers) {
		return Known{}, false
	}
	// All commits, hashes and names of files lie beside each other: one piece of memory each, not one for every commit.
	k := Known{scope: c.Scope, files: strings.Split(c.Files, "\x00")}
	d := decoder{numbers: c.Numbers, text: c.Text, files: len(k.files), hashes: make([]plumbing.Hash, len(c.Hashes)/hashSize), changes: make([]int32, c.Changes)}
	for i := range d.hashes {
		copy(d.hashes[i][:], c.Hashes[i*hashSize:])
	}
	most := min(len(d.numbers)/len((&commit{}).numbers()), len(d.hashes)/2)
	k.commits = make([]*commit, 0, most)
	all := make([]commit, most)
	for len(d.numbers) > 0 {
		if len(all) == 0 || !d.next(&all[0]) {
			return Known{}, false
		}
		k.commits, all = append(k.commits, &all[0]), all[1:]
	}
	return k, len(d.hashes) == 0 && d.text == "" && len(d.changes) == 0
}

const hashSize = 20 // bytes

// decoder is what has not been read yet of columns, and where what is read goes.
type decoder struct {
	numbers []byte
	hashes  []plumbing.Hash
	text    string
	files   int     // how many there are
	changes []int32 // room for the numbers of files
}

// number takes the first number.
func (d *decoder) number() (int64, bool) {
	n, length := binary.Varint(d.numbers)
	if length <= 0 {
		return 0, false
	}
	d.numbers = d.numbers[length:]
	return n, true
}

// next reads the first commit that is left.
func (d *decoder) next(one *commit) bool {
	n := one.numbers()
	for i := range n {
		var ok bool
		if n[i], ok = d.number(); !ok {
			return false
		}
	}
	parents, author, subject, changed := n[2], n[3], n[4], n[5]
	if slices.Min(n[2:]) < 0 || parents > int64(len(d.hashes))-2 || author > int64(len(d.text)) || subject > int64(len(d.text))-author || changed > int64(len(d.changes)) {
		return false
	}
	*one = commit{known: true, seconds: n[0], dated: n[1] == 1, hash: d.hashes[0], tree: d.hashes[1], author: d.text[:author], subject: d.text[author : author+subject]}
	d.text = d.text[author+subject:]
	one.parents, d.hashes = d.hashes[2:2+parents:2+parents], d.hashes[2+parents:]
	one.changed, d.changes = d.changes[:changed:changed], d.changes[changed:]
	for i := range one.changed {
		file, ok := d.number()
		if !ok || file < 0 || file >= int64(d.files) {
			return false
		}
		one.changed[i] = int32(file)
	}
	return true
}
