package review

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"parley/internal/doc"
	"parley/internal/metric"
)

// item is a measure of which the second and the third quarter of 2026 have a value, worked out on a day after them; a target of 0 is none.
func item(t *testing.T, id, unit, good string, before, value, target int64, more string) Item {
	t.Helper()
	if unit == "currency" {
		before, value = before*100, value*100
	}
	query := fmt.Sprintf("select '2026-05-01' as period, 1 as n, %d as value, null as region union all select '2026-08-01', 2, %d, 'emea'", before, value)
	text := fmt.Sprintf("---\nkind: metric\nid: %s\nunit: %s\ngood: %s\nmeasure: {aggregate: sum, currency: EUR, query: %q}\n%s\n", id, unit, good, query, more)
	if target != 0 {
		text += fmt.Sprintf("targets: [{id: aim, period: 2026-q3, value: %q}]\n", fmt.Sprint(target))
	}
	d, findings := doc.Read("content/metrics/"+id+".md", []byte(text+"---\n"))
	set, err := metric.Read(metric.Source{
		Documents: func(kind string) []doc.Document { return map[string][]doc.Document{"metric": {d}}[kind] },
		Open:      func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
		IDs:       func(string) []string { return nil },
	}, "2026-11-23", nil)
	if err != nil || len(findings) > 0 || len(set.Findings) > 0 {
		t.Fatal(err, findings, set.Findings)
	}
	return Item{set.Results[0], strings.ToUpper(id[:1]) + id[1:]}
}

func written(items ...Item) (figures, body string) {
	given := Write("2026-q3", items, func(_, id string) string { return strings.ToUpper(id) })
	return given.Keys["summary"] + given.Keys["figures"] + given.Keys["breakdown"], given.Body
}

func TestWhatIsSaidOfTargets(t *testing.T) {
	figures, body := written(item(t, "revenue", "currency", "up", 90, 95, 1000, ""), item(t, "answers", "hours", "down", 4, 6, 1, ""), item(t, "shares", "percent", "up", 50, 60, 55, ""), item(t, "partners", "count", "up", 3, 3, 0, ""))
	for _, want := range []string{
		" \"One of three targets was met, and two were missed.\"\n",
		`  - {metric: revenue, value: "95.00", before: "90.00", target: aim, goal: "1000.00", n: "2", digest: "`,
		`  - {metric: partners, value: "3", before: "3", n: "2", digest: "`,
	} {
		if !strings.Contains(figures, want) {
			t.Errorf("%q is not in\n%s", want, figures)
		}
	}
	for _, want := range []string{
		"Three measures with a target for this quarter: one met it, and two missed it. Compared with the quarter before, two are better, one is the same, and one is worse.\n",
		"What improved most: Shares went from 50% to 60%. Revenue went from €90 to €95.\n",
		"What is furthest from its target: Answers came to 6 hours, which is 5 hours more than the target of 1 hour. Revenue came to €95, which is €905 less than the target of €1,000.\n",
		"- **Better.** Shares went from 50% to 60%. Revenue went from €90 to €95.\n- **Worse.** Answers went from 4 hours to 6 hours.\n- FILL IN",
		"| Revenue | €1,000 | €95 | FILL IN | FILL IN |\n| Answers | 1 hour | 6 hours | FILL IN | FILL IN |\n",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not in\n%s", want, body)
		}
	}
}

func TestWhatIsToldApart(t *testing.T) {
	revenue := item(t, "revenue", "currency", "up", 90, 95, 0, "breakdown: [region, tier]")
	figures, body := written(revenue)
	if !strings.Contains(figures, "\n  - {metric: revenue, region: emea, value: \"95.00\", n: \"2\", digest: \"") || strings.Contains(figures, "tier") {
		t.Errorf("%s", figures)
	}
	if !strings.Contains(body, "- **Revenue by region.** EMEA €95.\n") || !strings.Contains(body, "Nothing had a target for this quarter.") || !strings.Contains(figures, "The quarter in one figure.") {
		t.Errorf("%s\n%s", figures, body)
	}
}

// TestWhatHasNoValue leaves it out, and says so beside a target.
func TestWhatHasNoValue(t *testing.T) {
	aimed, withheld, aimless := item(t, "aimed", "count", "up", 1, 2, 3, ""), item(t, "withheld", "count", "up", 1, 2, 3, ""), item(t, "aimless", "count", "up", 1, 2, 0, "")
	aimed.Rows, aimless.Rows, withheld.Withheld = nil, nil, "a table has faults"
	figures, body := written(aimed, withheld, aimless, item(t, "there", "count", "up", 1, 2, 0, ""))
	if strings.Count(figures, "\n  # - {metric: ") != 2 || strings.Count(figures, "\n  - {metric: ") != 1 || strings.Contains(figures+body, "imless") {
		t.Errorf("%s\n%s", figures, body)
	}
}

func TestTitlesStayText(t *testing.T) {
	hostile := item(t, "revenue", "percent", "up", 1, 2, 9, "")
	hostile.Title = "<b>|`x`[y](z)*"
	if _, body := written(hostile); !strings.Contains(body, "| \\<b>\\|\\`x\\`\\[y\\](z)\\* | 9% | 2% |") {
		t.Errorf("%s", body)
	}
}

func TestQuartersAreThoseThatAreOver(t *testing.T) {
	items := []Item{item(t, "a", "count", "up", 1, 2, 0, ""), item(t, "b", "count", "up", 1, 2, 0, "")}
	for day, want := range map[string]string{"2026-06-30": "", "2026-07-01": "2026-q2", "2026-11-23": "2026-q2 2026-q3"} {
		if got := strings.Join(Quarters(items, day), " "); got != want {
			t.Errorf("%s: %q", day, got)
		}
	}
}
