package ledger

import (
	"io/fs"
	"os"
	"syscall"
)

// supported says that the system notes changes in a way that no program can forge.
const supported = true

// look reads the state of a file without following a link.
func look(name string) (state, error) {
	var info syscall.Stat_t
	if err := syscall.Lstat(name, &info); err != nil {
		return state{}, &fs.PathError{Op: "lstat", Path: name, Err: err}
	}
	return state{Inode: info.Ino, Size: info.Size, Changed: info.Ctim.Nano(), Mode: uint32(mode(info.Mode))}, nil
}

// mode is a mode of the system as Go has it, as far as it matters here.
func mode(raw uint32) fs.FileMode {
	bits := fs.FileMode(raw & 0o7777)
	switch raw & syscall.S_IFMT {
	case syscall.S_IFREG:
		return bits
	case syscall.S_IFDIR:
		return bits | os.ModeDir
	case syscall.S_IFLNK:
		return bits | os.ModeSymlink
	}
	return bits | os.ModeIrregular
}
