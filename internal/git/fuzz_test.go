package git

import (
	"bytes"
	"compress/zlib"
	"testing"

	"github.com/go-git/go-git/v5/plumbing/format/packfile"
)

// FuzzLooseObject: whatever a file of an object unpacks to, it is refused, or it is an object of the size that it says.
func FuzzLooseObject(f *testing.F) {
	f.Add([]byte("blob 3\x00abc"))
	f.Add([]byte("tree 4\x00abc"))
	f.Add([]byte("commit 99999999999999999999\x00"))
	f.Add([]byte("tag -1\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var packed bytes.Buffer
		w := zlib.NewWriter(&packed)
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r := newReader(&objects{})
		for range 2 { // the second time, the same unpacker is used anew
			found, err := r.unpack(bytes.NewReader(packed.Bytes()))
			if err == nil && !bytes.HasSuffix(text, append([]byte{0}, found.content...)) {
				t.Fatalf("%q is read as %v", text, found)
			}
		}
		if _, err := r.unpack(bytes.NewReader(text)); err == nil && len(text) < 8 {
			t.Fatalf("%q is taken for an object", text)
		}
	})
}

// FuzzSizeAfter: no delta makes more than it was said to make.
func FuzzSizeAfter(f *testing.F) {
	f.Add([]byte("abc"), []byte{3, 3, 0x90, 3})
	f.Add([]byte("abc"), []byte{3, 2, 2, 'x', 'y'})
	f.Add(bytes.Repeat([]byte("abc"), 100), []byte{0xac, 2, 1, 0x90, 1})
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		made, err := packfile.PatchDelta(base, delta)
		if size := sizeAfter(delta); err == nil && size < uint64(len(made)) {
			t.Fatalf("%x makes %d bytes, more than %d", delta, len(made), size)
		}
	})
}
