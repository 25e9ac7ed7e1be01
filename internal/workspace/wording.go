package workspace

import (
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"sync"

	"parley/internal/doc"
)

// wording is where the text and the units of a document's body are: in memory, or in a file of the store once they have
// been written there. They take most of the memory of a repository, and are needed of a few documents at a time.
type wording struct {
	store  *store  // nil for those in memory for good
	held   string  // in memory; "" for those in the store
	file   *opened // nil for those that wait to be written
	offset int64
	length int
	sum    uint32 // its checksum
	skip   int    // how much of it is not wording
}

// errDamaged says that a file has been changed by somebody else.
var errDamaged = errors.New("another program has changed it")

// from is the wording less what stands in front of it.
func (w *wording) from(at int) *wording {
	if w.skip = at; w.store == nil {
		w.held, w.skip = w.held[at:], 0
	}
	return w
}

// record is the wording as the store has it.
func (w *wording) record() string {
	if w.store == nil {
		return w.held
	}
	w.store.mutex.Lock()
	if w.file == nil {
		defer w.store.mutex.Unlock()
		if w.held == "" {
			return w.inBatch()[w.skip:]
		}
		return w.held[w.skip:]
	}
	file, offset := w.file.File, w.offset
	w.store.mutex.Unlock()
	buffer, _ := records.Get().(*[]byte)
	if buffer == nil {
		buffer = new([]byte)
	}
	defer records.Put(buffer)
	*buffer = slices.Grow((*buffer)[:0], w.length)[:w.length]
	if _, err := file.ReadAt(*buffer, offset); err != nil || crc32.ChecksumIEEE(*buffer) != w.sum {
		panic(fmt.Errorf("what was written to the cache a moment ago is damaged: %w", errors.Join(err, errDamaged))) // as memory that fails
	}
	return string((*buffer)[w.skip:])
}

// inBatch is a record that waits in memory to be written with others. The mutex of the store is locked.
func (w *wording) inBatch() string { return string(w.store.batch[w.offset:][:w.length]) }

// records are buffers into which records are read before they become strings.
var records sync.Pool // of *[]byte

// Text reads the wording of the body. It is not kept in memory: who needs it twice keeps it.
func (d *Document) Text() doc.Text {
	text, _ := d.read()
	return text
}

// Units reads the translatable passages: those of the fields, then those of the body.
func (d *Document) Units() []doc.Unit {
	_, units := d.body()
	return append(d.FieldUnits[:len(d.FieldUnits):len(d.FieldUnits)], units...)
}

// Whole is the document with its wording.
func (d *Document) Whole() doc.Document {
	text, units := d.body()
	return doc.Document{Head: d.Head, Text: text, Units: units}
}

// Outline is the document without its wording, for whoever asks for fields alone.
func (d *Document) Outline() doc.Document { return doc.Document{Head: d.Head} }

func (d *Document) read() (text doc.Text, units string) {
	if !d.Markdown || d.wording == nil {
		return doc.Text{}, "" // it has fields only
	}
	text, units, ok := doc.ReadText(d.wording.record())
	if !ok {
		panic("workspace: the record of " + d.Path + " is not as it was written")
	}
	return text, units
}

func (d *Document) body() (doc.Text, []doc.Unit) {
	text, record := d.read()
	if record == "" {
		return text, nil
	}
	units, ok := doc.ReadUnits(record, text.Body)
	if !ok {
		panic("workspace: the record of " + d.Path + " is not as it was written")
	}
	return text, units
}
