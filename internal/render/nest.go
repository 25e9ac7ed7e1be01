package render

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
)

// nest makes the folders of an output. It keeps the one open that was entered last, with those around it: most files lie
// in the same folder as the one before, or near it, and to open a folder from the top takes as long as to write a file.
type nest struct {
	made map[string]bool
	open []room // each in the one before it; the first is the staging folder, and stays
}

type room struct {
	path string // from the first
	root *os.Root
}

// enter returns a folder, and makes it if it is not there.
func (n *nest) enter(folder string) (*os.Root, error) {
	for last := len(n.open) - 1; last > 0 && folder != n.open[last].path && !strings.HasPrefix(folder, n.open[last].path+"/"); last-- {
		if err := n.leave(last); err != nil {
			return nil, err
		}
	}
	around := n.open[len(n.open)-1]
	if folder == around.path {
		return around.root, nil
	}
	below := folder
	if around.path != "." {
		below = folder[len(around.path)+1:]
	}
	for name := range strings.SplitSeq(below, "/") {
		inner, err := n.inside(around, name)
		if err != nil {
			return nil, err
		}
		n.open = append(n.open, inner)
		around = inner
	}
	return around.root, nil
}

// inside opens a folder in another one.
func (n *nest) inside(around room, name string) (room, error) {
	folder := path.Join(around.path, name)
	if !n.made[folder] {
		if err := around.root.Mkdir(name, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return room{}, err
		}
		n.made[folder] = true
	}
	root, err := around.root.OpenRoot(name)
	return room{folder, root}, err
}

// leave closes all open folders but the first so many.
func (n *nest) leave(but int) (err error) {
	for len(n.open) > but {
		last := len(n.open) - 1
		err = errors.Join(err, n.open[last].root.Close())
		n.open = n.open[:last]
	}
	return err
}
