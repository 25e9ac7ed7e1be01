package git

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
)

// mostBytes is how large an object may be, and a file that is read as a whole. Forges refuse files that are not much
// larger; a small file that unpacks to gigabytes must not claim all memory.
const mostBytes = 64 << 20

// openFile opens a file of a Git directory for reading. What is no file is refused without waiting for it: a pipe into which
// nobody writes would keep its reader for ever.
func openFile(name string) (*os.File, fs.FileInfo, error) {
	file, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a regular file", name)
	}
	if err != nil {
		file.Close() // it was only opened
		return nil, nil, err
	}
	return file, info, nil
}

// readFile reads a file of a Git directory.
func readFile(name string) ([]byte, error) {
	file, info, err := openFile(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readAtMost(file, info.Size(), name)
}

// readAtMost reads to the end, which should come after size bytes.
func readAtMost(from io.Reader, size int64, name string) ([]byte, error) {
	var text bytes.Buffer
	text.Grow(int(min(max(size, 0), 1<<20)) + bytes.MinRead) // a size that lies must not claim all memory
	if _, err := text.ReadFrom(io.LimitReader(from, mostBytes+1)); err != nil {
		return nil, err
	}
	if text.Len() > mostBytes {
		return nil, tooLarge(name)
	}
	return text.Bytes(), nil
}

func tooLarge(name string) error { return fmt.Errorf("%s has more than %d MB", name, mostBytes>>20) }

// plainFiles is a folder as go-git reads it: through openFile.
type plainFiles struct{ billy.Filesystem }

func newPlainFiles(dir string) billy.Filesystem { return plainFiles{osfs.New(dir)} }

// Open opens a file for reading.
func (p plainFiles) Open(name string) (billy.File, error) {
	if !filepath.IsLocal(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	file, _, err := openFile(filepath.Join(p.Root(), name))
	if err != nil {
		return nil, err
	}
	return plainFile{file}, nil
}

// plainFile is open for reading, and need not be locked for that.
type plainFile struct{ *os.File }

func (plainFile) Lock() error   { return nil }
func (plainFile) Unlock() error { return nil }
