package site

import (
	"math"
	"strconv"
	"strings"

	"parley/internal/experiment"
	"parley/internal/workspace"
)

// verdicts are the words for what an experiment says.
var verdicts = map[experiment.Verdict]string{
	experiment.Waiting: "Nobody has looked yet", experiment.Unsound: "Cannot be judged", experiment.Early: "Nothing is decided yet",
	experiment.Differs: "The price makes a difference", experiment.Unshown: "No difference is shown", experiment.Ruled: "A rule for stopping is met",
}

// experiment says how far an experiment has got: as it was at the last look that counts, so that nobody who reads the page
// looks more often than that.
func (s *Site) experiment(index int, d *workspace.Document) *Experiment {
	trial, ok := s.workspace.Trial(d.Path)
	if !ok || trial.Findings.HasErrors() {
		return nil
	}
	design, ok := experiment.Plan(trial.Experiment)
	if !ok || trial.PlanDigest != "" && trial.PlanDigest != design.Digest {
		return nil
	}
	last := experiment.LastLook(trial.Experiment, trial.Results, s.options.Today)
	status, _ := experiment.Judge(trial.Experiment, trial.Results, last)
	t := teller{site: s, language: &s.languages[index], trial: trial, fields: s.fields(index, d), status: status}
	return t.tell(design)
}

// teller writes figures as a language does.
type teller struct {
	site     *Site
	language *language
	trial    *workspace.Trial
	fields   Node
	status   experiment.Status
}

func (t *teller) tell(design experiment.Design) *Experiment {
	x := &Experiment{
		Verdict: string(t.status.Verdict), Word: t.language.words.Say(verdicts[t.status.Verdict]),
		Says: t.phrases(t.status.Says), NotSays: t.phrases(t.status.NotSays), Day: t.day(t.status.Day), Next: t.day(t.status.Next),
		Days: design.Days, Length: design.Length, Power: t.percent(design.Power),
		Z: t.number(t.status.Z, 2), P: t.probability(t.status.P), Split: t.probability(t.status.Split.P), Broken: t.status.Split.Broken,
	}
	items := t.fields.Get("arms").Items
	low, high := 1.0, 0.0
	for _, arm := range t.status.Arms {
		low, high = min(low, arm.Interval.Low), max(high, arm.Interval.High)
	}
	low, high = math.Floor(low*20)/20, math.Ceil(high*20)/20 // to the next five points
	for i, arm := range t.status.Arms {
		shown := ExperimentArm{Title: items[i].Get("title").Text, Price: items[i].Get("price").Text.Text, Share: items[i].Get("share").Text.Text,
			Needs: t.count(arm.Needs), Offered: t.count(arm.Offered), Accepted: t.count(arm.Accepted), Rate: t.rangeOf(arm.Rate, arm.Interval, low, high, t.percent)}
		x.Arms = append(x.Arms, shown)
	}
	x.Scale = [2]string{t.language.Percent(plain(100*low, 0)), t.language.Percent(plain(100*high, 0))}
	if interval := t.status.Interval; interval != nil {
		low, high := math.Floor(min(interval.Low, 0)*20)/20, math.Ceil(max(interval.High, 0)*20)/20
		difference := t.rangeOf(t.status.Difference, *interval, low, high, t.points)
		x.Difference, x.DifferenceScale = &difference, [2]string{t.number(100*low, 0), t.number(100*high, 0)}
	}
	for _, look := range t.status.Looks {
		x.Looks = append(x.Looks, t.look(look))
	}
	for _, means := range t.status.Means {
		x.Means = append(x.Means, t.means(means))
	}
	return x
}

func (t *teller) look(look experiment.Look) ExperimentLook {
	shown := ExperimentLook{Day: t.day(look.Day), Planned: look.Planned, Fraction: t.percent(look.Fraction), Z: t.number(math.Abs(look.Z), 2), Crossed: look.Crossed}
	if look.Bound > 0 {
		shown.Bound = t.number(look.Bound, 2)
	}
	return shown
}

func (t *teller) means(m experiment.Means) ExperimentMeans {
	shown := ExperimentMeans{P: t.probability(m.P)}
	for _, item := range t.fields.Get("also").Items {
		if item.ID == m.ID {
			shown.Title = item.Get("id").Text
		}
	}
	for i := range m.Mean {
		shown.Mean[i], shown.Values[i] = t.number(m.Mean[i], 2), t.count(m.Values[i])
	}
	if m.Interval != nil {
		shown.Low, shown.High = t.number(m.Interval.Low, 2), t.number(m.Interval.High, 2)
	}
	return shown
}

// width is into how many parts the scale of a picture is divided.
const width = 1000

// rangeOf places a value and its interval on a scale.
func (t *teller) rangeOf(value float64, interval experiment.Interval, low, high float64, write func(float64) string) ExperimentRange {
	at := func(x float64) int {
		return min(max(int(math.Round((x-low)/(high-low)*width)), 0), width)
	}
	if high <= low {
		at = func(float64) int { return 0 }
	}
	return ExperimentRange{Value: write(value), Low: write(interval.Low), High: write(interval.High),
		From: at(interval.Low), To: at(interval.High), At: max(at(value)-4, 0), Past: min(at(value)+4, width), Zero: at(0)}
}

func (t *teller) phrases(phrases []experiment.Phrase) []string {
	var said []string
	for _, phrase := range phrases {
		args := make([]any, len(phrase.Args))
		for i, arg := range phrase.Args {
			args[i] = t.arg(arg)
		}
		said = append(said, t.language.words.Say(phrase.Message, args...))
	}
	return said
}

func (t *teller) arg(arg experiment.Arg) string {
	switch arg.Kind {
	case experiment.Price:
		text, _ := t.language.Money(arg.Text, arg.Unit)
		return text
	case experiment.Percent:
		return t.language.Percent(arg.Text)
	case experiment.Number:
		text, _ := t.language.Number(arg.Text)
		return text
	case experiment.Day:
		return t.day(arg.Text).Text
	}
	return arg.Text
}

func (t *teller) day(iso string) Day {
	if iso == "" {
		return Day{}
	}
	return t.site.day(t.language, iso)
}

func (t *teller) number(number float64, decimals int) string {
	text, _ := t.language.Number(plain(number, decimals))
	return text
}

func (t *teller) count(n int) string { return t.number(float64(n), 0) }

func (t *teller) percent(share float64) string { return t.language.Percent(plain(100*share, 1)) }

func (t *teller) points(share float64) string { return t.number(100*share, 1) }

// probability is a p-value, which may be said to be less than a number.
func (t *teller) probability(p float64) string {
	text := experiment.Probability(p)
	number, less := strings.CutPrefix(text, "<")
	written, _ := t.language.Number(number)
	if less {
		return "<\u00a0" + written
	}
	return written
}

// plain writes a number as locales read it, with no minus before a zero.
func plain(number float64, decimals int) string {
	text := strconv.FormatFloat(number, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}
