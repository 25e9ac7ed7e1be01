package approval

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"parley/internal/doc"
)

// Row is a part of the governed state before and after a change, in a form in which the same meaning is always the same bytes.
// A nil side is none. A price has a row, and so has every governed file: approving one version of a policy is not approving
// the next.
type Row struct {
	Key          string // what it is: list, part, region, currency, segment, tier, effective range
	Base, Result []byte
}

// ChangeDigest is what approvals are bound to: the rows that differ, and the policy by which they are judged. The order of rows
// and rows that are the same on both sides make no difference. Two rows of one key are an error.
func ChangeDigest(rows []Row, policy string) (string, error) {
	var changed []Row
	for _, row := range rows {
		if (row.Base == nil) != (row.Result == nil) || !bytes.Equal(row.Base, row.Result) {
			changed = append(changed, row)
		}
	}
	slices.SortFunc(changed, func(a, b Row) int { return cmp.Compare(a.Key, b.Key) })
	sum := sha256.New()
	write := func(part []byte) { // with its length before it, so that no two lists of parts are the same bytes
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		sum.Write(size[:])
		sum.Write(part)
	}
	write([]byte("parley-change@v1"))
	write([]byte(policy))
	for i, row := range changed {
		if i > 0 && changed[i-1].Key == row.Key {
			return "", fmt.Errorf("%q is there twice", row.Key)
		}
		write([]byte(row.Key))
		for _, side := range [][]byte{row.Base, row.Result} {
			write(map[bool][]byte{true: {0}, false: {1}}[side == nil])
			write(side)
		}
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil)), nil
}

// Canonical writes what a YAML value means: keys sorted, every text with its length, no places, no comments. Two spellings of
// one meaning give the same bytes, and no two meanings do.
func Canonical(v doc.Value) []byte { return canonical(nil, v) }

func canonical(out []byte, v doc.Value) []byte {
	switch v.Type {
	case doc.Map:
		keys := slices.Clone(v.Keys)
		slices.SortFunc(keys, func(a, b doc.Key) int { return cmp.Compare(a.Name, b.Name) })
		out = append(strconv.AppendInt(append(out, '{'), int64(len(keys)), 10), ':')
		for _, key := range keys {
			out = canonical(measured(out, key.Name), key.Value)
		}
	case doc.List:
		out = append(strconv.AppendInt(append(out, '['), int64(len(v.Items)), 10), ':')
		for _, item := range v.Items {
			out = canonical(out, item)
		}
	default:
		out = measured(append(strconv.AppendInt(out, int64(v.Type), 10), '.'), v.Text)
	}
	return out
}

// measured writes a text after its length.
func measured(out []byte, text string) []byte {
	return append(append(strconv.AppendInt(out, int64(len(text)), 10), ':'), text...)
}

// DocumentDigest is the digest of what a document means.
func DocumentDigest(d doc.Document) string {
	sum := sha256.Sum256(Canonical(d.Fields))
	return "sha256:" + hex.EncodeToString(sum[:])
}
