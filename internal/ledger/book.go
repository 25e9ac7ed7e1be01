package ledger

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// bookMagic starts a book.
const bookMagic = "parley book 1\n"

// A Book holds values by name, of which a reader wants few and reads only those. It is written once, as a whole.
//
// A value is read only as it was written, under the name under which it was written, into the very book that bears the
// number: each stands with the hash of all three.
type Book struct {
	Number string // drawn by lot; no other book has it
	file   *os.File
	table  int64 // where the table begins
	count  int
}

// place is a line of the table: the hash of a name, and where its value lies.
type place struct {
	name           [sha256.Size]byte
	offset, length uint64
}

// placeSize is how long a line of the table is.
const placeSize = sha256.Size + 8 + 8

// tailSize is how long the end of a book is: where the table begins, how many lines it has.
const tailSize = 8 + 8

// seal is the hash that stands in front of a value.
func seal(number, name string, value []byte) [sha256.Size]byte {
	var sum [sha256.Size]byte
	var length [8]byte
	hash := sha256.New()
	for _, part := range [][]byte{[]byte(number), []byte(name), value} {
		hash.Write(binary.LittleEndian.AppendUint64(length[:0], uint64(len(part))))
		hash.Write(part)
	}
	hash.Sum(sum[:0])
	return sum
}

// OpenBook opens the book with a number. Ok is false where there is none, or another.
func OpenBook(path, number string) (book *Book, ok bool) {
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	b := &Book{Number: number, file: file}
	if !b.open() {
		b.Close()
		return nil, false
	}
	return b, true
}

func (b *Book) open() bool {
	start := []byte(bookMagic + b.Number)
	found := make([]byte, len(start))
	if _, err := b.file.ReadAt(found, 0); err != nil || !bytes.Equal(found, start) {
		return false
	}
	info, err := b.file.Stat()
	if err != nil || info.Size() < int64(len(start)+tailSize) {
		return false
	}
	var tail [tailSize]byte
	if _, err := b.file.ReadAt(tail[:], info.Size()-tailSize); err != nil {
		return false
	}
	table, count := binary.LittleEndian.Uint64(tail[:]), binary.LittleEndian.Uint64(tail[8:])
	room := uint64(info.Size()) - tailSize
	if table > room || count != (room-table)/placeSize || (room-table)%placeSize != 0 {
		return false
	}
	b.table, b.count = int64(table), int(count)
	return true
}

// Get returns the value of a name. Ok is false where there is none, or a damaged one.
func (b *Book) Get(name string) (value []byte, ok bool) {
	wanted := sha256.Sum256([]byte(name))
	low, high := 0, b.count
	for low < high {
		middle := int(uint(low+high) / 2)
		at, ok := b.line(middle)
		if !ok {
			return nil, false
		}
		switch bytes.Compare(at.name[:], wanted[:]) {
		case -1:
			low = middle + 1
		case 1:
			high = middle
		default:
			return b.value(name, at)
		}
	}
	return nil, false
}

func (b *Book) line(i int) (at place, ok bool) {
	var line [placeSize]byte
	if _, err := b.file.ReadAt(line[:], b.table+int64(i)*placeSize); err != nil {
		return place{}, false
	}
	at.name = [sha256.Size]byte(line[:])
	at.offset, at.length = binary.LittleEndian.Uint64(line[sha256.Size:]), binary.LittleEndian.Uint64(line[sha256.Size+8:])
	return at, true
}

func (b *Book) value(name string, at place) ([]byte, bool) {
	if at.offset > uint64(b.table) || at.length > uint64(b.table)-at.offset || at.length < sha256.Size {
		return nil, false
	}
	data := make([]byte, at.length)
	if _, err := b.file.ReadAt(data, int64(at.offset)); err != nil {
		return nil, false
	}
	value := data[sha256.Size:]
	if sum := seal(b.Number, name, value); !bytes.Equal(sum[:], data[:sha256.Size]) {
		return nil, false
	}
	return value, true
}

// Close ends reading.
func (b *Book) Close() { _ = b.file.Close() } // it was only read

// A BookWriter writes a book. It may be used by many goroutines; what goes wrong is told by Close.
type BookWriter struct {
	path, number string
	mutex        sync.Mutex // of what follows
	file         *os.File
	out          *bufio.Writer
	end          uint64
	places       []place
	failed       error
}

// WriteBook begins a book that Close puts in the place of the one before.
func WriteBook(path string) (*BookWriter, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(filepath.Dir(path), Unfinished+"*")
	if err != nil {
		return nil, err
	}
	w := &BookWriter{path: path, number: rand.Text(), file: file, out: bufio.NewWriterSize(file, 1<<18)}
	w.write([]byte(bookMagic + w.number))
	return w, nil
}

func (w *BookWriter) write(data []byte) {
	if w.failed == nil {
		_, w.failed = w.out.Write(data)
		w.end += uint64(len(data))
	}
}

// Put adds a value. Of two under one name, either may be found.
func (w *BookWriter) Put(name string, value []byte) {
	sum := seal(w.number, name, value)
	key := sha256.Sum256([]byte(name))
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.places = append(w.places, place{key, w.end, uint64(len(sum) + len(value))})
	w.write(sum[:])
	w.write(value)
}

// Close puts the book in its place, and returns its number. It sweeps the folder.
func (w *BookWriter) Close() (number string, err error) {
	defer Sweep(filepath.Dir(w.path))
	w.mutex.Lock()
	defer w.mutex.Unlock()
	slices.SortFunc(w.places, func(a, b place) int { return bytes.Compare(a.name[:], b.name[:]) })
	table := w.end
	for _, at := range w.places {
		w.write(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(at.name[:], at.offset), at.length))
	}
	w.write(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, table), uint64(len(w.places))))
	err = errors.Join(w.failed, w.out.Flush(), w.file.Close())
	if err == nil {
		err = os.Rename(w.file.Name(), w.path)
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(w.file.Name()))
	}
	return w.number, nil
}

// Abandon leaves the book before in its place. After Close, it does nothing.
func (w *BookWriter) Abandon() {
	if w.file.Close() == nil {
		_ = os.Remove(w.file.Name()) // one that stays costs room, not truth
	}
}
