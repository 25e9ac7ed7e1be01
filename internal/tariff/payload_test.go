package tariff

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"parley/internal/doc"
	"parley/internal/pricing"
	"parley/internal/release"
)

// payload is a release of the list in files, at a price of 1.20: the first, or after v1.0.
func payload(t *testing.T, version string, replace ...string) string {
	t.Helper()
	text := strings.NewReplacer(append(replace, "v1.1", version, `"1.61"`, `"1.20"`)...).Replace(listText)
	d, _ := doc.Read("pricing/lists/emea-eur-gold.yaml", []byte(text))
	list, _ := pricing.Read(d)
	var earlier []release.Payload
	var inputs []release.Input
	if version != "v1.0" {
		name, text := release.Path(list.ID, "v1.0"), payload(t, "v1.0")
		first, findings := release.Read(name, []byte(text))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		sum := sha256.Sum256([]byte(text))
		earlier, inputs = append(earlier, first), append(inputs, release.Input{Path: name, SHA256: hex.EncodeToString(sum[:])})
	}
	released, findings := release.New(list, earlier, inputs, "2026-11-01")
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return string(released.Encode())
}
