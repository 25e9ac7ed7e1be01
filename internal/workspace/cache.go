package workspace

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/diag"
	"parley/internal/doc"
)

// magic starts a cache file; a file that starts otherwise is not ours, or is of another format, and is made anew.
const magic = "parley parse cache 1\n"

// Cache keeps what doc.Read said about bytes that it has seen before, findings included.
//
// Its law: an entry depends on nothing but the path, the bytes and the parser's version, which make its key. So an
// entry can be missing or damaged, but never wrong: a damaged one fails its checksum and is read anew.
// Records are only ever appended; a nil Cache keeps nothing.
type Cache struct {
	path    string
	live    bool // entries are asked for again and again, so they are kept decoded
	mutex   sync.Mutex
	records map[[32]byte]record
}

type record struct {
	data    []byte  // CBOR of a cached
	decoded *cached // only in a live cache
	used    bool    // by this run
	fresh   bool    // the file does not hold it yet
}

type cached struct {
	Document doc.Document
	Findings diag.List
}

// OpenCache reads a cache file. A file that is missing, damaged or cut off gives what can still be read.
func OpenCache(path string) *Cache {
	c := &Cache{path: path, records: map[[32]byte]record{}}
	data, err := os.ReadFile(path)
	if err != nil || !bytes.HasPrefix(data, []byte(magic)) {
		return c
	}
	for rest := data[len(magic):]; ; {
		key, body, next, ok := nextRecord(rest)
		if !ok {
			return c
		}
		c.records[key] = record{data: body}
		rest = next
	}
}

// nextRecord takes one record off the front: key, length, checksum, body.
func nextRecord(data []byte) (key [32]byte, body, rest []byte, ok bool) {
	const head = 32 + 4 + 4
	if len(data) < head {
		return key, nil, nil, false
	}
	copy(key[:], data)
	length, sum := binary.LittleEndian.Uint32(data[32:]), binary.LittleEndian.Uint32(data[36:])
	if uint64(len(data)-head) < uint64(length) {
		return key, nil, nil, false
	}
	body = data[head : head+int(length)]
	return key, body, data[head+int(length):], crc32.ChecksumIEEE(body) == sum
}

// read returns what doc.Read says about a file, from the cache if it can.
func (c *Cache) read(path string, text []byte) (doc.Document, diag.List) {
	if c == nil {
		return doc.Read(path, text)
	}
	key := keyOf(path, text)
	if hit := c.look(key); hit != nil {
		return hit.Document, hit.Findings
	}
	document, findings := doc.Read(path, text)
	c.put(key, &cached{document, findings})
	return document, findings
}

// KeepDecoded makes the cache fit for a preview, which asks for every document again after each edit.
func (c *Cache) KeepDecoded() { c.live = true }

// look returns an entry, nil when there is none.
func (c *Cache) look(key [32]byte) *cached {
	c.mutex.Lock()
	found, ok := c.records[key]
	c.mutex.Unlock()
	if !ok || found.decoded != nil {
		return found.decoded
	}
	hit := &cached{}
	if err := cbor.Unmarshal(found.data, hit); err != nil {
		return nil
	}
	found.used = true
	if c.live {
		found.decoded = hit
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.records[key] = found
	return hit
}

func keyOf(path string, text []byte) (key [32]byte) {
	hash := sha256.New()
	hash.Write([]byte(doc.Version() + "\x00" + path + "\x00"))
	hash.Write(text)
	copy(key[:], hash.Sum(nil))
	return key
}

func (c *Cache) put(key [32]byte, value *cached) {
	data, err := cbor.Marshal(value)
	if err != nil {
		return // a document that cannot be encoded is parsed again next time
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	r := record{data: data, used: true, fresh: true}
	if c.live {
		r.decoded = value
	}
	c.records[key] = r
}

func encodeRecord(key [32]byte, data []byte) []byte {
	head := binary.LittleEndian.AppendUint32(key[:], uint32(len(data)))
	head = binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(data))
	return append(head, data...)
}

// Save adds what this run has read to the file. When more of the file is unused than used, it is written anew.
func (c *Cache) Save() error {
	if c == nil || c.path == "" {
		return nil
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	var used, unused, fresh int
	for _, r := range c.records {
		switch {
		case r.fresh:
			fresh++
		case r.used:
			used += len(r.data)
		default:
			unused += len(r.data)
		}
	}
	if unused > used || fresh > 0 && !c.ours() {
		return c.rewrite()
	}
	if fresh == 0 {
		return nil
	}
	file, err := os.OpenFile(c.path, os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(c.write(file, func(r record) bool { return r.fresh }), file.Close())
}

// write appends the records that are chosen, and notes that the file holds them.
func (c *Cache) write(file io.Writer, chosen func(record) bool) error {
	out := bufio.NewWriterSize(file, 1<<20)
	for key, r := range c.records {
		if !chosen(r) {
			continue
		}
		if _, err := out.Write(encodeRecord(key, r.data)); err != nil {
			return err
		}
		r.fresh = false
		c.records[key] = r
	}
	return out.Flush()
}

// ours reports whether the file can be appended to: it starts as ours do and its last record is whole.
func (c *Cache) ours() bool {
	data, err := os.ReadFile(c.path)
	if err != nil || !bytes.HasPrefix(data, []byte(magic)) {
		return false
	}
	rest := data[len(magic):]
	for len(rest) > 0 {
		var ok bool
		if _, _, rest, ok = nextRecord(rest); !ok {
			return false
		}
	}
	return true
}

// rewrite puts a new file with the used records in place of the old one.
func (c *Cache) rewrite() error {
	if err := os.MkdirAll(filepath.Dir(c.path), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(c.path), ".parse-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.WriteString(magic)
	err = errors.Join(err, c.write(file, func(r record) bool { return r.used }), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), c.path)
}
