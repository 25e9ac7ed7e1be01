package pipeline

import (
	"sync"

	"parley/internal/billing"
	"parley/internal/derivation"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/pricing"
	"parley/internal/release"
	"parley/internal/repricing"
	"parley/internal/site"
	"parley/internal/tariff"
	"parley/internal/workspace"
)

// pricesFor is what the portal of a view may tell of each price list that it shows, by the path of the list. What is derived from
// costs and usage is worked out when a page asks for it, and is there for internal readers only.
func pricesFor(p *tariff.Prices, seen *workspace.Workspace, view workspace.View) map[string]site.Pricing {
	usage := sync.OnceValue(func() *billing.Usage {
		used, _ := p.Usage() // what is wrong with it, check tells
		return used
	})
	all := map[string]site.Pricing{}
	for _, list := range p.Lists {
		d, shown := seen.Document(list.Path)
		if !shown || d.Kind.Name != "price-list" {
			continue
		}
		told := site.Pricing{}
		for _, version := range p.Versions(list.ID) {
			payload, released := payloadOf(p.Releases, list.ID, version.Version.String())
			// A release of another region, tier or currency was for others than those who see the list now.
			if released && payload.Region == list.Region && payload.PartnerTier == list.PartnerTier && payload.Currency == list.Currency {
				told.Releases = append(told.Releases, visible(d.Kind, payload, view))
			}
		}
		if view.Audience == kind.Internal {
			told.Ours = &site.Ours{
				Policy:   p.Policy,
				Breaches: sync.OnceValue(func() []repricing.Breach { return p.Breaches(list) }),
				Explain: func(sku string) (derivation.Explanation, bool) {
					return p.Explain(list, sku, pricing.Figure{})
				},
				Watch: func(version string) (billing.Watch, bool) {
					watch, _, ok := p.Watch(list.ID, version, usage())
					return watch, ok
				},
			}
		}
		all[list.Path] = told
	}
	return all
}

func payloadOf(payloads []release.Payload, list, version string) (release.Payload, bool) {
	for _, payload := range payloads {
		if payload.List == list && payload.Version == version {
			return payload, true
		}
	}
	return release.Payload{}, false
}

// visible is what the kind of price lists lets a view see of a release: a team's own kind may keep more to itself than ours.
func visible(k *kind.Kind, payload release.Payload, view workspace.View) doc.Value {
	if view.Audience == kind.Internal {
		return payload.Fields()
	}
	return k.Redact(payload.Fields(), view.Audience)
}
