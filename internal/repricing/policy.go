package repricing

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
	"parley/internal/pricing"
)

// Policy is what the price policy says of prices; its rules of approval are another room's. A guardrail that is not given does
// not stand.
type Policy struct {
	Path         string
	MarginFloor  pricing.Figure // share of the net price
	DiscountCap  pricing.Figure // share of the price, of all discounts together
	Window       int            // days
	Net, Length  pricing.Figure // shares; see Variability
	Notice       int            // days that lie at least between the announcement of a version and its first day; 0 where there is no such rule
	NoticeAt     diag.Place
	MonthlyCap   money.Sum // of one customer; Amount is nil where there is none
	MonthlyCapAt diag.Place
	Rounding     map[string]money.Rounding // by currency
	RoundingAt   map[string]diag.Place
}

// ReadPolicy reads what the policy says of prices. What the schema has refused is left out.
func ReadPolicy(d doc.Document) (Policy, diag.List) {
	p := Policy{Path: d.Path, Rounding: map[string]money.Rounding{}, RoundingAt: map[string]diag.Place{}}
	r := policyReader{path: d.Path}
	rails := d.Fields.Get("guardrails")
	swing := rails.Get("variability_cap")
	p.MarginFloor, p.DiscountCap = r.share(rails, "margin_floor"), r.share(rails, "discount_cap")
	p.Net, p.Length = r.share(swing, "net"), r.share(swing, "path")
	p.Window = r.days(swing.Get("window"), "window of days")
	p.Notice, p.NoticeAt = r.days(rails.Get("notice"), "number of days"), r.place(rails.Get("notice"))
	if limit := rails.Get("monthly_charge_cap"); limit.Type == doc.String {
		sum, err := money.ParseSum(limit.Text)
		if err != nil {
			r.wrong(limit, `write it as "50000 EUR"`, "%s", err)
		}
		p.MonthlyCap, p.MonthlyCapAt = sum, r.place(limit)
	}
	for _, item := range d.Fields.Get("rounding").Items {
		r.rounding(p, item)
	}
	return p, r.findings
}

type policyReader struct {
	path     string
	findings diag.List
}

func (r *policyReader) place(v doc.Value) diag.Place { return diag.Place{Path: r.path, Span: v.Span} }

func (r *policyReader) wrong(at doc.Value, hint, format string, args ...any) {
	r.findings = append(r.findings, diag.New(diag.PricePolicy, r.place(at), format, args...).WithHint("%s", hint))
}

// days reads a number of days; 0 where none is given.
func (r *policyReader) days(v doc.Value, what string) int {
	if v.Type == doc.Null {
		return 0
	}
	text, isDays := strings.CutSuffix(v.Text, "d")
	days, err := strconv.Atoi(text)
	if !isDays || err != nil || days < 1 || days > 3660 {
		r.wrong(v, "write a number of days: 90d", "%s is no %s", v, what)
		return 0
	}
	return days
}

// share reads a share that is less than everything.
func (r *policyReader) share(in doc.Value, key string) pricing.Figure {
	figure := pricing.FigureOf(r.path, in.Get(key), money.Ratio)
	if figure.Given() && (figure.Value.Cmp(one) >= 0 || figure.Value.Sign() < 0) && key != "path" {
		r.wrong(in.Get(key), "write a share from 0% to below 100%", "%s cannot be a %s", figure.Text, strings.ReplaceAll(key, "_", " "))
		return pricing.Figure{}
	}
	return figure
}

// rounding reads how one currency is rounded.
func (r *policyReader) rounding(p Policy, item doc.Value) {
	currency, mode := item.Get("currency"), item.Get("mode")
	step := pricing.FigureOf(r.path, item.Get("step"), money.Exact)
	digits, known := money.MinorUnits(currency.Text)
	switch {
	case !known:
		r.wrong(currency, "write the three letters of the currency: EUR, USD, JPY", "%s is not a currency of ISO 4217", currency)
	case p.Rounding[currency.Text].Step != nil:
		r.wrong(currency, "keep one of the two", "how %s is rounded has been said already", currency.Text)
	case step.Given() && step.Value.Sign() == 0, step.Given() && money.Decimals(step.Text) > digits:
		r.wrong(item.Get("step"), "write the minor unit, or a multiple of it", "%s is not rounded to %s", currency.Text, step.Text)
	case !slices.Contains(money.Modes(), mode.Text):
		r.wrong(mode, "known are "+strings.Join(money.Modes(), ", "), "%s is no way to round", mode)
	case step.Given():
		p.Rounding[currency.Text] = money.Rounding{Step: step.Value, Mode: money.Mode(mode.Text)}
		p.RoundingAt[currency.Text] = step.Place
	}
}

// RoundingOf is how prices and charges of a currency are rounded: as the policy states, else to the minor unit, half up. False
// for what is no currency.
func (p Policy) RoundingOf(currency string) (money.Rounding, bool) {
	if stated, ok := p.Rounding[currency]; ok {
		return stated, true
	}
	return money.RoundingOf(currency)
}

var one = big.NewRat(1, 1)
