package check

import (
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // whether a zone exists must not depend on what is installed on the computer

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/workspace"
)

// timed are the kinds that say when something happens: themselves, or in each item of a list.
var timed = []struct {
	kind, list string
	time       string // a time of day, beside time_zone
}{
	{"rhythm", "", "starts"}, {"people", "people", "hours"}, {"learning-session", "dates", "starts"}, {"playbook-run", "", ""},
}

// times checks that times of day and time zones exist.
func times(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, t := range timed {
		for _, d := range documentsOf(w, t.kind, under(t.list, "time_zone")) {
			for _, item := range itemsOf(d, t.list) {
				findings = append(findings, judgeTime(d, item.Get(t.time))...)
				findings = append(findings, judgeZone(d, item.Get("time_zone"))...)
			}
		}
	}
	return findings
}

// clock is how times of day are written, one or a span of two; another form has been reported as such.
var clock = regexp.MustCompile(`^[0-9]{2}:[0-5][0-9](-[0-9]{2}:[0-5][0-9])?$`)

func judgeTime(d *workspace.Document, value doc.Value) diag.List {
	if value.Type != doc.String || !clock.MatchString(value.Text) {
		return nil
	}
	for _, text := range strings.Split(value.Text, "-") {
		if _, err := time.Parse("15:04", text); err != nil {
			return diag.List{diag.New(diag.TimeOfDay, placeOf(d, value), "no clock shows %s", text).WithHint("write a time from 00:00 to 23:59")}
		}
	}
	return nil
}

func judgeZone(d *workspace.Document, value doc.Value) diag.List {
	if !isText(value) || isZone(value.Text) {
		return nil
	}
	return diag.List{diag.New(diag.TimeZone, placeOf(d, value), "there is no time zone %q", value.Text).
		WithHint("write its continent and city, as in Europe/Lisbon or America/Sao_Paulo, or UTC")}
}

// zoneName keeps out what is no name of a zone but may be the name of a file among them.
var zoneName = regexp.MustCompile(`^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*$`)

func isZone(name string) bool {
	if !zoneName.MatchString(name) || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// rhythms checks that the first meeting is on one of the days on which meetings are.
func rhythms(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "rhythm", "every", "weekday", "week", "first") {
		first := d.Fields.Get("first")
		day, err := time.Parse(time.DateOnly, first.Text)
		name, fits := meetingDay(d.Fields)
		if err != nil || fits == nil || fits(day) {
			continue
		}
		next := day
		for !fits(next) {
			next = next.AddDate(0, 0, 1)
		}
		findings = append(findings, diag.New(diag.RhythmFirst, placeOf(d, first), "%s is not %s", first.Text, name).
			WithHint("write such a day: the next one is %s", next.Format(time.DateOnly)))
	}
	return findings
}

// meetingDay says on which days a meeting is, in words and as a test; the test is nil where the document does not say it.
func meetingDay(fields doc.Value) (name string, fits func(day time.Time) bool) {
	weekdays := []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	weekday := slices.Index(weekdays, fields.Str("weekday"))
	if weekday < 0 {
		return "", nil
	}
	inWeek := func(day time.Time) bool { return int(day.Weekday()) == weekday }
	week, ok := number(fields.Get("week"))
	if !ok || fields.Str("every") == "week" {
		return "a " + time.Weekday(weekday).String(), inWeek
	}
	ordinals := map[int]string{1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
	if ordinals[week] == "" {
		return "", nil
	}
	name = "the " + ordinals[week] + " " + time.Weekday(weekday).String() + " of a month"
	return name, func(day time.Time) bool {
		last := day.AddDate(0, 0, 7).Month() != day.Month()
		return inWeek(day) && (week < 0 && last || (day.Day()+6)/7 == week)
	}
}
