package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// objects are the places where a repository keeps its objects: its own folder and those it borrows from.
// They are opened once and then read by any number of readers at the same time.
type objects struct {
	folders []string // for loose objects
	packs   []pack
}

type pack struct {
	file  *os.File
	size  int64
	index *index
}

// borrowing stops at this depth, as in git, so that repositories may name each other.
const maxAlternates = 5

func openObjects(folder string) (*objects, error) {
	o := &objects{}
	if err := o.add(folder, 0); err != nil {
		o.close()
		return nil, err
	}
	return o, nil
}

func (o *objects) close() {
	for _, p := range o.packs {
		p.file.Close() // it was only read
	}
}

// add adds a folder, and those it borrows from, each once: repositories that name each other time and again would
// otherwise be read as often as there are ways between them.
func (o *objects) add(folder string, depth int) error {
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return err
	}
	if slices.Contains(o.folders, folder) {
		return nil
	}
	o.folders = append(o.folders, folder)
	indexes, err := filepath.Glob(filepath.Join(quoteGlob(folder), "pack", "*.idx"))
	if err != nil {
		return err
	}
	for _, index := range indexes {
		if err := o.addPack(index); err != nil {
			return err
		}
	}
	if depth == maxAlternates {
		return nil
	}
	text, err := readFile(filepath.Join(folder, "info", "alternates"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		other := strings.TrimRight(line, "\r\n")
		if other == "" || other[0] == '#' {
			continue
		}
		if !filepath.IsAbs(other) {
			other = filepath.Join(folder, other)
		}
		if info, err := os.Stat(other); err != nil || !info.IsDir() {
			continue // like git: an object that is nowhere else will be missed when it is needed
		}
		if err := o.add(other, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (o *objects) addPack(index string) error {
	file, info, err := openFile(strings.TrimSuffix(index, ".idx") + ".pack")
	if errors.Is(err, fs.ErrNotExist) {
		return nil // being written or removed
	}
	if err != nil {
		return err
	}
	table, err := readIndex(index)
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", index, err), file.Close())
	}
	o.packs = append(o.packs, pack{file, info.Size(), table})
	return nil
}

// find says in which pack an object is, and where. The packs are asked from the given one on, because the
// next object is mostly where the last one was.
func (o *objects) find(hash plumbing.Hash, from int) (number int, offset int64, found bool) {
	for i := range o.packs {
		number = (from + i) % len(o.packs)
		if offset, found := o.packs[number].index.find(hash); found {
			return number, offset, true
		}
	}
	return 0, 0, false
}

// openLoose opens the file of an object that is in no pack.
func (o *objects) openLoose(hash plumbing.Hash) (*os.File, error) {
	name := hash.String()
	for _, folder := range o.folders {
		file, _, err := openFile(filepath.Join(folder, name[:2], name[2:]))
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	return nil, fmt.Errorf("object %s is missing: the repository is damaged, or a partial clone without its trees", name)
}

func quoteGlob(name string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`).Replace(name)
}
