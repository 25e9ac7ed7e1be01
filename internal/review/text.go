package review

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/internal/kind"
	"parley/internal/locale"
	"parley/internal/metric"
)

// few is how many of the best and of the worst are told; the tables have all.
const few = 3

// body writes the text around the figures. What only people can say is marked.
func body(quarter string, facts []fact, title func(by, id string) string) string {
	var out strings.Builder
	section := func(heading string, blocks ...string) {
		out.WriteString("## " + heading + "\n\n")
		for _, block := range blocks {
			if block != "" {
				out.WriteString(block + "\n\n")
			}
		}
	}
	three := func(what string) string {
		return fmt.Sprintf("1. %[1]s: %[2]s\n2. %[1]s: %[2]s\n3. %[1]s: %[2]s", kind.Placeholder, what)
	}
	section("Summary for executives", met(facts), steps(facts), misses(facts), kind.Placeholder+": what this means, and what you ask of whom.")
	section("What changed", changes(facts, quarter, title)+"- "+kind.Placeholder+": what came, what ended, and why.")
	section("Three successes", three("what went well, and why."))
	section("Three failures", three("what went wrong, and what you learnt from it."))
	section("Where we missed the target", missed(facts))
	section("What we decided", "- "+kind.Placeholder+": what was decided, with a link to the decision.")
	return out.String()
}

// summary says in one line how many targets were met.
func summary(facts []fact) string {
	yes, no := judged(facts, "yes"), judged(facts, "no")
	if len(yes)+len(no) == 0 {
		return fmt.Sprintf("The quarter in %s.", some(len(facts), "figure"))
	}
	return sentence("%s of %s %s met, and %s %s missed.", counted(len(yes)), some(len(yes)+len(no), "target"), were(len(yes)), counted(len(no)), were(len(no)))
}

func were(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

func judged(facts []fact, met string) []fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f fact) bool { return f.met != met })
}

// met counts how many have met their target, and how many are better than before.
func met(facts []fact) string {
	var said []string
	if yes, no := len(judged(facts, "yes")), len(judged(facts, "no")); yes+no > 0 {
		said = append(said, sentence("%s with a target for this quarter: %s met it, and %s missed it.", some(yes+no, "measure"), counted(yes), counted(no)))
	}
	var signs [3]int
	for _, f := range facts {
		if f.step != nil {
			signs[f.step.Sign()+1]++
		}
	}
	var groups []string
	for i, word := range []string{"better", "the same", "worse"} {
		if n := signs[2-i]; n == 1 {
			groups = append(groups, "one is "+word)
		} else if n > 1 {
			groups = append(groups, counted(n)+" are "+word)
		}
	}
	if len(groups) > 0 {
		said = append(said, "Compared with the quarter before, "+english.List(groups)+".")
	}
	return strings.Join(said, " ")
}

// steps tells the greatest improvements, as shares of what was before.
func steps(facts []fact) string {
	better := sorted(facts, func(f fact) *big.Rat { return f.step })
	if len(better) == 0 {
		return ""
	}
	said := []string{"What improved most:"}
	for _, f := range better[:min(few, len(better))] {
		said = append(said, f.went())
	}
	return strings.Join(said, " ")
}

// sorted are the facts of which something is greater than nothing, the greatest first.
func sorted(facts []fact, of func(fact) *big.Rat) []fact {
	kept := slices.DeleteFunc(slices.Clone(facts), func(f fact) bool { return of(f) == nil || of(f).Sign() <= 0 })
	slices.SortStableFunc(kept, func(a, b fact) int { return of(b).Cmp(of(a)) })
	return kept
}

// misses tells by how much the targets were missed that were missed by most.
func misses(facts []fact) string {
	far := sorted(facts, func(f fact) *big.Rat { return f.miss })
	if len(far) == 0 {
		return ""
	}
	said := []string{"What is furthest from its target:"}
	for _, f := range far[:min(few, len(far))] {
		more := "more"
		if share(f.Value, f.Target).Sign() < 0 {
			more = "less"
		}
		said = append(said, fmt.Sprintf("%s came to %s, which is %s %s than the target of %s.", plain(f.Title), f.say(f.Value), f.distance(), more, f.say(f.Target)))
	}
	return strings.Join(said, " ")
}

// changes lists what is better, worse and the same, and then the parts of what is told apart.
func changes(facts []fact, quarter string, title func(by, id string) string) string {
	var out strings.Builder
	for _, group := range []struct {
		name string
		sign int
	}{{"Better", 1}, {"Worse", -1}} {
		all := sorted(facts, func(f fact) *big.Rat {
			if f.step == nil {
				return nil
			}
			return new(big.Rat).Mul(f.step, big.NewRat(int64(group.sign), 1))
		})
		var said []string
		for _, f := range all {
			said = append(said, f.went())
		}
		if len(said) > 0 {
			fmt.Fprintf(&out, "- **%s.** %s\n", group.name, strings.Join(said, " "))
		}
	}
	for _, f := range facts {
		for _, by := range f.Breakdown {
			var parts []string
			for _, id := range f.Segments(by) {
				part := f.Freeze(metric.Filter{}.With(by, id), quarter)
				if said := plain(title(by, id)) + " " + f.say(part.Value); part.Value != "" && part.Before != "" {
					parts = append(parts, said+" after "+f.say(part.Before))
				} else if part.Value != "" {
					parts = append(parts, said)
				}
			}
			if len(parts) > 0 {
				fmt.Fprintf(&out, "- **%s by %s.** %s.\n", plain(f.Title), by, strings.Join(parts, "; "))
			}
		}
	}
	return out.String()
}

// missed is the table of the targets that were missed, in the order of the figures.
func missed(facts []fact) string {
	no := judged(facts, "no")
	switch {
	case len(no)+len(judged(facts, "yes")) == 0:
		return "Nothing had a target for this quarter."
	case len(no) == 0:
		return "No target was missed."
	}
	rows := []string{"| Indicator | Target | Reached | Cause | What we do |", "|---|---|---|---|---|"}
	for _, f := range no {
		rows = append(rows, fmt.Sprintf("| %s | %s | %s | %s | %s |", plain(f.Title), f.say(f.Target), f.say(f.Value), kind.Placeholder, kind.Placeholder))
	}
	return strings.Join(rows, "\n")
}

func (f fact) went() string {
	return fmt.Sprintf("%s went from %s to %s.", plain(f.Title), f.say(f.Before), f.say(f.Value))
}

// distance is how far a value is from its target, as both are shown.
func (f fact) distance() string {
	x, _ := new(big.Rat).SetString(f.Value)
	y, _ := new(big.Rat).SetString(f.Target)
	far := f.Shown(x.Abs(x.Sub(x, y)))
	if f.Unit == "percent" {
		return number(far) + " points"
	}
	return f.say(far)
}

var english, _ = locale.For("en")

// say writes a decimal with the unit of the measure. Whole amounts of money go without their decimals.
func (f fact) say(decimal string) string {
	switch f.Unit {
	case "percent":
		return english.Percent(decimal)
	case "currency":
		whole, cents, _ := strings.Cut(decimal, ".")
		if strings.Trim(cents, "0") == "" {
			decimal = whole
		}
		text, _ := english.Money(decimal, f.Currency)
		return text
	case "days", "hours":
		if decimal == "1" {
			return "1 " + strings.TrimSuffix(f.Unit, "s")
		}
		return number(decimal) + " " + f.Unit
	}
	return number(decimal)
}

func number(decimal string) string {
	text, _ := english.Number(decimal)
	return text
}

// counted writes small numbers in words.
func counted(n int) string {
	words := strings.Fields("none one two three four five six seven eight nine ten eleven twelve")
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

func some(n int, noun string) string {
	if n == 1 {
		return "one " + noun
	}
	return counted(n) + " " + noun + "s"
}

// sentence begins with a capital letter.
func sentence(format string, args ...any) string {
	text := fmt.Sprintf(format, args...)
	return strings.ToUpper(text[:1]) + text[1:]
}

// plain is a title as Markdown that shows it as it is, also within a table.
func plain(title string) string { return escape.Replace(title) }

var escape = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "|", `\|`)
