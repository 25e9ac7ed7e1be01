package workspace

import (
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
const magic = "parley parse cache 4\n"

// store is a file of records, to which a run adds its own. None of them is held in memory: those of earlier runs are
// read when they are asked for, and those of this run wait in a file of their own until they are saved; only the last ones
// of these wait in memory to be written together. A damaged record fails its checksum and is none.
type store struct {
	path    string // "" for nowhere
	mutex   sync.Mutex
	slots   map[[32]byte]*slot
	old     *opened // the records of earlier runs, nil when there are none
	end     int64   // of the last whole record in it
	fresh   *opened // the records of this run, nil until there is one
	written int64   // how long that is
	batch   []byte  // what is to be added to it next
	waiting []*wording
	failed  error // of writing them
}

// opened is a file that can be opened again under another name.
type opened struct{ *os.File }

// batchSize is how many bytes are written together.
const batchSize = 1 << 18

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
	s.old, s.end = &opened{file}, int64(len(magic))
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

// get returns a record of an earlier run, and where it is.
func (s *store) get(key [32]byte) ([]byte, *wording, bool) {
	s.mutex.Lock()
	one, old := s.slots[key], s.old
	if one != nil {
		one.used = true
	}
	s.mutex.Unlock()
	if one == nil || old == nil {
		return nil, nil, false
	}
	data := make([]byte, one.length)
	if _, err := old.ReadAt(data, one.offset); err != nil || crc32.ChecksumIEEE(data) != one.sum {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		delete(s.slots, key)
		s.end = 0 // what is damaged is not added to
		return nil, nil, false
	}
	return data, &wording{store: s, file: old, offset: one.offset, length: int(one.length), sum: one.sum}, true
}

// put adds a record, and returns where it is: in memory, until it has been written. What cannot be written stays there.
func (s *store) put(key [32]byte, record []byte) *wording {
	sum := crc32.ChecksumIEEE(record)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.failed != nil {
		return &wording{held: string(record)}
	}
	put := &wording{store: s, offset: int64(len(s.batch)) + recordHead, length: len(record), sum: sum}
	s.batch, s.waiting = appendRecord(s.batch, key, sum, record), append(s.waiting, put)
	if len(s.batch) >= batchSize {
		s.failed = s.flush()
	}
	return put
}

// flush writes what waits in memory.
func (s *store) flush() error {
	if s.fresh == nil {
		if err := s.begin(); err != nil {
			return err
		}
	}
	if _, err := s.fresh.Write(s.batch); err != nil {
		return err
	}
	for _, put := range s.waiting {
		put.file, put.offset = s.fresh, put.offset+s.written
	}
	s.written += int64(len(s.batch))
	s.batch, s.waiting = s.batch[:0], s.waiting[:0]
	return nil
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
	s.fresh, s.written = &opened{file}, int64(len(magic))
	_, err = file.WriteString(magic)
	return err
}

func appendRecord(to []byte, key [32]byte, sum uint32, data []byte) []byte {
	to = binary.LittleEndian.AppendUint32(append(to, key[:]...), uint32(len(data)))
	return append(binary.LittleEndian.AppendUint32(to, sum), data...)
}

// save joins the records of this run with those of earlier ones. When more of these is unused than used, only what is used
// is kept. After that, the store keeps nothing more. Its files stay open as long as the wording of a document is read there.
func (s *store) save() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.failed == nil && len(s.batch) > 0 {
		s.failed = s.flush()
	}
	err, name := s.failed, ""
	if s.fresh != nil {
		name = s.fresh.Name()
	}
	switch {
	case err != nil || s.path == "":
	case s.old == nil || s.wasteful():
		err = s.rewrite()
	case s.fresh != nil:
		err = s.add()
	}
	if name != "" {
		_ = os.Remove(name) // which has been renamed, if all went well
		ledger.Sweep(filepath.Dir(s.path))
	}
	for _, put := range s.waiting { // as they could not be written
		put.held = put.inBatch()
	}
	s.path, s.slots, s.old, s.fresh, s.batch, s.waiting = "", nil, nil, nil, nil, nil
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
		s.batch = appendRecord(s.batch, key, one.sum, data)
		if len(s.batch) >= batchSize {
			if err := s.flush(); err != nil {
				return err
			}
		}
	}
	if err := s.flush(); err != nil {
		return err
	}
	name := s.fresh.Name()
	if err := s.fresh.Close(); err != nil { // some systems rename no file that is open
		return err
	}
	failed := os.Rename(name, s.path)
	if failed == nil {
		name = s.path
	}
	again, err := os.Open(name)
	s.fresh.File = again
	return errors.Join(failed, err)
}

// add appends the records of this run to the file.
func (s *store) add() error {
	file, err := openOwn(s.path, os.O_WRONLY|os.O_APPEND)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, io.NewSectionReader(s.fresh, int64(len(magic)), s.written-int64(len(magic))))
	return errors.Join(err, file.Close())
}
