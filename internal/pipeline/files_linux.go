package pipeline

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// openBeneath opens a path below a folder, and lets the system see to it that the way there leads through no link. A pipe
// is opened without waiting for somebody at its other end. The error is errors.ErrUnsupported where the system cannot do
// that, as before Linux 5.6, or not now, or not with a path as long as this one.
func openBeneath(top *os.File, name string) (*os.File, error) {
	how := unix.OpenHow{Flags: unix.O_RDONLY | unix.O_CLOEXEC | unix.O_NONBLOCK, Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS}
	fd, err := unix.Openat2(int(top.Fd()), name, &how)
	for err == unix.EINTR {
		fd, err = unix.Openat2(int(top.Fd()), name, &how)
	}
	switch err {
	case nil:
		return os.NewFile(uintptr(fd), filepath.Join(top.Name(), name)), nil
	case unix.ELOOP:
		return nil, errLink
	case unix.ENOSYS, unix.EPERM, unix.E2BIG, unix.EINVAL, unix.EAGAIN, unix.ENAMETOOLONG:
		return nil, errors.ErrUnsupported
	}
	return nil, err
}
