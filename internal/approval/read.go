package approval

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/money"
)

// ReadPolicy reads a policy. What is wrong with the document as such, or against its schema, is among the findings, so that a
// policy that is read without one says what is written, and nothing has been passed over.
func ReadPolicy(text []byte) (Policy, diag.List) {
	d, findings := read(PolicyPath, "price-policy", text)
	p := PolicyOf(d)
	return p, append(findings, CheckPolicy(d)...).Sort()
}

// ReadRegistry reads a registry in the same way.
func ReadRegistry(text []byte) (Registry, diag.List) {
	d, findings := read(RegistryPath, "approvers", text)
	return RegistryOf(d), append(findings, CheckRegistry(d)...).Sort()
}

// read reads a document by the schema that is built in: one that the change brings along counts for nothing.
func read(path, name string, text []byte) (doc.Document, diag.List) {
	d, findings := doc.Read(path, text)
	known, _ := kind.Builtin().Get(name)
	if d.Fields.Str("kind") != name {
		findings = append(findings, diag.New(diag.KindUnknown, place(d, d.Fields.Get("kind")), "this is not a document of kind %s", name).WithHint("write kind: %s", name))
	}
	return d, append(findings, known.Validate(d)...)
}

func place(d doc.Document, v doc.Value) diag.Place { return diag.Place{Path: d.Path, Span: v.Span} }

// PolicyOf reads a document of kind price-policy. What the schema refuses is left out.
func PolicyOf(d doc.Document) Policy {
	f := d.Fields
	p := Policy{
		Zone: f.Str("time_zone"), Evidence: Evidence(f.Str("evidence")), Signed: f.Str("authorship") == "signed",
		MaxAge: period(f.Str("max_age")), Cooling: period(f.Str("cooling_off")), Protect: f.Strings("protected"),
		Raise: map[Flag]Level{}, Digest: DocumentDigest(d),
	}
	for _, item := range f.Get("tiers").Items {
		p.Tiers = append(p.Tiers, tierOf(item))
	}
	for _, key := range f.Get("flags").Keys {
		p.Raise[Flag(key.Name)] = Level(key.Value.Text)
	}
	glass := f.Get("break_glass")
	p.Break = BreakGlass{glass.Strings("any_of"), period(glass.Str("within"))}
	rails := f.Get("guardrails")
	variability := rails.Get("variability_cap")
	p.Rails = Guardrails{
		MarginFloor: ratio(rails.Str("margin_floor")), DiscountCap: ratio(rails.Str("discount_cap")), Window: days(variability.Str("window")),
		Net: ratio(variability.Str("net")), Path: ratio(variability.Str("path")), MonthlyCharge: sum(rails.Str("monthly_charge_cap")),
	}
	return p
}

func tierOf(item doc.Value) Tier {
	tier := Tier{Level: Level(item.Str("name")), People: number(item, "people", 0)}
	if below, ok := item.Lookup("below"); ok {
		tier.Below = &Bounds{Change: ratio(below.Str("change")), Impact: sum(below.Str("monthly_impact"))}
		for _, key := range below.Get("drift").Keys {
			tier.Below.Drift = append(tier.Below.Drift, DriftBound{days(key.Name), ratio(key.Value.Text)})
		}
		sortDrift(tier.Below.Drift)
	}
	for _, rule := range item.Get("approvals").Items {
		roles := rule.Strings("any_of")
		if role := rule.Str("role"); role != "" {
			roles = append(roles, role)
		}
		tier.Rules = append(tier.Rules, Rule{AnyOf: roles, Count: number(rule, "count", 1), Region: rule.Str("each") == "region"})
	}
	return tier
}

// number is a whole number under a key, which has a value of its own where the key is missing; -1 for what is none.
func number(v doc.Value, key string, missing int) int {
	value, ok := v.Lookup(key)
	if !ok {
		return missing
	}
	n, err := strconv.Atoi(value.Text)
	if err != nil || value.Type != doc.Number {
		return -1
	}
	return n
}

var ratioForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})?%$`)

// ratio reads "2%" as 1/50; nil for anything else.
func ratio(text string) *big.Rat {
	if !ratioForm.MatchString(text) {
		return nil
	}
	r, ok := new(big.Rat).SetString(strings.TrimSuffix(text, "%"))
	if !ok {
		return nil
	}
	return r.Quo(r, big.NewRat(100, 1))
}

// sum reads "500 EUR".
func sum(text string) Money {
	amount, currency, _ := strings.Cut(text, " ")
	if _, err := money.Parse(amount); err != nil {
		return Money{}
	}
	if _, ok := money.MinorUnits(currency); !ok {
		return Money{}
	}
	exact, ok := new(big.Rat).SetString(amount)
	if !ok {
		return Money{}
	}
	return Money{exact, currency}
}

var periodForm = regexp.MustCompile(`^[1-9][0-9]{0,3}[hd]$`)

// period reads hours and days; a day has 24 hours here. What is no period is -1, which no policy can be judged by.
func period(text string) time.Duration {
	if text == "" {
		return 0
	}
	if !periodForm.MatchString(text) {
		return -1
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	if err != nil {
		return -1
	}
	return time.Duration(n) * map[byte]time.Duration{'h': time.Hour, 'd': 24 * time.Hour}[text[len(text)-1]]
}

// days reads "90d"; 0 for anything else.
func days(text string) int {
	if !periodForm.MatchString(text) || !strings.HasSuffix(text, "d") {
		return 0
	}
	n, _ := strconv.Atoi(strings.TrimSuffix(text, "d"))
	return n
}
