package git

import (
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
	commits []commit
	fresh   int
}

// Fresh is how many commits the reading has looked at that were not known before.
func (k Known) Fresh() int { return k.fresh }

// Len is of how many commits something is known.
func (k Known) Len() int { return len(k.commits) }

// byHash gives the commits by their names, none where they are known of other files.
func (k Known) byHash(s scope) map[plumbing.Hash]*commit {
	if k.scope != s.name() {
		return nil
	}
	commits := make(map[plumbing.Hash]*commit, len(k.commits))
	for i := range k.commits {
		commits[k.commits[i].hash] = &k.commits[i]
	}
	return commits
}

// known is what a walk has found out.
func known(s scope, walked []*commit) Known {
	k := Known{scope: s.name(), commits: make([]commit, 0, len(walked))}
	for _, c := range walked {
		if c.unknown {
			continue
		}
		if !c.known {
			k.fresh++
		}
		k.commits = append(k.commits, *c)
	}
	return k
}

// name tells a scope from any other.
func (s scope) name() string { return strings.Join(s, "\x00") }

// knownForm is the form in which Known is written, and with it what is understood by "changed". A change of either needs
// another.
const knownForm = "commits 1"

// columns is Known as it is written: few long values, which are read many times as fast as many short ones.
type columns struct {
	Form, Scope string
	Hashes      []byte  // of each commit its own, that of its tree, those of its parents
	Numbers     []int64 // of each commit as numbers() says
	Text        string  // of each commit author and subject
	Files       string  // that commits changed, separated by NUL, which no name holds
}

// fixed is how many numbers each commit has: seconds, dated, parents, bytes of author and subject, files. What follows are
// the files.
const fixed = 6

// Encode writes what is known for DecodeKnown. Whoever keeps it has to see to it that nobody else writes there.
func (k Known) Encode() ([]byte, error) {
	c := columns{Form: knownForm, Scope: k.scope}
	var text strings.Builder
	var files []string
	number := map[string]int64{}
	for i := range k.commits {
		one := &k.commits[i]
		c.Hashes = append(append(c.Hashes, one.hash[:]...), one.tree[:]...)
		for _, parent := range one.parents {
			c.Hashes = append(c.Hashes, parent[:]...)
		}
		dated := int64(0)
		if one.dated {
			dated = 1
		}
		text.WriteString(one.author + one.subject)
		c.Numbers = append(c.Numbers, one.seconds, dated, int64(len(one.parents)), int64(len(one.author)), int64(len(one.subject)), int64(len(one.changed)))
		for _, file := range one.changed {
			n, seen := number[file]
			if !seen {
				n = int64(len(files))
				number[file] = n
				files = append(files, file)
			}
			c.Numbers = append(c.Numbers, n)
		}
	}
	c.Text, c.Files = text.String(), strings.Join(files, "\x00")
	return cbor.Marshal(c)
}

// DecodeKnown reads what Encode has written. What is damaged or of another form says nothing.
func DecodeKnown(data []byte) (Known, bool) {
	var c columns
	if err := cbor.Unmarshal(data, &c); err != nil || c.Form != knownForm {
		return Known{}, false
	}
	k := Known{scope: c.Scope, commits: make([]commit, 0, len(c.Numbers)/(fixed+1))}
	files := strings.Split(c.Files, "\x00")
	for len(c.Numbers) > 0 {
		one, ok := c.next(files)
		if !ok {
			return Known{}, false
		}
		k.commits = append(k.commits, one)
	}
	return k, len(c.Hashes) == 0 && c.Text == ""
}

// next takes the first commit off the columns.
func (c *columns) next(files []string) (one commit, ok bool) {
	if len(c.Numbers) < fixed {
		return commit{}, false
	}
	n := c.Numbers[:fixed]
	parents, author, subject, changed := n[2], n[3], n[4], n[5]
	c.Numbers = c.Numbers[fixed:]
	if slices.Min(n[2:]) < 0 || parents > int64(len(c.Hashes))/hashSize-2 || author > int64(len(c.Text)) || subject > int64(len(c.Text))-author || changed > int64(len(c.Numbers)) {
		return commit{}, false
	}
	one = commit{known: true, seconds: n[0], dated: n[1] == 1, hash: c.hash(), tree: c.hash(), author: c.Text[:author], subject: c.Text[author : author+subject]}
	c.Text = c.Text[author+subject:]
	for range parents {
		one.parents = append(one.parents, c.hash())
	}
	for _, file := range c.Numbers[:changed] {
		if file < 0 || file >= int64(len(files)) {
			return commit{}, false
		}
		one.changed = append(one.changed, files[file])
	}
	c.Numbers = c.Numbers[changed:]
	return one, true
}

const hashSize = int64(len(plumbing.Hash{}))

func (c *columns) hash() plumbing.Hash {
	hash := plumbing.Hash(c.Hashes[:hashSize])
	c.Hashes = c.Hashes[hashSize:]
	return hash
}
