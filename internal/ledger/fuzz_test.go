package ledger

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// FuzzPage: whatever a page with a right checksum says, it is none, or it is the same when it has been written and read once
// more; and what it says of files never holds of a folder that has none of them.
func FuzzPage(f *testing.F) {
	for _, page := range []written{{}, {Task: "t", In: column{Names: "a\x00b/c", Ints: []int64{1, 2, 3, 4, 5, 6, 7, 8}, Young: map[string][32]byte{"a": {1}}}, Said: []byte("x")},
		{In: column{Names: "../a", Ints: []int64{1}}, Out: column{Ints: []int64{-1, -1, -1, -1}}}} {
		body, err := cbor.Marshal(page)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		dir := t.TempDir()
		name := filepath.Join(dir, "page")
		sum := sha256.Sum256(body)
		if err := os.WriteFile(name, append(append([]byte(magic), sum[:]...), body...), 0o600); err != nil {
			t.Fatal(err)
		}
		page, ok := Read(name)
		if !ok {
			return
		}
		empty := filepath.Join(dir, "empty")
		if err := os.Mkdir(empty, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, stamps := range []Stamps{page.In, page.Out} {
			if stamps.Hold(empty) && len(stamps.Names) > 0 {
				t.Fatalf("%+v holds of an empty folder", stamps)
			}
		}
		if err := page.Write(name); err != nil {
			t.Fatal(err)
		}
		if again, ok := Read(name); !ok || !reflect.DeepEqual(page, again) {
			t.Fatalf("%+v is read as %+v, %v", page, again, ok)
		}
	})
}
