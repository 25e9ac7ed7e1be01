package derivation

import (
	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// bounds keeps a price within one bound after the other, and reports those that leave none for an earlier one.
type bounds struct {
	computer *computer
	d        *pricing.Derivation
	part     pricing.Part
	price    pricing.Input
	low      []bound
	high     []bound
}

type bound struct {
	name pricing.Term
	at   diag.Place
	pricing.Input
}

func (b *bounds) within(name pricing.Term, figure pricing.Figure, low, high pricing.Input) {
	b.low, b.high = append(b.low, bound{name, figure.Place, low}), append(b.high, bound{name, figure.Place, high})
	b.price = b.d.Do(pricing.TermNotBelow.Of(), b.computer.list.Currency, pricing.AtLeast, b.price, low)
	b.price = b.d.Do(pricing.TermNotAbove.Of(), b.computer.list.Currency, pricing.AtMost, b.price, high)
}

func (b *bounds) atLeast(name, step pricing.Term, at diag.Place, low pricing.Input) {
	for _, high := range b.high {
		if low.Value.Cmp(high.Value) > 0 {
			b.conflict(bound{name, at, low}, high)
		}
	}
	b.low = append(b.low, bound{name, at, low})
	b.price = b.d.Do(step.Of(), b.computer.list.Currency, pricing.AtLeast, b.price, low)
}

func (b *bounds) atMost(name, step pricing.Term, at diag.Place, high pricing.Input) {
	for _, low := range b.low {
		if high.Value.Cmp(low.Value) < 0 {
			b.conflict(bound{name, at, high}, low)
		}
	}
	b.high = append(b.high, bound{name, at, high})
	b.price = b.d.Do(step.Of(), b.computer.list.Currency, pricing.AtMost, b.price, high)
}

// conflict reports two bounds between which there is no price; the first wins.
func (b *bounds) conflict(winner, loser bound) {
	b.computer.findings = append(b.computer.findings, diag.New(diag.PriceConflict, loser.at, "the %s of %s asks for %s, and its %s for %s; the %s wins",
		winner.name.Phrase(), b.part.SKU, money.Text(winner.Value), loser.name.Phrase(), money.Text(loser.Value), winner.name.Phrase()).
		WithHint("change one of the two, so that there is a price between them").WithNote(winner.at, "the %s", winner.name.Phrase()))
}

// stuck reports a step so small that rounding leaves nothing of it: the price would never change.
func (b *bounds) stuck(wanted pricing.Input, released pricing.Figure) {
	low, high := b.low[len(b.low)-1], b.high[len(b.high)-1]
	if low.Value.Cmp(released.Value) == 0 && high.Value.Cmp(released.Value) == 0 && b.computer.rounding.Round(wanted.Value).Cmp(released.Value) != 0 {
		b.computer.wrong(diag.PriceConflict, low.at, "allow a larger step, or sell a larger unit", "the step of %s leaves %s at %s for ever: %s is rounded to %s",
			b.part.SKU, b.part.SKU, released.Text, b.computer.list.Currency, money.Text(b.computer.rounding.Step))
	}
}
