package costing

import (
	"math/big"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
	"parley/internal/pricing"
)

// Rates say what one unit of a currency is in others, while they hold.
type Rates struct {
	Path, ID string
	Source   string
	Period   pricing.Period
	One      string                    // the currency of which one unit …
	Is       map[string]pricing.Figure // … is so much of these
}

// Tables are all exchange rates of a repository.
type Tables []Rates

// ReadRates reads exchange rates from their document. What the schema has refused is left out.
func ReadRates(d doc.Document) (Rates, diag.List) {
	f := d.Fields
	rates := Rates{Path: d.Path, ID: f.Str("id"), Source: f.Str("source"), Period: period(f.Get("period")), One: f.Str("one"), Is: map[string]pricing.Figure{}}
	var findings diag.List
	for _, item := range f.Get("is").Items {
		currency, rate := item.Get("currency"), pricing.FigureOf(d.Path, item.Get("amount"), money.Exact)
		at := diag.Place{Path: d.Path, Span: currency.Span}
		_, known := money.MinorUnits(currency.Text)
		switch _, twice := rates.Is[currency.Text]; {
		case !rate.Given():
		case !known:
			findings = append(findings, diag.New(diag.CostRate, at, "%s is not a currency of ISO 4217", currency.Text).WithHint("write the three letters of the currency: EUR, USD, JPY"))
		case twice || currency.Text == rates.One:
			findings = append(findings, diag.New(diag.CostRate, at, "the rate of %s is known already", currency.Text).WithHint("keep one rate for each currency; one %s is 1 %s", rates.One, rates.One))
		case rate.Value.Sign() == 0:
			findings = append(findings, diag.New(diag.CostRate, rate.Place, "one %s cannot be 0 %s", rates.One, currency.Text).WithHint("write how much of it one %s is", rates.One))
		default:
			rates.Is[currency.Text] = rate
		}
	}
	return rates, findings
}

func period(f doc.Value) pricing.Period {
	return pricing.Period{From: f.Str("from"), Until: f.Str("until")}
}

// on finds the table that holds on a day and knows two currencies: of several, the one that began last.
func (t Tables) on(day, from, to string) (Rates, bool) {
	best, found := Rates{}, false
	for _, rates := range t {
		if rates.Period.Holds(day) && rates.knows(from) && rates.knows(to) && (!found || rates.Period.From > best.Period.From) {
			best, found = rates, true
		}
	}
	return best, found
}

func (r Rates) knows(currency string) bool { return currency == r.One || r.Is[currency].Given() }

// Convert adds the steps that turn an amount of a currency into another one at the rates of a day; none where it is one
// currency. False where no table holds on that day and knows both.
func (t Tables) Convert(d *pricing.Derivation, amount pricing.Input, from, to, day string) (pricing.Input, bool) {
	if from == to {
		return amount, true
	}
	rates, found := t.on(day, from, to)
	if !found {
		return amount, false
	}
	name := amount.Name
	converted := func(currency string) pricing.Name {
		return pricing.TermConverted.Of(pricing.Detail{Kind: pricing.Named, Name: &name}, pricing.Detail{Kind: pricing.Currency, Text: currency})
	}
	if from != rates.One {
		amount = d.Do(converted(rates.One), rates.One, pricing.Quotient, amount, rates.rate(from))
	}
	if to != rates.One {
		amount = d.Do(converted(to), to, pricing.Product, amount, rates.rate(to))
	}
	return amount, true
}

// rate is that of a currency, as an input.
func (r Rates) rate(currency string) pricing.Input {
	return r.Is[currency].In(pricing.TermForOne, pricing.Detail{Kind: pricing.Currency, Text: currency}, pricing.Detail{Kind: pricing.Currency, Text: r.One})
}

// Rate is how much of a currency one unit of another is on a day; false where nobody knows.
func (t Tables) Rate(from, to, day string) (*big.Rat, bool) {
	var d pricing.Derivation
	rate, known := t.Convert(&d, pricing.Input{Value: big.NewRat(1, 1)}, from, to, day)
	return rate.Value, known
}
