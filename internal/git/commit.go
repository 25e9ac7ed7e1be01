package git

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"golang.org/x/text/encoding/charmap"
)

// commit is what the walk needs of a commit. It is read from the object's text directly: go-git's decoder also
// builds what is not needed here and takes several times as long.
type commit struct {
	hash    plumbing.Hash
	tree    plumbing.Hash
	parents []plumbing.Hash
	seconds int64 // committer's time, seconds since 1970
	dated   bool  // seconds could be read
	author  string
	subject string

	parentTrees []plumbing.Hash
	known       bool    // from an earlier reading, with what it changed
	unknown     bool    // what it changed is not known: its parents are cut off
	changed     []int32 // files that are in the scope, by their numbers in a table of names; their paths are sorted as git sorts
}

// committed is the committer's time, or zero where it cannot be read or no calendar shows it.
func (c *commit) committed() time.Time {
	const endOfYear9999 = 253402300799
	if !c.dated || c.seconds < 0 || c.seconds > endOfYear9999 {
		return time.Time{}
	}
	return time.Unix(c.seconds, 0).UTC()
}

func parseCommit(hash plumbing.Hash, text []byte) (*commit, error) {
	c := &commit{hash: hash}
	var author, encoding []byte
	for {
		line, rest, _ := bytes.Cut(text, []byte{'\n'})
		if text = rest; len(line) == 0 {
			break
		}
		key, value, _ := bytes.Cut(line, []byte{' '})
		switch string(key) {
		case "tree":
			c.tree = plumbing.NewHash(string(value))
		case "parent":
			c.parents = append(c.parents, plumbing.NewHash(string(value)))
		case "author":
			author, _, _ = bytes.Cut(value, []byte{'<'})
		case "committer":
			c.seconds, c.dated = secondsOf(value)
		case "encoding":
			encoding = value
		}
	}
	if c.tree.IsZero() {
		return nil, fmt.Errorf("commit %s has no tree", hash)
	}
	c.author = readable(bytes.TrimSpace(author), encoding)
	c.subject = readable(subjectOf(text), encoding)
	return c, nil
}

// secondsOf reads the time from "Name <mail> 1700000000 +0100".
func secondsOf(signature []byte) (int64, bool) {
	after := signature[bytes.LastIndexByte(signature, '>')+1:]
	seconds, _, _ := bytes.Cut(bytes.TrimSpace(after), []byte{' '})
	n, err := strconv.ParseInt(string(seconds), 10, 64)
	return n, err == nil
}

// subjectOf is the first paragraph of a message as one line, like git's.
func subjectOf(message []byte) []byte {
	message = bytes.TrimLeft(message, "\n\t\r ")
	var subject []byte
	for line := range bytes.Lines(message) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			break
		}
		if subject != nil {
			subject = append(subject, ' ')
		}
		subject = append(subject, line...)
	}
	return subject
}

// readable is the text in UTF-8. Of the other encodings, those are read that old Western repositories have; what
// cannot be read becomes the replacement character.
func readable(text, encoding []byte) string {
	var table *charmap.Charmap
	switch strings.ToLower(string(encoding)) {
	case "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252":
		table = charmap.Windows1252 // it has the letters of ISO 8859-1 in their places
	case "iso-8859-15", "iso8859-15", "latin-9", "latin9":
		table = charmap.ISO8859_15
	}
	if table != nil {
		if decoded, err := table.NewDecoder().Bytes(text); err == nil {
			text = decoded
		}
	}
	return strings.ToValidUTF8(string(text), "\uFFFD")
}
