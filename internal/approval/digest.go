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
func Canonical(v doc.Value) []byte { return AppendCanonical(nil, v, Form{}) }

// Form says which spellings of a document mean the same, beside those of YAML.
type Form struct {
	Text  func(key, text string) string // how a text below a key is written; nil where each says something else
	Loose map[string]bool               // keys of lists whose order says nothing
}

// AppendCanonical is Canonical in a form, behind what has been written before.
func AppendCanonical(out []byte, v doc.Value, form Form) []byte { return form.append(out, &v, "") }

// append writes a value that stands below a key.
func (f *Form) append(out []byte, v *doc.Value, key string) []byte {
	var few [16]int // most maps and lists have no more
	switch v.Type {
	case doc.Map:
		out = append(strconv.AppendInt(append(out, '{'), int64(len(v.Keys)), 10), ':')
		order := places(few[:0], len(v.Keys))
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(v.Keys[a].Name, v.Keys[b].Name) })
		for _, i := range order {
			out = f.append(measured(out, v.Keys[i].Name), &v.Keys[i].Value, v.Keys[i].Name)
		}
	case doc.List:
		out = append(strconv.AppendInt(append(out, '['), int64(len(v.Items)), 10), ':')
		order := places(few[:0], len(v.Items))
		if f.Loose[key] {
			slices.SortFunc(order, func(a, b int) int { return cmp.Compare(f.text(&v.Items[a], key), f.text(&v.Items[b], key)) })
		}
		for _, i := range order {
			out = f.append(out, &v.Items[i], key)
		}
	default:
		out = measured(append(strconv.AppendInt(out, int64(v.Type), 10), '.'), f.text(v, key))
	}
	return out
}

// text is the text of a value as the form writes it.
func (f *Form) text(v *doc.Value, key string) string {
	if v.Type == doc.String && f.Text != nil {
		return f.Text(key, v.Text)
	}
	return v.Text
}

// places are the numbers from 0 to n-1.
func places(order []int, n int) []int {
	for i := range n {
		order = append(order, i)
	}
	return order
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
