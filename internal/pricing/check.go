package pricing

import (
	"math/big"
	"regexp"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
)

var one = big.NewRat(1, 1)

var versionLike = regexp.MustCompile(`^v[0-9]+\.[0-9]+$`)

func (r *reader) add(code diag.Code, at diag.Place, hint, format string, args ...any) {
	r.findings = append(r.findings, diag.New(code, at, format, args...).WithHint("%s", hint))
}

// checkList reports what the schema cannot say of a list.
func (r *reader) checkList(l *List, f doc.Value) {
	if v := f.Get("version"); v.Type == doc.String {
		if _, good := ParseVersion(v.Text); !good && versionLike.MatchString(v.Text) {
			r.add(diag.PriceVersion, r.place(v), "write it without needless zeros, as in v2.3", "%s is not a number of a version", v.Text)
		}
	}
	for _, discount := range l.Standing {
		if discount.Rate.Given() && discount.Rate.Value.Cmp(one) >= 0 {
			r.add(diag.PriceDiscountCap, discount.Rate.Place, "write a smaller share", "a discount of %s leaves nothing to pay", discount.Rate.Text)
		}
	}
	if given := new(big.Rat).Sub(one, l.Keep()); l.MaxDiscount.Given() && given.Cmp(one) < 0 && given.Cmp(l.MaxDiscount.Value) > 0 {
		r.add(diag.PriceDiscountCap, l.MaxDiscount.Place, "lower one of the standing discounts, or raise the largest one",
			"the standing discounts take %s off together, more than %s", money.Fraction(given, 4), l.MaxDiscount.Text)
	}
	items := f.Get("parts").Items
	for i, at := 0, 0; i < len(items); i++ {
		if items[i].Str("sku") != "" {
			r.checkPart(&l.Parts[at], items[i])
			at++
		}
	}
}

func (r *reader) checkPart(p *Part, f doc.Value) {
	r.checkMargin(p, f.Has("margin"), f.Has("markup"))
	r.checkKeys(p, f)
	r.checkTiers(p, f.Get("tiers").Items)
	r.checkCliffs(p, f)
	adjust := p.Adjust()
	r.checkAdjust(adjust)
	if o := p.Override; o.Until != "" && o.Until <= o.Date {
		r.add(diag.PriceOverride, r.place(f.Get("override").Get("until")), "write a later day", "the override ends on %s, before it has begun on %s", o.Until, o.Date)
	}
	for _, sum := range []Figure{p.Minimum, p.Cap, adjust.Floor, adjust.Cap} {
		if digits, known := money.MinorUnits(r.currency); known && sum.Given() && money.Decimals(sum.Text) > digits {
			r.add(diag.PriceMinorUnits, sum.Place, "round the amount", "%s has more decimals than %s, which has %d", sum.Text, r.currency, digits)
		}
	}
}

// checkMargin wants one way from the cost to the price, and no way from no cost. A way that is there and cannot be read is the
// schema's finding.
func (r *reader) checkMargin(p *Part, margin, markup bool) {
	switch {
	case p.Cost == "" && (p.Margin.Given() || p.Markup.Given()):
		at := p.Margin.Place
		if !p.Margin.Given() {
			at = p.Markup.Place
		}
		r.add(diag.PriceMargin, at, "name the cost under cost:, or remove the key", "%s has a margin or a markup, and no cost that it would be on", p.SKU)
	case p.Cost != "" && p.Margin.Given() && p.Markup.Given():
		r.findings = append(r.findings, diag.New(diag.PriceMargin, p.Markup.Place, "%s has a margin and a markup", p.SKU).
			WithHint("keep one of the two").WithNote(p.Margin.Place, "the margin"))
	case p.Cost != "" && !margin && !markup:
		r.add(diag.PriceMargin, p.CostAt, `add margin: "35%" (a share of the price) or markup: "50%" (a share of the cost)`, "%s has a cost, and neither margin nor markup", p.SKU)
	}
	if p.Margin.Given() && p.Margin.Value.Cmp(one) >= 0 {
		r.add(diag.PriceMargin, p.Margin.Place, "a margin is less than 100%; a share of the cost is a markup", "no price has a margin of %s", p.Margin.Text)
	}
}

// checkKeys reports keys that say nothing in this model of charging, or contradict each other.
func (r *reader) checkKeys(p *Part, f doc.Value) {
	tiered := p.Charge == "graduated" || p.Charge == "volume"
	for _, c := range []struct {
		key    string
		belong bool
		hint   string
	}{
		{"price", !tiered, "write the price into each tier"},
		{"tiers", tiered, "write price:, or charge: graduated or volume"},
		{"package", p.Charge == "package", "remove it, or write charge: package"},
		{"cliff", p.Charge == "volume", "remove it; only with charge: volume may more units cost less in all"},
		{"included", p.Charge != "flat", "a flat price does not depend on the quantity; remove it"},
		{"minimum", p.Charge != "flat", "a flat price is its own minimum; remove it"},
		{"cap", p.Charge != "flat", "a flat price is its own cap; remove it"},
	} {
		if c.key == "price" && !f.Has("tiers") {
			continue // that the tiers are lacking has been reported: either they are, or another charge is meant
		}
		if f.Has(c.key) && !c.belong && p.Charge != "" {
			r.add(diag.PriceCharge, r.place(f.Get(c.key)), c.hint, "%s: has no meaning where the charge is %s", c.key, p.Charge)
		}
	}
	if p.Charge == "package" && !f.Has("package") {
		r.add(diag.PriceCharge, p.ChargeAt, `add package: "100", the units of a package`, "%s is sold in packages, and nothing says how large they are", p.SKU)
	}
	if p.Minimum.Given() && p.Cap.Given() && p.Minimum.Value.Cmp(p.Cap.Value) > 0 {
		r.add(diag.PriceCharge, p.Cap.Place, "raise the cap, or lower the minimum", "the cap %s is below the minimum %s", p.Cap.Text, p.Minimum.Text)
	}
}

func (r *reader) checkTiers(p *Part, items []doc.Value) {
	last := len(p.Tiers) - 1
	var before Figure
	for i, tier := range p.Tiers {
		switch {
		case i == last && tier.UpTo.Given():
			r.add(diag.PriceTiers, tier.UpTo.Place, "remove up_to: of the last tier", "nothing says what a unit of %s costs above %s", p.SKU, tier.UpTo.Text)
		case i < last && !items[i].Has("up_to"):
			r.add(diag.PriceTiers, tier.Place, "add up_to:, or move the tier to the end", "this tier of %s has no end, and another follows", p.SKU)
		case before.Given() && tier.UpTo.Given() && tier.UpTo.Value.Cmp(before.Value) <= 0:
			r.findings = append(r.findings, diag.New(diag.PriceTiers, tier.UpTo.Place, "the tier ends at %s, where the one before it has ended at %s already", tier.UpTo.Text, before.Text).
				WithHint("order the tiers by up_to").WithNote(before.Place, "the tier before"))
		}
		if tier.UpTo.Given() {
			before = tier.UpTo
		}
		if i == 0 && tier.Discount.Given() {
			r.add(diag.PriceTiers, tier.Discount.Place, "remove it; the discounts of the others are on this price", "the first tier has no price to take a discount off")
		}
		if tier.Discount.Given() && tier.Discount.Value.Cmp(one) >= 0 {
			r.add(diag.PriceTiers, tier.Discount.Place, "write a smaller share", "a discount of %s leaves nothing to pay", tier.Discount.Text)
		}
	}
}

func (r *reader) checkAdjust(a Adjust) {
	for _, response := range []Response{a.Throughput, a.Demand} {
		if target := response.Target; target.Given() && target.Value.Sign() == 0 {
			r.add(diag.PriceAdjustment, target.Place, "write the rate that is aimed at", "no rate can be compared with a target of %s", target.Text)
		}
	}
	if a.Floor.Given() && a.Cap.Given() && a.Floor.Value.Cmp(a.Cap.Value) > 0 {
		r.add(diag.PriceAdjustment, a.Cap.Place, "raise the cap, or lower the floor", "the cap %s is below the floor %s", a.Cap.Text, a.Floor.Text)
	}
	if a.Step.Given() && a.Step.Value.Sign() == 0 {
		r.add(diag.PriceAdjustment, a.Step.Place, "write the largest change that one release may make", "with a step of %s the price can never change", a.Step.Text)
	}
	if a.Step.Given() && a.Band.Given() && a.Step.Value.Sign() > 0 && a.Band.Value.Cmp(a.Step.Value) > 0 {
		r.add(diag.PriceAdjustment, a.Band.Place, "make the band narrower than the step", "a change within the band of %s is left out, and the step allows none beyond %s", a.Band.Text, a.Step.Text)
	}
}
