package serve

import (
	"errors"
	"strings"
	"testing"
)

func TestWhatIsShownAfterAPlan(t *testing.T) {
	w := newWorld(t)
	clean, err := w.plan()
	if err != nil {
		t.Fatal(err)
	}
	wrong := clean
	wrong.Errors, wrong.Report = 2, "two errors\n"
	warned := clean
	warned.Warnings, warned.Report = 1, "one warning\n"
	failed := planned{err: errors.New("theme: broken")}
	tests := []struct {
		name   string
		plans  []planned
		id     string // number of the plan whose pages are shown
		errors int    // of the notice
		held   bool
	}{
		{"a good plan", []planned{{edition: newEdition(clean)}}, "1", 0, false},
		{"warnings hold nothing back", []planned{{edition: newEdition(clean)}, {edition: newEdition(warned)}}, "2", 0, false},
		{"errors keep the last good pages", []planned{{edition: newEdition(clean)}, {edition: newEdition(wrong)}, {edition: newEdition(wrong)}}, "1", 2, true},
		{"mended", []planned{{edition: newEdition(clean)}, {edition: newEdition(wrong)}, {edition: newEdition(clean)}}, "3", 0, false},
		{"errors from the start are shown", []planned{{edition: newEdition(wrong)}}, "1", 2, false},
		{"and so is work on them", []planned{{edition: newEdition(wrong)}, {edition: newEdition(wrong)}}, "2", 2, false},
		{"a broken tool keeps the pages", []planned{{edition: newEdition(clean)}, failed}, "1", 1, true},
		{"even those with errors", []planned{{edition: newEdition(wrong)}, failed}, "1", 1, true},
		{"a broken tool from the start", []planned{failed}, "1", 1, false},
		{"and still broken", []planned{failed, failed}, "2", 1, false},
		{"until it is mended", []planned{failed, {edition: newEdition(wrong)}}, "2", 2, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := newPlanner(Options{Say: func(string, ...any) {}})
			for _, result := range test.plans {
				p.publish(result)
			}
			now := p.board.look()
			if !strings.HasSuffix(now.id, "-"+test.id) || now.notice.Errors != test.errors || now.notice.Held != test.held {
				t.Errorf("shown is %s with %+v; want plan %s, %d errors, held %v", now.id, now.notice, test.id, test.errors, test.held)
			}
		})
	}
}

func TestReportThatNobodyWouldRead(t *testing.T) {
	b := newBoard()
	b.put("1", nil, notice{Report: strings.Repeat("an error in a page: الأسعار\n", mostReport/10)})
	report := b.look().notice.Report
	if len(report) > mostReport+100 || !strings.HasSuffix(report, "الأسعار\n\nThere is more: run parley check\n") {
		t.Errorf("%d bytes are sent, which end in %q", len(report), report[len(report)-80:])
	}
}
