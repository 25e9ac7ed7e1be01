package tariff

import (
	"strings"
	"testing"

	"parley/internal/doc"
	"parley/internal/pricing"
	"parley/internal/release"
)

// payload is a release of the list in files, at a price of 1.20.
func payload(t *testing.T, version string) string {
	t.Helper()
	text := strings.NewReplacer("v1.1", version, `"1.61"`, `"1.20"`).Replace(listText)
	d, _ := doc.Read("pricing/lists/emea-eur-gold.yaml", []byte(text))
	list, _ := pricing.Read(d)
	released, findings := release.New(list, nil, nil)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return string(released.Encode())
}
