package pricing

import (
	"math/big"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
)

// List is a price list.
type List struct {
	Path        string
	ID          string
	Version     Version
	Model       string
	Region      string
	Currency    string // ISO 4217
	PartnerTier string
	Team        string
	Segments    []string
	Languages   []string
	Features    []string
	Effective   Period
	Terms       Terms
	MaxDiscount Figure // a share of the price, 3/20 for "15%"
	Standing    []Discount
	CostBook    string // the id of a cost book; empty where it is the one in force
	Change      Change
	Parts       []Part

	VersionAt   diag.Place
	EffectiveAt diag.Place // of effective.from
}

// Terms are what is agreed beside the prices.
type Terms struct{ ServiceLevel, Acceptance, Payment, Cadence string }

// Change is why a version is made, and who asked for it.
type Change struct{ Reason, RequestedBy string }

// Discount is a share of the price that is taken off.
type Discount struct {
	Name string
	Rate Figure
}

// Part is one thing that is sold.
type Part struct {
	SKU      string
	Place    diag.Place // of the SKU
	Name     string
	Unit     string
	Engine   string
	Cost     string // the id of a cost of the book; empty where the price follows from no cost
	CostAt   diag.Place
	Margin   Figure // (P-C)/P; one of the two is given where there is a cost
	Markup   Figure // (P-C)/C
	Charge   string // flat, per-unit, graduated, volume, package
	ChargeAt diag.Place
	Price    Figure // amount a unit, a package or a month, of flat, per-unit and package
	Tiers    []Tier // of graduated and volume
	Included Figure // units of each month that cost nothing
	Minimum  Figure // amount that a month costs at least
	Cap      Figure // amount that a month costs at most
	Package  Figure // units of a package
	Override Override

	adjust *Adjust // nil for most
}

// Adjust says how far the price follows throughput and demand.
func (p Part) Adjust() Adjust {
	if p.adjust == nil {
		return Adjust{}
	}
	return *p.adjust
}

// Tier is a range of quantities with its price.
type Tier struct {
	Place    diag.Place
	UpTo     Figure // units, the last of the range; not given for the last tier
	Price    Figure // amount a unit
	Discount Figure // share that is taken off the price of the first tier
}

// Adjust says how far the price follows throughput and demand.
type Adjust struct {
	Throughput, Demand Response
	Band               Figure // share of the released price below which it stays
	Floor, Cap         Figure // amounts
	Step               Figure // share of the released price that a release may change at most
}

// Response is how strongly a price answers to a measured rate that is not its target: k of P = P0(1+k(u-u0)/u0).
type Response struct {
	Target, Measured Figure // u0 and u, in the same unit
	Strength         Figure // k
}

// Override is why a published price is not the computed one.
type Override struct {
	Reason      string
	Date, Until string // days; Until is the first on which it no longer holds, or empty
	Place       diag.Place
}

// Given reports whether there is an override that says why.
func (o Override) Given() bool { return o.Reason != "" && o.Date != "" }

// Read reads a price list from its document. What the schema has already refused is left out.
func Read(d doc.Document) (List, diag.List) {
	r := reader{path: d.Path}
	list := r.list(d.Fields)
	r.checkList(&list, d.Fields)
	return list, r.findings
}

type reader struct {
	path     string
	currency string
	findings diag.List
}

func (r *reader) place(v doc.Value) diag.Place { return diag.Place{Path: r.path, Span: v.Span} }

func (r *reader) figure(in doc.Value, key string, read func(string) (*big.Rat, error)) Figure {
	return FigureOf(r.path, in.Get(key), read)
}

func (r *reader) list(f doc.Value) List {
	terms, effective, change := f.Get("terms"), f.Get("effective"), f.Get("change")
	list := List{
		Path: r.path, ID: f.Str("id"), Model: f.Str("model"), Region: f.Str("region"), Currency: f.Str("currency"),
		PartnerTier: f.Str("partner_tier"), Team: f.Str("team"), CostBook: f.Str("cost_book"),
		Segments: f.Strings("segments"), Languages: f.Strings("languages"), Features: f.Strings("features"),
		Effective:   Period{effective.Str("from"), effective.Str("until")},
		Terms:       Terms{terms.Str("service_level"), terms.Str("acceptance"), terms.Str("payment"), terms.Str("cadence")},
		Change:      Change{change.Str("reason"), change.Str("requested_by")},
		MaxDiscount: r.figure(f.Get("discounts"), "max", money.Ratio),
		VersionAt:   r.place(f.Get("version")), EffectiveAt: r.place(effective.Get("from")),
	}
	r.currency = list.Currency
	list.Version, _ = ParseVersion(f.Str("version"))
	for _, item := range f.Get("discounts").Get("standing").Items {
		list.Standing = append(list.Standing, Discount{item.Str("name"), r.figure(item, "rate", money.Ratio)})
	}
	items := f.Get("parts").Items
	list.Parts = make([]Part, len(items))
	n := 0
	for i := range items {
		if items[i].Str("sku") != "" {
			r.part(items[i], &list.Parts[n])
			n++
		}
	}
	list.Parts = list.Parts[:n]
	return list
}

// part reads a part to where it is kept: it is large, and not copied for that.
func (r *reader) part(f doc.Value, to *Part) {
	to.SKU, to.Name, to.Unit, to.Engine, to.Cost, to.Charge = f.Str("sku"), f.Str("name"), f.Str("unit"), f.Str("engine"), f.Str("cost"), f.Str("charge")
	to.Place, to.CostAt, to.ChargeAt = r.place(f.Get("sku")), r.place(f.Get("cost")), r.place(f.Get("charge"))
	to.Margin, to.Markup = r.figure(f, "margin", money.Ratio), r.figure(f, "markup", money.Ratio)
	to.Price, to.Package, to.Included = r.figure(f, "price", money.Exact), r.figure(f, "package", money.Exact), r.figure(f, "included", money.Exact)
	to.Minimum, to.Cap = r.figure(f, "minimum", money.Exact), r.figure(f, "cap", money.Exact)
	override := f.Get("override")
	to.Override = Override{override.Str("reason"), override.Str("date"), override.Str("until"), r.place(override)}
	if adjust, given := f.Lookup("adjust"); given {
		to.adjust = &Adjust{
			Throughput: r.response(adjust.Get("throughput")), Demand: r.response(adjust.Get("demand")),
			Band: r.figure(adjust, "band", money.Ratio), Step: r.figure(adjust, "step", money.Ratio),
			Floor: r.figure(adjust, "floor", money.Exact), Cap: r.figure(adjust, "cap", money.Exact),
		}
	}
	for _, item := range f.Get("tiers").Items {
		to.Tiers = append(to.Tiers, Tier{r.place(item), r.figure(item, "up_to", money.Exact), r.figure(item, "price", money.Exact), r.figure(item, "discount", money.Ratio)})
	}
}

func (r *reader) response(f doc.Value) Response {
	return Response{r.figure(f, "target", money.Exact), r.figure(f, "measured", money.Exact), r.figure(f, "strength", money.Ratio)}
}

// Part returns the part with an SKU.
func (l List) Part(sku string) (Part, bool) {
	for i := range l.Parts {
		if l.Parts[i].SKU == sku {
			return l.Parts[i], true
		}
	}
	return Part{}, false
}

// Keep is what discounts leave of a price when they are all given: (1-d1)(1-d2)...
func Keep(discounts []*big.Rat) *big.Rat {
	left := big.NewRat(1, 1)
	for _, rate := range discounts {
		left.Mul(left, new(big.Rat).Sub(big.NewRat(1, 1), rate))
	}
	return left
}

// Keep is what the standing discounts of a list leave of each price.
func (l List) Keep() *big.Rat {
	var rates []*big.Rat
	for _, discount := range l.Standing {
		if discount.Rate.Given() {
			rates = append(rates, discount.Rate.Value)
		}
	}
	return Keep(rates)
}

// LeastKept is what is left of a price when as much is taken off as the list allows: the standing discounts, or its largest
// discount where that is more.
func (l List) LeastKept() *big.Rat {
	kept := l.Keep()
	if l.MaxDiscount.Given() {
		if most := Keep([]*big.Rat{l.MaxDiscount.Value}); most.Cmp(kept) < 0 {
			return most
		}
	}
	return kept
}

// Prices are the published prices of a part, in the order of the file: one, or that of each tier.
func (p Part) Prices() []Figure {
	var all []Figure
	if p.Price.Given() && len(p.Tiers) == 0 {
		all = append(all, p.Price)
	}
	for _, tier := range p.Tiers {
		if tier.Price.Given() {
			all = append(all, tier.Price)
		}
	}
	return all
}
