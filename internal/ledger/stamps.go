package ledger

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// state tells a file from what it was before, and from any other. The zero state is that of what does not exist.
type state struct {
	Inode   uint64
	Size    int64
	Changed int64 // when the system noted the last change, in nanoseconds since 1970
	Mode    uint32
}

// grain is how far apart two changes must be to surely bear different times: file systems count in steps of up to ten
// milliseconds, and some in steps of two seconds, on which no stamp is relied on at all.
const grain = 20 * time.Millisecond

// Stamps are the states of files and folders at one time.
type Stamps struct {
	Names  []string // relative to the folder that was looked at, sorted; slashes
	States []state
	Young  map[string][32]byte // hashes of files that were changed within a grain before they were looked at
}

// Look notes the states of everything below some entries of a folder. No link is followed. What does not exist is noted
// as well. An error means that not all could be seen.
func Look(dir string, entries ...string) (Stamps, error) {
	now := time.Now()
	var stamps Stamps
	for _, entry := range slices.Sorted(slices.Values(entries)) {
		if err := stamps.walk(dir, entry); err != nil {
			return Stamps{}, err
		}
	}
	return stamps, stamps.hashYoung(dir, now)
}

// LookSettled is Look for whoever would rather wait for a moment than not be able to rely on the stamps: when something was
// changed within a grain before, it looks once more a grain later.
func LookSettled(dir string, entries ...string) (Stamps, error) {
	stamps, err := Look(dir, entries...)
	if err != nil || stamps.Settled() {
		return stamps, err
	}
	time.Sleep(grain)
	return Look(dir, entries...)
}

func (s *Stamps) walk(dir, name string) error {
	at, err := look(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	s.Names, s.States = append(s.Names, name), append(s.States, at)
	if fs.FileMode(at.Mode)&fs.ModeDir == 0 {
		return nil
	}
	folder, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	inside, err := folder.Readdirnames(-1)
	if err = errors.Join(err, folder.Close()); err != nil {
		return err
	}
	slices.Sort(inside)
	for _, one := range inside {
		if err := s.walk(dir, name+"/"+one); err != nil {
			return err
		}
	}
	return nil
}

// hashYoung hashes the files whose time does not yet tell a change from the next.
func (s *Stamps) hashYoung(dir string, now time.Time) error {
	s.Young = map[string][32]byte{}
	for i, name := range s.Names {
		if s.States[i].Changed < now.Add(-grain).UnixNano() {
			continue
		}
		sum, err := hash(filepath.Join(dir, filepath.FromSlash(name)), s.States[i])
		if err != nil {
			return err
		}
		s.Young[name] = sum
	}
	return nil
}

// hash sums up what a file holds, a folder's names, or where a link leads.
func hash(name string, at state) (sum [32]byte, err error) {
	var data []byte
	switch mode := fs.FileMode(at.Mode); {
	case at == state{}:
	case mode.IsRegular():
		data, err = os.ReadFile(name)
	case mode.IsDir():
		var entries []fs.DirEntry
		if entries, err = os.ReadDir(name); err == nil {
			var names bytes.Buffer
			for _, entry := range entries {
				names.WriteString(entry.Name() + "\x00")
			}
			data = names.Bytes()
		}
	case mode&fs.ModeSymlink != 0:
		var target string
		target, err = os.Readlink(name)
		data = []byte(target)
	}
	return sha256.Sum256(data), err
}

// Settled reports whether all files had been left alone for a while when they were looked at. Only then do stamps of
// what is read afterwards tell whether it has changed since.
func (s Stamps) Settled() bool { return len(s.Young) == 0 }

// Hold reports whether nothing below a folder has changed since it was looked at.
func (s Stamps) Hold(dir string) bool {
	if !supported || len(s.Names) != len(s.States) {
		return false
	}
	var changed atomic.Bool
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		group.Go(func() {
			var path strings.Builder
			for i := worker * len(s.Names) / workers; i < (worker+1)*len(s.Names)/workers && !changed.Load(); i++ {
				path.Reset()
				path.WriteString(dir)
				path.WriteByte(filepath.Separator)
				path.WriteString(filepath.FromSlash(s.Names[i]))
				at, err := look(path.String())
				if err != nil && !errors.Is(err, fs.ErrNotExist) || at != s.States[i] || !s.same(path.String(), s.Names[i], at) {
					changed.Store(true)
				}
			}
		})
	}
	group.Wait()
	return !changed.Load()
}

// same compares what a young file holds.
func (s Stamps) same(path, name string, at state) bool {
	want, young := s.Young[name]
	if !young {
		return true
	}
	sum, err := hash(path, at)
	return err == nil && sum == want
}

// Since lists the files that have been changed since earlier stamps. Ok says that nothing else has happened: each file and
// folder that was there still is, in the same mode, and there is none more. That a folder was written to without a change
// of what is in it, as by those who save a file under another name first, makes no difference.
func (s Stamps) Since(was Stamps) (changed []string, ok bool) {
	if !supported || !was.Settled() || !slices.Equal(s.Names, was.Names) || len(s.States) != len(s.Names) || len(was.States) != len(was.Names) {
		return nil, false
	}
	for i, at := range s.States {
		before, mode := was.States[i], fs.FileMode(at.Mode)
		switch {
		case at == before:
		case at == state{} || before == state{} || at.Mode != before.Mode || !mode.IsRegular() && !mode.IsDir():
			return nil, false
		case mode.IsRegular():
			changed = append(changed, s.Names[i])
		}
	}
	return changed, true
}

// Has reports whether something of a name has been looked at.
func (s Stamps) Has(name string) bool { return slices.Contains(s.Names, name) }

// Renewed are the stamps after some files have been replaced, which are looked at again with their folders; the others are
// as they were.
func (s Stamps) Renewed(dir string, files ...string) (Stamps, error) {
	now := time.Now()
	renewed := Stamps{Names: s.Names, States: slices.Clone(s.States), Young: maps.Clone(s.Young)}
	again := Stamps{}
	for i, name := range s.Names {
		if !slices.ContainsFunc(files, func(file string) bool { return file == name || path.Dir(file) == name }) {
			continue
		}
		at, err := look(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return Stamps{}, err
		}
		renewed.States[i] = at
		again.Names, again.States = append(again.Names, name), append(again.States, at)
		delete(renewed.Young, name)
	}
	if err := again.hashYoung(dir, now); err != nil {
		return Stamps{}, err
	}
	if renewed.Young == nil {
		renewed.Young = map[string][32]byte{}
	}
	maps.Copy(renewed.Young, again.Young)
	return renewed, nil
}
