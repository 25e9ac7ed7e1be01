package ledger

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// folder makes a folder with a few files.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"content/a.md": "first", "content/deep/b.md": "second", "other/c.md": "third"} {
		write(t, filepath.Join(dir, name), text)
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestWhateverIsDoneIsSeen does to files what people and programs do, at once after they were looked at, and as if time had
// passed since: then times alone must tell.
func TestWhateverIsDoneIsSeen(t *testing.T) {
	if !supported {
		t.Skip("nothing is ever taken for unchanged on this system")
	}
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, change := range map[string]func(dir string){
		"another text":     func(dir string) { write(t, dir+"/content/a.md", "another text") },
		"a text as long":   func(dir string) { write(t, dir+"/content/a.md", "tsrif") },
		"an older time":    func(dir string) { sameTime(t, dir+"/content/a.md", "tsrif") },
		"another file":     func(dir string) { write(t, dir+"/content/deep/new.md", "") },
		"a file less":      func(dir string) { check(os.Remove(dir + "/content/deep/b.md")) },
		"another name":     func(dir string) { check(os.Rename(dir+"/content/a.md", dir+"/content/z.md")) },
		"another folder":   func(dir string) { check(os.Mkdir(dir+"/content/empty", 0o755)) },
		"a folder appears": func(dir string) { write(t, dir+"/absent/new.md", "") },
		"a folder less":    func(dir string) { check(os.RemoveAll(dir + "/content")) },
		"a link instead": func(dir string) {
			check(os.Rename(dir+"/content/a.md", dir+"/moved.md"))
			check(os.Symlink("../moved.md", dir+"/content/a.md"))
		},
	} {
		for _, young := range []bool{true, false} {
			dir, stamps := lookedAt(t)
			var err error
			if !young {
				waitForTheClock(t, dir, stamps)
				stamps, err = Look(dir, "content", "absent")
				check(err)
			}
			if !stamps.Hold(dir) || stamps.Settled() == young {
				t.Fatalf("nothing has happened, but it is said that something has; settled: %t", stamps.Settled())
			}
			write(t, dir+"/other/c.md", "not looked at")
			if !stamps.Hold(dir) {
				t.Error("what was not looked at counts")
			}
			if change(dir); stamps.Hold(dir) {
				t.Errorf("%s is not seen; young: %t", name, young)
			}
		}
	}
}

// lookedAt is a folder that has been looked at as soon as it was written. Where the machine had something else to do in between, it is
// tried again.
func lookedAt(t *testing.T) (dir string, stamps Stamps) {
	t.Helper()
	for range 100 {
		var err error
		dir = folder(t)
		if stamps, err = Look(dir, "content", "absent"); err != nil {
			t.Fatal(err)
		}
		if !stamps.Settled() {
			return dir, stamps
		}
	}
	t.Fatal("whatever is written is settled at once")
	return dir, stamps
}

// sameTime writes a file and sets its time back, as some tools do that unpack or copy.
func sameTime(t *testing.T, name, text string) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	write(t, name, text)
	if err := os.Chtimes(name, time.Time{}, info.ModTime()); err != nil {
		t.Fatal(err)
	}
}

// waitForTheClock writes a file beside the folder until its time is a grain later than that of all that was looked at.
func waitForTheClock(t *testing.T, dir string, stamps Stamps) {
	t.Helper()
	var last int64
	for _, at := range stamps.States {
		last = max(last, at.Changed)
	}
	for range 1_000_000 {
		write(t, dir+"/clock", "")
		at, err := look(dir + "/clock")
		if err != nil {
			t.Fatal(err)
		}
		if at.Changed > last+2*grain.Nanoseconds() {
			return
		}
	}
	t.Fatal("the clock of the disk stands still")
}

func TestAPageIsReadAsItWasWritten(t *testing.T) {
	dir := folder(t)
	stamps, err := Look(dir, "content", "absent")
	if err != nil {
		t.Fatal(err)
	}
	page := Page{Task: "build", In: stamps, Out: stamps, Said: []byte("done")}
	name := filepath.Join(dir, "ledger", "page")
	if err := page.Write(name); err != nil {
		t.Fatal(err)
	}
	read, ok := Read(name)
	if diff := cmp.Diff(page, read); !ok || diff != "" {
		t.Fatal(ok, diff)
	}
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		for _, damaged := range [][]byte{whole[:i], append(append(append([]byte{}, whole[:i]...), whole[i]^1), whole[i+1:]...)} {
			if err := os.WriteFile(name, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, ok := Read(name); ok {
				t.Fatalf("a page that is damaged at byte %d is believed", i)
			}
		}
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if _, ok := Read(name); ok {
		t.Error("a page that is not there was read")
	}
}
