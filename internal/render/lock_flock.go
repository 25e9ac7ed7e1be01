//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package render

import (
	"errors"
	"os"
	"syscall"
)

// exclusive locks a file unless another process, or another build of this one, has done so. An error means that files of
// this folder cannot be locked, as on some network drives.
func exclusive(file *os.File) (bool, error) {
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, syscall.EWOULDBLOCK):
			return false, nil
		case !errors.Is(err, syscall.EINTR):
			return false, err
		}
	}
}
