package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/diag"
	"parley/internal/git"
	"parley/internal/ledger"
	"parley/internal/render"
	"parley/internal/workspace"
)

// lastBuild is the build that was made last into a folder, and what one would be made of now.
type lastBuild struct {
	page string // where the ledger keeps it; "" for nowhere
	root string // of the repository
	out  string
	task string
	in   ledger.Stamps
	was  ledger.Page
	none bool // nothing is known of an earlier build
}

// lastBuild looks at everything on which a build depends. It must be called before anything is read: what is changed while
// a build is at work is then seen as a change by the next.
func (r *Repository) lastBuild(options BuildOptions) lastBuild {
	last := lastBuild{none: true}
	out, err := apart(r.Dir, options.Out)
	if err != nil {
		return last // the build itself will say so
	}
	root, err := resolved(r.Dir)
	if err != nil {
		return last
	}
	sum := sha256.Sum256([]byte(out))
	last.root, last.out = root, out
	if last.task, err = taskOf(root, options); err == nil {
		last.page = r.cacheFile("build-" + hex.EncodeToString(sum[:8]))
	}
	if last.page != "" {
		last.was, last.none = readPage(last.page)
	}
	return last
}

func readPage(name string) (page ledger.Page, none bool) {
	page, ok := ledger.Read(name)
	return page, !ok
}

// taskOf names all that a build depends on beside the files of the repository and of the output.
func taskOf(root string, options BuildOptions) (string, error) {
	stand, err := git.Stand(root)
	if err != nil {
		return "", err
	}
	program, err := itself()
	if err != nil {
		return "", err
	}
	options.Out, options.Profile = "", nil // the page is that of a folder; nobody's clock matters
	return fmt.Sprintf("%q %s %+v %s", root, program, options, stand), nil
}

// itself tells the program that runs from any other.
func itself() (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	stamps, err := ledger.Look(filepath.Dir(program), filepath.Base(program))
	return fmt.Sprintf("%q %+v", program, stamps.States), err
}

// again returns what the last build answered, when a build now would read and write the same.
func (l *lastBuild) again() (Built, bool) {
	if !l.none && l.was.Task == l.task && l.was.In.Hold(l.root) && render.Untouched(l.out, l.was.Out) {
		if said, ok := l.said(); ok {
			return said.Built, true
		}
	}
	if l.page == "" {
		return Built{}, false
	}
	stamps, err := ledger.LookSettled(l.root, append([]string{"themes"}, workspace.Folders...)...)
	if err != nil || !stamps.Settled() {
		l.page = "" // what cannot be told from its next change is not relied on
		return Built{}, false
	}
	l.in = stamps
	return Built{}, false
}

// said is what a page of the ledger keeps of a build.
type said struct {
	Built  Built
	Around string               // number of the book in which stands what pages say around bodies; "" for none
	Words  map[string]diag.List // what was found for their words in documents that have been reworded since, by path
}

// said is what the last build answered.
func (l *lastBuild) said() (last said, ok bool) {
	return last, cbor.Unmarshal(l.was.Said, &last) == nil
}

// note keeps what a build did. A ledger that cannot be written costs time, not truth.
func (l *lastBuild) note(now said, out ledger.Stamps) {
	now.Built.Written, now.Built.Removed = 0, 0
	said, err := cbor.Marshal(now)
	if l.page == "" || err != nil || len(out.Names) == 0 {
		return
	}
	_ = ledger.Page{Task: l.task, In: l.in, Out: out, Said: said}.Write(l.page)
}
