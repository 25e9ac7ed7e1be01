package check

import (
	"errors"
	"io/fs"

	"parley/internal/diag"
	"parley/internal/performance"
)

// Services checks the table of what translation services did, which the command translate adds to and pages show.
func Services(files fs.FS) diag.List {
	text, err := fs.ReadFile(files, performance.UsagePath)
	if err != nil {
		return nil // there is none, or it is no file, of which the list of files tells
	}
	var fault *performance.Fault
	if _, err := performance.ReadUsage(text); !errors.As(err, &fault) {
		return nil
	}
	place := diag.Place{Path: performance.UsagePath, Span: diag.Span{Line: fault.Line, Col: 1, EndLine: fault.Line, EndCol: 1}}
	return diag.List{diag.New(diag.POUsage, place, "%s", fault.Text).
		WithHint("parley translate writes this table; restore it from the last commit, or remove it to begin a new one")}
}
