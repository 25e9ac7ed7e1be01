package experiment

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Phrase is a sentence with its arguments, which another room writes in the reader's language: the English sentence is the
// message by which catalogues know it.
type Phrase struct {
	Message string
	Args    []Arg
}

// Arg is an argument of a phrase, as a program writes it.
type Arg struct {
	Kind ArgKind
	Text string // "1.84", "38.2", "2026-10-05"
	Unit string // of a price, its currency
}

// ArgKind says how an argument is written for people.
type ArgKind string

// The kinds of arguments.
const (
	Price   ArgKind = "price"
	Percent ArgKind = "percent" // a number of hundredths
	Number  ArgKind = "number"
	Day     ArgKind = "day"
	Name    ArgKind = "name" // as it is
)

// The sentences. What has several arguments numbers them, so that a translation may put them in another order.
const (
	sayWaiting  = "Nobody has looked at the results yet. The first look is planned for %s."
	sayUnsound  = "The offers are not split as planned: %[1]s and %[2]s were made, where the shares are %[3]s and %[4]s. By chance alone this happens less than once in a thousand experiments, so nothing is concluded before the cause is known."
	sayEarly    = "The difference is not large enough to stop here: it is %[1]s standard errors wide, and would have to be %[2]s."
	sayTooEarly = "It is too early to decide anything: there are too few results."
	sayGoOn     = "Go on as planned; the next look is on %s."
	sayFewer    = "At %[1]s fewer offers are accepted than at %[2]s: %[3]s against %[4]s."
	sayMore     = "At %[1]s more offers are accepted than at %[2]s: %[3]s against %[4]s."
	sayCrossed  = "The bound for this look is crossed, so the experiment may end on %s."
	sayUnshown  = "The experiment does not show that the price makes a difference: at %[1]s, %[2]s of the offers are accepted, at %[3]s, %[4]s."
	sayInterval = "The difference lies between %[1]s and %[2]s percentage points. Such intervals are right in %[3]s of experiments, however often somebody looks."
	sayLarge    = "The %s percentage points of the hypothesis are shown: the whole interval lies there or beyond."
	saySmall    = "The %s percentage points of the hypothesis are ruled out: the whole interval lies nearer to zero, or on the other side of it."
	sayNeither  = "The %[1]s percentage points of the hypothesis are not shown, and not ruled out either: anything between %[2]s and %[3]s is compatible with the results."
	sayRule     = "A rule for stopping is met (%s): end the experiment."
	sayShort    = "The experiment ended with %[1]s of the %[2]s offers that it was meant to have, so it may have missed a difference that matters."

	notTheEnd   = "What the end will show: as long as the bound is not crossed, nothing is known either way."
	notNone     = "That there is no difference: anything within the interval fits the results."
	notSoLarge  = "That the difference is as large as it looks now: experiments that end early overstate it. Plan with the end of the interval that is nearer to zero."
	notEarned   = "Which price earns more: an offer less can be made good by what the others bring. That depends on costs and volumes, which were not looked at."
	notOthers   = "How other parts, other price lists or other times would behave."
	notMeasures = "Anything certain about what was looked at beside: it decides nothing, and its probabilities are not corrected for looking often."
	notPeeked   = "That looking was free. Looks that were not planned: %s. Each has used up a part of the error, so the bounds are stricter than they were meant to be, and that is enough only if nobody chose those days because of what the results showed."
	notCause    = "Which of the two prices is better: whatever spoils the split also spoils the comparison."
	notRule     = "That the prices differ: a rule for stopping protects customers and proves nothing."
)

// Messages lists all sentences, for checking that an interface can say them in every language.
func Messages() []string {
	return []string{sayWaiting, sayUnsound, sayEarly, sayTooEarly, sayGoOn, sayFewer, sayMore, sayCrossed, sayUnshown, sayInterval, sayLarge, saySmall, sayNeither, sayRule, sayShort,
		notTheEnd, notNone, notSoLarge, notEarned, notOthers, notMeasures, notPeeked, notCause, notRule}
}

// say puts the verdict into words.
func (j *judging) say() {
	s := &j.status
	first, second := j.price(0), j.price(1)
	rates := []Arg{percentOf(s.Arms[0].Rate), percentOf(s.Arms[1].Rate)}
	switch s.Verdict {
	case Waiting:
		if s.Next != "" {
			s.Says = []Phrase{{sayWaiting, []Arg{{Day, s.Next, ""}}}}
		}
		return
	case Unsound:
		s.Says = []Phrase{{sayUnsound, []Arg{count(s.Arms[0].Offered), count(s.Arms[1].Offered), {Percent, percent(float(j.e.Arms[0].Share)), ""}, {Percent, percent(float(j.e.Arms[1].Share)), ""}}}}
		s.NotSays = []Phrase{{Message: notCause}}
		return
	case Early:
		s.Says = j.sayEarly()
		s.NotSays = []Phrase{{Message: notTheEnd}}
	case Differs:
		message := sayFewer
		if s.Difference > 0 {
			message = sayMore
		}
		s.Says = []Phrase{{message, []Arg{second, first, rates[1], rates[0]}}}
		if !s.Final {
			s.Says = append(s.Says, Phrase{sayCrossed, []Arg{{Day, s.Day, ""}}})
			s.NotSays = []Phrase{{Message: notSoLarge}}
		}
	case Unshown:
		s.Says = []Phrase{{sayUnshown, []Arg{first, rates[0], second, rates[1]}}}
		s.NotSays = []Phrase{{Message: notNone}}
	case Ruled:
		s.Says = []Phrase{{sayRule, []Arg{{Name, s.Rule, ""}}}}
		s.NotSays = []Phrase{{Message: notRule}}
	}
	j.sayMore()
}

func (j *judging) sayEarly() []Phrase {
	s := &j.status
	says := []Phrase{{Message: sayTooEarly}}
	if last := s.Looks[len(s.Looks)-1]; last.Bound > 0 {
		says = []Phrase{{sayEarly, []Arg{decimal(math.Abs(last.Z), 2), decimal(last.Bound, 2)}}}
	}
	if s.Next != "" {
		says = append(says, Phrase{sayGoOn, []Arg{{Day, s.Next, ""}}})
	}
	return says
}

// sayMore says what holds whatever the verdict.
func (j *judging) sayMore() {
	s := &j.status
	if s.Interval != nil && s.Verdict != Ruled {
		s.Says = append(s.Says, Phrase{sayInterval, []Arg{decimal(100*s.Interval.Low, 1), decimal(100*s.Interval.High, 1), {Percent, percent(1 - j.e.Alpha), ""}}}, j.sayEffect(*s.Interval))
	}
	made, meant := s.Arms[0].Offered+s.Arms[1].Offered, s.Arms[0].Needs+s.Arms[1].Needs
	if s.Verdict == Unshown && made < meant {
		s.Says = append(s.Says, Phrase{sayShort, []Arg{count(made), count(meant)}})
	}
	s.NotSays = append(s.NotSays, Phrase{Message: notEarned}, Phrase{Message: notOthers})
	if len(s.Means) > 0 {
		s.NotSays = append(s.NotSays, Phrase{Message: notMeasures})
	}
	if s.Unplanned > 0 {
		s.NotSays = append(s.NotSays, Phrase{notPeeked, []Arg{count(s.Unplanned)}})
	}
}

// sayEffect says whether the difference that the experiment was planned to find is shown, ruled out, or neither.
func (j *judging) sayEffect(interval Interval) Phrase {
	low, high, effect := interval.Low, interval.High, j.e.Effect
	points := Arg{Number, percent(effect), ""}
	if effect < 0 {
		low, high, effect = -high, -low, -effect
	}
	switch {
	case low >= effect:
		return Phrase{sayLarge, []Arg{points}}
	case high < effect:
		return Phrase{saySmall, []Arg{points}}
	}
	return Phrase{sayNeither, []Arg{points, decimal(100*interval.Low, 1), decimal(100*interval.High, 1)}}
}

func (j *judging) price(i int) Arg { return Arg{Price, j.e.Arms[i].Price, j.e.Currency} }

func percentOf(share float64) Arg { return Arg{Percent, rounded(100*share, 1), ""} }

func count(n int) Arg { return Arg{Number, strconv.Itoa(n), ""} }

func decimal(number float64, decimals int) Arg { return Arg{Number, rounded(number, decimals), ""} }

// rounded writes a number with so many decimals, and no minus before a zero.
func rounded(number float64, decimals int) string {
	text := strconv.FormatFloat(number, 'f', decimals, 64)
	if zero := strconv.FormatFloat(0, 'f', decimals, 64); text == "-"+zero {
		return zero
	}
	return text
}

// percent writes a share as hundredths with as many of two decimals as it has.
func percent(share float64) string {
	return strconv.FormatFloat(math.Round(share*1e4)/1e2, 'f', -1, 64)
}

// Probability writes a p-value for people; what is smaller than can be relied on is not written out.
func Probability(p float64) string {
	if p < .0001 {
		return "<0.0001"
	}
	return strconv.FormatFloat(p, 'f', 4, 64)
}

// English is the sentence with its arguments.
func (p Phrase) English() string {
	args := make([]any, len(p.Args))
	for i, arg := range p.Args {
		args[i] = arg.english()
	}
	if len(args) == 0 {
		return p.Message
	}
	return fmt.Sprintf(p.Message, args...)
}

func (a Arg) english() string {
	switch a.Kind {
	case Price:
		return a.Text + " " + a.Unit
	case Percent:
		return a.Text + "%"
	case Day:
		return dayOf(a.Text).Format("2 January 2006")
	}
	return a.Text
}

// MarshalJSON gives the sentence, and what is needed to say it in another language.
func (p Phrase) MarshalJSON() ([]byte, error) {
	args := []string{}
	for _, arg := range p.Args {
		args = append(args, arg.Text)
	}
	return json.Marshal(struct {
		Text    string   `json:"text"`
		Message string   `json:"message"`
		Args    []string `json:"args"`
	}{p.English(), p.Message, args})
}
