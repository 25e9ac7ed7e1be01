package translation

import (
	"fmt"
	"strings"
	"testing"

	"parley/internal/diag"
)

// TestEntriesBeyondAllMeasure gives an entry more flags, and a longer text, than any tool or person writes: each is a
// fault of its entry, and the others are read as usual.
func TestEntriesBeyondAllMeasure(t *testing.T) {
	var flags strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&flags, "#, flag%d, fuzzy\n", i)
	}
	for want, entry := range map[string]string{
		"flags":       flags.String() + "msgid \"a\"\nmsgstr \"b\"\n",
		"bytes":       "msgid \"a\"\nmsgstr \"" + strings.Repeat("b", longestText+1) + "\"\n",
		"200001 byte": "msgid \"a\"\nmsgstr \"\"\n" + strings.Repeat("\"b\"\n", longestText+1),
	} {
		file, findings := ParsePO("a.po", []byte(entry+"\nmsgid \"c\"\nmsgstr \"d\"\n"))
		if len(findings) != 1 || findings[0].Code != diag.POSyntax || !strings.Contains(findings[0].Message, want) || findings[0].Hint == "" {
			t.Errorf("%d findings, the first %+v; want %s", len(findings), findings[:min(1, len(findings))], want)
		}
		if len(file.Entries) != 1 || file.Entries[0].ID != "c" {
			t.Errorf("%s: %d entries", want, len(file.Entries))
		}
	}
}
