package check

import (
	"fmt"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/workspace"
)

// Frozen compares the figures of reviews with what is measured: a review keeps its numbers, and where the data behind one have changed
// since, somebody has to say what holds.
func Frozen(w *workspace.Workspace, set *metric.Set) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "review", "period", "figures.metric", "figures.value") {
		period := d.Fields.Str("period")
		if !metric.IsQuarter(period) {
			continue
		}
		for _, list := range []string{"figures", "breakdown"} {
			for _, item := range d.Fields.Get(list).Items {
				if result, ok := set.Result(item.Str("metric")); ok {
					findings = append(findings, judgeFrozen(d, result, period, item)...)
				}
			}
		}
	}
	return findings.Sort()
}

func judgeFrozen(d *workspace.Document, result metric.Result, period string, item doc.Value) diag.List {
	var findings diag.List
	was := metric.ReadFrozen(item)
	name := result.ID
	if segment := was.Of.Region + was.Of.Tier; segment != "" {
		name += " of " + segment
	}
	if now, changed := result.Changed(period, was); changed && isText(item.Get("value")) {
		findings = append(findings, diag.New(diag.MetricFrozen, placeOf(d, item.Get("value")), "%s", differs(name, was, now)).
			WithHint("%s; or let it stand: accepted: %q, and say why in remark:", anew(now), now.Digest))
	}
	for _, target := range result.Targets {
		if target.ID == item.Str("target") && was.Target != "" && !metric.Same(was.Target, result.Shown(target.Value)) {
			findings = append(findings, diag.New(diag.MetricFrozen, placeOf(d, item.Get("goal")), "the target of %s was %s when this was frozen, and is %s today", name, was.Target, result.Shown(target.Value)).
				WithHint("set the target back, since that of a quarter that is over stays what it was; or write goal: %q", result.Shown(target.Value)).
				WithNote(diag.Place{Path: result.Path}, "the metric"))
		}
	}
	return findings
}

// differs says how a figure and its data have come apart.
func differs(name string, was, now metric.Frozen) string {
	switch {
	case was.Digest == "":
		return fmt.Sprintf("%s was written by hand as %s, and its data say %s", name, both(was), both(now))
	case now.Value == "":
		return fmt.Sprintf("the data behind %s have changed since it was frozen as %s: it would have no value today", name, was.Value)
	case metric.Same(was.Value, now.Value) && (was.Before == "" || metric.Same(was.Before, now.Before)):
		return fmt.Sprintf("the data behind %s have changed since it was frozen; it would still be %s today", name, now.Value)
	}
	return fmt.Sprintf("the data behind %s have changed since it was frozen as %s: it would be %s today", name, both(was), both(now))
}

// both are a value and the one before.
func both(f metric.Frozen) string {
	if f.Before == "" {
		return f.Value
	}
	return f.Value + " after " + f.Before
}

// anew is what a figure says that is frozen again.
func anew(now metric.Frozen) string {
	if now.Value == "" {
		return "remove the figure"
	}
	before := ""
	if now.Before != "" {
		before = fmt.Sprintf(" before: %q,", now.Before)
	}
	return fmt.Sprintf("freeze it again: value: %q,%s n: \"%d\", digest: %q", now.Value, before, now.N, now.Digest)
}

// unwritten reports what the text of a review still leaves to people: it begins with what is measured, and reads as if it were done.
func unwritten(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "review") {
		for i, line := range strings.Split(d.Text().Body, "\n") {
			if at := strings.Index(line, kind.Placeholder); at >= 0 {
				number := d.BodyLine + i
				span := diag.Span{Line: number, Col: at + 1, EndLine: number, EndCol: at + 1 + len(kind.Placeholder)}
				findings = append(findings, diag.New(diag.DocPlaceholder, diag.Place{Path: d.Path, Span: span}, "%s is still to be written", strings.Trim(line, "- ")).
					WithHint("write what belongs here, or remove the line"))
			}
		}
	}
	return findings
}
