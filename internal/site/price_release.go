package site

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/repricing"
)

// comparisons compare a release with every other one, the nearest before it first, then those before and after.
func (p *pricer) comparisons(version string) []PriceComparison {
	at := slices.IndexFunc(p.all, func(e edition) bool { return e.Version.String() == version })
	var all []PriceComparison
	for i := range slices.Backward(p.all[:max(at, 0)]) {
		all = append(all, p.compare(p.all[i], p.all[at], p.all[i]))
	}
	for i := at + 1; i < len(p.all); i++ {
		all = append(all, p.compare(p.all[at], p.all[i], p.all[i]))
	}
	return all
}

// compare tells what is different between two versions. Other is the one that the page is not about.
func (p *pricer) compare(old, now, other edition) PriceComparison {
	c := PriceComparison{ID: against(other.Version.String()), Old: p.version(old), New: p.version(now), Other: other.Version.String()}
	before, after := p.node(old), p.node(now)
	for _, list := range repricing.Compare([]pricing.List{old.List}, []pricing.List{now.List}).Lists {
		for _, field := range list.Fields {
			if field.Name == "version" || strings.HasPrefix(field.Name, "effective.") {
				continue // the heading says so
			}
			if change := p.field(before, after, field); change.Old != change.New {
				c.Terms = append(c.Terms, change)
			}
		}
		for _, part := range list.Parts {
			c.Parts = append(c.Parts, p.part(before.Get("parts"), after.Get("parts"), part))
		}
	}
	c.Untroubled = len(c.Terms)+len(c.Parts) == 0
	return c
}

func (p *pricer) part(before, after Node, change repricing.PartChange) PartChange {
	old, now := itemOf(before, change.SKU), itemOf(after, change.SKU)
	told := PartChange{SKU: change.SKU, What: string(change.What), Name: now.Get("name").Text}
	if told.Name.Text == "" {
		told.Name = old.Get("name").Text
	}
	for _, field := range change.Fields {
		told.Fields = append(told.Fields, p.field(old, now, field))
	}
	if !change.Shift.None() {
		told.Paid = p.span(change.Shift)
	}
	return told
}

// field tells one field as the two versions show it.
func (p *pricer) field(before, after Node, field repricing.Field) PriceChange {
	old, label := p.at(before, field.Name)
	now, named := p.at(after, field.Name)
	if named != "" {
		label = named
	}
	if label == "" {
		label = field.Name
	}
	change := PriceChange{Label: label, Old: p.line(old), New: p.line(now), Money: old.Type == "money" || now.Type == "money"}
	if field.Change != nil && change.Money {
		change.Change = p.relative(field.Change)
	}
	return change
}

// at finds a field by the name that a comparison gives it, "terms.payment" or "tiers[1].price", and what it is called.
func (p *pricer) at(node Node, name string) (found Node, label string) {
	tier := ""
	for _, step := range strings.Split(name, ".") {
		key, index, isItem := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		node = node.Get(key)
		if !isItem {
			continue
		}
		i, _ := strconv.Atoi(index)
		tier = p.language.words.Say("tier %d", i+1)
		if i >= len(node.Items) {
			return Node{}, ""
		}
		node = node.Items[i]
	}
	if label = node.Label; tier != "" && label != "" {
		label += " · " + tier
	}
	return node, label
}

// line is a value in a line of text; what the audience may not see has none.
func (p *pricer) line(node Node) Text {
	if len(node.Items) == 0 {
		return node.Text
	}
	var items []string
	for _, item := range node.Items {
		if item.Text.Text != "" {
			items = append(items, item.Text.Text)
		}
	}
	return Text{Text: p.language.List(items)}
}

// watch tells how a release fares, for internal readers.
func (p *pricer) watch(version string) *PriceWatch {
	if p.ours == nil {
		return nil
	}
	found, ok := p.ours.Watch(version)
	if !ok {
		return nil
	}
	w := &PriceWatch{From: p.day(found.From), Until: p.day(found.Until), Before: found.Before, After: found.After,
		Upcoming:  p.site.options.Today != "" && p.site.options.Today < found.From,
		Customers: [2]string{p.count(found.Customers[0]), p.count(found.Customers[1])}}
	fields := p.site.fields(p.index, p.document).Get("parts")
	for _, line := range found.Lines {
		row := WatchRow{SKU: line.SKU, Name: itemOf(fields, line.SKU).Get("name").Text, Unit: itemOf(fields, line.SKU).Get("unit").Text,
			Expected: p.near(line.Expected), Used: p.near(line.Used), ExpectedCharge: p.amount(line.ExpectedCharge), Charged: p.amount(line.Charged),
			Percent: p.change(line.ExpectedCharge, line.Charged)}
		w.Rows = append(w.Rows, row)
	}
	w.Total = WatchRow{ExpectedCharge: p.amount(found.Total.ExpectedCharge), Charged: p.amount(found.Total.Charged), Percent: p.change(found.Total.ExpectedCharge, found.Total.Charged)}
	return w
}

func (p *pricer) count(n int) string {
	text, _ := p.language.Number(strconv.Itoa(n))
	return text
}

// near writes units of a month on average, to a tenth.
func (p *pricer) near(x *big.Rat) string {
	text, _ := p.language.Number(x.FloatString(1))
	return text
}

// amount writes money of a month on average, with the decimals of its currency.
func (p *pricer) amount(x *big.Rat) string {
	currency := p.document.Fields.Str("currency")
	units, _ := money.MinorUnits(currency)
	text, _ := p.language.Money(x.FloatString(units), currency)
	return text
}
