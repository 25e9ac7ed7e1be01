//go:build !linux

package pipeline

import (
	"errors"
	"os"
)

func openBeneath(*os.File, string) (*os.File, error) { return nil, errors.ErrUnsupported }
