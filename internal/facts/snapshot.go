package facts

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/sheet"
)

// Snapshot is the answer of a database, frozen as a file: a few lines of what it is, and below them a CSV file of our own. The rows
// are sorted, so that two snapshots differ where the data do.
type Snapshot struct {
	Query     string // the digest of what was asked, as that of its table
	Refreshed string // when, by the clock of the server: 2026-11-23T10:00:00Z
	Data      string // the day up to which the server says that its data go
	Rows      int
	Digest    string // of all that, and of all bytes below these lines
}

// headLines is how many lines stand above the header of a snapshot; longestHead is how long each may be.
const headLines, longestHead = 6, 200

const snapshotTitle = "# Frozen by parley metrics --refresh. Change the query of the table, and not this file."

// Frozen reads the rows of a snapshot.
var Frozen = Map{Sound: true, dates: time2006, times: ownTimes, options: sheet.Options{Skip: headLines}}

// snapshotKeys name what the lines say, in their order.
var snapshotKeys = []string{"query", "refreshed", "data", "rows", "digest"}

func (s Snapshot) head() string {
	values := []string{s.Query, s.Refreshed, s.Data, strconv.Itoa(s.Rows), s.Digest}
	lines := []string{snapshotTitle}
	for i, key := range snapshotKeys {
		lines = append(lines, "# "+key+": "+values[i])
	}
	return strings.Join(lines, "\n") + "\n"
}

// Freeze writes a snapshot of rows of texts, in the order of the table's columns; an empty text is an empty cell.
func Freeze(s Schema, refreshed, data string, rows [][]string) []byte {
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = csvLine(row)
	}
	slices.Sort(lines)
	var names []string
	for _, c := range s.Columns {
		names = append(names, c.Name)
	}
	body := csvLine(names) + "\n"
	if len(lines) > 0 {
		body += strings.Join(lines, "\n") + "\n"
	}
	frozen := Snapshot{Query: s.Source.digest, Refreshed: refreshed, Data: data, Rows: len(rows)}
	sum := frozen.sum()
	sum.Write([]byte(body))
	frozen.Digest = digestOfAll(sum)
	return []byte(frozen.head() + body)
}

// sum begins the digest of a snapshot with what it says of itself.
func (s Snapshot) sum() hash.Hash {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %q %q %d\n", s.Query, s.Refreshed, s.Data, s.Rows)
	return sum
}

func digestOfAll(sum hash.Hash) string { return "sha256:" + hex.EncodeToString(sum.Sum(nil)) }

// csvLine is a row with quotes where they are needed. The only cell of a row is always within them, so that no row is a blank line.
func csvLine(cells []string) string {
	quotedCells := make([]string, len(cells))
	for i, cell := range cells {
		if len(cells) == 1 || strings.ContainsAny(cell, ",\"\r\n") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		quotedCells[i] = cell
	}
	return strings.Join(quotedCells, ",")
}

// errDamaged says that a file is no snapshot.
var errDamaged = errors.New("its first lines are not those of a snapshot")

// ReadSnapshot reads what a snapshot says of itself. The error says why it is none.
func ReadSnapshot(in io.Reader) (Snapshot, error) {
	s, _, err := snapshotHead(bufio.NewReader(in))
	return s, err
}

func snapshotHead(in *bufio.Reader) (Snapshot, []byte, error) {
	var head []byte
	values := make([]string, len(snapshotKeys))
	for i := range headLines {
		line, err := shortLine(in)
		if err != nil {
			return Snapshot{}, nil, err
		}
		if head = append(head, line...); i == 0 {
			continue // words for people
		}
		value, found := strings.CutPrefix(strings.TrimRight(string(line), "\r\n"), "# "+snapshotKeys[i-1]+": ")
		if !found {
			return Snapshot{}, nil, errDamaged
		}
		values[i-1] = value
	}
	s := Snapshot{Query: values[0], Refreshed: values[1], Data: values[2], Digest: values[4]}
	rows, err := strconv.Atoi(values[3])
	_, wrongTime := time.Parse("2006-01-02T15:04:05Z", s.Refreshed)
	if _, ok := day(s.Data, time2006); err != nil || rows < 0 || strconv.Itoa(rows) != values[3] || wrongTime != nil || !ok {
		return Snapshot{}, nil, errDamaged
	}
	s.Rows = rows
	return s, head, nil
}

// shortLine reads a line with its end.
func shortLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for len(line) < longestHead {
		c, err := in.ReadByte()
		if errors.Is(err, io.EOF) {
			return nil, errDamaged
		}
		if err != nil {
			return nil, err
		}
		if line = append(line, c); c == '\n' {
			return line, nil
		}
	}
	return nil, errDamaged
}

// Thaw reads a snapshot: what it says of itself, then the whole file once more from its start. When all of that has been read, Whole
// says whether the rows are those that were frozen.
type Thaw struct {
	Snapshot
	io.Reader
	sum hash.Hash
}

// OpenSnapshot opens a snapshot. The error says why it is none.
func OpenSnapshot(in io.Reader) (*Thaw, error) {
	buffered := bufio.NewReaderSize(in, 64<<10)
	s, head, err := snapshotHead(buffered)
	if err != nil {
		return nil, err
	}
	sum := s.sum()
	return &Thaw{s, io.MultiReader(bytes.NewReader(head), io.TeeReader(buffered, withoutReturns{sum})), sum}, nil
}

// withoutReturns leaves out the line ends that Git gives to files on Windows: no row holds any.
type withoutReturns struct{ hash.Hash }

func (w withoutReturns) Write(text []byte) (int, error) {
	for part := range bytes.SplitSeq(text, []byte("\r")) {
		w.Hash.Write(part) // which never fails
	}
	return len(text), nil
}

// Whole reports whether nobody has changed anything.
func (t *Thaw) Whole() bool { return digestOfAll(t.sum) == t.Digest }

// Answers reports whether a snapshot is that of what a table asks for today.
func (s Snapshot) Answers(of Schema) bool { return of.Source != nil && s.Query == of.Source.digest }

// SameRows reports whether two snapshots hold the same rows, whenever they were frozen.
func SameRows(a, b []byte) bool {
	rows := func(text []byte) []byte {
		for range headLines {
			_, text, _ = bytes.Cut(text, []byte("\n"))
		}
		return bytes.ReplaceAll(text, []byte("\r"), nil)
	}
	return bytes.Equal(rows(a), rows(b))
}
