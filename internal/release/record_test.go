package release_test

import (
	"strings"
	"testing"

	"parley/internal/diag"
	"parley/internal/release"
)

// TestWhatHeldBeforeTheFirstReleaseIsWrittenDownAfterwards: it follows nothing, replaces nothing, and says on which day it was written.
func TestWhatHeldBeforeTheFirstReleaseIsWrittenDownAfterwards(t *testing.T) {
	first, _ := released(t, read(t))
	before := []string{"v2.2", "v2.1", `from: "2026-12-01", until: "2027-06-01"`, `from: "2026-10-01", until: "2026-12-01"`}
	made, findings := release.Record(read(t, before...), []release.Payload{first}, inputs, "2026-11-23")
	text := made.Encode()
	p, more := release.Read(release.Path("emea-eur-gold", "v2.1"), text)
	if len(findings)+len(more) > 0 || p.Recorded != "2026-11-23" || p.Day != "" || p.Previous != "" || release.FormOf(text) != 4 {
		t.Fatalf("%v %v %s", findings, more, text)
	}
	if findings := release.Chain([]release.Payload{first, p}, nil); len(findings) > 0 {
		t.Errorf("%v", findings)
	}
	for what, c := range map[string]struct {
		list []string
		code diag.Code
	}{
		"the version that has been released": {[]string{before[2], before[3]}, diag.PriceVersion},
		"a higher one":                       {[]string{"v2.2", "v2.10", before[2], before[3]}, diag.PriceVersion},
		"without an end":                     {[]string{"v2.2", "v2.1", before[2], `from: "2026-10-01"`}, diag.PriceOrder},
		"that ends too late":                 {[]string{"v2.2", "v2.1", before[2], `from: "2026-10-01", until: "2026-12-02"`}, diag.PriceOrder},
		"of a list without a release":        {append([]string{"emea-eur-gold", "emea-eur-silver"}, before...), diag.PriceVersion},
	} {
		if _, findings := release.Record(read(t, c.list...), []release.Payload{first}, inputs, "2026-11-23"); len(findings) != 1 || findings[0].Code != c.code || findings[0].Hint == "" {
			t.Errorf("%s: %+v", what, findings)
		}
	}
}

// TestAReleaseIsNotWrittenDownAfterwards: whoever edits a file from one form into the other is found out by the file, by the chain, or
// by the history.
func TestAReleaseIsNotWrittenDownAfterwards(t *testing.T) {
	first, text := released(t, read(t))
	later := func(old ...string) string { return strings.NewReplacer(old...).Replace(string(text)) }
	recorded := later(`"format": 3`, `"format": 4`, `"released"`, `"recorded"`)
	for what, edited := range map[string]string{
		"both days":              later(`"format": 3`, `"format": 4`, "\n  \"model\"", "\n  \"recorded\": \"2026-11-23\",\n  \"model\""),
		"neither":                later(`"format": 3`, `"format": 4`, "  \"released\": \"2026-10-29\",\n", ""),
		"the other form's":       later(`"released"`, `"recorded"`),
		"no end":                 strings.Replace(recorded, `"until": "2027-06-01"`, `"until": ""`, 1),
		"one before it":          strings.Replace(recorded, `"previous": ""`, `"previous": "v2.1"`, 1),
		"a day that is none":     strings.Replace(recorded, "2026-10-29", "2026-13-29", 1),
		"the form after the new": later(`"format": 3`, `"format": 5`),
	} {
		if _, findings := release.Read(release.Path("emea-eur-gold", "v2.2"), []byte(edited)); len(findings) != 1 || findings[0].Hint == "" {
			t.Errorf("%s: %+v", what, findings)
		}
	}
	p, findings := release.Read(release.Path("emea-eur-gold", "v2.2"), []byte(recorded))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	second, _ := released(t, read(t, "v2.2", "v2.3", "2026-12-01", "2027-02-01"), first)
	if findings := release.Chain([]release.Payload{p, second}, func(string) (string, bool) { return strings.Repeat("0a", 32), true }); len(findings) == 0 {
		t.Error("a release becomes one that was written down afterwards, and its successor says nothing")
	}
	undated := later(`"format": 3`, `"format": 2`, "  \"released\": \"2026-10-29\",\n", "")
	if release.Kept([]byte(undated), []byte(recorded)) || release.Kept(text, []byte(recorded)) {
		t.Error("a release is converted into one that was written down afterwards")
	}
}
