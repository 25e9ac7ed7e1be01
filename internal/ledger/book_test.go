package ledger

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// newBook writes a book of a few values, by many goroutines.
func newBook(t *testing.T) (name, number string, values map[string][]byte) {
	t.Helper()
	name, values = filepath.Join(t.TempDir(), "books", "book"), map[string][]byte{"": []byte("of no name"), "empty": {}}
	for i := range 40 {
		values[fmt.Sprint("name ", i)] = bytes.Repeat([]byte{byte(i)}, i*7)
	}
	w, err := WriteBook(name)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for name, value := range values {
		group.Go(func() { w.Put(name, value) })
	}
	group.Wait()
	if number, err = w.Close(); err != nil {
		t.Fatal(err)
	}
	w.Abandon()
	return name, number, values
}

func TestABookIsReadAsItWasWritten(t *testing.T) {
	name, number, values := newBook(t)
	book, ok := OpenBook(name, number)
	if !ok {
		t.Fatal("the book cannot be opened")
	}
	defer book.Close()
	for name, value := range values {
		if read, ok := book.Get(name); !ok || !bytes.Equal(read, value) {
			t.Errorf("%q says %v, %v", name, read, ok)
		}
	}
	for _, missing := range []string{"name", "name 40", "\x00"} {
		if value, ok := book.Get(missing); ok {
			t.Errorf("%q is not there, and says %v", missing, value)
		}
	}
	other, _, _ := newBook(t)
	if _, ok := OpenBook(other, number); ok {
		t.Error("another book is opened")
	}
	if _, ok := OpenBook(filepath.Dir(name), number); ok {
		t.Error("a folder is opened")
	}
	if entries, err := os.ReadDir(filepath.Dir(name)); err != nil || len(entries) != 1 {
		t.Errorf("%v lie beside the book: %v", entries, err)
	}
}

// TestADamagedBookSaysNothingWrong flips every byte of a book, and cuts it off everywhere.
func TestADamagedBookSaysNothingWrong(t *testing.T) {
	name, number, values := newBook(t)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	silent := 0
	look := func(damaged []byte) {
		if err := os.WriteFile(name, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		book, ok := OpenBook(name, number)
		if !ok {
			silent++
			return
		}
		defer book.Close()
		for name, value := range values {
			read, ok := book.Get(name)
			if ok && !bytes.Equal(read, value) {
				t.Fatalf("%q says %v instead of %v", name, read, value)
			}
			if !ok {
				silent++
			}
		}
	}
	for i := range whole {
		damaged := slices.Clone(whole)
		damaged[i] ^= 0x41
		look(damaged)
		if i%5 == 0 {
			look(whole[:i])
		}
	}
	if silent < len(whole)/2 {
		t.Errorf("of %d damaged books, values were missing in %d: nothing is shown", len(whole), silent)
	}
}

// TestSince tells the edit of a file from whatever else can have happened.
func TestSince(t *testing.T) {
	if !supported {
		t.Skip("nothing is ever taken for unchanged on this system")
	}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		change  func(dir string)
		changed []string
		ok      bool
	}{
		"nothing":        {func(string) {}, nil, true},
		"another text":   {func(dir string) { write(t, dir+"/content/a.md", "another") }, []string{"content/a.md"}, true},
		"a text as long": {func(dir string) { sameTime(t, dir+"/content/a.md", "tsrif") }, []string{"content/a.md"}, true},
		"two texts":      {func(dir string) { write(t, dir+"/content/a.md", "x"); write(t, dir+"/content/deep/b.md", "y") }, []string{"content/a.md", "content/deep/b.md"}, true},
		"saved beside first": {func(dir string) {
			write(t, dir+"/content/new", "x")
			must(os.Rename(dir+"/content/new", dir+"/content/a.md"))
		}, []string{"content/a.md"}, true},
		"another mode": {func(dir string) { must(os.Chmod(dir+"/content/a.md", 0o600)) }, nil, false},
		"a file more":  {func(dir string) { write(t, dir+"/content/new.md", "") }, nil, false},
		"a file less":  {func(dir string) { must(os.Remove(dir + "/content/a.md")) }, nil, false},
		"another name": {func(dir string) { must(os.Rename(dir+"/content/a.md", dir+"/content/b.md")) }, nil, false},
		"a link instead": {func(dir string) {
			must(os.Rename(dir+"/content/a.md", dir+"/moved.md"))
			must(os.Symlink("../moved.md", dir+"/content/a.md"))
		}, nil, false},
		"what was not there": {func(dir string) { write(t, dir+"/absent", "") }, nil, false},
	} {
		dir := folder(t)
		stamps, err := LookSettled(dir, "content", "absent")
		must(err)
		for range 100 { // a slow machine may take longer for a look than a grain
			if stamps.Settled() {
				break
			}
			stamps, err = LookSettled(dir, "content", "absent")
			must(err)
		}
		test.change(dir)
		now, err := Look(dir, "content", "absent")
		must(err)
		if changed, ok := now.Since(stamps); ok != test.ok || ok && !slices.Equal(changed, test.changed) {
			t.Errorf("%s: %v, %t", name, changed, ok)
		}
	}
}

// TestRenewedStampsHold replaces a file and looks at it alone: what has been done to others is still seen.
func TestRenewedStampsHold(t *testing.T) {
	if !supported {
		t.Skip("nothing is ever taken for unchanged on this system")
	}
	dir := folder(t)
	stamps, err := Look(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	waitForTheClock(t, dir, stamps)
	write(t, dir+"/content/new", "another")
	if err := os.Rename(dir+"/content/new", dir+"/content/a.md"); err != nil {
		t.Fatal(err)
	}
	renewed, err := stamps.Renewed(dir, "content/a.md")
	if err != nil || stamps.Hold(dir) || !renewed.Hold(dir) {
		t.Fatalf("%v: before %t, renewed %t", err, stamps.Hold(dir), renewed.Hold(dir))
	}
	sameTime(t, dir+"/content/a.md", "rehtona")
	if renewed.Hold(dir) {
		t.Error("a second change in the same moment is not seen")
	}
	renewed, err = stamps.Renewed(dir, "content/a.md")
	if err != nil || !renewed.Hold(dir) {
		t.Fatal(err)
	}
	write(t, dir+"/content/deep/b.md", "other")
	if err := os.Chtimes(dir+"/content/deep/b.md", time.Time{}, time.Now()); err != nil || renewed.Hold(dir) {
		t.Error("a change of another file is not seen", err)
	}
}
