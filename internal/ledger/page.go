package ledger

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/fxamacker/cbor/v2"
)

// Page is what a ledger says of one piece of work.
type Page struct {
	Task string // what was done, in whatever words tell it from anything else
	In   Stamps // of what was read, noted before it was read
	Out  Stamps // of what was written
	Said []byte // what it answered
}

// written is a page as it lies on disk: a file has tens of thousands of names, so they are kept in one string.
type written struct {
	Task    string
	In, Out column
	Said    []byte
}

type column struct {
	Names string // separated by NUL, which no name holds
	Ints  []int64
	Young map[string][32]byte
}

// magic starts a page.
const magic = "parley ledger 1\n"

// Read reads a page. A page that is missing, damaged or of another format is none.
func Read(path string) (Page, bool) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return Page{}, false
	}
	data, err := os.ReadFile(path)
	if err != nil || len(data) < len(magic)+sha256.Size || string(data[:len(magic)]) != magic {
		return Page{}, false
	}
	sum, body := data[len(magic):len(magic)+sha256.Size], data[len(magic)+sha256.Size:]
	if real := sha256.Sum256(body); !bytes.Equal(sum, real[:]) {
		return Page{}, false
	}
	var page written
	if err := cbor.Unmarshal(body, &page); err != nil {
		return Page{}, false
	}
	return Page{page.Task, page.In.stamps(), page.Out.stamps(), page.Said}, true
}

// Write puts a page in place of the one before.
func (p Page) Write(path string) error {
	body, err := cbor.Marshal(written{p.Task, columnOf(p.In), columnOf(p.Out), p.Said})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	temporary := filepath.Join(filepath.Dir(path), Unfinished+rand.Text())
	err = os.WriteFile(temporary, append(append([]byte(magic), sum[:]...), body...), 0o600)
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return nil
}

func columnOf(s Stamps) column {
	c := column{Names: strings.Join(s.Names, "\x00"), Young: s.Young, Ints: make([]int64, 0, 4*len(s.States))}
	for _, at := range s.States {
		c.Ints = append(c.Ints, int64(at.Inode), at.Size, at.Changed, int64(at.Mode))
	}
	return c
}

func (c column) stamps() Stamps {
	s := Stamps{Young: c.Young}
	if c.Names != "" {
		s.Names = strings.Split(c.Names, "\x00")
	}
	for i := 0; i+4 <= len(c.Ints); i += 4 {
		s.States = append(s.States, state{uint64(c.Ints[i]), c.Ints[i+1], c.Ints[i+2], uint32(c.Ints[i+3])})
	}
	return s
}
