package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Numbers stand below each other by their points, whatever comes before and after them; a remark widens no column.
func TestATableAlignsNumbers(t *testing.T) {
	var out strings.Builder
	table(&out, "sku\ttier\tprice\tchange\tday", "HOUR\t\t1.84 EUR\t≈ +2.22%\t2026-12-01", "PLAN\t1\t770000 JPY\t-\t-", "DATA\t10\t18.360 BHD\t-100%\t2026-01-01",
		"PLAN is flat: charged once a month, whatever the quantity")
	if diff := cmp.Diff(strings.Split(aligned, "\n"), strings.Split(out.String(), "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s\n%s", diff, out.String())
	}
}

const aligned = `sku   tier       price        change  day
HOUR             1.84 EUR   ≈ +2.22%  2026-12-01
PLAN     1  770000 JPY             -  -
DATA    10      18.360 BHD  -100%     2026-01-01
PLAN is flat: charged once a month, whatever the quantity

`
