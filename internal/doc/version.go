package doc

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"runtime/debug"
	"sync"
)

// sources are this package's own files: what Read answers depends on them, on the libraries, and on nothing else.
//
//go:embed *.go
var sources embed.FS

// Version changes whenever Read may answer differently for the same bytes, so that a cache of its answers needs nobody
// to remember to throw it away.
var Version = sync.OnceValue(func() string {
	hash := sha256.New()
	names, err := fs.Glob(sources, "*.go")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range names {
		text, err := sources.ReadFile(name)
		if err != nil {
			panic(err) // embedded files are always there
		}
		hash.Write(text)
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		hash.Write([]byte(info.GoVersion))
		for _, module := range info.Deps {
			hash.Write([]byte(module.Path + module.Version))
		}
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
})
