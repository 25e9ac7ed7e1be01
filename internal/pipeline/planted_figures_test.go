package pipeline

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"parley/internal/kind"
	"parley/internal/workspace"
)

var escapes = regexp.MustCompile(`\\u[0-9a-fA-F]{4}`)

// bareDigits is a text in which each digit of any script is a Latin one, and nothing stands between the digits of a number: neither what
// groups them in some language nor what begins their decimals. So 7,340.63 and 7 340,63 and ٧٬٣٤٠٫٦٣ are all 734063.
func bareDigits(text string) string {
	text = escapes.ReplaceAllStringFunc(html.UnescapeString(text), func(escape string) string {
		code, _ := strconv.ParseUint(escape[2:], 16, 32)
		return string(rune(code))
	})
	runes := []rune(text)
	for i, r := range runes {
		if r > unicode.MaxASCII && unicode.IsDigit(r) {
			zero := r
			for r-zero < 9 && unicode.IsDigit(zero-1) {
				zero--
			}
			runes[i] = '0' + r - zero
		}
	}
	isDigit := func(i int) bool { return i >= 0 && i < len(runes) && '0' <= runes[i] && runes[i] <= '9' }
	var bare strings.Builder
	for i, r := range runes {
		if !(strings.ContainsRune(".,'’ \u00a0\u2009\u202f٫٬٪，．_", r) && isDigit(i-1) && isDigit(i+1)) {
			bare.WriteRune(r)
		}
	}
	return bare.String()
}

// TestAFigureIsFoundInEverySpelling holds the search for planted figures to what it is there for.
func TestAFigureIsFoundInEverySpelling(t *testing.T) {
	for _, text := range []string{"7340.63", "7,340.63", "7.340,63", "7\u202f340,63", "7&#160;340,63", "7&nbsp;340,63", "7 340,63", "7’340.63", "7'340.63", `7\u202f340,63`, "٧٬٣٤٠٫٦٣", "۷٬۳۴۰٫۶۳", "７３４０．６３", "¥7,340.63", "734063"} {
		if !strings.Contains(bareDigits("x "+text+" y"), "734063") {
			t.Errorf("%s is not found in %s", text, bareDigits(text))
		}
	}
	for _, text := range []string{"7, 340.63", "73-4063", "7340 (63)"} {
		if strings.Contains(bareDigits(text), "734063") {
			t.Errorf("%s is found", text)
		}
	}
}

// plantFigures writes figures that stand nowhere else wherever the sample company says what only we may know of a price, so that no price
// changes. They are returned as they are written.
func plantFigures(t *testing.T, dir string) []string {
	t.Helper()
	var planted []string
	plant := func(name, old, format string, figures ...string) {
		edited := format
		for _, figure := range figures {
			edited = strings.Replace(edited, "%", figure, 1)
			planted = append(planted, figure)
		}
		edit(t, filepath.Join(dir, filepath.FromSlash(name)), old, edited)
	}
	silver := "pricing/lists/amer-usd-silver.yaml"
	plant(silver, `margin: "42.4%"`, `margin: "%¤"`, "42.400193")
	plant(silver, "target: \"1000\"\n        measured: \"1100\"\n        strength: \"-10%\"", "target: \"%\"\n        measured: \"%\"\n        strength: \"-%¤\"", "1000.0731", "1100.0819", "10.000737")
	plant(silver, `strength: "30%"`, `strength: "%¤"`, "30.000471")
	plant(silver, `band: "2%"`, `band: "%¤"`, "2.000393")
	plant(silver, `cap: "2.60"`, `cap: "%"`, "73401.63")
	plant(silver, `step: "10%"`, `step: "%¤"`, "10.000591")
	gold := "pricing/lists/apac-jpy-gold.yaml"
	plant(gold, "margin: \"40%\"\n    charge: flat", "margin: \"40%¤\"\n    adjust:\n      floor: \"%\"\n      cap: \"%\"\n    charge: flat", "", "711307", "931507")
	bahrain := "pricing/lists/mena-bhd-silver.yaml"
	plant(bahrain, "    charge: flat", "    adjust:\n      floor: \"%\"\n    charge: flat", "1731.907")
	plant("pricing/policy.yaml", `margin_floor: "25%"`, `margin_floor: "%¤"`, "24.8617")
	plant("pricing/policy.yaml", `discount_cap: "30%"`, `discount_cap: "%¤"`, "30.0877")
	plant("pricing/policy.yaml", `net: "15%"`, `net: "%¤"`, "15.0953")
	plant("pricing/policy.yaml", `"50000 EUR"`, `"% EUR"`, "50713.29")
	plant("pricing/costs/2026-q3.yaml", `buffer: "3%"`, `buffer: "%¤"`, "3.000047")
	for _, name := range []string{silver, gold, "pricing/policy.yaml", "pricing/costs/2026-q3.yaml"} {
		all := filepath.Join(dir, filepath.FromSlash(name))
		for strings.Contains(readFile(t, all), "¤") {
			edit(t, all, "¤", "%")
		}
	}
	return slices.DeleteFunc(planted, func(figure string) bool { return figure == "" })
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var numbers = regexp.MustCompile(`[0-9]+\.[0-9]+`)

// derivedFigures are the figures of every step of every price that are none of a page that partners see: what a unit costs us, a baseline,
// an adjustment, a floor. Only those with so many digits that no other number can be one of them.
func derivedFigures(t *testing.T, dir string) []string {
	t.Helper()
	prices, err := OpenPrices(open(t, dir), Moment{AsOf: today})
	if err != nil {
		t.Fatal(err)
	}
	if prices.Findings.HasErrors() {
		t.Fatal(prices.Findings)
	}
	var found []string
	for _, list := range prices.Lists {
		for _, part := range list.Parts {
			told, err := ExplainPrice(prices, list.ID, part.SKU, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, figure := range numbers.FindAllString(told.Text(), -1) {
				if len(strings.TrimLeft(bareDigits(figure), "0")) >= 7 && !slices.ContainsFunc(told.Prices, func(p ExplainedPrice) bool { return p.Published == figure }) {
					found = append(found, figure)
				}
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// TestNoFigureBehindAPriceIsInAnOutputForOthers builds the whole sample company for the public and for partners, and searches every file
// for margins, adjustments, floors, limits of the policy, buffers, and what comes out between a cost and a price, in every way in which
// a language or an encoding writes them. Internal readers find each of them, so the search finds what is there.
func TestNoFigureBehindAPriceIsInAnOutputForOthers(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the whole company three times: go test without -short does")
	}
	dir := copyOf(t)
	planted := plantFigures(t, dir)
	derived := derivedFigures(t, dir)
	if len(derived) < 100 {
		t.Fatalf("only %d figures come out between costs and prices", len(derived))
	}
	secrets := map[string]string{} // by their digits
	for _, figure := range slices.Concat(planted, derived) {
		secrets[strings.TrimLeft(bareDigits(figure), "0")] = figure
	}
	for _, view := range []workspace.View{{Audience: kind.Public}, {Audience: kind.Partner}, {Audience: kind.Internal}} {
		out := filepath.Join(t.TempDir(), "out")
		if built := build(t, dir, out, view); built.Findings.HasErrors() {
			t.Fatalf("%v: %v", view, built.Findings)
		}
		output := files(t, out)
		kinds, met := map[string]int{}, map[string]bool{}
		for name, text := range output {
			kinds[path.Ext(name)]++
			for _, digits := range digitsIn(bareDigits(text), secrets) {
				met[digits] = true
				if view.Audience != kind.Internal {
					t.Errorf("%v: %s holds %s", view, name, secrets[digits])
				}
			}
			for _, figure := range planted {
				for _, packed := range []string{base64.StdEncoding.EncodeToString([]byte(figure)), hex.EncodeToString([]byte(figure))} {
					if strings.Contains(text, packed) {
						t.Errorf("%v: %s holds %s, packed", view, name, figure)
					}
				}
			}
		}
		for digits, figure := range secrets {
			if view.Audience == kind.Internal && !met[digits] {
				t.Errorf("internal readers do not find %s: the test would not notice a leak", figure)
			}
		}
		for _, ending := range []string{".html", ".json", ".xml"} {
			if kinds[ending] == 0 {
				t.Errorf("%v: there is no %s among %v", view, ending, kinds)
			}
		}
	}
}

// digitsIn are those of some runs of digits that a text holds.
func digitsIn(text string, wanted map[string]string) []string {
	var found []string
	long := lengths(wanted)
	for _, run := range runs.FindAllString(text, -1) {
		for begin := range run {
			for _, length := range long {
				if begin+length <= len(run) {
					if _, is := wanted[run[begin:begin+length]]; is {
						found = append(found, run[begin:begin+length])
					}
				}
			}
		}
	}
	return found
}

var runs = regexp.MustCompile(`[0-9]{6,}`)

func lengths(wanted map[string]string) []int {
	var all []int
	for digits := range wanted {
		if !slices.Contains(all, len(digits)) {
			all = append(all, len(digits))
		}
	}
	return all
}
