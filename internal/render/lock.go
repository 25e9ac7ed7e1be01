package render

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// lockName is the file that says that a build is writing into the folder. It holds the number of the build's process.
const lockName = ".parley-lock"

// lock keeps two builds from writing into one folder at once: they would publish a mixture of both, and what is a page of
// one can be a secret of the other.
//
// The file is made by nobody else (O_EXCL) or taken over. Where the system locks files, the lock ends with its process
// and cannot be stale; elsewhere the number tells whether the process that left the file is still there.
type lock struct {
	root *os.Root
	file *os.File
}

// attempts bounds how often a lock is tried that goes away while it is looked at.
const attempts = 100

// acquire takes the lock of a folder, or says who has it.
func acquire(root *os.Root) (*lock, error) {
	for range attempts {
		file, created, err := openLock(root)
		if errors.Is(err, fs.ErrNotExist) {
			continue // its holder has finished just now
		}
		if err != nil {
			return nil, err
		}
		owner := readOwner(file)
		held, err := exclusive(file)
		if err != nil { // files cannot be locked here
			held = created || owner > 0 && !alive(owner)
		}
		if !held {
			return nil, errors.Join(busy(root, owner), file.Close())
		}
		if !isStill(root, file) {
			_ = file.Close() // its holder has finished, and the file that we have locked is gone
			continue
		}
		return &lock{root, file}, errors.Join(file.Truncate(0), writeOwner(file))
	}
	return nil, busy(root, 0)
}

// openLock makes the file of the lock, or opens that of another build.
func openLock(root *os.Root) (file *os.File, created bool, err error) {
	file, err = root.OpenFile(lockName, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if !errors.Is(err, fs.ErrExist) {
		return file, err == nil, err
	}
	info, err := root.Lstat(lockName)
	if err != nil {
		return nil, false, err
	}
	if !info.Mode().IsRegular() {
		return nil, false, fmt.Errorf("%s in %s is not a file that a build has made; remove it", lockName, root.Name())
	}
	file, err = root.OpenFile(lockName, os.O_RDWR, 0)
	return file, false, err
}

// isStill reports whether the name of the lock still is that of a file that was opened by it.
func isStill(root *os.Root, file *os.File) bool {
	named, err := root.Lstat(lockName)
	if err != nil {
		return false
	}
	opened, err := file.Stat()
	return err == nil && os.SameFile(named, opened)
}

func readOwner(file *os.File) int {
	text, err := io.ReadAll(io.LimitReader(file, 32))
	if err != nil {
		return 0
	}
	owner, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return owner
}

func writeOwner(file *os.File) error {
	_, err := file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

func busy(root *os.Root, owner int) error {
	who := "another build"
	if owner > 0 {
		who += fmt.Sprintf(" (process %d)", owner)
	}
	return fmt.Errorf("%s is writing into %s; wait until it has finished, or choose another folder with --out. If there is none, remove %s from the folder",
		who, root.Name(), lockName)
}

// alive reports whether there is a process of a number.
func alive(number int) bool {
	process, err := os.FindProcess(number)
	if err != nil {
		return false
	}
	defer func() { _ = process.Release() }()
	return runtime.GOOS == "windows" || !errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

// release gives the folder free. Not every system removes a file that is open.
func (l *lock) release() error {
	early := l.root.Remove(lockName)
	err := l.file.Close()
	if early != nil {
		err = errors.Join(err, l.root.Remove(lockName))
	}
	return err
}
