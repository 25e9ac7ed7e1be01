package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
	"parley/internal/doc"
)

// sample is the document of an experiment that can work: 300 offers a week for ten weeks, of which it needs eight.
const sample = `status: running
hypothesis: Fewer offers are accepted.
asked_by: mara
list: emea-eur-gold
sku: HOUR
currency: EUR
start: "2026-01-05"
until: "2026-03-15"
arms:
  - {id: list, title: Price of the list, price: "1.84", share: "50%"}
  - {id: higher, title: Higher price, price: "1.98", share: "50%"}
offer: A quotation.
acceptance: It is signed.
also:
  - {id: utilisation, text: Hours used.}
base_rate: "40%"
minimum_effect: "-6%"
alpha: "5%"
power: "80%"
looks: ["2026-02-01", "2026-02-22"]
traffic: "300"
stop:
  - {id: few, text: Too few., arm: higher, below: "20%", after: "100"}
`

func read(t testing.TB, text string) Experiment {
	t.Helper()
	d, findings := doc.Read("pricing/experiments/x.yaml", []byte(text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return Read(d, "x")
}

// with is the sample with some of its text replaced.
func with(t testing.TB, pairs ...string) Experiment {
	t.Helper()
	text := sample
	for i := 0; i < len(pairs); i += 2 {
		if strings.Count(text, pairs[i]) != 1 {
			t.Fatalf("%q is not in the sample once", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return read(t, text)
}

func TestTheDigestBindsThePlanAndNothingElse(t *testing.T) {
	digest := read(t, sample).Digest()
	for _, same := range [][]string{
		{"status: running", "status: finished"}, {"Price of the list", "Old price"}, {"hypothesis: Fewer offers are", "hypothesis: |-\n  Fewer offers\n  are"},
		{"status: running\n", ""}, {"currency: EUR\n", "currency: 'EUR'\nspending: late\n"}, {"asked_by: mara\nlist: emea-eur-gold", "list: emea-eur-gold\nasked_by: mara"},
		{"traffic:", "result: Found.\nlooked: [{\"on\": \"2026-01-20\", by: mara}]\nplan_digest: x\ntraffic:"},
	} {
		if with(t, same...).Digest() != digest {
			t.Errorf("%q changes the digest", same[1])
		}
	}
	seen := map[string]string{digest: "the sample"}
	for _, other := range [][]string{
		{"Fewer", "More"}, {"by: mara", "by: emre"}, {"list: emea", "list: amer"}, {"HOUR", "DAY"}, {"EUR", "USD"}, {`"2026-01-05"`, `"2026-01-06"`}, {"03-15", "03-16"},
		{"id: list", "id: old"}, {"1.98", "1.99"}, {`"1.98", share: "50%"`, `"1.98", share: "40%"`}, {"A quotation", "An offer"}, {"It is signed", "It is paid"},
		{"Hours used", "Hours paid"}, {"40%", "41%"}, {"-6%", "-7%"}, {`"5%"`, `"4%"`}, {"80%", "90%"}, {"02-22", "02-23"}, {`, "2026-02-22"`, ""},
		{`"300"`, `"301"`}, {"Too few", "Too many"}, {"below: \"20%\"", "below: \"21%\""}, {`"100"`, `"101"`}, {"traffic:", "spending: evenly\ntraffic:"},
		{"also:\n  - {id: utilisation, text: Hours used.}\n", ""},
	} {
		got := with(t, other...).Digest()
		if before, taken := seen[got]; taken {
			t.Errorf("%q has the digest of %s", other[1], before)
		}
		seen[got] = other[1]
	}
}

// found writes findings as a table of tests has them.
func found(findings diag.List) string {
	var all []string
	for _, f := range findings {
		all = append(all, fmt.Sprintf("%d:%d %s: %s", f.Line, f.Col, f.Code, f.Message))
	}
	return strings.Join(all, "\n")
}

func TestPlansThatCannotWork(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{`"1.98", share: "50%"`, `"1.98", share: "40%"`, "11:61 experiment/design: the shares of the offers add up to 90%"},
		{`"1.98"`, `"1.840"`, "11:46 experiment/design: both arms have the price 1.840"},
		{`"-6%"`, `"-40%"`, "17:17 experiment/design: with a difference of -40 points, 0% of the offers would be accepted"},
		{`"-6%"`, `"0%"`, "17:17 experiment/design: with a difference of 0 points, 40% of the offers would be accepted"},
		{`base_rate: "40%"`, `base_rate: "0%"`, "16:12 experiment/design: a rate of 0% leaves nothing to compare"},
		{`"5%"`, `"30%"`, "18:8 experiment/design: an experiment that is wrong in 30% of cases decides nothing"},
		{`"5%"`, `"0%"`, "18:8 experiment/design: an experiment that is never wrong would take offers without end"},
		{`"80%"`, `"0%"`, "19:8 experiment/design: an experiment that would miss the difference in 100% of cases is not worth making"},
		{"alpha: \"5%\"\npower: \"80%\"", "alpha: \"0%\"\npower: \"0.0%\"", "18:8 experiment/design: an experiment that is never wrong would take offers without end\n" +
			"19:8 experiment/design: an experiment that would miss the difference in 100% of cases is not worth making"},
		{"alpha: \"5%\"\npower: \"80%\"", "alpha: \"-5%\"\npower: \"20%\"", "19:8 experiment/design: an experiment that would miss the difference in 80% of cases is not worth making"},
		{`"80%"`, `"45%"`, "19:8 experiment/design: an experiment that would miss the difference in 55% of cases is not worth making"},
		{"2026-03-15", "2026-01-04", "8:8 experiment/design: the experiment ends before it begins"},
		{"2026-03-15", "2028-03-15", "8:8 experiment/design: the experiment takes 801 days; after two years it compares two times rather than two prices"},
		{`"2026-02-01", "2026-02-22"`, `"2026-02-22", "2026-02-01"`, "20:23 experiment/design: 2026-02-01 is not after 2026-02-22"},
		{`"2026-02-01"`, `"2026-01-04"`, "20:9 experiment/design: nobody can look on 2026-01-04: the experiment goes from 2026-01-05 to 2026-03-15"},
		{`, "2026-02-22"`, `, "2026-03-15"`, "20:23 experiment/design: nobody can look on 2026-03-15: the experiment goes from 2026-01-05 to 2026-03-15"},
		{`, after: "100"`, ``, "23:10 experiment/design: this rule has not all of arm:, below: and after:"},
		{"arm: higher", "arm: hihger", "23:36 experiment/design: there is no arm \"hihger\""},
		{`"-6%"`, `"-0.000001%"`, "17:17 experiment/design: to find so small a difference takes more than a thousand million offers"},
		{`"300"`, `"30"`, "8:8 experiment/short: the plan needs 2062 offers, for which 30 a week take 482 days; it has 70"},
	} {
		e := read(t, strings.Replace(strings.Replace(sample, "running", "planned", 1), c.old, c.new, 1))
		got := found(e.design())
		if got != c.want {
			t.Errorf("%q: %s\nwant %s", c.new, got, c.want)
		}
		if e.Sound() != (c.want == "" || strings.Contains(c.want, "short")) {
			t.Errorf("%q: sound is %v", c.new, e.Sound())
		}
	}
}

// TestWhatTheSchemaRefusesIsNotJudged holds for fields that are missing or nonsense: the schema has reported them.
func TestWhatTheSchemaRefusesIsNotJudged(t *testing.T) {
	for line := range strings.Lines(sample) {
		key, _, _ := strings.Cut(line, ":")
		if strings.HasPrefix(line, " ") || strings.HasSuffix(line, ":\n") {
			continue
		}
		for _, nonsense := range []string{"", key + ": nonsense\n", key + ": []\n", key + ": {a: 1}\n", key + ": \"9999999999999999999%\"\n"} {
			e := read(t, strings.Replace(sample, line, nonsense, 1))
			if design, ok := Plan(e); ok && (design.Needs[0] <= 0 || math.IsNaN(design.Power)) {
				t.Errorf("%q gives %+v", nonsense, design)
			}
			e.Check()
			Judge(e, Results{}, "2026-02-01")
		}
	}
}

func TestAPlanIsBoundFromItsStart(t *testing.T) {
	digest := read(t, sample).Digest()
	for _, c := range []struct{ status, bound, message, hint string }{
		{"planned", "", "", ""},
		{"planned", digest, "", ""},
		{"running", digest, "", ""},
		{"nonsense", "", "", ""},
		{"running", "sha256:00", "", ""}, // the schema says that it is none
		{"planned", "sha256:" + strings.Repeat("0", 64), "the plan is not the one that this digest binds", "it has not started"},
		{"running", "", "this experiment is running, and nothing binds its plan", digest},
		{"finished", "", "this experiment is finished, and nothing binds its plan", digest},
		{"stopped", "sha256:" + strings.Repeat("0", 64), "the plan has been changed since the experiment started", "git log -S sha256:00"},
	} {
		findings := with(t, "status: running", "status: "+c.status+"\nplan_digest: \""+c.bound+"\"").binding()
		if c.message == "" {
			if len(findings) > 0 {
				t.Errorf("%+v: %v", c, findings)
			}
			continue
		}
		if len(findings) != 1 || findings[0].Message != c.message || !strings.Contains(findings[0].Hint, c.hint) {
			t.Errorf("%+v: %+v", c, findings)
		}
	}
}

func TestLooksThatDoNotCount(t *testing.T) {
	e := with(t, "traffic:", `looked:
  - {"on": "2026-01-20", by: mara}
  - {"on": "2026-01-20", by: emre}
  - {"on": "2026-02-01", by: mara}
  - {"on": "2026-03-15", by: mara}
  - {"on": "2025-12-31", by: mara}
traffic:`)
	want := `23:12 experiment/look: the look on 2026-01-20 is counted already
24:12 experiment/look: the look on 2026-02-01 is counted already
25:12 experiment/look: on 2026-03-15 the experiment was not running
26:12 experiment/look: on 2025-12-31 the experiment was not running`
	if diff := cmp.Diff(want, found(e.looked())); diff != "" {
		t.Error(diff)
	}
}

func TestWhatAPlanNeeds(t *testing.T) {
	design, ok := Plan(read(t, sample))
	if !ok {
		t.Fatal("no plan")
	}
	if design.Unlooked != [2]int{1016, 1016} || design.Needs != [2]int{1031, 1031} || design.Days != 49 || design.Length != 70 || design.Expected != 3000 {
		t.Errorf("%+v", design)
	}
	if len(design.Looks) != 3 || design.Looks[2].Day != "2026-03-15" || design.Looks[0].Fraction != .4 || design.Looks[2].Spent != .05 {
		t.Errorf("looks %+v", design.Looks)
	}
	if design.Power < .91 || design.Power > .93 { // of powerAt for 1,500 offers at each price, less a little for the looks
		t.Errorf("power %v", design.Power)
	}
	uneven, _ := Plan(with(t, `"1.84", share: "50%"`, `"1.84", share: "80%"`, `"1.98", share: "50%"`, `"1.98", share: "20%"`))
	if ratio := float64(uneven.Needs[0]) / float64(uneven.Needs[1]); math.Abs(ratio-4) > .01 || uneven.Needs[0]+uneven.Needs[1] <= 2062 {
		t.Errorf("at 80%% to 20%%: %v", uneven.Needs)
	}
}

const head = "day,arm,offered,accepted,utilisation_n,utilisation_sum,utilisation_squares\n"

func TestResultsAreReadStrictly(t *testing.T) {
	e := read(t, sample)
	for _, c := range []struct{ text, want, hint string }{
		{head + "2026-01-05,list,10,4,2,1.5,1.25\n2026-01-05,higher,0,0,0,0,0\n", "", ""},
		{"\ufeff" + strings.ReplaceAll(head+"2026-01-05,list,10,4,0,0,0\n", "\n", "\r\n"), "", ""},
		{head, "", ""},
		{"", "1:1 experiment/results: the columns are not those of this experiment", "the first line is day,arm"},
		{"day;arm\n", "1:1 experiment/results: the columns are separated by commas", "the first line is day,arm"},
		{"\"day\",arm\n", "1:1 experiment/results: nothing in this table needs quotes", "the first line is day,arm"},
		{"day,arm,offered,accepted\n", "1:1 experiment/results: the columns are not those of this experiment", "utilisation_squares"},
		{head + "2026-01-05,list,10\n", "2:1 experiment/results: this line has 3 of 7 columns", "write day,arm"},
		{head + "\n", "2:1 experiment/results: this line has 1 of 7 columns", "write day,arm"},
		{head + "5.1.2026,list,1,1,0,0,0\n", "2:1 experiment/results: \"5.1.2026\" is not a day", "write it as"},
		{head + "2026-01-04,list,1,1,0,0,0\n", "2:1 experiment/results: the experiment goes from 2026-01-05 to 2026-03-15", "leave the line out"},
		{head + "2026-03-16,list,1,1,0,0,0\n", "2:1 experiment/results: the experiment goes from 2026-01-05 to 2026-03-15", "leave the line out"},
		{head + "2026-01-06,list,1,1,0,0,0\n2026-01-05,list,1,1,0,0,0\n", "3:1 experiment/results: 2026-01-05 comes after 2026-01-06", "sort"},
		{head + "2026-01-05,lits,1,1,0,0,0\n", "2:12 experiment/results: there is no arm \"lits\"", "write list or higher"},
		{head + "2026-01-05,list,1,1,0,0,0\n2026-01-05,list,1,1,0,0,0\n", "3:12 experiment/results: list of 2026-01-05 is in line 2 already", "one line"},
		{head + "2026-01-05,list,-1,1,0,0,0\n", "2:17 experiment/results: \"-1\" is not a number of offers", "whole number"},
		{head + "2026-01-05,list,1e3,1,0,0,0\n", "2:17 experiment/results: \"1e3\" is not a number of offers", "whole number"},
		{head + "2026-01-05,list,010,1,0,0,0\n", "2:17 experiment/results: \"010\" is not a number of offers", "whole number"},
		{head + "2026-01-05,list,1, 1,0,0,0\n", "2:19 experiment/results: \" 1\" is not a number of accepted offers", "whole number"},
		{head + "2026-01-05,list,10,11,0,0,0\n", "2:20 experiment/results: of 10 offers, 11 cannot have been accepted", "no more offers"},
		{head + "2026-01-05,list,10,1,1,.5,1\n", "2:24 experiment/results: \".5\" is not a sum: digits stand on both sides of the point", "write 0.5"},
		{head + "2026-01-05,list,10,1,2,3,4\n", "2:26 experiment/results: no 2 values have the sum 3.000 and these squares", "squares of the values"},
		{head + "2026-01-05,list,10,1,0,3,9\n", "2:26 experiment/results: no 0 values have the sum 3.000 and these squares", "squares of the values"},
		{head + "2026-01-05,li\xffst,1,1,0,0,0\n", "2:12 experiment/results: there is no arm \"li\\xffst\"", "write"},
		{head + "2026-01-05,listé,x,1,0,0,0\n", "2:12 experiment/results: there is no arm \"listé\"\n2:18 experiment/results: \"x\" is not a number of offers", ""},
		{head + strings.Repeat("1", 600) + "\n", "2:1 experiment/results: this line has 600 bytes", "line end"},
	} {
		results, findings := ReadResults(e, "x.csv", []byte(c.text))
		if got := found(findings); got != c.want {
			t.Errorf("%q:\n%s\nwant %s", c.text, got, c.want)
		}
		if len(findings) > 0 && !strings.Contains(findings[0].Hint, c.hint) {
			t.Errorf("%q: hint %q", c.text, findings[0].Hint)
		}
		if c.want == "" && len(results.Rows) != strings.Count(c.text, "\n")-1 {
			t.Errorf("%q: %d rows", c.text, len(results.Rows))
		}
	}
}

func TestATableThatIsWrongThroughoutIsToldOfInPart(t *testing.T) {
	e := read(t, sample)
	_, findings := ReadResults(e, "x.csv", []byte(head+strings.Repeat("nonsense\n", 100_000)))
	if len(findings) != mostFaults+1 || findings[mostFaults].Message != "from here on, the table is not read" {
		t.Errorf("%d findings, the last %q", len(findings), findings[len(findings)-1].Message)
	}
}

// FuzzReadResults promises that no table ends the program, and that what is read without findings can be judged.
func FuzzReadResults(f *testing.F) {
	f.Add(head + "2026-01-05,list,10,4,2,1.5,1.25\n2026-01-05,higher,9,9,0,0,0\n")
	f.Add("day,arm\n,,,\n")
	e := read(f, sample)
	f.Fuzz(func(t *testing.T, text string) {
		results, _ := ReadResults(e, "x.csv", []byte(text))
		status, ok := Judge(e, results, "2026-03-15")
		if !ok || math.IsNaN(status.Z) || math.IsNaN(status.P) {
			t.Errorf("%+v", status)
		}
		CheckResults(e, results)
	})
}

// resultsOf makes results with an even number of offers a day at each price and the rates that are wanted.
func resultsOf(e Experiment, until string, offers [2]int64, rates [2]float64) Results {
	r := Results{Path: "x.csv"}
	made, accepted := [2]float64{}, [2]float64{}
	for day := e.startDay; day.Format(time.DateOnly) <= until; day = day.AddDate(0, 0, 1) {
		for i := range rates {
			made[i] += float64(offers[i])
			n := math.Round(made[i]*rates[i]) - accepted[i]
			accepted[i] += n
			r.Rows = append(r.Rows, Row{Day: day.Format(time.DateOnly), Arm: i, Offered: offers[i], Accepted: int64(n), also: []moments{valuesOf("0.5", "0.75")}})
		}
	}
	return r
}

func TestVerdicts(t *testing.T) {
	e, even, few := read(t, sample), [2]int64{20, 20}, [2]int64{15, 15}
	for _, c := range []struct {
		name, asOf string
		e          Experiment
		r          Results
		want       Verdict
		day, next  string
	}{
		{"before the start", "2026-01-01", e, Results{}, Waiting, "", "2026-02-01"},
		{"nobody looks", "", e, resultsOf(e, "2026-01-20", even, [2]float64{.4, .1}), Waiting, "", "2026-02-01"},
		{"a small difference at the first look", "2026-02-01", e, resultsOf(e, "2026-02-01", even, [2]float64{.4, .36}), Early, "2026-02-01", "2026-02-22"},
		{"nothing at the first look", "2026-02-01", e, Results{}, Early, "2026-02-01", "2026-02-22"},
		{"a large one", "2026-02-01", e, resultsOf(e, "2026-02-01", even, [2]float64{.45, .29}), Differs, "2026-02-01", ""},
		{"a large one, seen later", "2026-03-10", e, resultsOf(e, "2026-03-10", even, [2]float64{.45, .29}), Differs, "2026-02-01", ""},
		{"a small one at the end", "2026-03-15", e, resultsOf(e, "2026-03-15", even, [2]float64{.4, .38}), Unshown, "2026-03-15", ""},
		{"the one that matters at the end", "2026-03-20", e, resultsOf(e, "2026-03-15", few, [2]float64{.4, .345}), Differs, "2026-03-15", ""},
		{"more are accepted", "2026-03-20", e, resultsOf(e, "2026-03-15", few, [2]float64{.345, .4}), Differs, "2026-03-15", ""},
		{"offers are lost", "2026-02-22", e, resultsOf(e, "2026-02-22", [2]int64{20, 14}, [2]float64{.4, .1}), Unsound, "2026-02-01", ""},
		{"a rule is met", "2026-02-01", e, resultsOf(e, "2026-01-20", even, [2]float64{.22, .19}), Ruled, "2026-02-01", ""},
		{"no result at all", "2026-03-15", e, Results{}, Unshown, "2026-03-15", ""},
		{"enough before the end", "2026-02-22", e, resultsOf(e, "2026-02-22", [2]int64{30, 30}, [2]float64{.4, .38}), Unshown, "2026-02-22", ""},
	} {
		status, ok := Judge(c.e, c.r, c.asOf)
		if !ok || status.Verdict != c.want || status.Day != c.day || status.Next != c.next {
			t.Errorf("%s: %s on %s, next %s; want %s on %s, next %s\n%+v", c.name, status.Verdict, status.Day, status.Next, c.want, c.day, c.next, status.Looks)
		}
		for _, phrase := range slices.Concat(status.Says, status.NotSays) {
			if strings.Contains(phrase.English(), "%!") || !slices.Contains(Messages(), phrase.Message) {
				t.Errorf("%s: %s", c.name, phrase.English())
			}
		}
		if len(status.Says) == 0 || (len(status.NotSays) == 0) != (c.want == Waiting) {
			t.Errorf("%s: says %v, does not say %v", c.name, status.Says, status.NotSays)
		}
	}
}

// TestVerdictsInWords holds the sentences to what the figures are.
func TestVerdictsInWords(t *testing.T) {
	e := read(t, sample)
	status, _ := Judge(e, resultsOf(e, "2026-03-15", [2]int64{15, 15}, [2]float64{.4, .345}), "2026-03-15")
	want := "At 1.98 EUR fewer offers are accepted than at 1.84 EUR: 34.5% against 40.0%."
	if got := status.Says[0].English(); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if m := status.Means[0]; m.Mean != [2]float64{.625, .625} || m.Values != [2]int{140, 140} || m.P != 1 || m.Interval == nil {
		t.Errorf("%+v", m)
	}
	if a := status.Arms[1]; a.Offered != 1050 || a.Accepted != 362 || a.Needs != 1031 {
		t.Errorf("%+v", a)
	}
}

// TestLooksThatNobodyPlannedMakeBoundsStricter compares two that judge the same results at the end.
func TestLooksThatNobodyPlannedMakeBoundsStricter(t *testing.T) {
	e := with(t, "traffic:", "looked: [{\"on\": \"2026-02-15\", by: mara}]\ntraffic:")
	r := resultsOf(e, "2026-03-15", [2]int64{15, 15}, [2]float64{.4, .38})
	plain, _ := Judge(read(t, sample), r, "2026-03-15")
	looked, _ := Judge(e, r, "2026-03-15")
	if plain.Unplanned != 0 || looked.Unplanned != 1 || len(plain.Looks) != 3 || len(looked.Looks) != 4 || looked.Looks[1].Planned {
		t.Errorf("%+v\n%+v", plain.Looks, looked.Looks)
	}
	if plain.Looks[2].Bound >= looked.Looks[3].Bound {
		t.Errorf("the bound at the end is %v, and %v with one look more", plain.Looks[2].Bound, looked.Looks[3].Bound)
	}
	// Who looks now, looks.
	now, _ := Judge(read(t, sample), r, "2026-02-15")
	if now.Day != "2026-02-15" || now.Unplanned != 1 || LastLook(read(t, sample), r, "2026-02-15") != "2026-02-01" || LastLook(e, r, "2026-02-15") != "2026-02-15" {
		t.Errorf("%+v", now)
	}
	if early := LastLook(e, r, "2026-01-31"); early != "" {
		t.Errorf("before the first look, the last was on %s", early)
	}
}

// TestALookWithoutNewResultsSpendsNothing would divide by zero otherwise, or find something in nothing.
func TestALookWithoutNewResultsSpendsNothing(t *testing.T) {
	e := with(t, "traffic:", "looked: [{\"on\": \"2026-02-02\", by: mara}]\ntraffic:")
	r := resultsOf(e, "2026-02-01", [2]int64{20, 20}, [2]float64{.4, .36})
	r.Rows = append(r.Rows, Row{Day: "2026-02-02", Offered: 1, also: []moments{valuesOf()}}) // a single offer is as good as none
	status, _ := Judge(e, r, "2026-02-02")
	if last := status.Looks[1]; last.Spent != status.Looks[0].Spent || last.Bound != 0 || last.Crossed || status.Interval != nil {
		t.Errorf("%+v", status.Looks)
	}
}

func TestWhoStopsEarlyEndsThen(t *testing.T) {
	e := with(t, "status: running", "status: stopped")
	r := resultsOf(e, "2026-02-10", [2]int64{20, 20}, [2]float64{.4, .38})
	status, _ := Judge(e, r, LastLook(e, r, "2026-11-22"))
	if status.Verdict != Unshown || status.Day != "2026-02-10" || status.Looks[1].Spent != .05 || !strings.HasPrefix(status.Says[3].Message, "The experiment ended with") {
		t.Errorf("%+v", status)
	}
}

// TestNobodyIsWrongMoreOftenThanThePlanAllows makes experiments in which the price makes no difference, and looks at each
// on seven days, five of which nobody planned. PARLEY_LONG=1 makes thirty times as many.
func TestNobodyIsWrongMoreOftenThanThePlanAllows(t *testing.T) {
	experiments := 1000
	if os.Getenv("PARLEY_LONG") != "" {
		experiments *= 30
	}
	e := with(t, "traffic:", `looked: [{"on": "2026-01-12", by: m}, {"on": "2026-01-19", by: m}, {"on": "2026-02-08", by: m}, {"on": "2026-03-01", by: m}]`+"\ntraffic:")
	random := rand.New(rand.NewPCG(1, 2))
	wrong := 0
	for range experiments {
		r := Results{}
		for day := e.startDay; !day.After(e.untilDay); day = day.AddDate(0, 0, 1) {
			for i := range 2 {
				row := Row{Day: day.Format(time.DateOnly), Arm: i, Offered: 13 + random.Int64N(5), also: []moments{valuesOf()}}
				for range row.Offered {
					if random.Float64() < .4 {
						row.Accepted++
					}
				}
				r.Rows = append(r.Rows, row)
			}
		}
		if status, _ := Judge(e, r, "2026-03-15"); status.Verdict == Differs {
			wrong++
		}
	}
	share := float64(wrong) / float64(experiments)
	if noise := 4 * math.Sqrt(.05*.95/float64(experiments)); math.Abs(share-.05) > noise {
		t.Errorf("a difference that is none was found in %.4f of experiments, not in .05", share)
	}
	t.Logf("%d experiments: %.4f", experiments, share)
}

// TestAVerdictSpeaksOfTheDifferenceOfTheHypothesis: it is shown, ruled out, or neither, with the interval; of both signs.
func TestAVerdictSpeaksOfTheDifferenceOfTheHypothesis(t *testing.T) {
	for _, c := range []struct {
		effect, low, high float64
		want              string
	}{
		{.07, .029, .124, "The 7 percentage points of the hypothesis are not shown, and not ruled out either: anything between 2.9 and 12.4 is compatible with the results."},
		{.07, .07, .124, "The 7 percentage points of the hypothesis are shown: the whole interval lies there or beyond."},
		{.07, -.02, .069, "The 7 percentage points of the hypothesis are ruled out: the whole interval lies nearer to zero, or on the other side of it."},
		{-.065, -.12, -.07, "The -6.5 percentage points of the hypothesis are shown: the whole interval lies there or beyond."},
		{-.065, -.06, .01, "The -6.5 percentage points of the hypothesis are ruled out: the whole interval lies nearer to zero, or on the other side of it."},
		{-.065, -.08, -.01, "The -6.5 percentage points of the hypothesis are not shown, and not ruled out either: anything between -8.0 and -1.0 is compatible with the results."},
	} {
		j := judging{e: Experiment{Effect: c.effect}}
		if got := j.sayEffect(Interval{c.low, c.high}).English(); got != c.want {
			t.Errorf("%v: %s", c, got)
		}
	}
	e := read(t, sample)
	for what, rates := range map[string][2]float64{"differs": {.4, .345}, "unshown": {.4, .38}} {
		status, _ := Judge(e, resultsOf(e, "2026-03-15", [2]int64{15, 15}, rates), "2026-03-15")
		said := 0
		for _, phrase := range status.Says {
			if phrase.Message == sayNeither || phrase.Message == saySmall || phrase.Message == sayLarge {
				said++
			}
		}
		if string(status.Verdict) != what || said != 1 {
			t.Errorf("%s: %s, %v", what, status.Verdict, status.Says)
		}
	}
}
