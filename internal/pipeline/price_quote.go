package pipeline

import (
	"fmt"
	"io"
	"slices"

	"parley/internal/billing"
	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/tariff"
)

// ListedPrices is what holds of one list on a day.
type ListedPrices struct {
	List        string        `json:"list"`
	Version     string        `json:"version"` // empty where none holds
	Region      string        `json:"region"`
	Currency    string        `json:"currency"`
	PartnerTier string        `json:"partner_tier"`
	From        string        `json:"from"`
	Until       string        `json:"until"` // the first day on which it no longer holds; empty where no end is known
	Next        string        `json:"next"`  // the next day on which something changes; empty where nothing is known to
	Parts       []ListedPrice `json:"parts"`
	Notices     []string      `json:"notices"` // what whoever relies on the prices has to know, in sentences
	Findings    diag.List     `json:"-"`       // at the list and its releases
}

// ListedPrice is how a part is sold.
type ListedPrice struct {
	SKU    string   `json:"sku"`
	Unit   string   `json:"unit"`
	Charge string   `json:"charge"`
	Prices []string `json:"prices"`
}

// PricesOn says what holds on the day, of every list or of those that are named.
func PricesOn(p *Prices, ids []string) ([]ListedPrices, error) {
	if len(ids) == 0 {
		ids = p.IDs()
	}
	all := []ListedPrices{}
	for _, id := range ids {
		versions := p.Versions(id)
		if len(versions) == 0 {
			return nil, p.noList(id)
		}
		list, holds := pricing.InForce(versions, p.Day)
		shown := ListedPrices{List: id, Next: pricing.NextChange(versions, p.Day), Parts: []ListedPrice{}, Notices: []string{}}
		if holds {
			shown.Version, shown.Region, shown.Currency, shown.PartnerTier = list.Version.String(), list.Region, list.Currency, list.PartnerTier
			shown.From, shown.Until = list.Effective.From, list.Effective.Until
			shown.Findings = p.doubts(list)
		} else {
			shown.Findings = p.released(id)
		}
		for _, part := range list.Parts {
			prices := []string{}
			for _, price := range part.Prices() {
				prices = append(prices, price.Text)
			}
			shown.Parts = append(shown.Parts, ListedPrice{part.SKU, part.Unit, part.Charge, prices})
		}
		for _, finding := range shown.Findings {
			shown.Notices = append(shown.Notices, finding.Message)
		}
		all = append(all, shown)
	}
	return all, nil
}

// Quote is the invoices for what has been used of a list.
type Quote struct {
	List     string        `json:"list"`
	Version  string        `json:"version"`
	Currency string        `json:"currency"`
	Invoices []QuotedMonth `json:"invoices"`
	Notices  []string      `json:"notices"` // what whoever relies on the invoices has to know, in sentences
	Findings diag.List     `json:"-"`       // at the usage, the list and the policy
}

// QuotedMonth is the invoice of a customer for a month. The net amounts of the lines sum to the total.
type QuotedMonth struct {
	Customer string       `json:"customer"`
	Month    string       `json:"month"`
	Lines    []QuotedLine `json:"lines"`
	Gross    string       `json:"gross"`
	Kept     string       `json:"kept"`  // the share that discounts leave
	Above    bool         `json:"above"` // what the customer is charged in the month over all lists is above the monthly charge cap
	Total    string       `json:"total"`
}

// QuotedLine is a line of an invoice.
type QuotedLine struct {
	SKU      string `json:"sku"`
	Name     string `json:"name"`
	Unit     string `json:"unit"`
	Quantity string `json:"quantity"`
	Charge   string `json:"charge"` // the model: flat, per-unit, graduated, volume, package
	Billed   string `json:"billed"` // of a flat price 1 where any is used
	Gross    string `json:"gross"`
	Net      string `json:"net"`
}

// QuoteUsage makes the invoices for the rows of a file of usage that are about a list, by the version that holds on the day.
func QuoteUsage(p *Prices, id, file string, in io.Reader) (Quote, error) {
	versions := p.Versions(id)
	if len(versions) == 0 {
		return Quote{}, p.noList(id)
	}
	list, holds := pricing.InForce(versions, p.Day)
	if !holds {
		return Quote{}, fmt.Errorf("no version of %s holds on %s; %s", id, p.Day, whenItHolds(versions, p.Day))
	}
	terms, known := p.Terms(list)
	if !known {
		return Quote{}, fmt.Errorf("%s is in %s, which is not a currency of ISO 4217", id, list.Currency)
	}
	usage := &billing.Usage{}
	findings, err := usage.Read(file, in)
	if err != nil {
		return Quote{}, fmt.Errorf("%s cannot be read: %w", file, err)
	}
	quote := Quote{List: id, Version: list.Version.String(), Currency: list.Currency, Invoices: []QuotedMonth{}, Notices: []string{}, Findings: findings}
	settings := p.Settings(usage)
	for _, finding := range p.provisos(list, settings) {
		quote.Notices, quote.Findings = append(quote.Notices, finding.Message), append(quote.Findings, finding)
	}
	if finding, outside := usage.Outside(list, versions); outside {
		quote.Notices, quote.Findings = append(quote.Notices, finding.Message), append(quote.Findings, finding)
	}
	quote.Findings = append(quote.Findings, p.oddities(usage, id)...)
	above := usage.Above(p.Holding(), settings)
	for _, bill := range usage.Bills(id) {
		invoice, found := billing.Quote(list, bill.Items, terms)
		quote.Findings = append(quote.Findings, found...)
		month := quotedMonth(bill, invoice)
		month.Above = slices.ContainsFunc(above, func(a billing.Above) bool { return a.Customer.ID == bill.Customer.ID && a.Month == bill.Month })
		quote.Invoices = append(quote.Invoices, month)
	}
	quote.Findings = append(quote.Findings, settings.Breaches(above)...)
	quote.Findings = quote.Findings.Sort()
	return quote, nil
}

// oddities are what is wrong with usage by itself, beside what keeps the list of the quote from being quoted.
func (p *Prices) oddities(usage *billing.Usage, id string) diag.List {
	others := slices.DeleteFunc(p.Unsold(usage), func(f diag.Diagnostic) bool {
		return slices.ContainsFunc(usage.Things(), func(t billing.Thing) bool { return t.List == id && t.Place == f.Place })
	})
	return slices.Concat(usage.Twice(), others, check.Usage(p.workspace, p.Prices, tariff.Used{Names: usage.Names()}))
}

// provisos are what keeps invoices by a list from being the last word: a guardrail that cannot count them, a version that is not out.
func (p *Prices) provisos(list pricing.List, settings billing.Settings) (found diag.List) {
	if finding, bad := p.Uncapped([]pricing.List{list}, settings); bad {
		found = append(found, finding)
	}
	return append(found, p.doubts(list)...)
}

// doubts are what keeps the prices of the version that holds on the day from being the last word: it is not released, says something else
// than its release, releases of the list are not what they were, or the numbers of versions and their days disagree.
func (p *Prices) doubts(list pricing.List) diag.List {
	found := append(p.released(list.ID), p.ReversalsOf(list.ID)...)
	if now, there := p.List(list.ID); there && now.Version == list.Version {
		found = append(found, p.CheckVersion(now)...)
	}
	if finding, is := p.Unreleased(list); is {
		found = append(found, finding)
	}
	return found
}

func whenItHolds(versions []pricing.List, day string) string {
	if next := pricing.NextChange(versions, day); next != "" {
		return "the next change is on " + next
	}
	return "none will"
}

func quotedMonth(bill billing.Bill, invoice billing.Invoice) QuotedMonth {
	payable := func(line billing.Line) (gross, net string) {
		return money.Payable(line.Gross, invoice.Currency), money.Payable(line.Net, invoice.Currency)
	}
	month := QuotedMonth{Customer: bill.Customer.ID, Month: bill.Month, Lines: []QuotedLine{}, Gross: money.Payable(invoice.Gross, invoice.Currency),
		Kept: money.Fraction(invoice.Kept, 4), Total: money.Payable(invoice.Total, invoice.Currency)}
	for _, line := range invoice.Lines {
		gross, net := payable(line)
		month.Lines = append(month.Lines, QuotedLine{line.SKU, line.Name, line.Unit, money.Text(line.Quantity.Rat()), line.Charge, money.Text(line.Billed), gross, net})
	}
	return month
}
