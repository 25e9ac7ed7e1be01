package release

import (
	"bytes"
	"encoding/json"
	"math/big"
	"path"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// The numbers of the payload's form: that which is written, the one before, which is still read, and that of a version which is written
// down afterwards. A program that knows none of them refuses the file.
const (
	format  = 3
	undated = 2
	belated = 4
)

// Payload is one released version of a price list. All amounts are text, exactly as they stood in the list.
type Payload struct {
	Format      int       `json:"format"`
	List        string    `json:"list"`
	Version     string    `json:"version"`
	Previous    string    `json:"previous"`           // the version released before; empty for the first
	Day         string    `json:"released,omitempty"` // the day on which it was, as ISO 8601 writes it; empty in the form that did not say
	Recorded    string    `json:"recorded,omitempty"` // the day on which it was written down afterwards; empty for what was released
	Model       string    `json:"model"`
	Region      string    `json:"region"`
	Currency    string    `json:"currency"`
	PartnerTier string    `json:"partner_tier"`
	Segments    []string  `json:"segments"`
	Effective   Effective `json:"effective"`
	Languages   []string  `json:"languages"`
	Features    []string  `json:"features"`
	Terms       Terms     `json:"terms"`
	Discounts   Discounts `json:"discounts"`
	Change      Change    `json:"change"`
	Inputs      []Input   `json:"inputs"`
	Parts       []Part    `json:"parts"`

	file   string
	places map[string]diag.Place // of the first new price of each SKU
	most   diag.Place            // of the largest discount
	number diag.Place            // of the version
	from   diag.Place            // of the first day
	list   *pricing.List         // of one that has been read, which many ask for
}

// Effective are the days on which the version holds: from the first, until the day on which it no longer does (empty for open).
type Effective struct {
	From  string `json:"from"`
	Until string `json:"until"`
}

// Terms are what is agreed beside the prices.
type Terms struct {
	ServiceLevel string `json:"service_level"`
	Acceptance   string `json:"acceptance"`
	Payment      string `json:"payment"`
	Cadence      string `json:"cadence"`
}

// Discounts are shares of the price that are taken off, as percentages: "15%". Standing ones are given to everybody.
type Discounts struct {
	Max      string     `json:"max"` // the most that may be given together; empty where nothing is said
	Standing []Discount `json:"standing"`
}

// Discount is a share that is taken off.
type Discount struct {
	Name string `json:"name"`
	Rate string `json:"rate"`
}

// Change is why the version was made, and who asked for it.
type Change struct {
	Reason      string `json:"reason"`
	RequestedBy string `json:"requested_by"`
}

// Input is a file from which the prices were computed.
type Input struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // hexadecimal
}

// Part is what a part was before and is from now on. Old is nil for a new part, New for one that is no longer sold.
type Part struct {
	SKU string `json:"sku"`
	Old *State `json:"old"`
	New *State `json:"new"`
}

// State is how a part is sold.
type State struct {
	Name     string  `json:"name"`
	Unit     string  `json:"unit"`
	Charge   string  `json:"charge"`
	Included string  `json:"included"` // units; empty for none, as the three below
	Minimum  string  `json:"minimum"`  // amount
	Cap      string  `json:"cap"`      // amount
	Package  string  `json:"package"`  // units
	Prices   []Price `json:"prices"`
}

// Price is the amount for a unit, up to a number of units; UpTo is empty for the last tier, and where there is one price.
type Price struct {
	UpTo  string `json:"up_to"`
	Price string `json:"price"`
}

// folder is where released versions lie: LIST/VERSION.json.
const folder = "pricing/releases"

// Path is where a payload belongs, from the root of the repository.
func Path(list, version string) string { return path.Join(folder, list, version+".json") }

// New makes the payload of a list that is released on a day. The earlier payloads of the same list may come in any order; the last of
// them gives the old prices. A version that is not higher than theirs is refused, and a day before theirs.
func New(list pricing.List, earlier []Payload, inputs []Input, day string) (Payload, diag.List) {
	last, found := Latest(earlier, list.ID)
	if found {
		if finding, refused := refuse(list, last, day); refused {
			return Payload{}, diag.List{finding}
		}
	}
	p := Payload{
		Format: format, List: list.ID, Version: list.Version.String(), Previous: last.Version, Day: day, Model: list.Model, Region: list.Region, Currency: list.Currency,
		PartnerTier: list.PartnerTier, Segments: listed(list.Segments), Effective: Effective{list.Effective.From, list.Effective.Until},
		Languages: listed(list.Languages), Features: listed(list.Features),
		Terms:     Terms{list.Terms.ServiceLevel, list.Terms.Acceptance, list.Terms.Payment, list.Terms.Cadence},
		Discounts: Discounts{list.MaxDiscount.Text, []Discount{}},
		Change:    Change{list.Change.Reason, list.Change.RequestedBy}, Inputs: listed(inputs),
	}
	for _, standing := range list.Standing {
		p.Discounts.Standing = append(p.Discounts.Standing, Discount{standing.Name, standing.Rate.Text})
	}
	old := map[string]*State{}
	for _, part := range last.Parts {
		if part.New != nil {
			old[part.SKU] = part.New
		}
	}
	for _, part := range list.Parts {
		state := stateOf(part)
		p.Parts = append(p.Parts, Part{part.SKU, old[part.SKU], &state})
		delete(old, part.SKU)
	}
	for _, part := range last.Parts { // in their order, so that the same list gives the same bytes
		if state := old[part.SKU]; state != nil {
			p.Parts = append(p.Parts, Part{part.SKU, state, nil})
		}
	}
	p.Parts = listed(p.Parts)
	return p, nil
}

// Record makes the payload of a version that was in force before the first release of its list, on the day on which it is written down:
// so a list that was first released for a day to come has prices until then. It replaces nothing that has been released: one that is
// not lower than the first release, or that does not end by the day from which that holds, is refused.
func Record(list pricing.List, released []Payload, inputs []Input, day string) (Payload, diag.List) {
	first, found := earliest(released, list.ID)
	if !found {
		return Payload{}, diag.List{diag.New(diag.PriceVersion, list.VersionAt, "no version of %s has been released, so there is none that %s came before", list.ID, list.Version).
			WithHint("run parley price release %s", list.ID)}
	}
	if list.Version.Compare(numberOf(first)) >= 0 {
		return Payload{}, diag.List{diag.New(diag.PriceVersion, list.VersionAt, "%s does not come before %s, the first that was released", list.Version, first.Version).
			WithHint("a version below %s can be written down afterwards; a change of prices is a new version, after the last", first.Version)}
	}
	if until := list.Effective.Until; until == "" || until > first.Effective.From {
		return Payload{}, diag.List{diag.New(diag.PriceOrder, list.EffectiveAt, "%s does not end before %s, which has been released, holds", list.Version, first.Version).
			WithHint("write until: %q or an earlier day", first.Effective.From).WithNote(first.Place("effective.from"), "%s holds from this day", first.Version)}
	}
	p, findings := New(list, nil, inputs, "")
	p.Format, p.Recorded = belated, day
	return p, findings
}

// earliest is the lowest version of a list that has been released or written down; false where none has.
func earliest(payloads []Payload, list string) (first Payload, found bool) {
	for _, p := range payloads {
		if p.List == list && (!found || numberOf(p).Compare(numberOf(first)) < 0) {
			first, found = p, true
		}
	}
	return first, found
}

// listed makes an empty list of none, which JSON writes as one.
func listed[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func refuse(list pricing.List, last Payload, day string) (diag.Diagnostic, bool) {
	released, _ := pricing.ParseVersion(last.Version)
	order := list.Version.Compare(released)
	if order > 0 {
		return diag.New(diag.PriceRelease, list.VersionAt, "%s would be released on %s, and %s, which comes before it, was on %s", list.Version, day, last.Version, last.Day).
			WithHint("release it on %s or later; the day is today, unless --as-of names another", last.Day), day < last.Day
	}
	message := "%s comes before %s, which has been released"
	if order == 0 {
		message = "%s has been released already, as %s"
	}
	return diag.New(diag.PriceVersion, list.VersionAt, message, list.Version, last.Version).WithHint("write version: %s", released.Next()), true
}

func stateOf(part pricing.Part) State {
	s := State{part.Name, part.Unit, part.Charge, part.Included.Text, part.Minimum.Text, part.Cap.Text, part.Package.Text, []Price{}}
	if len(part.Tiers) == 0 {
		s.Prices = append(s.Prices, Price{"", part.Price.Text})
	}
	for _, tier := range part.Tiers {
		s.Prices = append(s.Prices, Price{tier.UpTo.Text, tier.Price.Text})
	}
	return s
}

// Latest is the highest released version of a list; false where none is released.
func Latest(payloads []Payload, list string) (Payload, bool) {
	best, highest := -1, pricing.Version{}
	for i := range payloads { // of many lists
		if payloads[i].List != list {
			continue
		}
		if version, _ := pricing.ParseVersion(payloads[i].Version); best < 0 || version.Compare(highest) > 0 {
			best, highest = i, version
		}
	}
	if best < 0 {
		return Payload{}, false
	}
	return payloads[best], true
}

// Encode writes the payload, the same bytes for the same payload.
func (p Payload) Encode() []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(p); err != nil {
		panic(err) // text and numbers can always be written
	}
	return out.Bytes()
}

// AsList is the payload as a price list: all of it that a partner is promised. Figures stand where the payload's do.
func (p Payload) AsList() pricing.List {
	if p.list != nil {
		return *p.list
	}
	version, _ := pricing.ParseVersion(p.Version)
	list := pricing.List{
		Path: p.file, ID: p.List, Version: version, Model: p.Model, Region: p.Region, Currency: p.Currency, PartnerTier: p.PartnerTier, Segments: p.Segments,
		Effective: pricing.Period{From: p.Effective.From, Until: p.Effective.Until}, Languages: p.Languages, Features: p.Features,
		Terms:  pricing.Terms{ServiceLevel: p.Terms.ServiceLevel, Acceptance: p.Terms.Acceptance, Payment: p.Terms.Payment, Cadence: p.Terms.Cadence},
		Change: pricing.Change{Reason: p.Change.Reason, RequestedBy: p.Change.RequestedBy}, VersionAt: p.number, EffectiveAt: p.from,
	}
	list.MaxDiscount = share(p.Discounts.Max, p.most)
	for _, standing := range p.Discounts.Standing {
		list.Standing = append(list.Standing, pricing.Discount{Name: standing.Name, Rate: share(standing.Rate, p.most)})
	}
	list.Parts = make([]pricing.Part, 0, len(p.Parts))
	for _, part := range p.Parts {
		if part.New != nil {
			list.Parts = append(list.Parts, p.part(part))
		}
	}
	return list
}

// share reads a percentage; none is given where there is no text.
func share(text string, at diag.Place) pricing.Figure {
	value, err := money.Ratio(text)
	if err != nil {
		return pricing.Figure{}
	}
	return pricing.Figure{Value: value, Text: text, Place: at}
}

// part is a part of the payload as one of a list.
func (p Payload) part(part Part) pricing.Part {
	at, s := p.places[part.SKU], part.New
	figure := func(text string) pricing.Figure {
		value, ok := amount(text)
		if !ok {
			return pricing.Figure{}
		}
		return pricing.Figure{Value: value, Text: text, Place: at}
	}
	sold := pricing.Part{SKU: part.SKU, Place: at, Name: s.Name, Unit: s.Unit, Charge: s.Charge, ChargeAt: at,
		Included: figure(s.Included), Minimum: figure(s.Minimum), Cap: figure(s.Cap), Package: figure(s.Package)}
	if s.Charge != "graduated" && s.Charge != "volume" && len(s.Prices) > 0 {
		sold.Price = figure(s.Prices[0].Price)
		return sold
	}
	for _, price := range s.Prices {
		sold.Tiers = append(sold.Tiers, pricing.Tier{Place: at, UpTo: figure(price.UpTo), Price: figure(price.Price)})
	}
	return sold
}

// Released are the first prices of all parts that the version sells, each with its place: what the next version's step and
// hysteresis start from.
func (p Payload) Released() map[string]pricing.Figure {
	prices := map[string]pricing.Figure{}
	for _, part := range p.AsList().Parts {
		if all := part.Prices(); len(all) > 0 {
			prices[part.SKU] = all[0]
		}
	}
	return prices
}

// amount reads text that is an amount or empty.
func amount(text string) (*big.Rat, bool) {
	if text == "" {
		return nil, false
	}
	value, err := money.Exact(text)
	return value, err == nil
}
