package release_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"parley/internal/release"
)

// TestAFaultIsToldWhereItStands: by the key, in plain words.
func TestAFaultIsToldWhereItStands(t *testing.T) {
	_, text := released(t, read(t))
	for old, c := range map[string]struct{ new, want string }{
		`"from": "2026-12-01"`:   {`"from": "soon"`, "15:13 nothing says from when it holds"},
		`"currency": "EUR"`:      {`"currency": "EUX"`, "9:15 EUX is not a currency of ISO 4217"},
		`"max": "15%"`:           {`"max": "15"`, "32:12 the largest discount is no percentage: 15"},
		`"rate": "2%"`:           {`"rate": ""`, "36:17 a discount is no percentage: "},
		`"cap": ""`:              {`"cap": "much"`, "60:16 an amount of HOUR is none: much"},
		`"released": "2026-10-`:  {`"released": "2026-13-`, "6:15 the day on which it was released is none, or has no place in this form"},
		`"model": "consumption"`: {`"model": 7`, "7:12 model is a number, and has to be text"},
		`"segments": [`:          {`"segments": {`, ""},
		`"format": 3`:            {`"format": "3"`, "2:13 format is text, and has to be a whole number"},
		`"EUR",`:                 {`"EUR"`, "10:3 this is not JSON"},
	} {
		edited := strings.Replace(string(text), old, c.new, 1)
		_, findings := release.Read(release.Path("emea-eur-gold", "v2.2"), []byte(edited))
		if len(findings) != 1 || edited == string(text) {
			t.Fatalf("%s: %+v", old, findings)
		}
		got := fmt.Sprintf("%d:%d %s", findings[0].Line, findings[0].Col, findings[0].Message)
		if c.want != "" && got != c.want || strings.Contains(got, "unmarshal") || strings.Contains(got, "invalid character") {
			t.Errorf("%s: %s\n want %s", old, got, c.want)
		}
	}
	if _, findings := release.Read("x.json", text[:400]); len(findings) != 1 || findings[0].Message != "the file ends in the middle of the release" || findings[0].Line != 25 {
		t.Errorf("%+v", findings)
	}
}

// TestReleasesInTheFormBeforeAreRead: they do not say on which day they were released.
func TestReleasesInTheFormBeforeAreRead(t *testing.T) {
	_, text := released(t, read(t))
	before := strings.NewReplacer(`"format": 3`, `"format": 2`, "  \"released\": \"2026-10-29\",\n", "").Replace(string(text))
	p, findings := release.Read(release.Path("emea-eur-gold", "v2.2"), []byte(before))
	if len(findings) > 0 || p.Day != "" || release.FormOf([]byte(before)) != 2 || release.FormOf(text) != 3 {
		t.Errorf("%+v %+v", p, findings)
	}
	if _, findings := release.Read(release.Path("emea-eur-gold", "v2.2"), []byte(strings.Replace(string(text), `"format": 3`, `"format": 2`, 1))); len(findings) != 1 {
		t.Error("the form that has no day is read with one")
	}
}

// TestAChainTellsOnce builds three releases, spoils the chain in one way after the other, and counts.
func TestAChainTellsOnce(t *testing.T) {
	texts := map[string][]byte{}
	var chain []release.Payload
	for i, version := range []string{"v2.2", "v2.3", "v2.10"} {
		var used []release.Input
		if i > 0 {
			before := release.Path("emea-eur-gold", chain[i-1].Version)
			sum := sha256.Sum256(texts[before])
			used = append(used, release.Input{Path: before, SHA256: hex.EncodeToString(sum[:])})
		}
		made, findings := release.New(read(t, "v2.2", version), chain, used, "2026-10-29")
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		name := release.Path("emea-eur-gold", version)
		texts[name] = made.Encode()
		p, _ := release.Read(name, texts[name])
		chain = append(chain, p)
	}
	digest := func(name string) (string, bool) {
		text, there := texts[name]
		sum := sha256.Sum256(text)
		return hex.EncodeToString(sum[:]), there
	}
	if findings := release.Chain([]release.Payload{chain[2], chain[0], chain[1]}, digest); len(findings) > 0 {
		t.Fatal(findings)
	}
	middle := release.Path("emea-eur-gold", "v2.3")
	whole := texts[middle]
	texts[middle] = append(whole[:len(whole):len(whole)], ' ')
	if findings := release.Chain(chain, digest); len(findings) != 1 || findings[0].Path != middle || len(findings[0].Notes) != 1 {
		t.Errorf("edited: %+v", findings)
	}
	delete(texts, middle)
	if findings := release.Chain([]release.Payload{chain[0], chain[2]}, digest); len(findings) != 1 || findings[0].Line != 5 || !strings.HasSuffix(findings[0].Path, "v2.10.json") {
		t.Errorf("removed: %+v", findings)
	}
	texts[middle] = whole
	forged, _ := release.New(read(t, "v2.2", "v2.4"), chain[:1], chain[1].Inputs, "2026-10-29")
	if findings := release.Chain(append(chain, forged), digest); len(findings) != 2 {
		t.Errorf("put in between: %+v", findings)
	}
}
