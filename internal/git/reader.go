package git

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/klauspost/compress/zlib"
)

// reader reads objects for one goroutine and remembers what it read lately: most of it is needed once more, as
// the older side of the next comparison or as the base of a delta.
type reader struct {
	objects  *objects
	window   window
	last     int           // the pack that had the last object
	unpacker io.ReadCloser // made when first needed
	unpacked *bufio.Reader // what it unpacks of loose objects
	recent   recent
}

func newReader(o *objects) *reader {
	return &reader{objects: o, window: window{packs: o.packs}, recent: recent{young: map[place]object{}}}
}

type object struct {
	kind    plumbing.ObjectType
	content []byte // not to be changed
}

// place is where an object is: at an offset in a pack, or in a file of its own.
type place struct {
	pack   int
	offset int64
	loose  plumbing.Hash
}

// read gives the content of an object, which must be of the kind.
func (r *reader) read(hash plumbing.Hash, kind plumbing.ObjectType) ([]byte, error) {
	number, offset, packed := r.objects.find(hash, r.last)
	var found object
	var err error
	if packed {
		r.last = number
		found, err = r.packed(number, offset)
	} else {
		found, err = r.loose(hash)
	}
	if err != nil {
		return nil, fmt.Errorf("object %s: %w", hash, err)
	}
	if found.kind != kind {
		return nil, fmt.Errorf("object %s is a %s where a %s should be", hash, found.kind, kind)
	}
	return found.content, nil
}

// packed reads an object from a pack: it follows the chain of deltas to something that is whole or remembered,
// then applies them.
func (r *reader) packed(number int, offset int64) (object, error) {
	at := place{pack: number, offset: offset}
	var deltas [][]byte
	var places []place
	current, known := r.recent.get(at)
	for !known {
		if len(deltas) > longestChain {
			return object{}, packfile.ErrMalformedPackFile
		}
		header, content, err := r.entry(at)
		if err != nil {
			return object{}, err
		}
		if !header.kind.IsDelta() {
			current = object{header.kind, content}
			r.recent.put(at, current)
			break
		}
		deltas, places = append(deltas, content), append(places, at)
		at = header.base
		current, known = r.recent.get(at)
	}
	for i := len(deltas) - 1; i >= 0; i-- {
		if sizeAfter(deltas[i]) > mostBytes {
			return object{}, tooLarge("it")
		}
		content, err := packfile.PatchDelta(current.content, deltas[i])
		if err != nil {
			return object{}, err
		}
		current = object{current.kind, content}
		r.recent.put(places[i], current)
	}
	return current, nil
}

// longestChain is how many deltas may lead to an object: Git makes no longer chains, and one that leads to itself has no end.
const longestChain = 4095

// sizeAfter is the size of what a delta makes: the second number in it.
func sizeAfter(delta []byte) uint64 {
	_, first := binary.Uvarint(delta)
	size, second := binary.Uvarint(delta[max(first, 0):])
	if first <= 0 || second <= 0 {
		return math.MaxUint64 // there is no such number
	}
	return size
}

// loose reads an object that has a file of its own. go-git's reader of such files hashes what it reads, and has no bound.
func (r *reader) loose(hash plumbing.Hash) (object, error) {
	at := place{pack: -1, loose: hash}
	if known, ok := r.recent.get(at); ok {
		return known, nil
	}
	file, err := r.objects.openLoose(hash)
	if err != nil {
		return object{}, err
	}
	defer file.Close()
	found, err := r.unpack(file)
	if err != nil {
		return object{}, err
	}
	r.recent.put(at, found)
	return found, nil
}

// unpack reads "<kind> <size>\0<content>", packed by zlib.
func (r *reader) unpack(file io.Reader) (object, error) {
	if err := r.startUnpacking(file); err != nil {
		return object{}, err
	}
	header, err := r.unpacked.ReadSlice(0)
	if err != nil {
		return object{}, errLoose
	}
	name, digits, _ := strings.Cut(string(header[:len(header)-1]), " ")
	kind, err := plumbing.ParseObjectType(name)
	if err != nil {
		return object{}, err
	}
	size, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return object{}, errLoose
	}
	if size > mostBytes {
		return object{}, tooLarge("it")
	}
	content, err := readAtMost(r.unpacked, size, "it")
	if err == nil && int64(len(content)) != size {
		err = errLoose
	}
	return object{kind, content}, err
}

var errLoose = errors.New("its file is damaged")

func (r *reader) startUnpacking(file io.Reader) (err error) {
	if r.unpacker == nil {
		if r.unpacker, err = zlib.NewReader(file); err == nil {
			r.unpacked = bufio.NewReader(r.unpacker)
		}
		return err
	}
	r.unpacked.Reset(r.unpacker)
	return r.unpacker.(zlib.Resetter).Reset(file, nil)
}

// recent is a cache of bounded size in two generations: when the young one is full it becomes the old one, and the
// old one is forgotten.
type recent struct {
	young, old map[place]object
	size       int // bytes in young
}

// generation is how many bytes a generation holds: a reader remembers up to twice that.
const generation = 24 << 20

func (r *recent) get(at place) (object, bool) {
	if found, ok := r.young[at]; ok {
		return found, true
	}
	found, ok := r.old[at]
	if ok {
		r.put(at, found)
	}
	return found, ok
}

func (r *recent) put(at place, o object) {
	if r.size > generation {
		r.young, r.old, r.size = map[place]object{}, r.young, 0
	}
	r.young[at] = o
	r.size += len(o.content)
}
