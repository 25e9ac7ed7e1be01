package release

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// Read reads a payload. Whatever is not exactly what Encode writes is a finding, and the payload is then not to be used.
func Read(file string, text []byte) (Payload, diag.List) {
	var p Payload
	if err := json.Unmarshal(text, &p); err != nil {
		return Payload{}, wrong(file, 1, "this is no release: "+err.Error())
	}
	p.file = file
	if line, differs := firstDifference(text, p.Encode()); differs {
		return Payload{}, wrong(file, line, "this line is not as it was released")
	}
	if what := p.fault(); what != "" {
		return Payload{}, wrong(file, 1, what)
	}
	p.places, p.most = places(file, text), placeOfMost(file, text)
	list := p.AsList()
	p.list = &list
	return p, nil
}

func wrong(file string, line int, message string) diag.List {
	return diag.List{diag.New(diag.PriceRelease, diag.Place{Path: file, Span: diag.Span{Line: line, Col: 1, EndLine: line, EndCol: 2}}, "%s", message).
		WithHint("restore the file as it was released; a change is a new version of the list")}
}

// firstDifference is the first line, from 1, in which two texts differ.
func firstDifference(a, b []byte) (int, bool) {
	if bytes.Equal(a, b) {
		return 0, false
	}
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			return 1 + bytes.Count(a[:i], []byte("\n")), true
		}
	}
	return 1 + bytes.Count(a[:min(len(a), len(b))], []byte("\n")), true
}

// fault is the first thing in a payload that cannot be.
func (p Payload) fault() string {
	version, good := pricing.ParseVersion(p.Version)
	before, known := pricing.ParseVersion(p.Previous)
	_, currency := money.MinorUnits(p.Currency)
	_, from := time.Parse(time.DateOnly, p.Effective.From)
	switch {
	case p.Format != format:
		return "this release has a form that is not known"
	case !good || p.Previous != "" && (!known || version.Compare(before) <= 0):
		return "the version does not follow the one before"
	case !strings.HasSuffix(p.file, Path(p.List, p.Version)):
		return "the file is not called as its list and version say: " + Path(p.List, p.Version)
	case !currency:
		return p.Currency + " is not a currency of ISO 4217"
	case from != nil:
		return "nothing says from when it holds"
	}
	for _, input := range p.Inputs {
		if len(input.SHA256) != 64 || strings.Trim(input.SHA256, "0123456789abcdef") != "" {
			return "the digest of " + input.Path + " is none"
		}
	}
	if what := p.faultOfDiscounts(); what != "" {
		return what
	}
	return p.faultOfParts()
}

func (p Payload) faultOfDiscounts() string {
	rates := []string{}
	if p.Discounts.Max != "" {
		rates = append(rates, p.Discounts.Max)
	}
	for _, standing := range p.Discounts.Standing {
		rates = append(rates, standing.Rate)
	}
	for _, rate := range rates {
		if _, err := money.Ratio(rate); err != nil {
			return "a discount is no percentage: " + rate
		}
	}
	return ""
}

func (p Payload) faultOfParts() string {
	seen := map[string]bool{}
	for _, part := range p.Parts {
		if part.SKU == "" || seen[part.SKU] || part.Old == nil && part.New == nil {
			return "a part has no SKU, stands twice, or is nothing"
		}
		seen[part.SKU] = true
		for _, state := range []*State{part.Old, part.New} {
			if state == nil {
				continue
			}
			if _, whole := p.part(Part{part.SKU, nil, state}).Curve(); !whole {
				return "the prices of " + part.SKU + " cannot be"
			}
			for _, text := range []string{state.Included, state.Minimum, state.Cap, state.Package} {
				if _, isAmount := amount(text); text != "" && !isAmount {
					return "an amount of " + part.SKU + " is none: " + text
				}
			}
		}
	}
	return ""
}

// placeOfMost finds the largest discount in text that Encode has written.
func placeOfMost(file string, text []byte) diag.Place {
	for i, line := range strings.Split(string(text), "\n") {
		if value, found := strings.CutPrefix(line, `    "max": `); found {
			col := len(line) - len(value) + 1
			return diag.Place{Path: file, Span: diag.Span{Line: i + 1, Col: col, EndLine: i + 1, EndCol: len(line)}}
		}
	}
	return diag.Place{Path: file}
}

// places finds the first new price of each part in text that Encode has written, where each key stands on a line of its own.
func places(file string, text []byte) map[string]diag.Place {
	found := map[string]diag.Place{}
	sku, isNew := "", false
	for i, line := range strings.Split(string(text), "\n") {
		key := strings.TrimLeft(line, " ")
		indent := len(line) - len(key)
		switch {
		case indent == 6 && strings.HasPrefix(key, `"sku": `):
			sku, isNew = "", false
			_ = json.Unmarshal([]byte(strings.TrimSuffix(strings.TrimPrefix(key, `"sku": `), ",")), &sku)
		case indent == 6 && strings.HasPrefix(key, `"new": {`):
			isNew = true
		case isNew && strings.HasPrefix(key, `"price": `):
			col := indent + len(`"price": `) + 1
			found[sku] = diag.Place{Path: file, Span: diag.Span{Line: i + 1, Col: col, EndLine: i + 1, EndCol: len(line) + 1}}
			isNew = false
		}
	}
	return found
}
