package tariff

import (
	"slices"
	"strings"

	"parley/internal/diag"
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
	return append(slices.Clone(p.Findings), slices.Concat(found...)...)
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
	if what := differs(latest.AsList(), list); what != "" {
		return diag.List{diag.New(diag.PriceVersion, list.VersionAt, "%s has been released with something else: %s", list.Version, what).
			WithHint("put it back, or write version: %s", pricing.Version{Major: version.Major, Minor: version.Minor + 1})}
	}
	return nil
}

// differs names what is not as it was released. Of a part whose prices cannot be read, that has been said.
func differs(released, now pricing.List) string {
	var names []string
	for _, list := range repricing.Compare([]pricing.List{released}, []pricing.List{now}).Lists {
		for _, field := range list.Fields {
			names = append(names, field.Name)
		}
		for _, part := range list.Parts {
			sold, there := now.Part(part.SKU)
			if _, whole := sold.Curve(); whole || !there {
				names = append(names, part.SKU)
			}
		}
	}
	return strings.Join(names, ", ")
}
