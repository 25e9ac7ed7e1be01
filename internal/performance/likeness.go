package performance

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// Pair is the text of a service, and what a person made of it, or approved as it was.
type Pair struct{ Machine, Approved string }

// orders is how long the longest sequences of characters are that chrF looks at.
const orders = 6

// tally is what one pair adds to the figures of all: summed over pairs before anything is divided, so that a long text counts
// for more than a short one.
type tally struct {
	changed, length      int         // characters
	machine, human, same [orders]int // sequences of one to six characters
}

func (t *tally) add(other *tally) {
	t.changed, t.length = t.changed+other.changed, t.length+other.length
	for n := range orders {
		t.machine[n], t.human[n], t.same[n] = t.machine[n]+other.machine[n], t.human[n]+other.human[n], t.same[n]+other.same[n]
	}
}

// tallyOf counts what a pair has in common.
func tallyOf(p Pair) tally {
	machine, human := []rune(p.Machine), []rune(p.Approved)
	t := tally{changed: distance(machine, human), length: max(len(machine), len(human))}
	machine, human = joined(p.Machine), joined(p.Approved)
	for n := range orders {
		t.machine[n], t.human[n] = max(0, len(machine)-n), max(0, len(human)-n)
		left := map[string]int{}
		for at := range t.human[n] {
			left[string(human[at:at+n+1])]++
		}
		for at := range t.machine[n] {
			if gram := string(machine[at : at+n+1]); left[gram] > 0 {
				left[gram]--
				t.same[n]++
			}
		}
	}
	return t
}

// joined is a text without its blanks.
func joined(text string) []rune {
	return []rune(strings.Join(strings.FieldsFunc(text, unicode.IsSpace), ""))
}

// share is which part of the characters somebody has changed: Levenshtein's distance by the length of the longer text.
func (t *tally) share() float64 {
	if t.length == 0 {
		return 0
	}
	return float64(t.changed) / float64(t.length)
}

// chrF2 compares by sequences of characters: Popović, "chrF: character n-gram F-score for automatic MT evaluation" (2015), with
// β = 2, precision and recall being means over the lengths that both texts have. From 0 to 1, which is equal.
func (t *tally) chrF2() float64 {
	var precision, recall float64
	lengths := 0
	for n := range orders {
		if t.machine[n] > 0 && t.human[n] > 0 {
			precision += float64(t.same[n]) / float64(t.machine[n])
			recall += float64(t.same[n]) / float64(t.human[n])
			lengths++
		}
	}
	if precision+recall == 0 {
		return 0
	}
	return 5 * precision * recall / (4*precision + recall) / float64(lengths)
}

// distance is how many characters have to be put in, taken out or exchanged to make one text of another (Levenshtein).
func distance(a, b []rune) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, other := range b {
			exchanged := diagonal
			if r != other {
				exchanged++
			}
			diagonal = row[j+1]
			row[j+1] = min(exchanged, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Estimate is a figure that other texts of the same kind would have given otherwise: in 19 of 20 such samples it would lie
// between Low and High (percentile bootstrap, 1000 samples drawn from the pairs).
type Estimate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// samples is how many samples an interval is drawn from.
const samples = 1000

// estimates are the share that was changed, and chrF2. The chance is the same each time, so that the same pairs give the same
// interval, whatever their order.
func estimates(tallies []tally) (changed, likeness Estimate) {
	slices.SortFunc(tallies, func(a, b tally) int {
		return slices.Compare(append([]int{a.changed, a.length}, a.same[:]...), append([]int{b.changed, b.length}, b.same[:]...))
	})
	whole := tally{}
	for i := range tallies {
		whole.add(&tallies[i])
	}
	random := rand.New(rand.NewPCG(20151, 7))
	shares, scores := make([]float64, samples), make([]float64, samples)
	for n := range samples {
		sample := tally{}
		for range tallies {
			sample.add(&tallies[random.IntN(len(tallies))])
		}
		shares[n], scores[n] = sample.share(), sample.chrF2()
	}
	return estimate(whole.share(), shares), estimate(whole.chrF2(), scores)
}

func estimate(value float64, drawn []float64) Estimate {
	slices.Sort(drawn)
	return Estimate{value, min(value, drawn[samples*25/1000]), max(value, drawn[samples*975/1000-1])}
}
