package release

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
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
		at, message := unread(file, text, err)
		return Payload{}, wrong(at, message)
	}
	p.file = file
	if at, differs := firstDifference(text, p.Encode()); differs {
		return Payload{}, wrong(placeAt(file, text, at, at), "from here on the file is not as it was released")
	}
	if key, what := p.fault(); what != "" {
		return Payload{}, wrong(p.Place(key), what)
	}
	p.places = places(file, text)
	p.most, p.number, p.from = lineOf(file, text, `    "max": `), lineOf(file, text, `  "version": `), lineOf(file, text, `    "from": `)
	list := p.AsList()
	p.list = &list
	return p, nil
}

// FormOf is the number of the form in which text is written; 0 where it has none.
func FormOf(text []byte) int {
	var p struct{ Format int }
	if json.Unmarshal(text, &p) != nil {
		return 0
	}
	return p.Format
}

func wrong(at diag.Place, message string) diag.List {
	return diag.List{diag.New(diag.PriceRelease, at, "%s", message).WithHint("restore the file as it was released; a change is a new version of the list")}
}

// unread says in plain words why text is no payload, and where.
func unread(file string, text []byte, err error) (diag.Place, string) {
	var grammar *json.SyntaxError
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrongType):
		end := int(wrongType.Offset)
		return placeAt(file, text, valueBefore(text, end), end), fmt.Sprintf("%s is %s, and has to be %s", cmp.Or(wrongType.Field, "the file"), found(wrongType.Value), wanted(wrongType.Type))
	case errors.As(err, &grammar) && int(grammar.Offset) < len(bytes.TrimSpace(text)):
		at := max(0, int(grammar.Offset)-1)
		return placeAt(file, text, at, at+1), "this is not JSON"
	}
	return placeAt(file, text, len(text), len(text)), "the file ends in the middle of the release"
}

// valueBefore is where the number, text or word begins that ends at an offset; the offset itself where it is none.
func valueBefore(text []byte, end int) int {
	end = min(max(0, end), len(text))
	start := bytes.LastIndexAny(text[:end], "\n:[,") + 1
	for start < end && text[start] == ' ' {
		start++
	}
	return start
}

// found is what JSON's own name of a value's type means.
func found(value string) string {
	what, _, _ := strings.Cut(value, " ")
	switch what {
	case "string":
		return "text"
	case "bool":
		return "true or false"
	case "array":
		return "a list"
	}
	return "a " + strings.Replace(what, "object", "group of keys", 1)
}

func wanted(kind reflect.Type) string {
	switch kind.Kind() {
	case reflect.String:
		return "text"
	case reflect.Int:
		return "a whole number"
	case reflect.Slice:
		return "a list"
	}
	return "a group of keys"
}

// firstDifference is the first byte, from 0, in which two texts differ.
func firstDifference(a, b []byte) (int, bool) {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			return i, true
		}
	}
	return min(len(a), len(b)), len(a) != len(b)
}

// fault is the first thing in a payload that cannot be, and the key at which it stands.
func (p Payload) fault() (key, what string) {
	version, good := pricing.ParseVersion(p.Version)
	before, known := pricing.ParseVersion(p.Previous)
	_, currency := money.MinorUnits(p.Currency)
	_, from := time.Parse(time.DateOnly, p.Effective.From)
	_, day := time.Parse(time.DateOnly, p.Day)
	_, recorded := time.Parse(time.DateOnly, p.Recorded)
	switch {
	case p.Format != format && p.Format != undated && p.Format != belated:
		return "format", "this release has a form that is not known"
	case !good || p.Previous != "" && (!known || version.Compare(before) <= 0):
		return "version", "the version does not follow the one before"
	case p.Format == format && day != nil, p.Format != format && p.Day != "":
		return "released", "the day on which it was released is none, or has no place in this form"
	case p.Format == belated && recorded != nil, p.Format != belated && p.Recorded != "":
		return "recorded", "the day on which it was written down is none, or has no place in this form"
	case p.Format == belated && (p.Previous != "" || p.Effective.Until == ""):
		return "version", "a version that is written down afterwards follows none, and has an end"
	case !strings.HasSuffix(p.file, Path(p.List, p.Version)):
		return "version", "the file is not called as its list and version say: " + Path(p.List, p.Version)
	case !currency:
		return "currency", p.Currency + " is not a currency of ISO 4217"
	case from != nil:
		return "effective.from", "nothing says from when it holds"
	}
	for i, input := range p.Inputs {
		if len(input.SHA256) != 64 || strings.Trim(input.SHA256, "0123456789abcdef") != "" {
			return fmt.Sprintf("inputs[%d].sha256", i), "the digest of " + input.Path + " is none"
		}
	}
	if key, what := p.faultOfDiscounts(); what != "" {
		return key, what
	}
	return p.faultOfParts()
}

func (p Payload) faultOfDiscounts() (key, what string) {
	isNone := func(rate string) bool { _, err := money.Ratio(rate); return err != nil }
	if p.Discounts.Max != "" && isNone(p.Discounts.Max) {
		return "discounts.max", "the largest discount is no percentage: " + p.Discounts.Max
	}
	for i, standing := range p.Discounts.Standing {
		if isNone(standing.Rate) {
			return fmt.Sprintf("discounts.standing[%d].rate", i), "a discount is no percentage: " + standing.Rate
		}
	}
	return "", ""
}

func (p Payload) faultOfParts() (key, what string) {
	seen := map[string]bool{}
	for i, part := range p.Parts {
		at := fmt.Sprintf("parts[%d]", i)
		if part.SKU == "" || seen[part.SKU] || part.Old == nil && part.New == nil {
			return at + ".sku", "a part has no SKU, stands twice, or is nothing"
		}
		seen[part.SKU] = true
		for _, side := range []struct {
			key   string
			state *State
		}{{".old", part.Old}, {".new", part.New}} {
			if side.state == nil {
				continue
			}
			if key, what := p.faultOfState(part.SKU, *side.state); what != "" {
				return at + side.key + key, what
			}
		}
	}
	return "", ""
}

func (p Payload) faultOfState(sku string, state State) (key, what string) {
	if _, whole := p.part(Part{sku, nil, &state}).Curve(); !whole {
		return ".prices", "the prices of " + sku + " cannot be"
	}
	for _, one := range [][2]string{{".included", state.Included}, {".minimum", state.Minimum}, {".cap", state.Cap}, {".package", state.Package}} {
		if _, isAmount := amount(one[1]); one[1] != "" && !isAmount {
			return one[0], "an amount of " + sku + " is none: " + one[1]
		}
	}
	return "", ""
}
