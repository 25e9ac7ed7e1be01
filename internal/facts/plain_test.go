package facts

import (
	"testing"

	"parley/internal/money"
)

// FuzzPlain holds the short way of reading numbers to the long one: whatever it reads, the other reads as the same.
func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"0", "-0", "10.50", "-0.01", "007", "1.", ".5", "999999999999999", "-99999999999.9", "1e3", "1,5", "--1", "12.345", ""} {
		f.Add(seed, uint8(2))
	}
	f.Fuzz(func(t *testing.T, text string, places uint8) {
		decimals := int(places % 4)
		value, ok := plain(text, decimals)
		if !ok {
			return
		}
		exact, err := money.Signed(text)
		if err != nil {
			t.Fatalf("%q is read as %d, and it is %v", text, value, err)
		}
		if want := scaled(exact, decimals); !want.IsInt() || want.Num().Int64() != value {
			t.Errorf("%q with %d decimals is read as %d, and is %s", text, decimals, value, want)
		}
	})
}
