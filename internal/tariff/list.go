package tariff

import (
	"math/big"
	"slices"
	"strings"

	"parley/internal/billing"
	"parley/internal/costing"
	"parley/internal/derivation"
	"parley/internal/diag"
	"parley/internal/pricing"
	"parley/internal/release"
	"parley/internal/repricing"
)

// List returns a list by its id.
func (p *Prices) List(id string) (pricing.List, bool) {
	i := slices.IndexFunc(p.Lists, func(l pricing.List) bool { return l.ID == id })
	if i < 0 {
		return pricing.List{}, false
	}
	return p.Lists[i], true
}

// Book is the cost book that a list follows: the one that it names, or the one in force on the day from which it holds.
func (p *Prices) Book(list pricing.List) (costing.Book, bool) {
	if list.CostBook == "" && p.source.lost("cost-book") {
		return costing.Book{}, false // it may be the one in force
	}
	if list.CostBook == "" {
		return costing.InForce(p.Books, list.Effective.From)
	}
	i := slices.IndexFunc(p.Books, func(b costing.Book) bool { return b.ID == list.CostBook })
	if i < 0 {
		return costing.Book{}, false
	}
	return p.Books[i], true
}

// Before is the last release that came before the version of a list: where its step and its hysteresis start. That the version
// itself has been released since makes no difference to how it was computed.
func (p *Prices) Before(list pricing.List) (release.Payload, bool) {
	var earlier []release.Payload
	for i := range p.Releases {
		if r := &p.Releases[i]; r.List == list.ID {
			if version, _ := pricing.ParseVersion(r.Version); version.Compare(list.Version) < 0 {
				earlier = append(earlier, *r)
			}
		}
	}
	return release.Latest(earlier, list.ID)
}

// Inputs are what the prices of a list follow from. Without a book, they follow from nothing.
func (p *Prices) Inputs(list pricing.List) (derivation.Inputs, bool) {
	book, found := p.Book(list)
	in := derivation.Inputs{Book: book, Costs: p.costs[book.Path].byID, Rates: p.Rates, Policy: p.Policy, Day: p.Day}
	if before, released := p.Before(list); released {
		in.Released = before.Released()
	}
	if _, out := p.Release(list); out {
		in.Next = list.Version.Next().String()
	}
	return in, found
}

// Computed are the prices of one of these lists, by its id, as Compute works them out, once, and without the steps to them; nil where
// there is no such list.
func (p *Prices) Computed(id string) []derivation.Price {
	i := slices.IndexFunc(p.Lists, func(l pricing.List) bool { return l.ID == id })
	if i < 0 {
		return nil
	}
	prices, _ := p.computation(i)
	return prices
}

func (p *Prices) computation(i int) ([]derivation.Price, diag.List) {
	c := &p.computed[i]
	c.once.Do(func() {
		c.prices, c.findings = p.Compute(p.Lists[i])
		for n := range c.prices {
			c.prices[n].Derivation = pricing.Derivation{} // ten thousand of them are a hundred megabytes
		}
	})
	return c.prices, c.findings
}

// Compute works out the prices of a list. A repository without any cost book computes none, which is no fault: costs are
// written down when a team is ready for it.
func (p *Prices) Compute(list pricing.List) ([]derivation.Price, diag.List) {
	in, found := p.Inputs(list)
	if found {
		return derivation.Compute(list, in)
	}
	costed := slices.ContainsFunc(list.Parts, func(part pricing.Part) bool { return part.Cost != "" })
	if len(p.Books) == 0 || !costed || p.source.lost("cost-book") {
		return nil, nil
	}
	if list.CostBook != "" {
		return nil, diag.List{diag.New(diag.CostUnknown, list.EffectiveAt, "there is no cost book %s, from which the prices of %s are to follow", list.CostBook, list.ID).
			WithHint("correct cost_book:, or remove it; the book in force on that day holds then")}
	}
	return nil, diag.List{diag.New(diag.CostUnknown, list.EffectiveAt, "no cost book is in force on %s, from which %s holds", list.Effective.From, list.ID).
		WithHint("write effective: of a book so that it holds that day, or name one with cost_book:")}
}

// Explain explains a part; false where the list has no such part.
func (p *Prices) Explain(list pricing.List, sku string, quantity pricing.Figure) (derivation.Explanation, bool) {
	in, _ := p.Inputs(list)
	return derivation.Explain(list, sku, quantity, in)
}

// Files are all files from which the prices of a list follow, with their digests.
func (p *Prices) Files(list pricing.List) ([]release.Input, error) {
	names := []string{list.Path}
	if p.Policy.Path != "" {
		names = append(names, p.Policy.Path)
	}
	if book, found := p.Book(list); found {
		names = append(names, p.costs[book.Path].files...)
	}
	if before, released := p.Before(list); released {
		names = append(names, release.Path(before.List, before.Version))
	}
	slices.Sort(names)
	var inputs []release.Input
	for _, name := range slices.Compact(names) {
		digest, err := p.source.digest(name)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, release.Input{Path: name, SHA256: digest})
	}
	return inputs, nil
}

// Versions are all that are known of a list: its releases, and the list as it stands. Where that has been released it stands
// for its release, because it says more.
func (p *Prices) Versions(id string) []pricing.List {
	var versions []pricing.List
	now, there := p.List(id)
	for _, payload := range p.Releases {
		if payload.List == id && !(there && payload.Version == now.Version.String()) {
			versions = append(versions, payload.AsList())
		}
	}
	if there {
		versions = append(versions, now)
	}
	slices.SortStableFunc(versions, func(a, b pricing.List) int { return a.Version.Compare(b.Version) })
	return versions
}

// IDs are the names of all lists, those that only releases tell of included.
func (p *Prices) IDs() []string {
	var ids []string
	for _, list := range p.Lists {
		ids = append(ids, list.ID)
	}
	for _, payload := range p.Releases {
		ids = append(ids, payload.List)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Usage reads all that customers have used, and tells what is wrong with it.
func (p *Prices) Usage() (*billing.Usage, diag.List) {
	usage := &billing.Usage{}
	var findings diag.List
	for _, name := range p.UsageFiles() {
		file, err := p.source.Open(name)
		if err != nil {
			findings = append(findings, unreadable(name, err))
			continue
		}
		found, err := usage.Read(name, file)
		findings = append(findings, found...)
		if err != nil {
			findings = append(findings, unreadable(name, err))
		}
		_ = file.Close() // it was only read
	}
	return usage, findings
}

// Unsold reports what has been used of lists that are there and that no version of them sells. Of a list with an SKU that cannot be read
// nobody knows what it sells.
func (p *Prices) Unsold(usage *billing.Usage) diag.List {
	var findings diag.List
	versions, unclear := map[string][]pricing.List{}, map[string]bool{}
	for _, thing := range usage.Things() {
		all, known := versions[thing.List]
		if !known {
			all = p.Versions(thing.List)
			versions[thing.List] = all
			if now, there := p.List(thing.List); there {
				unclear[thing.List] = len(now.Parts) == 0 || p.refusals(now).sku
			}
		}
		sold := slices.ContainsFunc(all, func(l pricing.List) bool { _, sold := l.Part(thing.SKU); return sold })
		if len(all) > 0 && !sold && !unclear[thing.List] {
			findings = append(findings, thing.Unsold(all[len(all)-1]))
		}
	}
	return findings
}

// Used is what a check needs to know of usage. It depends on nothing but the documents and files about prices, and the day.
type Used struct {
	Findings diag.List
	Names    []billing.Name
}

// Used reads all that customers have used, holds it to the monthly charge cap by the versions that hold on the day, as a quote does, and
// forgets how much it was.
func (p *Prices) Used() Used {
	usage, findings := p.Usage()
	settings := p.Settings(usage)
	findings = slices.Concat(findings, usage.Twice(), usage.Ahead(p.Day), usage.Unheld(p.Day, p.Versions), p.Unsold(usage), p.rated(p.uncounted(usage, settings)), settings.Breaches(usage.Above(p.Holding(), settings)))
	return Used{findings.Sort().Bound(), usage.Names()}
}

// UsageFiles are the files that Usage reads.
func (p *Prices) UsageFiles() []string { return p.source.under(UsageFolder, ".csv") }

// State is these lists with what a unit costs us, for a comparison.
func (p *Prices) State() billing.State {
	inputs := map[string]derivation.Inputs{}
	return billing.State{Lists: p.Lists, Cost: func(list pricing.List, part pricing.Part) (*big.Rat, bool) {
		in, known := inputs[list.ID]
		if !known {
			in, _ = p.Inputs(list)
			inputs[list.ID] = in
		}
		return derivation.UnitCost(list, part, in)
	}}
}

// Currency is the one in which amounts of several are told: that of the monthly charge cap, else that of the exchange rates,
// else that of the first list.
func (p *Prices) Currency() string {
	switch {
	case p.Policy.MonthlyCap.Amount != nil:
		return p.Policy.MonthlyCap.Currency
	case len(p.Rates) > 0:
		return p.Rates[len(p.Rates)-1].One
	case len(p.Lists) > 0:
		return p.Lists[0].Currency
	}
	return ""
}

// Settings are how an impact is told: at the rates of the day, or else of the last month of the usage.
func (p *Prices) Settings(usage *billing.Usage) billing.Settings {
	days := []string{p.Day}
	if months := usage.Months(); len(months) > 0 {
		days = append(days, months[len(months)-1]+"-01")
	}
	to := p.Currency()
	return billing.Settings{Currency: to, Rounding: p.Policy.RoundingOf, Cap: p.Policy.MonthlyCap, CapAt: p.Policy.MonthlyCapAt,
		Rate: func(from string) (*big.Rat, bool) {
			for _, day := range days {
				if rate, known := p.Rates.Rate(from, to, day); known {
					return rate, true
				}
			}
			return nil, false
		}}
}

// Holding is what holds on the day: of each list the version in force.
func (p *Prices) Holding() billing.State {
	var state billing.State
	for _, id := range p.IDs() {
		if list, holds := pricing.InForce(p.Versions(id), p.Day); holds {
			state.Lists = append(state.Lists, list)
		}
	}
	return state
}

// Uncapped reports lists whose charges do not count for the monthly charge cap, because nobody knows what they are in its currency: all
// of them at once, for what is wrong may be the currency of the cap.
func (p *Prices) Uncapped(lists []pricing.List, settings billing.Settings) (finding diag.Diagnostic, bad bool) {
	var currencies, ids []string
	for _, list := range lists {
		_, known := settings.Rounding(list.Currency) // of one that is none, that has been told
		if _, rated := settings.Rate(list.Currency); known && !rated && settings.Cap.Amount != nil {
			currencies, ids = append(currencies, list.Currency), append(ids, list.ID)
		}
	}
	if len(ids) == 0 {
		return diag.Diagnostic{}, false
	}
	slices.Sort(currencies)
	finding = diag.New(diag.CostRate, p.Policy.MonthlyCapAt, "no table says what %s is in %s on %s, so what is charged by %s does not count for the monthly charge cap",
		strings.Join(slices.Compact(currencies), ", "), settings.Cap.Currency, p.Day, strings.Join(ids, ", ")).WithHint("add the rate to a table of exchange rates that holds on that day")
	finding.Severity = diag.Warning // the amounts are right as far as they go
	return finding, true
}

// uncounted reports what is used and does not count for the monthly charge cap.
func (p *Prices) uncounted(usage *billing.Usage, settings billing.Settings) (found diag.List) {
	used := p.Holding().Lists
	used = slices.DeleteFunc(used, func(l pricing.List) bool { return !slices.Contains(usage.Lists(), l.ID) })
	if finding, bad := p.Uncapped(used, settings); bad {
		found = append(found, finding)
	}
	return found
}

// Terms are how a list is quoted: rounded as the policy says. False where the currency is none.
func (p *Prices) Terms(list pricing.List) (billing.Terms, bool) {
	rounding, known := p.Policy.RoundingOf(list.Currency)
	return billing.Terms{Rounding: rounding}, known
}

// announced is the day on which a version is announced: that of its release, or today where it is not released. Not judged are a first
// version, on which nobody relies yet, a release that does not say its day, and one that holds already, which nobody can mend.
func (p *Prices) announced(list pricing.List) (day string, judged bool) {
	if _, follows := p.Before(list); !follows {
		return "", false
	}
	if payload, released := p.Release(list); released {
		return payload.Day, payload.Day != "" && list.Effective.From > p.Day
	}
	return p.Day, true
}

// Breaches are the guardrails that a list does not hold to.
func (p *Prices) Breaches(list pricing.List) []repricing.Breach {
	in, _ := p.Inputs(list)
	breaches := p.Policy.Discounts(list)
	breaches = append(breaches, p.Policy.Margins(list, func(part pricing.Part) (*big.Rat, bool) { return derivation.UnitCost(list, part, in) })...)
	if day, judged := p.announced(list); judged {
		breaches = append(breaches, p.Policy.Announcement(list, day)...)
	}
	versions := p.Versions(list.ID)
	for _, part := range list.Parts {
		var history []repricing.Dated
		for _, version := range versions {
			held, sold := version.Part(part.SKU)
			if curve, whole := held.Curve(); sold && whole && version.Version.Compare(list.Version) <= 0 && version.Currency == list.Currency && held.Unit == part.Unit {
				history = append(history, repricing.Dated{Day: version.Effective.From, Curve: curve})
			}
		}
		breaches = append(breaches, p.Policy.Variability(part.SKU, part.Place, history)...)
	}
	return breaches
}
