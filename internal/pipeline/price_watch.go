package pipeline

import (
	"fmt"
	"math/big"
	"slices"

	"parley/internal/billing"
	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// PriceWatch is how a version of a list fares in the days after it came into force.
type PriceWatch struct {
	List      string      `json:"list"`
	Version   string      `json:"version"`
	Currency  string      `json:"currency"`
	From      string      `json:"from"`
	Until     string      `json:"until"`  // the first day that is no longer watched
	Before    []string    `json:"before"` // the months from which it follows what is expected
	After     []string    `json:"after"`  // the months that count since
	Customers [2]int      `json:"customers"`
	Parts     []WatchPart `json:"parts"`
	Total     WatchPart   `json:"total"`
	Findings  diag.List   `json:"-"` // at the usage
}

// WatchPart is one part, or all together: units and charges of a month on average.
type WatchPart struct {
	SKU            string `json:"sku"`
	Expected       string `json:"expected"`
	Used           string `json:"used"`
	ExpectedCharge string `json:"expected_charge"`
	Charged        string `json:"charged"`
	Change         string `json:"change"` // of the charge; empty where none was expected
}

// WatchPrices compares what has been used since a version of a list holds with what the months before let expect. Without a
// version it is the one that holds on the day.
func WatchPrices(p *Prices, id, version string) (PriceWatch, error) {
	versions := p.Versions(id)
	if len(versions) == 0 {
		return PriceWatch{}, p.noList(id)
	}
	var known []string
	for _, list := range versions {
		known = append(known, list.Version.String())
	}
	if now, holds := pricing.InForce(versions, p.Day); holds && version == "" {
		version = now.Version.String()
	}
	switch {
	case version == "":
		return PriceWatch{}, fmt.Errorf("no version of %s holds on %s; %s", id, p.Day, whenItHolds(versions, p.Day))
	case !slices.Contains(known, version):
		return PriceWatch{}, fmt.Errorf("there is no version %q of %s; there are %s", version, id, orNone(known))
	}
	usage, findings := p.Usage()
	found, more, ok := p.Watch(id, version, usage)
	if !ok {
		return PriceWatch{}, fmt.Errorf("%s of %s cannot be watched, because its day or currency cannot be read", version, id)
	}
	watched := versions[slices.Index(known, version)]
	currency := watched.Currency
	more = append(more, p.AboveSince(found, watched, usage)...)
	w := PriceWatch{List: id, Version: version, Currency: currency, From: found.From, Until: found.Until, Before: append([]string{}, found.Before...),
		After: append([]string{}, found.After...), Customers: found.Customers, Parts: []WatchPart{}, Findings: slices.Concat(findings, more, p.ReversalsOf(id)).Sort()}
	for _, line := range found.Lines {
		part := watchPart(line, currency)
		part.Expected, part.Used = line.Expected.FloatString(1), line.Used.FloatString(1)
		w.Parts = append(w.Parts, part)
	}
	w.Total = watchPart(found.Total, currency)
	return w, nil
}

func watchPart(line billing.WatchLine, currency string) WatchPart {
	units, _ := money.MinorUnits(currency)
	part := WatchPart{SKU: line.SKU, ExpectedCharge: line.ExpectedCharge.FloatString(units), Charged: line.Charged.FloatString(units)}
	if line.ExpectedCharge.Sign() > 0 {
		change := new(big.Rat).Quo(line.Charged, line.ExpectedCharge)
		part.Change = percent(change.Sub(change, big.NewRat(1, 1)))
	}
	return part
}
