package workspace

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/glossary"
)

// magic starts a cache file; a file that starts otherwise is not ours, or is of another format, and is made anew.
const magic = "parley parse cache 1\n"

// Cache keeps what doc.Read said about bytes that it has seen before, findings included.
//
// Its law: an entry depends on nothing but the path, the bytes and the parser's version, which make its key. So an
// entry can be missing or damaged, but never wrong: a damaged one fails its checksum and is read anew.
// Records are only ever appended; a nil Cache keeps nothing.
type Cache struct {
	path      string
	mutex     sync.Mutex
	records   map[[32]byte]record
	known     map[string]*cached // by path, what files hold of which it is known that they have not changed; nil outside a preview
	kinds     []doc.Document     // of a team's own, by which known documents were classified
	rewritten []string           // files and folders that may have changed since
	listed    *listing           // what the repository held when it was listed last; nil when that may have changed
	terms     *[]glossary.Term   // the last that stood for a vocabulary
	extents   []*extent          // the last that were asked for, the newest last
}

type record struct {
	data  []byte // CBOR of a cached
	used  bool   // by this run
	fresh bool   // the file does not hold it yet
}

type cached struct {
	Document doc.Document
	Findings diag.List

	class *classified
}

// OpenCache reads a cache file. A file that is missing, damaged or cut off gives what can still be read. Whoever can write
// to it decides what documents say: it must lie where only the user can.
func OpenCache(path string) *Cache {
	c := &Cache{path: path, records: map[[32]byte]record{}}
	data, err := readOwn(path)
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

// largest is the most that is read of a cache; one that has grown beyond that is made anew.
const largest = 1 << 30

func readOwn(path string) ([]byte, error) {
	file, err := openOwn(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	data, err := readAtMost(file, largest)
	return data, errors.Join(err, file.Close())
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

// fetch reads a file and returns what doc.Read says about it, from the cache if it can. The file is not even opened
// when it is known that it has not changed.
func (c *Cache) fetch(repository fs.FS, name string, limit int64) (*cached, diag.Diagnostic, bool) {
	if c != nil {
		c.mutex.Lock()
		entry := c.known[name]
		c.mutex.Unlock()
		if entry != nil {
			return entry, diag.Diagnostic{}, true
		}
	}
	text, finding, ok := read(repository, name, limit)
	if !ok {
		return nil, finding, false
	}
	entry := c.parse(name, text)
	if c != nil && c.known != nil {
		c.mutex.Lock()
		c.known[name] = entry
		c.mutex.Unlock()
	}
	return entry, diag.Diagnostic{}, true
}

// parse returns what doc.Read says about a file's text.
func (c *Cache) parse(name string, text []byte) *cached {
	if c == nil {
		document, findings := doc.Read(name, text)
		return &cached{Document: document, Findings: findings}
	}
	key := keyOf(name, text)
	if hit := c.look(key); hit != nil {
		return hit
	}
	document, findings := doc.Read(name, text)
	entry := &cached{Document: document, Findings: findings}
	c.put(key, entry)
	return entry
}

// Trust makes the cache fit for a preview, which asks for every document again after each edit: from now on, a file is
// read again only after Forget has named it. Whoever calls this watches the files.
func (c *Cache) Trust() { c.known = map[string]*cached{} }

// Forget says which files and folders may have changed since they were read; none means that nobody knows. Settings say
// how everything else is to be read.
func (c *Cache) Forget(changed []string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(changed) == 0 || slices.Contains(changed, SettingsPath) {
		clear(c.known)
		c.listed = nil
		return
	}
	for _, name := range changed {
		c.rewritten = append(c.rewritten, name)
		if _, isFile := c.known[name]; isFile {
			delete(c.known, name)
			continue
		}
		maps.DeleteFunc(c.known, func(known string, _ *cached) bool { return strings.HasPrefix(known, name+"/") })
	}
}

// look returns an entry, nil when there is none.
func (c *Cache) look(key [32]byte) *cached {
	c.mutex.Lock()
	found, ok := c.records[key]
	c.mutex.Unlock()
	if !ok {
		return nil
	}
	hit := &cached{}
	if err := cbor.Unmarshal(found.data, hit); err != nil {
		return nil
	}
	found.used = true
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
	c.records[key] = record{data: data, used: true, fresh: true}
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
	file, err := openOwn(c.path, os.O_WRONLY|os.O_APPEND)
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
	data, err := readOwn(c.path)
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
	if err := os.MkdirAll(filepath.Dir(c.path), 0o700); err != nil {
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
