package tariff

import (
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/release"
	"parley/internal/repricing"
)

// Check is everything that is wrong with prices: what is malformed, prices that do not follow from their inputs, guardrails
// that do not hold, versions that were released otherwise. What is wrong with usage, Usage tells.
func (p *Prices) Check() diag.List {
	found := make([]diag.List, len(p.Lists))
	each(len(p.Lists), func(i int) {
		_, found[i] = p.computation(i)
		found[i] = p.followed(p.Lists[i], append(slices.Clip(found[i]), p.judge(p.Lists[i])...))
	})
	findings := slices.Concat(p.Findings, p.Reversals(), p.rated(slices.Concat(found...)))
	return append(findings, p.unreleased(findings)...)
}

// followed leaves out that prices of a list are not the computed ones, or below the margin floor, where the costs that they are computed
// from are wrong: with these mended they may agree.
func (p *Prices) followed(list pricing.List, findings diag.List) diag.List {
	book, found := p.Book(list)
	if !found || !p.costs[book.Path].findings.HasErrors() {
		return findings
	}
	return slices.DeleteFunc(findings, func(f diag.Diagnostic) bool { return f.Code == diag.PriceDiffers || f.Code == diag.PriceMarginFloor })
}

// unreleased are the lists that hold today and have not been released. One with errors is not to be released as it is.
func (p *Prices) unreleased(findings diag.List) diag.List {
	wrong := map[string]bool{}
	for _, finding := range findings {
		if finding.Severity == diag.Error {
			wrong[finding.Path] = true
		}
	}
	var found diag.List
	for _, list := range p.Lists {
		now, holds := pricing.InForce(p.Versions(list.ID), p.Day)
		if finding, is := p.Unreleased(list); is && holds && now.Version == list.Version && !wrong[list.Path] {
			found = append(found, finding)
		}
	}
	return found
}

// CheckList is what is wrong with one list, beside what it shows by itself.
func (p *Prices) CheckList(list pricing.List) diag.List {
	_, findings := p.Compute(list)
	return slices.Concat(findings, p.judge(list), p.ReversalsOf(list.ID))
}

// judge is what is wrong with one list, beside what it shows by itself and what Compute tells.
func (p *Prices) judge(list pricing.List) diag.List {
	var findings diag.List
	for _, breach := range p.Breaches(list) {
		findings = append(findings, breach.Finding())
	}
	return append(findings, p.CheckVersion(list)...)
}

// Unreleased is a warning about a version that has not been released, whether others of its list have been or not.
func (p *Prices) Unreleased(list pricing.List) (diag.Diagnostic, bool) {
	if _, released := p.Release(list); released {
		return diag.Diagnostic{}, false
	}
	return diag.New(diag.PriceUnreleased, list.VersionAt, "%s of %s has not been released, so its prices may still change", list.Version, list.ID).
		WithHint("run parley price release %s when they are approved, and commit the file that it writes", list.ID), true
}

// CheckVersion holds a list to its releases: a version that is out says what was released, and none comes after a higher one.
func (p *Prices) CheckVersion(list pricing.List) diag.List {
	latest, released := release.Latest(p.Releases, list.ID)
	if !released {
		return nil
	}
	version, _ := pricing.ParseVersion(latest.Version)
	switch order := list.Version.Compare(version); {
	case order < 0:
		return diag.List{diag.New(diag.PriceVersion, list.VersionAt, "%s comes before %s, which has been released", list.Version, latest.Version).
			WithHint("write version: %s", version.Next())}
	case order > 0:
		return nil
	}
	if what := p.differs(latest.AsList(), list); what != "" {
		return diag.List{diag.New(diag.PriceVersion, list.VersionAt, "%s has been released with something else: %s", list.Version, what).
			WithHint("put it back, or write version: %s", version.Next())}
	}
	return nil
}

// Reversals reports, of all lists, versions whose numbers and days disagree: by the days, a lower version would replace a higher.
func (p *Prices) Reversals() diag.List {
	var findings diag.List
	for _, id := range p.IDs() {
		findings = append(findings, p.ReversalsOf(id)...)
	}
	return findings
}

// ReversalsOf is Reversals of one list.
func (p *Prices) ReversalsOf(id string) diag.List {
	var findings diag.List
	for _, r := range pricing.Reversals(p.Versions(id)) {
		_, released := p.Release(r.Higher)
		findings = append(findings, reversal(r, released))
	}
	return findings
}

func reversal(r pricing.Reversal, released bool) diag.Diagnostic {
	finding := diag.New(diag.PriceOrder, r.Higher.EffectiveAt, "%s holds from %s, and %s, which is lower, would replace it on %s", r.Higher.Version, r.Higher.Effective.From, r.Lower.Version, r.Day).
		WithNote(r.Lower.EffectiveAt, "%s holds from this day", r.Lower.Version).WithHint("write from: %q or a later day", r.Day)
	if until := r.Lower.Effective.Until; r.Back && until != "" {
		finding = goesBack(r).WithNote(r.Lower.EffectiveAt, "%s holds until %s", r.Lower.Version, until).WithHint("write until: %q or a later day", until)
	} else if r.Back {
		finding = goesBack(r).WithNote(r.Lower.EffectiveAt, "%s has no end", r.Lower.Version).WithHint("remove until:, and end these prices with the next version")
	}
	if released {
		return finding.WithHint("release a version above %s that holds from %s", r.Higher.Version, r.Day)
	}
	return finding
}

func goesBack(r pricing.Reversal) diag.Diagnostic {
	return diag.New(diag.PriceOrder, r.Higher.EffectiveAt, "%s no longer holds from %s, and %s, which is lower, would hold again from that day", r.Higher.Version, r.Day, r.Lower.Version)
}

// Release is the payload of a version of a list; false where it has not been released.
func (p *Prices) Release(list pricing.List) (release.Payload, bool) {
	i := slices.IndexFunc(p.Releases, func(r release.Payload) bool { return r.List == list.ID && r.Version == list.Version.String() })
	if i < 0 {
		return release.Payload{}, false
	}
	return p.Releases[i], true
}

// differs names what is not as it was released. Of what cannot be read or cannot be, that has been said: everything where the currency is
// none, the fields of a list with one that was refused, days that end before they begin, parts with something refused or a price that
// cannot be paid.
func (p *Prices) differs(released, now pricing.List) string {
	digits, known := money.MinorUnits(now.Currency)
	if !known || len(now.Parts) == 0 {
		return ""
	}
	over := now.Effective.Until != "" && now.Effective.Until <= now.Effective.From
	unpaid := func(price pricing.Figure) bool { return money.Decimals(price.Text) > digits }
	odd := p.refusals(now)
	var names []string
	for _, list := range repricing.Compare([]pricing.List{released}, []pricing.List{now}).Lists {
		for _, field := range list.Fields {
			if !odd.list && !(over && strings.HasPrefix(field.Name, "effective.")) {
				names = append(names, field.Name)
			}
		}
		for _, part := range list.Parts {
			sold, there := now.Part(part.SKU)
			_, whole := sold.Curve()
			sound := whole && !odd.parts[part.SKU] && !slices.ContainsFunc(sold.Prices(), unpaid)
			if there && sound || !there && !odd.sku {
				names = append(names, part.SKU)
			}
		}
	}
	return strings.Join(names, ", ")
}

// refusals say what of a list cannot be read.
type refusals struct {
	list, sku bool            // something before the parts; the SKU of a part
	parts     map[string]bool // parts with something of that kind
}

func (p *Prices) refusals(list pricing.List) refusals {
	found := refusals{parts: map[string]bool{}}
	if p.source.Refused == nil {
		return found
	}
	for _, place := range p.source.Refused(list.Path) {
		i := len(list.Parts) - 1
		for i >= 0 && list.Parts[i].Place.Line > place.Line {
			i--
		}
		if i < 0 {
			found.list = true
			continue
		}
		found.parts[list.Parts[i].SKU] = true
		found.sku = found.sku || list.Parts[i].Place == place
	}
	return found
}
