package evidence

import (
	"math/big"
	"strings"
	"time"

	"parley/internal/approval"
	"parley/internal/doc"
	"parley/internal/pricing"
	"parley/internal/repricing"
)

// held is a list as it was until a moment.
type held struct {
	list  pricing.List
	until time.Time
}

// complete adds what every change has: an impact that is nothing where no price moves, and how far the price has moved in each
// window that a policy asks for.
func (g *gatherer) complete(c approval.Change, l listed, before *state) approval.Change {
	if c.SKU == "" {
		c.Impact = &approval.Money{Amount: new(big.Rat), Currency: g.currency()}
	}
	days := windows(g.policies())
	if c.SKU == "" || c.Relative == nil {
		for _, d := range days {
			c.Drift = append(c.Drift, approval.Drifted{Days: d, Relative: new(big.Rat)})
		}
		return c
	}
	for _, d := range days {
		c.Drift = append(c.Drift, approval.Drifted{Days: d, Relative: new(big.Rat).Set(c.Relative)})
	}
	for _, was := range g.pastOf(c.Path, before) {
		moved, comparable, ends := since(was.list, l.is, c.SKU)
		for i := range c.Drift {
			drifted := &c.Drift[i]
			switch within := was.until.After(g.facts.Now.AddDate(0, 0, -drifted.Days)); {
			case !within || !comparable:
			case !ends:
				drifted.Endless = true
			case moved.Cmp(drifted.Relative) > 0:
				drifted.Relative = moved
			}
		}
	}
	return c
}

func (g *gatherer) currency() string {
	if tiers := g.policy.Tiers; len(tiers) > 0 && tiers[0].Below != nil {
		return tiers[0].Below.Impact.Currency
	}
	return ""
}

// since is how far a price has moved from what it was in an earlier state of its list. What was sold by another unit or in
// another currency cannot be compared; that change was one of the highest tier itself.
func since(was, is pricing.List, sku string) (moved *big.Rat, comparable, ends bool) {
	a, sold := was.Part(sku)
	b, sells := is.Part(sku)
	old, wasWhole := a.Curve()
	now, isWhole := b.Curve()
	if !sold || !sells || !wasWhole || !isWhole || a.Unit != b.Unit || was.Currency != is.Currency {
		return nil, false, false
	}
	shift := repricing.Between(old, now)
	if shift.Endless {
		return nil, true, false
	}
	moved = net(shift, was, is)
	return moved, true, moved != nil
}

// pastOf are the states of a list: those of the base, each until the next one landed, and released versions, each until the next
// one held.
func (g *gatherer) pastOf(path string, before *state) []held {
	if known, ok := g.pasts[path]; ok {
		return known
	}
	var all []held
	last := ""
	for _, state := range g.turns() {
		if hash := g.listAt(state.landing, path); hash != last {
			last = hash
			if list, ok := g.pastList(path, hash); ok {
				all = append(all, held{list, state.until})
			}
		}
	}
	id := nameOf(path)
	versions := before.Versions(id)
	for i, version := range versions {
		if now, there := before.List(id); there && now.Version == version.Version {
			continue // the list as it stands is a state of the base
		}
		ends := g.facts.Now.Add(time.Second)
		for _, next := range versions[i+1:] {
			if from, err := time.Parse(time.DateOnly, next.Effective.From); err == nil && from.Before(ends) {
				ends = from
			}
		}
		if from, err := time.Parse(time.DateOnly, version.Effective.From); err == nil && from.Before(g.facts.Now) {
			all = append(all, held{version, ends})
		}
	}
	g.pasts[path] = all
	return all
}

// turn is a state of the base whose folder of prices is not that of the next one.
type turn struct {
	landing int
	until   time.Time // when the next state landed
}

// turns are the states of the base in which something about prices is not as in the next, the present one first.
func (g *gatherer) turns() []turn {
	if g.turned == nil {
		until := g.facts.Now.Add(time.Second)
		for i, landed := range g.landings {
			if i == 0 || g.pricesAt(i) != g.pricesAt(i-1) {
				g.turned = append(g.turned, turn{i, until})
			}
			until = landed.From
		}
	}
	return g.turned
}

// listAt is the content of a list in a state of the base, by its hash.
func (g *gatherer) listAt(i int, path string) string {
	folder := g.pricesAt(i)
	if folder == "" {
		return ""
	}
	lists, known := g.lists[folder]
	if !known {
		files, err := g.landings[i].Tree.Files(strings.TrimSuffix(listsFolder, "/"))
		lists = map[string]string{}
		if err == nil {
			for _, file := range files {
				lists[file.Path] = file.Hash
			}
		}
		g.lists[folder] = lists
	}
	return lists[path]
}

// pastList reads a list as it was. What could not be read then held no price.
func (g *gatherer) pastList(path, hash string) (pricing.List, bool) {
	if hash == "" {
		return pricing.List{}, false
	}
	if known := g.readings[path+" "+hash]; known != nil {
		return known.list, known.list.ID != "" && !known.draft
	}
	text, err := g.revisions.Blob(hash)
	if err != nil || len(text) > mostBytes {
		return pricing.List{}, false
	}
	d, _ := doc.Read(path, text)
	if d.Broken || d.Fields.Get("draft").Text == "true" {
		return pricing.List{}, false
	}
	list, _ := pricing.Read(d)
	return list, list.ID != ""
}
