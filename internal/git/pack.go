package git

import (
	"io"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
)

// window is the piece of a pack that is being read: what is needed next mostly stands just behind what was needed last. go-git's
// scanner of packs hashes all that it passes, which takes as long as unpacking it.
type window struct {
	packs  []pack
	number int    // of the pack
	start  int64  // where in the pack the text begins
	text   []byte // what has been read of it
	next   int    // how far the text has been used
}

// windowSize is how much of a pack is read at once.
const windowSize = 16 << 10

// seek goes to a place.
func (w *window) seek(at place) {
	if ahead := at.offset - w.start; at.pack == w.number && ahead >= 0 && ahead <= int64(len(w.text)) {
		w.next = int(ahead)
		return
	}
	w.number, w.start, w.text, w.next = at.pack, at.offset, w.text[:0], 0
}

// fill reads on, when all has been used.
func (w *window) fill() error {
	if w.next < len(w.text) {
		return nil
	}
	if w.text == nil {
		w.text = make([]byte, 0, windowSize)
	}
	w.start += int64(len(w.text))
	n, err := w.packs[w.number].file.ReadAt(w.text[:windowSize], w.start)
	w.text, w.next = w.text[:n], 0
	if n > 0 {
		return nil
	}
	if err == nil {
		err = io.ErrNoProgress
	}
	return err
}

func (w *window) ReadByte() (byte, error) {
	if err := w.fill(); err != nil {
		return 0, err
	}
	w.next++
	return w.text[w.next-1], nil
}

func (w *window) Read(p []byte) (int, error) {
	if err := w.fill(); err != nil {
		return 0, err
	}
	n := copy(p, w.text[w.next:])
	w.next += n
	return n, nil
}

// header is what stands before an object or a delta in a pack.
type header struct {
	kind plumbing.ObjectType
	size int64 // of what follows, unpacked
	base place // of a delta
}

// entry reads what a pack has at a place: an object or a delta.
func (r *reader) entry(at place) (header, []byte, error) {
	r.window.seek(at)
	h, err := r.header(at)
	if err != nil {
		return h, nil, err
	}
	if h.size > mostBytes {
		return h, nil, tooLarge("it")
	}
	if err := r.startUnpacking(&r.window); err != nil {
		return h, nil, err
	}
	content, err := readExactly(r.unpacker, h.size)
	return h, content, err
}

// readExactly reads a stream that has size bytes and no more.
func readExactly(from io.Reader, size int64) ([]byte, error) {
	content := make([]byte, min(size, 1<<20)) // a size that lies must not claim all memory
	if _, err := io.ReadFull(from, content); err != nil {
		return nil, err
	}
	var more [1]byte
	switch n, err := io.ReadFull(from, more[:]); {
	case n == 0 && err == io.EOF && int64(len(content)) == size:
		return content, nil
	case n == 0 || int64(len(content)) == size:
		return nil, packfile.ErrMalformedPackFile
	}
	rest, err := readAtMost(from, size, "it")
	if content = append(append(content, more[0]), rest...); err == nil && int64(len(content)) != size {
		err = packfile.ErrMalformedPackFile
	}
	return content, err
}

// header reads kind and size: three bits of the first byte say the kind, and all that have a further byte behind them seven bits
// of the size, after the first four.
func (r *reader) header(at place) (header, error) {
	c, err := r.window.ReadByte()
	if err != nil {
		return header{}, err
	}
	h := header{kind: plumbing.ObjectType(c >> 4 & 7), size: int64(c & 15)}
	for shift := 4; c&0x80 != 0; shift += 7 {
		if c, err = r.window.ReadByte(); err != nil {
			return h, err
		}
		if shift > 53 {
			return h, packfile.ErrLengthOverflow
		}
		h.size |= int64(c&0x7f) << shift
	}
	switch h.kind {
	case plumbing.OFSDeltaObject:
		h.base, err = r.behind(at)
	case plumbing.REFDeltaObject:
		var hash plumbing.Hash
		if _, err = io.ReadFull(&r.window, hash[:]); err == nil {
			var found bool
			if h.base.offset, found = r.objects.packs[at.pack].index.find(hash); !found {
				err = packfile.ErrMalformedPackFile
			}
			h.base.pack = at.pack
		}
	case plumbing.CommitObject, plumbing.TreeObject, plumbing.BlobObject, plumbing.TagObject:
	default:
		err = packfile.ErrMalformedPackFile
	}
	return h, err
}

// behind reads how far before a delta its base is. It cannot be at the same place or after it: a damaged pack could send us in
// circles.
func (r *reader) behind(at place) (place, error) {
	c, err := r.window.ReadByte()
	if err != nil {
		return at, err
	}
	distance := int64(c & 0x7f)
	for c&0x80 != 0 {
		if c, err = r.window.ReadByte(); err != nil {
			return at, err
		}
		if distance++; distance > at.offset {
			return at, packfile.ErrMalformedPackFile
		}
		distance = distance<<7 | int64(c&0x7f)
	}
	if distance <= 0 || distance > at.offset {
		return at, packfile.ErrMalformedPackFile
	}
	return place{pack: at.pack, offset: at.offset - distance}, nil
}
