package workspace

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"parley/internal/ledger"
)

// magic starts a file of records; a file that starts otherwise is not ours, or is of another format, and is made anew.
const magic = "parley parse cache 2\n"

// store is a file of records, to which a run adds its own. None of them is held in memory: those of earlier runs are
// read when they are asked for, and those of this run wait in a file of their own, which nobody reads, until they are saved.
// A damaged record fails its checksum and is none.
type store struct {
	path   string // "" for nowhere
	mutex  sync.Mutex
	slots  map[[32]byte]*slot
	old    *os.File // the records of earlier runs, nil when there are none
	end    int64    // of the last whole record in it
	fresh  *os.File // the records of this run, nil until there is one
	out    *bufio.Writer
	failed error // of writing them
}

// slot says where a record lies in the file of earlier runs.
type slot struct {
	offset int64
	length uint32
	sum    uint32
	used   bool // by this run
}

// recordHead is what stands before a record: key, length, checksum.
const recordHead = 32 + 4 + 4

// largest is the most that is read of a file; one that has grown beyond that is made anew.
const largest = 1 << 30

// openStore lists the records of a file.
func openStore(path string) *store {
	s := &store{path: path, slots: map[[32]byte]*slot{}}
	if path == "" {
		return s
	}
	file, err := openOwn(path, os.O_RDONLY)
	if err != nil {
		return s
	}
	start := make([]byte, len(magic))
	if _, err := file.ReadAt(start, 0); err != nil || string(start) != magic {
		_ = file.Close()
		return s
	}
	s.old, s.end = file, int64(len(magic))
	s.list()
	return s
}

// list walks over the heads of records up to the first that is not whole.
func (s *store) list() {
	info, err := s.old.Stat()
	if err != nil {
		return
	}
	var head [recordHead]byte
	for {
		if _, err := s.old.ReadAt(head[:], s.end); err != nil {
			return
		}
		one := &slot{offset: s.end + recordHead, length: binary.LittleEndian.Uint32(head[32:]), sum: binary.LittleEndian.Uint32(head[36:])}
		next := one.offset + int64(one.length)
		if next > info.Size() {
			return
		}
		s.slots[[32]byte(head[:32])], s.end = one, next
	}
}

// openOwn opens a file, but neither through a link nor anything else than a file: a pipe would keep its reader waiting.
func openOwn(path string, flag int) (*os.File, error) {
	looked, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !looked.Mode().IsRegular() || looked.Size() > largest {
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrInvalid}
	}
	file, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return nil, err
	}
	if opened, err := file.Stat(); err != nil || !os.SameFile(looked, opened) {
		return nil, errors.Join(&fs.PathError{Op: "open", Path: path, Err: fs.ErrInvalid}, file.Close())
	}
	return file, nil
}

// get returns a record of an earlier run.
func (s *store) get(key [32]byte) ([]byte, bool) {
	s.mutex.Lock()
	one, old := s.slots[key], s.old
	if one != nil {
		one.used = true
	}
	s.mutex.Unlock()
	if one == nil || old == nil {
		return nil, false
	}
	data := make([]byte, one.length)
	if _, err := old.ReadAt(data, one.offset); err != nil || crc32.ChecksumIEEE(data) != one.sum {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		delete(s.slots, key)
		s.end = 0 // what is damaged is not added to
		return nil, false
	}
	return data, true
}

// put adds a record.
func (s *store) put(key [32]byte, data []byte) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.path == "" || s.failed != nil {
		return
	}
	if s.fresh == nil {
		s.failed = s.begin()
	}
	if s.failed == nil {
		s.failed = writeRecord(s.out, key, crc32.ChecksumIEEE(data), data)
	}
}

// begin makes the file for the records of this run.
func (s *store) begin() error {
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(s.path), ledger.Unfinished+"*")
	if err != nil {
		return err
	}
	s.fresh, s.out = file, bufio.NewWriterSize(file, 1<<18)
	_, err = s.out.WriteString(magic)
	return err
}

func writeRecord(out io.Writer, key [32]byte, sum uint32, data []byte) error {
	head := binary.LittleEndian.AppendUint32(key[:], uint32(len(data)))
	if _, err := out.Write(binary.LittleEndian.AppendUint32(head, sum)); err != nil {
		return err
	}
	_, err := out.Write(data)
	return err
}

// save joins the records of this run with those of earlier ones. When more of these is unused than used, only what is used
// is kept. After that, the store is empty.
func (s *store) save() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	err := s.failed
	switch {
	case err != nil || s.path == "":
	case s.old == nil || s.wasteful():
		err = s.rewrite()
	case s.fresh != nil:
		err = s.add()
	}
	if s.old != nil {
		err = errors.Join(err, s.old.Close())
	}
	if s.fresh != nil {
		_ = s.fresh.Close()
		_ = os.Remove(s.fresh.Name()) // which has been renamed, if all went well
		ledger.Sweep(filepath.Dir(s.path))
	}
	s.path, s.slots, s.old, s.fresh = "", nil, nil, nil
	return err
}

// wasteful reports whether the old file is damaged, or more of it is unused than used.
func (s *store) wasteful() bool {
	var used, unused int64
	for _, one := range s.slots {
		if one.used {
			used += int64(one.length)
		} else {
			unused += int64(one.length)
		}
	}
	info, err := s.old.Stat()
	return err != nil || info.Size() != s.end || unused > used
}

// rewrite puts a file with the used records, and those of this run, in place of the old one.
func (s *store) rewrite() error {
	if s.fresh == nil {
		if s.old == nil {
			return nil // nothing to keep
		}
		if err := s.begin(); err != nil {
			return err
		}
	}
	for key, one := range s.slots {
		data := make([]byte, one.length)
		if !one.used {
			continue
		}
		if _, err := s.old.ReadAt(data, one.offset); err != nil {
			return err
		}
		if err := writeRecord(s.out, key, one.sum, data); err != nil {
			return err
		}
	}
	if err := errors.Join(s.out.Flush(), s.fresh.Close()); err != nil {
		return err
	}
	return os.Rename(s.fresh.Name(), s.path)
}

// add appends the records of this run to the file.
func (s *store) add() error {
	if err := s.out.Flush(); err != nil {
		return err
	}
	if _, err := s.fresh.Seek(int64(len(magic)), io.SeekStart); err != nil {
		return err
	}
	file, err := openOwn(s.path, os.O_WRONLY|os.O_APPEND)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, s.fresh)
	return errors.Join(err, file.Close())
}
