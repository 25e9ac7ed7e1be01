package site

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/repricing"
	"parley/internal/stepchart"
)

// histories tell each SKU over all versions: those that are sold now first, in the order of the list.
func (p *pricer) histories() []PartHistory {
	nodes := make([]Node, len(p.all))
	for i, e := range p.all {
		nodes[i] = p.node(e).Get("parts")
	}
	var told []PartHistory
	seen := map[string]bool{}
	for i := range slices.Backward(p.all) {
		for _, part := range p.all[i].Parts {
			if !seen[part.SKU] {
				seen[part.SKU] = true
				told = append(told, p.history(part.SKU, nodes))
			}
		}
	}
	return told
}

// history tells one SKU.
func (p *pricer) history(sku string, nodes []Node) PartHistory {
	told := PartHistory{SKU: sku}
	var before *pricing.Part
	for i, e := range p.all {
		part, sold := e.Part(sku)
		row := HistoryRow{PriceVersion: p.version(e), Sold: sold, Part: itemOf(nodes[i], sku)}
		if sold {
			told.Name = row.Part.Get("name").Text
			if before != nil {
				row.Change = p.shift(*before, part)
			}
			before = &part
		}
		told.Rows = append(told.Rows, row)
	}
	told.Summary, told.Chart = p.sentence(sku), p.chart(sku)
	slices.Reverse(told.Rows)
	return told
}

// first is the first price of a part, nil where there is none.
func first(part pricing.Part) *big.Rat {
	if all := part.Prices(); len(all) > 0 {
		return all[0].Value
	}
	return nil
}

// alike reports whether the prices of two states of a part can be compared as numbers.
func alike(a, b pricing.Part) bool {
	return a.Unit == b.Unit && a.Charge == b.Charge && money.Text(orNothing(a.Package)) == money.Text(orNothing(b.Package))
}

func orNothing(f pricing.Figure) *big.Rat {
	if f.Given() {
		return f.Value
	}
	return new(big.Rat)
}

// change writes a relative change: "+2.22%", "0%"; "" where there is none to tell.
func (p *pricer) change(old, now *big.Rat) string {
	if old == nil || now == nil || old.Sign() == 0 {
		return ""
	}
	relative := new(big.Rat).Quo(now, old)
	return p.relative(relative.Sub(relative, big.NewRat(1, 1)))
}

// shift writes by how much what is paid for any quantity changes from one state of a part to another; "" where that cannot be told.
func (p *pricer) shift(old, now pricing.Part) string {
	before, wasWhole := old.Curve()
	after, isWhole := now.Curve()
	if !wasWhole || !isWhole || old.Unit != now.Unit {
		return ""
	}
	return p.span(repricing.Between(before, after))
}

// span writes the least and the most by which a charge changes, as one where they are.
func (p *pricer) span(shift repricing.Shift) string {
	if shift.Most == nil || shift.Endless {
		return ""
	}
	least, most := p.relative(shift.Least), p.relative(shift.Most)
	if least == most {
		return least
	}
	between := p.language.words.Say("%[1]s to %[2]s", least, most)
	if p.language.Dir() == "rtl" {
		return "\u200f" + between // the marks around a percentage run from left to right, and the words between two do not
	}
	return between
}

// relative writes a share with its sign, to a hundredth of a percent.
func (p *pricer) relative(share *big.Rat) string {
	hundredths := new(big.Rat).Mul(share, big.NewRat(100, 1))
	digits := hundredths.FloatString(2)
	near := ""
	if back, _ := new(big.Rat).SetString(digits); back.Cmp(hundredths) != 0 {
		near = "≈\u00a0"
		if p.language.Dir() == "rtl" {
			near = "\u200e" + near // all of it runs from left to right, wherever it stands
		}
	}
	digits = strings.TrimSuffix(strings.TrimRight(digits, "0"), ".")
	if digits == "-0" {
		digits = "0"
	}
	sign := ""
	if share.Sign() > 0 {
		sign = p.language.Plus()
	}
	return near + sign + p.language.Percent(digits)
}

// sentence says how the first price of a part has moved last, over the versions that can be compared with the last one, and whether
// what stands beside it has changed.
func (p *pricer) sentence(sku string) string {
	held := p.comparable(sku)
	if len(held) == 0 {
		return ""
	}
	words := p.language.words
	begin, end, last := held[0], held[len(held)-1], unchanged(held, sku, samePrice)
	price, since := p.money(p.price(end, sku)), p.day(last.Effective.From).Text
	if i := slices.IndexFunc(held, func(e edition) bool { return e.Version == last.Version }); i > 0 {
		before := unchanged(held[:i], sku, samePrice)
		return words.Say("%[1]s from %[2]s; %[3]s from %[4]s.", p.money(p.price(before, sku)), p.day(before.Effective.From).Text, price, since)
	}
	if whole := unchanged(held, sku, sameCurve); whole.Version != begin.Version {
		return words.Say("%[1]s from %[2]s on; tiers or limits last changed on %[3]s.", price, since, p.day(whole.Effective.From).Text)
	}
	return words.Say("%[1]s from %[2]s on, without a change.", price, since)
}

// unchanged is the version since which a part has been the same, in a way.
func unchanged(held []edition, sku string, same func(a, b pricing.Part) bool) edition {
	since := held[len(held)-1]
	last, _ := since.Part(sku)
	for _, e := range slices.Backward(held) {
		if part, _ := e.Part(sku); !same(part, last) {
			break
		}
		since = e
	}
	return since
}

func samePrice(a, b pricing.Part) bool { return first(a).Cmp(first(b)) == 0 }

func sameCurve(a, b pricing.Part) bool {
	x, whole := a.Curve()
	y, both := b.Curve()
	return whole && both && repricing.Between(x, y).None()
}

// comparable are the versions that sell a part as the last one does that sells it.
func (p *pricer) comparable(sku string) []edition {
	var held []edition
	for _, e := range slices.Backward(p.all) {
		part, sold := e.Part(sku)
		if !sold || first(part) == nil {
			continue
		}
		if len(held) > 0 {
			if last, _ := held[0].Part(sku); !alike(last, part) {
				continue
			}
		}
		held = append(held, e)
	}
	slices.Reverse(held)
	return held
}

func (p *pricer) price(e edition, sku string) pricing.Figure {
	part, _ := e.Part(sku)
	if all := part.Prices(); len(all) > 0 {
		return all[0]
	}
	return pricing.Figure{}
}

// money writes a figure as the language does.
func (p *pricer) money(f pricing.Figure) string {
	text, _ := p.language.Money(f.Text, p.document.Fields.Str("currency"))
	return text
}

// chart draws the prices of a part over the versions that can be compared.
func (p *pricer) chart(sku string) *StepChart {
	held := p.comparable(sku)
	if len(held) < 2 {
		return nil
	}
	begin, end := held[0].Effective.From, held[len(held)-1].Effective.Until
	if end == "" {
		end = after(held[len(held)-1].Effective.From, 180)
	}
	start := dayNumber(begin)
	var series [][]stepchart.Step
	for _, e := range held {
		part, _ := e.Part(sku)
		for tier, figure := range part.Prices() {
			if tier == len(series) {
				series = append(series, nil)
			}
			series[tier] = append(series[tier], stepchart.Step{Day: dayNumber(e.Effective.From), Value: figure.Value})
		}
	}
	drawn, ok := stepchart.Draw(series, start, dayNumber(end), nil)
	if !ok {
		return nil
	}
	chart := &StepChart{First: p.day(begin), Last: p.day(end), Today: -1}
	for _, mark := range drawn.Grid {
		chart.Grid, chart.Scale = append(chart.Grid, mark.Height), append(chart.Scale, p.money(pricing.Figure{Text: p.decimal(mark.Value)}))
	}
	last, _ := held[len(held)-1].Part(sku)
	for tier, path := range drawn.Paths {
		chart.Lines = append(chart.Lines, ChartLine{path, p.tier(last, tier)})
	}
	if today := p.site.options.Today; today > begin && today < end {
		chart.Today = stepchart.At(dayNumber(today), start, dayNumber(end))
	}
	return chart
}

// decimal writes a value of a scale with the decimals of its currency, or with more where it has more.
func (p *pricer) decimal(value *big.Rat) string {
	units, _ := money.MinorUnits(p.document.Fields.Str("currency"))
	return exact(value, units)
}

// tier names a tier by what it goes up to; "" where a part has one price.
func (p *pricer) tier(part pricing.Part, tier int) string {
	if tier >= len(part.Tiers) {
		return ""
	}
	if bound := part.Tiers[tier].UpTo; bound.Given() {
		number, _ := p.language.Number(bound.Text)
		return p.language.words.Say("up to %s", number)
	}
	return p.language.words.Say("above that")
}

// dayNumber counts days; those that are no date are all one.
func dayNumber(iso string) int {
	day, _ := time.Parse(time.DateOnly, iso)
	return int(day.Unix() / (24 * 60 * 60))
}

func after(iso string, days int) string {
	day, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return day.AddDate(0, 0, days).Format(time.DateOnly)
}
