package tariff

import (
	"slices"

	"parley/internal/billing"
	"parley/internal/diag"
	"parley/internal/pricing"
)

// Watch says how a version of a list fares since it holds, by the usage, in amounts that agree to the last minor unit. False where there is no such version, or it cannot be
// quoted.
func (p *Prices) Watch(id, version string, usage *billing.Usage) (billing.Watch, diag.List, bool) {
	versions := p.Versions(id)
	i := slices.IndexFunc(versions, func(l pricing.List) bool { return l.Version.String() == version })
	if i < 0 {
		return billing.Watch{}, nil, false
	}
	terms, known := p.Terms(versions[i])
	if !known {
		return billing.Watch{}, nil, false
	}
	watch, findings, ok := usage.Watch(versions[i], p.Day, terms)
	if ok {
		watch = watch.Rounded(terms.Rounding)
	}
	return watch, findings, ok
}

// AboveSince are the customers who are above the monthly charge cap in the months since a version holds.
func (p *Prices) AboveSince(watch billing.Watch, version pricing.List, usage *billing.Usage) diag.List {
	state, settings := p.Holding(), p.Settings(usage)
	state.Lists = slices.DeleteFunc(state.Lists, func(l pricing.List) bool { return l.ID == version.ID })
	state.Lists = append(state.Lists, version)
	return settings.Breaches(billing.Within(usage.Above(state, settings), watch.After))
}
