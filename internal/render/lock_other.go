//go:build !darwin && !dragonfly && !freebsd && !illumos && !linux && !netbsd && !openbsd

package render

import (
	"errors"
	"os"
)

// exclusive reports that this system does not lock files in the way that is needed here.
func exclusive(*os.File) (bool, error) { return false, errors.ErrUnsupported }
