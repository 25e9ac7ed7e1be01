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
		found[i] = append(slices.Clip(found[i]), p.judge(p.Lists[i])...)
	})
	return append(slices.Clone(p.Findings), p.rated(slices.Concat(found...))...)
}

// CheckList is what is wrong with one list, beside what it shows by itself.
func (p *Prices) CheckList(list pricing.List) diag.List {
	_, findings := p.Compute(list)
	return append(slices.Clip(findings), p.judge(list)...)
}

// judge is what is wrong with one list, beside what it shows by itself and what Compute tells.
func (p *Prices) judge(list pricing.List) diag.List {
	var findings diag.List
	for _, breach := range p.Breaches(list) {
		findings = append(findings, breach.Finding())
	}
	return append(findings, p.checkVersion(list)...)
}

// checkVersion holds a list to its releases: a version that is out says what was released, and none comes after a higher one.
func (p *Prices) checkVersion(list pricing.List) diag.List {
	latest, released := release.Latest(p.Releases, list.ID)
	if !released {
		return nil
	}
	version, _ := pricing.ParseVersion(latest.Version)
	switch order := list.Version.Compare(version); {
	case order < 0:
		return diag.List{diag.New(diag.PriceVersion, list.VersionAt, "%s comes before %s, which has been released", list.Version, latest.Version).
			WithHint("write version: %s", pricing.Version{Major: version.Major, Minor: version.Minor + 1})}
	case order > 0:
		return nil
	}
	if what := p.differs(latest.AsList(), list); what != "" {
		return diag.List{diag.New(diag.PriceVersion, list.VersionAt, "%s has been released with something else: %s", list.Version, what).
			WithHint("put it back, or write version: %s", pricing.Version{Major: version.Major, Minor: version.Minor + 1})}
	}
	return nil
}

// differs names what is not as it was released. What cannot be read is left out, because that has been said: a part with something of
// that kind, the fields of a list that has some before its parts, and everything where the currency is none.
func (p *Prices) differs(released, now pricing.List) string {
	var names []string
	odd := p.refusals(now)
	if _, known := money.MinorUnits(now.Currency); !known || len(now.Parts) == 0 {
		return ""
	}
	for _, list := range repricing.Compare([]pricing.List{released}, []pricing.List{now}).Lists {
		for _, field := range list.Fields {
			if !odd.list {
				names = append(names, field.Name)
			}
		}
		for _, part := range list.Parts {
			sold, there := now.Part(part.SKU)
			if _, whole := sold.Curve(); there && whole && !odd.parts[part.SKU] || !there && !odd.sku {
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
