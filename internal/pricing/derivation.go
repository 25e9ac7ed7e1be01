package pricing

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/money"
)

// Formula is how a step makes its result of its inputs, which it calls a, b, c. What it says is what it does: Do computes
// results by the formula that is printed, so a number and its explanation cannot differ.
type Formula string

// The formulas of costs, prices and charges. P = C/(1-margin) = C(1+markup) and P0(1+k(u-u0)/u0) are those of the brief for
// price lists; all inputs are exact rationals.
const (
	Taken    Formula = "a"
	Total    Formula = "a + b + …"
	Product  Formula = "a × b"
	Quotient Formula = "a / b"
	Raised   Formula = "a × (1 + b)"
	Lowered  Formula = "a × (1 - b)"
	OnMargin Formula = "a / (1 - b)"
	Respond  Formula = "a × max(0, 1 + b × (c - d) / d)"
	Stay     Formula = "b if a differs from b by less than b × c, else a"
	AtLeast  Formula = "max(a, b)"
	AtMost   Formula = "min(a, b)"
	Excess   Formula = "max(0, a - b)"
	Rounds   Formula = "a, rounded"
	Packages Formula = "a / b, rounded up to whole ones"
)

// Formulas lists all of them, for checking that an interface can say each in every language.
func Formulas() []Formula {
	return []Formula{Taken, Total, Product, Quotient, Raised, Lowered, OnMargin, Respond, Stay, AtLeast, AtMost, Excess, Rounds, Packages}
}

// Input is something that goes into a step: a figure of a file, or the result of an earlier step.
type Input struct {
	Name  Name
	Value *big.Rat
	Text  string     // as it is written; empty for the result of a step
	Unit  string     // of an amount, as that of a step: "EUR"; empty where the figure says all
	Place diag.Place // where it is written
	Lines []int      // all lines of that file that it is the sum of, where it is that of several
	Step  int        // the step whose result it is; 0 for a figure
}

// In makes an input of a figure.
func (f Figure) In(term Term, details ...Detail) Input {
	return Input{Name: term.Of(details...), Value: f.Value, Text: f.Text, Place: f.Place}
}

// Counted is the input as an amount of a currency.
func (i Input) Counted(currency string) Input {
	i.Unit = currency
	return i
}

// Step is one line of a derivation.
type Step struct {
	Number   int // from 1
	Name     Name
	Formula  Formula
	Inputs   []Input
	Rounding money.Rounding // of Rounds
	Result   *big.Rat
	Unit     string // of the result: "EUR/hour", "hours", or empty for a plain number
}

// Derivation is how a number follows from its inputs, step by step. The zero Derivation is empty.
type Derivation struct{ Steps []Step }

// Do adds a step, and returns its result as an input of later ones. No formula divides by an input that is zero: callers have
// looked.
func (d *Derivation) Do(name Name, unit string, formula Formula, inputs ...Input) Input {
	return d.do(Step{Name: name, Unit: unit, Formula: formula, Inputs: inputs})
}

// Round adds a step that rounds.
func (d *Derivation) Round(name Name, unit string, rounding money.Rounding, input Input) Input {
	return d.do(Step{Name: name, Unit: unit, Formula: Rounds, Inputs: []Input{input}, Rounding: rounding})
}

func (d *Derivation) do(step Step) Input {
	step.Number = len(d.Steps) + 1
	step.Result = step.compute()
	d.Steps = append(d.Steps, step)
	return step.input()
}

// stepsOfAPrice is about how many steps lead from a cost to a price.
const stepsOfAPrice = 12

// Join adds the steps of another derivation, such as that of a cost, with numbers that go on from here. It returns the last
// result as an input.
func (d *Derivation) Join(other Derivation) Input {
	before := len(d.Steps)
	d.Steps = slices.Grow(d.Steps, len(other.Steps)+stepsOfAPrice)
	if before == 0 { // as most often; inputs of a step that stands are never changed, so they can be shared
		d.Steps = append(d.Steps, other.Steps...)
		return d.Last()
	}
	for _, step := range other.Steps {
		step.Number += before
		inputs := make([]Input, len(step.Inputs))
		for i, input := range step.Inputs {
			if input.Step > 0 {
				input.Step += before
			}
			inputs[i] = input
		}
		step.Inputs = inputs
		d.Steps = append(d.Steps, step)
	}
	return d.Last()
}

// Common is how many steps from the first on are those of another derivation.
func (d Derivation) Common(other Derivation) int {
	n := 0
	for n < min(len(d.Steps), len(other.Steps)) && d.Steps[n].Name.String() == other.Steps[n].Name.String() && d.Steps[n].Formula == other.Steps[n].Formula &&
		d.Steps[n].Result.Cmp(other.Steps[n].Result) == 0 {
		n++
	}
	return n
}

// Last is the result of the last step, as an input.
func (d *Derivation) Last() Input {
	if len(d.Steps) == 0 {
		return Input{Value: new(big.Rat)}
	}
	return d.Steps[len(d.Steps)-1].input()
}

// input is the result of the step as an input of later ones.
func (s Step) input() Input {
	return Input{Name: s.Name, Value: s.Result, Unit: s.Unit, Step: s.Number}
}

// Check works every step out again and looks each input up; it is for whoever has a derivation from elsewhere.
func (d Derivation) Check() error {
	for i, step := range d.Steps {
		for _, input := range step.Inputs {
			switch {
			case input.Value == nil:
				return fmt.Errorf("step %d has an input without a value", step.Number)
			case input.Step < 0 || input.Step > i:
				return fmt.Errorf("step %d uses step %d, which is not before it", step.Number, input.Step)
			case input.Step > 0 && d.Steps[input.Step-1].Result.Cmp(input.Value) != 0:
				return fmt.Errorf("step %d uses step %d with another result", step.Number, input.Step)
			case input.Step == 0 && input.Place.Line == 0:
				return fmt.Errorf("step %d: nobody knows where %s is written", step.Number, input.Name)
			}
		}
		if step.Number != i+1 || step.compute().Cmp(step.Result) != 0 {
			return fmt.Errorf("step %d does not give its result", step.Number)
		}
	}
	return nil
}

// compute evaluates the formula.
func (s Step) compute() *big.Rat {
	at := func(i int) *big.Rat { return s.Inputs[i].Value }
	result := new(big.Rat).Set(at(0))
	switch s.Formula {
	case Total:
		for _, input := range s.Inputs[1:] {
			result.Add(result, input.Value)
		}
	case Product:
		result.Mul(result, at(1))
	case Quotient:
		result.Quo(result, at(1))
	case Raised:
		result.Mul(result, new(big.Rat).Add(one, at(1)))
	case Lowered:
		result.Mul(result, new(big.Rat).Sub(one, at(1)))
	case OnMargin:
		result.Quo(result, new(big.Rat).Sub(one, at(1)))
	case Respond:
		result.Mul(result, response(at(1), at(2), at(3)))
	case Stay:
		off := new(big.Rat).Sub(at(0), at(1))
		if off.Abs(off).Cmp(new(big.Rat).Mul(at(1), at(2))) < 0 {
			result.Set(at(1))
		}
	case AtLeast:
		result = greater(result, at(1))
	case AtMost:
		result = lesser(result, at(1))
	case Excess:
		result = greater(result.Sub(result, at(1)), new(big.Rat))
	case Rounds:
		result = s.Rounding.Round(result)
	case Packages:
		result.SetInt(ceiling(result.Quo(result, at(1))))
	}
	return result
}

// response is max(0, 1 + k(u-u0)/u0).
func response(k, u, u0 *big.Rat) *big.Rat {
	off := new(big.Rat).Sub(u, u0)
	off.Quo(off, u0)
	return greater(off.Mul(off, k).Add(off, one), new(big.Rat))
}

func greater(x, y *big.Rat) *big.Rat {
	if x.Cmp(y) >= 0 {
		return x
	}
	return y
}

func lesser(x, y *big.Rat) *big.Rat {
	if x.Cmp(y) <= 0 {
		return x
	}
	return y
}

// Text prints the steps, one a paragraph: its heading, its inputs, its outcome.
func (d Derivation) Text() string {
	var b strings.Builder
	for _, step := range d.Steps {
		b.WriteString(step.Heading() + "\n")
		for _, line := range step.Lines() {
			b.WriteString("     " + line + "\n")
		}
		b.WriteString("     → " + step.Outcome() + "\n")
	}
	return b.String()
}

// Heading is the number and the name of a step with its formula: "2. baseline = a / (1 - b)".
func (s Step) Heading() string {
	formula := string(s.Formula)
	if s.Formula == Rounds {
		formula = "a, rounded to " + s.Rounding.String()
	}
	return fmt.Sprintf("%d. %s = %s", s.Number, s.Name, formula)
}

// Lines are the inputs of a step, each with the place where it is written or the step from which it comes.
func (s Step) Lines() []string {
	var lines []string
	for i, input := range s.Inputs {
		equals, shown := "=", input.shown()
		if digits, near := strings.CutPrefix(shown, "≈ "); near {
			equals, shown = "≈", digits
		}
		lines = append(lines, fmt.Sprintf("%c %s %s  %s", 'a'+i%26, equals, shown, input.source()))
	}
	return lines
}

// Outcome is the result of a step with its unit: "1.84 EUR/hour".
func (s Step) Outcome() string { return strings.TrimSpace(s.Decimal() + " " + s.Unit) }

// Decimal is the result for people, with a sign before it where that is not all: "≈ 0.333333333". An amount has the decimals of its
// currency, as the price that follows from it.
func (s Step) Decimal() string { return decimal(s.Result, s.Unit) }

// Decimal is the input for people, as Decimal of a step; what is no amount as it is written.
func (i Input) Decimal() string {
	if i.Unit == "" {
		return i.shown()
	}
	return decimal(i.Value, i.Unit)
}

func decimal(value *big.Rat, unit string) string {
	if units, isCurrency := money.MinorUnits(unit); isCurrency {
		if needs, exact := value.FloatPrec(); exact && needs < units {
			return value.FloatString(units)
		}
	}
	return money.Near(value, readable)
}

// readable is how many decimals people read.
const readable = 9

func (i Input) shown() string {
	if i.Text != "" {
		return i.Text
	}
	return money.Near(i.Value, readable)
}

func (i Input) source() string {
	switch {
	case i.Step > 0:
		return fmt.Sprintf("%s, step %d", i.Name, i.Step)
	case len(i.Lines) == 2:
		return fmt.Sprintf("%s, %s:%d and 1 line more", i.Name, i.Place.Path, i.Place.Line)
	case len(i.Lines) > 1:
		return fmt.Sprintf("%s, %s:%d and %d lines more", i.Name, i.Place.Path, i.Place.Line, len(i.Lines)-1)
	case strings.HasPrefix(i.Place.Path, "--"): // an option of the command, which has no lines
		return fmt.Sprintf("%s, %s", i.Name, i.Place.Path)
	}
	return fmt.Sprintf("%s, %s:%d", i.Name, i.Place.Path, i.Place.Line)
}

// Explain adds the steps from a quantity to its charge in a currency, not rounded.
func (c Curve) Explain(d *Derivation, part Part, quantity Input, currency string) Input {
	billed := quantity
	if c.Included != nil {
		billed = d.Do(TermBilled.Of(), part.Unit, Excess, quantity, part.Included.In(TermIncluded))
	}
	var amounts []Input
	for i, slice := range c.Slices(billed.Value) {
		price, count := part.price(c, i, billed.Value).Counted(currency), billed
		switch c.Model {
		case "flat":
			amounts = append(amounts, price)
			continue
		case "package":
			count = d.Do(TermPackages.Of(), "", Packages, billed, part.Package.In(TermUnitsOfPackage))
		case "graduated":
			count = inTier(d, part, i, billed)
		}
		amounts = append(amounts, d.Do(TermChargeFor.Of(Detail{Kind: Number, Text: money.Text(slice.Quantity)}), currency, Product, count, price))
	}
	sum := Input{Name: TermNothingBilled.Of(), Value: new(big.Rat), Text: "0", Unit: currency, Place: part.Place}
	if len(amounts) > 0 {
		sum = d.Do(TermCharge.Of(), currency, Total, amounts...)
	}
	if c.Minimum != nil {
		sum = d.Do(TermWithMinimum.Of(), currency, AtLeast, sum, part.Minimum.In(TermMinimum).Counted(currency))
	}
	if c.Cap != nil {
		sum = d.Do(TermWithCap.Of(), currency, AtMost, sum, part.Cap.In(TermCap).Counted(currency))
	}
	return sum
}

// inTier counts the units of a slice: those up to the end of its tier, less those up to the end of the one before.
func inTier(d *Derivation, part Part, i int, billed Input) Input {
	count := billed
	if i < len(part.Tiers) && part.Tiers[i].UpTo.Given() {
		count = d.Do(TermUnitsUpToTier.Of(Tiered(i)), part.Unit, AtMost, billed, part.Tiers[i].UpTo.In(TermUpTo))
	}
	if i > 0 {
		count = d.Do(TermUnitsOfTier.Of(Tiered(i)), part.Unit, Excess, count, part.Tiers[i-1].UpTo.In(TermUpToBefore))
	}
	return count
}

// price is the figure behind the price of a slice.
func (p Part) price(c Curve, slice int, billed *big.Rat) Input {
	switch c.Model {
	case "graduated":
		return p.Tiers[slice].Price.In(TermPriceOfTier, Tiered(slice))
	case "volume":
		tier := c.tier(billed, false)
		return p.Tiers[tier].Price.In(TermPriceOfTier, Tiered(tier))
	}
	return p.Price.In(TermPrice)
}
