package pricing

import (
	"fmt"
	"strconv"
)

// Name is what a step or an input is called: a term, and what that speaks of. Whoever shows it in another language translates
// the term and writes each detail by its kind; String is the name in English.
type Name struct {
	Term    Term
	Details []Detail // as many as the term has places
}

// Detail is something that a name speaks of.
type Detail struct {
	Kind DetailKind
	Text string // as a file or a program has it; empty where Name is given
	Name *Name  // of Named
}

// DetailKind says how a detail is written for people.
type DetailKind string

// The kinds of details.
const (
	Own      DetailKind = "own"      // what others call it, as it is: a charge of an invoice
	Month    DetailKind = "month"    // 2026-07
	Currency DetailKind = "currency" // the three letters
	Unit     DetailKind = "unit"     // of a cost: hour
	Passage  DetailKind = "passage"  // of the price list, which may have a translation
	Number   DetailKind = "number"   // a decimal
	Named    DetailKind = "named"    // the name of something else
)

// Term is a phrase by which steps and inputs are called.
type Term uint8

// The terms: of costs, of rates, of prices, of bounds, of charges.
const (
	_ Term = iota
	TermInMonth
	TermQuantityInMonth
	TermAmountOf
	TermQuantityOf
	TermOneUnitOf
	TermShareOf
	TermShare
	TermSpread
	TermUse
	TermForOne
	TermCostOfOne
	TermBuffer
	TermBuffered
	TermConverted

	TermCostOfPackage
	TermUnitsOfPackage
	TermLeastNet
	TermMarginFloor
	TermLeastBeforeLargest
	TermLargestDiscount
	TermLeastBefore
	TermDiscount
	TermMargin
	TermMarkup
	TermBaseline
	TermToThroughput
	TermThroughputStrength
	TermThroughputMeasured
	TermThroughputTarget
	TermToDemand
	TermDemandStrength
	TermDemandMeasured
	TermDemandTarget
	TermReleased
	TermBand
	TermHardly
	TermRounded
	TermPriceOfTier
	TermDiscountOfTier

	TermStep
	TermLeastOfStep
	TermMostOfStep
	TermLeastRounded
	TermMostRounded
	TermFloor
	TermCap
	TermFloorRounded
	TermCapRounded
	TermNotBelow
	TermNotAbove
	TermAtLeastFloor
	TermAtLeastMarginFloor
	TermAtMostCap

	TermQuantity
	TermIncluded
	TermBilled
	TermPackages
	TermPrice
	TermChargeFor
	TermNothingBilled
	TermCharge
	TermMinimum
	TermWithMinimum
	TermWithCap
	TermUpTo
	TermUpToBefore
	TermUnitsUpToTier
	TermUnitsOfTier
	TermChargeRounded
	TermLess
	TermNetRounded

	terms // how many there are, with the zero Term
)

var phrases = [terms]string{
	TermInMonth:         "%[1]s in %[2]s",
	TermQuantityInMonth: "quantity in %[1]s",
	TermAmountOf:        "amount of %[1]s",
	TermQuantityOf:      "quantity of %[1]s",
	TermOneUnitOf:       "one unit of %[1]s",
	TermShareOf:         "share of %[1]s",
	TermShare:           "share",
	TermSpread:          "units over which it is spread",
	TermUse:             "use",
	TermForOne:          "%[1]s for one %[2]s",
	TermCostOfOne:       "cost of one %[1]s",
	TermBuffer:          "budget buffer",
	TermBuffered:        "cost with the budget buffer",
	TermConverted:       "%[1]s in %[2]s",

	TermCostOfPackage:      "cost of a package",
	TermUnitsOfPackage:     "units of a package",
	TermLeastNet:           "least net price",
	TermMarginFloor:        "margin floor",
	TermLeastBeforeLargest: "least price before the largest discount",
	TermLargestDiscount:    "largest discount",
	TermLeastBefore:        "least price before %[1]s",
	TermDiscount:           "discount %[1]s",
	TermMargin:             "margin",
	TermMarkup:             "markup",
	TermBaseline:           "baseline",
	TermToThroughput:       "adjusted to throughput",
	TermThroughputStrength: "strength of throughput",
	TermThroughputMeasured: "measured throughput",
	TermThroughputTarget:   "target of throughput",
	TermToDemand:           "adjusted to demand",
	TermDemandStrength:     "strength of demand",
	TermDemandMeasured:     "measured demand",
	TermDemandTarget:       "target of demand",
	TermReleased:           "price of the last release",
	TermBand:               "band",
	TermHardly:             "unless it hardly changes",
	TermRounded:            "rounded",
	TermPriceOfTier:        "price of tier %[1]s",
	TermDiscountOfTier:     "discount of the tier",

	TermStep:               "step",
	TermLeastOfStep:        "least that the step allows",
	TermMostOfStep:         "most that the step allows",
	TermLeastRounded:       "least, rounded inwards",
	TermMostRounded:        "most, rounded inwards",
	TermFloor:              "floor",
	TermCap:                "cap",
	TermFloorRounded:       "floor, rounded inwards",
	TermCapRounded:         "cap, rounded inwards",
	TermNotBelow:           "not below it",
	TermNotAbove:           "not above it",
	TermAtLeastFloor:       "at least the floor",
	TermAtLeastMarginFloor: "at least the margin floor",
	TermAtMostCap:          "at most the cap",

	TermQuantity:      "quantity",
	TermIncluded:      "included",
	TermBilled:        "billed units",
	TermPackages:      "packages",
	TermPrice:         "price",
	TermChargeFor:     "charge for %[1]s",
	TermNothingBilled: "nothing is billed",
	TermCharge:        "charge",
	TermMinimum:       "minimum",
	TermWithMinimum:   "with the minimum",
	TermWithCap:       "with the cap",
	TermUpTo:          "up_to",
	TermUpToBefore:    "up_to of the tier before",
	TermUnitsUpToTier: "units up to tier %[1]s",
	TermUnitsOfTier:   "units of tier %[1]s",
	TermChargeRounded: "charge, rounded",
	TermLess:          "less %[1]s",
	TermNetRounded:    "net charge, rounded",
}

// Vocabulary lists all terms, for checking that an interface can say each in every language.
func Vocabulary() []Term {
	all := make([]Term, 0, terms-1)
	for term := Term(1); term < terms; term++ {
		all = append(all, term)
	}
	return all
}

// Phrase is the term in English, with %[1]s and %[2]s in the places of its details.
func (t Term) Phrase() string { return phrases[t] }

// Of is the name that the term makes of details.
func (t Term) Of(details ...Detail) Name { return Name{t, details} }

// Tiered is the number of a tier, of which the first is 0 in a list and 1 for people.
func Tiered(tier int) Detail { return Detail{Kind: Number, Text: strconv.Itoa(tier + 1)} }

// String is the name in English.
func (n Name) String() string {
	if len(n.Details) == 0 {
		return n.Term.Phrase()
	}
	texts := make([]any, len(n.Details))
	for i, detail := range n.Details {
		if texts[i] = detail.Text; detail.Name != nil {
			texts[i] = detail.Name.String()
		}
	}
	return fmt.Sprintf(n.Term.Phrase(), texts...)
}
