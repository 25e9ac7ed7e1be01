package billing

import (
	"math/big"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// Item is a quantity of a part that is to be paid.
type Item struct {
	SKU      string
	Quantity pricing.Quantity
	Place    diag.Place
}

// Bill is what one customer has used of one list in a month.
type Bill struct {
	Customer Customer
	Month    string // YYYY-MM
	Items    []Item
}

// Bills are those of a list, by customer and month.
func (u *Usage) Bills(list string) []Bill {
	u.sort()
	var bills []Bill
	for _, r := range u.rows {
		of := u.things[r.thing()]
		if of.list != list {
			continue
		}
		customer, month := u.customers[r.customer()], monthName(r.month())
		if last := len(bills) - 1; last < 0 || bills[last].Customer.ID != customer.ID || bills[last].Month != month {
			bills = append(bills, Bill{Customer: customer, Month: month})
		}
		bill := &bills[len(bills)-1]
		bill.Items = append(bill.Items, Item{of.sku, r.quantity, of.place})
	}
	return bills
}

// Invoice is what one customer pays for a month. All amounts are multiples of the rounding's step, in the list's currency.
type Invoice struct {
	List, Version, Currency string
	Lines                   []Line
	Gross                   *big.Rat // the sum of the lines' Gross
	Kept                    *big.Rat // the share of it that discounts leave: (1-d1)(1-d2)...
	Total                   *big.Rat // the sum of the lines' Net
}

// Line is one line of an invoice.
type Line struct {
	SKU, Name, Unit string
	Quantity        pricing.Quantity
	Charge          string          // the model: flat, per-unit, graduated, volume, package
	Billed          *big.Rat        // units less the included ones; of a flat price 1 where any is used, else 0
	Slices          []pricing.Slice // how they become a charge, before minimum and cap
	Gross           *big.Rat        // the charge, rounded by itself
	Net             *big.Rat        // its part of the total
}

// Terms are how a quote is made, beside the list.
type Terms struct {
	Rounding  money.Rounding
	Discounts []*big.Rat // shares that are taken off on top of the standing discounts of the list
}

// Quote makes an invoice. Each line is charged by the curve of its part and rounded by itself; several items of one SKU are one
// line. The total is the sum of the lines less all discounts, which multiply, rounded. No guardrail lowers it: see Above. It is shared
// out over the lines by the largest remainder, with their gross charges as weights, so that they sum to it. Where
// nothing is taken off, each line's net charge is its gross charge.
func Quote(list pricing.List, items []Item, terms Terms) (Invoice, diag.List) {
	invoice := Invoice{List: list.ID, Version: list.Version.String(), Currency: list.Currency, Gross: new(big.Rat), Kept: list.Keep()}
	invoice.Kept = invoice.Kept.Mul(invoice.Kept, pricing.Keep(terms.Discounts))
	lines, findings := quoteLines(list, items, terms.Rounding)
	weights := make([]*big.Rat, len(lines))
	for i, line := range lines {
		invoice.Gross.Add(invoice.Gross, line.Gross)
		weights[i] = line.Gross
	}
	if given := new(big.Rat).Sub(big.NewRat(1, 1), invoice.Kept); list.MaxDiscount.Given() && given.Cmp(list.MaxDiscount.Value) > 0 {
		findings = append(findings, diag.New(diag.PriceDiscountCap, list.MaxDiscount.Place, "the discounts take %s off together, and %s allows %s", money.Fraction(given, 4), list.ID, list.MaxDiscount.Text).
			WithHint("give less"))
	}
	steps := terms.Rounding.Steps(new(big.Rat).Mul(invoice.Gross, invoice.Kept))
	for i, share := range money.Allocate(steps, weights) {
		lines[i].Net = new(big.Rat).Mul(new(big.Rat).SetInt(share), terms.Rounding.Step)
	}
	invoice.Lines, invoice.Total = lines, new(big.Rat).Mul(new(big.Rat).SetInt(steps), terms.Rounding.Step)
	return invoice, findings
}

func quoteLines(list pricing.List, items []Item, rounding money.Rounding) ([]Line, diag.List) {
	var lines []Line
	var findings diag.List
	at := map[string]int{}
	for _, item := range items {
		if i, more := at[item.SKU]; more && lines[i].Quantity < mostQuantity && item.Quantity < mostQuantity {
			lines[i].Quantity += item.Quantity
			continue
		}
		part, found := list.Part(item.SKU)
		if _, whole := part.Curve(); !found || !whole || item.Quantity < 0 {
			finding := unpriced(item.Place, item.SKU, list)
			finding.Severity = diag.Error // an invoice cannot leave it out
			findings = append(findings, finding)
			continue
		}
		at[item.SKU] = len(lines)
		lines = append(lines, Line{SKU: part.SKU, Name: part.Name, Unit: part.Unit, Charge: part.Charge, Quantity: item.Quantity})
	}
	for i := range lines {
		part, _ := list.Part(lines[i].SKU)
		curve, _ := part.Curve()
		quantity := lines[i].Quantity.Rat()
		lines[i].Billed = curve.Billed(quantity)
		if curve.Model == "flat" && quantity.Sign() > 0 {
			lines[i].Billed = big.NewRat(1, 1)
		}
		lines[i].Slices = curve.Slices(lines[i].Billed)
		lines[i].Gross = rounding.Round(curve.Charge(quantity))
	}
	return lines, findings
}

// unpriced reports something that a list does not sell.
func unpriced(at diag.Place, sku string, list pricing.List) diag.Diagnostic {
	finding := diag.New(diag.UsageUnpriced, at, "%s has no price in %s", sku, list.ID)
	var known []string
	for _, part := range list.Parts {
		known = append(known, part.SKU)
	}
	if near := diag.Nearest(sku, known); near != "" && near != sku {
		return finding.WithHint("did you mean %s?", near)
	}
	return finding.WithHint("correct the SKU, or add it to the list")
}
