package git

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/go-git/go-git/v5/plumbing"
)

// index says where in a pack each object is. It is the second form of such files, which Git has written since 2008: magic and
// form, for each first byte of a name how many names are not above it, the sorted names, checksums, offsets, and more offsets
// for packs beyond two gigabytes; see gitformat-pack(5). Like Git we look whether all of it is there, and do not hash it:
// go-git's reader does, and keeps a second table, which takes longer than all that is looked up.
type index struct {
	fanout  []byte
	names   []byte // of hashSize bytes each
	offsets []byte // four bytes each: an offset, or with the first bit set the number of a long one
	long    []byte // eight bytes each
}

// What an index consists of, in bytes.
const (
	indexMagic = "\377tOc\000\000\000\002"
	fanoutSize = 256 * 4
	perObject  = hashSize + 4 + 4 // name, checksum, offset
	mostIndex  = 1 << 30          // for 38 million objects
)

var errIndex = errors.New("the index of a pack is damaged, or of another form than the second")

func readIndex(name string) (*index, error) {
	file, info, err := openFile(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	const least = len(indexMagic) + fanoutSize + 2*hashSize // of an empty pack: both files' checksums stand at the end
	head := make([]byte, len(indexMagic)+fanoutSize)
	if _, err := io.ReadFull(file, head); err != nil || string(head[:len(indexMagic)]) != indexMagic {
		return nil, errors.Join(errIndex, err)
	}
	fanout := head[len(indexMagic):]
	for i := 4; i < fanoutSize; i += 4 {
		if bytes.Compare(fanout[i-4:i], fanout[i:i+4]) > 0 {
			return nil, errIndex
		}
	}
	count := int64(binary.BigEndian.Uint32(fanout[fanoutSize-4:]))
	long := info.Size() - int64(least) - count*perObject
	if long < 0 || long > 8*count || long%8 != 0 {
		return nil, errIndex
	}
	if info.Size() > mostIndex {
		return nil, fmt.Errorf("it has more than %d MB", mostIndex>>20)
	}
	body := make([]byte, count*perObject+long)
	if _, err := io.ReadFull(file, body); err != nil {
		return nil, errors.Join(errIndex, err)
	}
	names, rest := body[:count*hashSize], body[count*(hashSize+4):]
	return &index{fanout, names, rest[:4*count], rest[4*count:]}, nil
}

// find says at which offset of the pack an object is.
func (x *index) find(hash plumbing.Hash) (offset int64, found bool) {
	low, high := 0, x.upTo(int(hash[0]))
	if hash[0] > 0 {
		low = x.upTo(int(hash[0]) - 1)
	}
	for low < high {
		middle := (low + high) / 2
		switch c := bytes.Compare(x.names[middle*hashSize:(middle+1)*hashSize], hash[:]); {
		case c == 0:
			return x.offset(middle)
		case c < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	return 0, false
}

// upTo is how many names begin with a byte or one below it.
func (x *index) upTo(first int) int { return int(binary.BigEndian.Uint32(x.fanout[4*first:])) }

// offset is that of an object by its number. A long one that is not there is no offset.
func (x *index) offset(number int) (int64, bool) {
	const isLong = 1 << 31
	short := binary.BigEndian.Uint32(x.offsets[4*number:])
	if short&isLong == 0 {
		return int64(short), true
	}
	at := 8 * int(short&^isLong)
	if at+8 > len(x.long) {
		return 0, false
	}
	offset := int64(binary.BigEndian.Uint64(x.long[at:]))
	return offset, offset >= 0
}
