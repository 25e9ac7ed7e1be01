package translator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/engine"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// Run is what a run works with.
type Run struct {
	Workspace *workspace.Workspace
	Files     Files
	Chain     func(language string) engine.Chain
	At        string                 // the time that is noted beside what machines make, in UTC as RFC 3339 writes it
	Progress  func(done, all int)    // of units; it may be called by several goroutines at once
	Selected  func(path string) bool // of documents
	Refuse    func(Refused)          // notes an answer that failed a check; it may be called by several goroutines at once; nil for nobody
	Again     bool                   // ask again for what failed
	Dry       bool                   // say what would be done
}

// Refused is an answer that failed a check, as the log has it: without a word of the text.
type Refused struct {
	At       string   `json:"at"`
	Document string   `json:"document"`
	Unit     string   `json:"unit"` // hash8 of the source text
	To       string   `json:"to"`
	Provider string   `json:"provider"`
	Checks   []string `json:"checks_failed"`
}

// Summary is what a run did to one language.
type Summary struct {
	Language   string   `json:"language"`
	Wanted     int      `json:"wanted"`            // units without a fresh text
	Memory     int      `json:"memory"`            // of them, those that had been translated before
	Translated int      `json:"translated"`        // those that a service translated
	Failed     int      `json:"failed"`            // those whose translation fails a check
	Left       int      `json:"left"`              // those for which nobody had an answer
	Sent       int      `json:"sent"`              // texts that were sent, or in a dry run would be
	Characters int      `json:"characters"`        // of them
	Files      int      `json:"files"`             // that were written, or in a dry run would be
	Reasons    []string `json:"reasons,omitempty"` // why units are left

	Findings diag.List `json:"-"` // files that could not be read
}

// Translate fills in languages, all at the same time; how many requests are under way is the services' own limit.
func (r Run) Translate(ctx context.Context, languages []string) ([]Summary, error) {
	ranks := sync.OnceValue(func() map[string]map[place]int { return audiences(r.Workspace) }) // where nothing is wanted, nobody asks
	count := &counter{tell: r.Progress}
	summaries, failures := make([]Summary, len(languages)), make([]error, len(languages))
	var group sync.WaitGroup
	for i, language := range languages {
		group.Go(func() {
			l := &job{Run: r, language: language, ranks: ranks, count: count, summary: Summary{Language: language}}
			failures[i] = l.do(ctx)
			summaries[i] = l.summary
		})
	}
	group.Wait()
	return summaries, errors.Join(failures...)
}

// counter counts units over all languages.
type counter struct {
	mu        sync.Mutex
	done, all int
	tell      func(done, all int)
}

func (c *counter) add(done, all int) {
	c.mu.Lock()
	c.done, c.all = c.done+done, c.all+all
	done, all = c.done, c.all
	c.mu.Unlock()
	c.tell(done, all)
}

// job is the work on one language.
type job struct {
	Run
	language string
	ranks    func() map[string]map[place]int
	count    *counter
	judge    *translation.Judge
	memory   *translation.Memory
	wishes   []*wish
	refused  map[string]bool // reasons
	summary  Summary
	broken   error // what could not be written
}

// wish is a text that is wanted, with all the units that want it: it is sent once.
type wish struct {
	text  string
	units []wanting
	rank  int
	sent  int           // characters that went out
	fixed bool          // it goes out for the second time, with the approved forms of its terms
	first engine.Result // what came back the first time, where that lacked a term
}

// wanting is a unit that wants a text.
type wanting struct {
	catalogue *catalogue
	unit      doc.Unit
}

func (l *job) do(ctx context.Context) error {
	all, findings, err := open(l.Workspace, l.Files, l.language)
	if err != nil {
		return err
	}
	l.summary.Findings, l.refused = findings, map[string]bool{}
	l.judge = translation.NewJudge(l.Workspace.Terms, l.language, l.Workspace.Settings.Source)
	var files []translation.File
	for _, c := range all {
		files = append(files, c.read)
	}
	l.memory = translation.NewMemory(files)
	chosen := slices.DeleteFunc(all, func(c *catalogue) bool { return !l.Selected(c.document.Path) })
	l.wish(chosen)
	defer func() { l.summary.Reasons = slices.Sorted(maps.Keys(l.refused)) }()
	if l.Dry {
		return l.forecast(chosen)
	}
	for _, c := range chosen {
		if c.waiting == 0 {
			l.keep(c)
		}
	}
	l.ask(ctx)
	for _, c := range chosen { // those of which a part could not be had
		if c.waiting > 0 {
			l.offer(c)
			l.keep(c)
		}
	}
	return errors.Join(l.broken, ctx.Err())
}

// wish finds out what is wanted, and takes from the memory what it has.
func (l *job) wish(chosen []*catalogue) {
	known := map[string]*wish{}
	for _, c := range chosen {
		for _, unit := range c.wanted(l.Again) {
			l.summary.Wanted++
			stands := func(text string, machine bool) bool { return len(l.faults(c, unit, text, machine)) == 0 }
			if text, comment, ok := l.memory.Exact(unit, stands); ok {
				l.summary.Memory++
				e := c.entry(unit)
				*e = e.Settle(translation.Draft{Text: text, Comment: comment})
				c.settled = true
				continue
			}
			c.waiting++
			key := fmt.Sprint(unit.Block == doc.Field, " ", unit.Text)
			rank := rankIn(l.ranks(), c.document.Path, unit)
			if known[key] == nil {
				known[key] = &wish{text: unit.Text, rank: rank}
				l.wishes = append(l.wishes, known[key])
			}
			known[key].units = append(known[key].units, wanting{c, unit})
			known[key].rank = min(known[key].rank, rank) // what stands on a public page is public
		}
	}
	l.count.add(0, l.summary.Wanted-l.summary.Memory)
}

// forecast says what a run would do.
func (l *job) forecast(chosen []*catalogue) error {
	chain := l.Chain(l.language)
	for _, w := range l.wishes {
		if err := chain.Refusal(l.Workspace.Settings.Source, l.language, w.rank); err != nil {
			l.refused[err.Error()] = true
			l.summary.Left += len(w.units)
			continue
		}
		l.summary.Sent++
		l.summary.Characters += l.passage(w).Words()
		for _, u := range w.units {
			u.catalogue.settled = true
		}
	}
	would := Files{Write: func(string, []byte) error { return nil }}
	for _, c := range chosen {
		changed, err := c.write(would)
		if err != nil {
			return err
		}
		if changed || c.settled && c.waiting > 0 {
			l.summary.Files++
		}
	}
	return nil
}

func (l *job) passage(w *wish) engine.Passage {
	unit := w.units[0].unit
	return translation.Protect(unit, l.judge.Terms(unit, w.fixed))
}

// ask sends what is wanted. What fails for its terms goes out once more, with their approved forms in the place of the words.
func (l *job) ask(ctx context.Context) {
	chain := l.Chain(l.language)
	for wishes := l.wishes; len(wishes) > 0 && ctx.Err() == nil; {
		items := make([]engine.Item, len(wishes))
		for i, w := range wishes {
			items[i] = engine.Item{Passage: l.passage(w), Mark: translation.Hash8(w.text), Rank: w.rank}
			w.sent = items[i].Passage.Words()
		}
		again := make([]bool, len(wishes))
		chain.Translate(ctx, l.Workspace.Settings.Source, l.language, items, func(numbers []int, results []engine.Result) {
			for i, n := range numbers {
				again[n] = l.take(ctx, wishes[n], results[i])
			}
		})
		var next []*wish
		for n, w := range wishes {
			if again[n] {
				w.fixed = true
				next = append(next, w)
			}
		}
		wishes = next
	}
}

// take puts an answer into the units that want it, and reports whether it has to be asked for once more.
func (l *job) take(ctx context.Context, w *wish, result engine.Result) (again bool) {
	if result.Err != nil && ctx.Err() == nil {
		for _, reason := range engine.Reasons(result.Err) {
			l.refused[reason] = true
		}
	}
	if result.Err != nil && (ctx.Err() != nil || !engine.Spoilt(result.Err)) {
		l.summary.Left += len(w.units)
		l.count.add(len(w.units), 0)
		return false
	}
	if result.Err != nil && w.fixed { // what lacks a term is nearer to a translation than what came back spoilt
		result = w.first
	}
	drafts := make([]translation.Draft, len(w.units))
	for i, u := range w.units {
		drafts[i] = l.draft(u, result)
		if !w.fixed && slices.ContainsFunc(drafts[i].Failed, aboutTerms) && len(l.judge.Terms(u.unit, true)) > 0 {
			w.first = result
			return true
		}
	}
	l.summary.Sent++
	l.summary.Characters += w.sent
	for i, u := range w.units {
		d := drafts[i]
		if len(d.Failed) > 0 {
			l.summary.Failed++
			l.refuse(u, d)
		} else {
			l.summary.Translated++
		}
		e := u.catalogue.entry(u.unit)
		*e = e.Settle(d)
		u.catalogue.settled = true
		if u.catalogue.waiting--; u.catalogue.waiting == 0 {
			l.offer(u.catalogue)
			l.keep(u.catalogue)
		}
	}
	l.count.add(len(w.units), 0)
	return false
}

func (l *job) refuse(u wanting, d translation.Draft) {
	if l.Refuse == nil {
		return
	}
	r := Refused{At: d.At, Document: u.catalogue.document.Path, Unit: translation.Hash8(u.unit.Text), To: l.language, Provider: d.By}
	for _, f := range d.Failed {
		r.Checks = append(r.Checks, f.Check)
	}
	l.Refuse(r)
}

func aboutTerms(f translation.Failure) bool {
	return f.Check == "terms" || f.Check == "keep" || f.Check == "forbidden"
}

// draft judges an answer as the translation of a unit.
func (l *job) draft(u wanting, result engine.Result) translation.Draft {
	text := l.judge.Typeset(u.unit, translation.Repair(u.unit, result.Text))
	d := translation.Draft{Text: text, By: cmp.Or(result.Provider, "all"), At: l.At}
	if result.Err != nil {
		d.Text, d.Failed = "", []translation.Failure{{Check: "placeholders", Detail: result.Err.Error(), Severity: diag.Error}}
		return d
	}
	d.Comment, d.Failed = translation.MachineLine(result.Provider, l.At, text), l.faults(u.catalogue, u.unit, text, true)
	return d
}

// faults are the checks that keep a text from being taken: the errors, and missing terms, of which a person may think otherwise
// and a machine may not; of a machine's text also its numbers. Words in a language that nobody speaks are not judged.
func (l *job) faults(c *catalogue, unit doc.Unit, text string, machine bool) []translation.Failure {
	failures := translation.Check(unit, text)
	switch test := engine.IsTest(l.language); {
	case machine && test:
		failures = append(failures, translation.Unread(unit, text)...)
	case machine:
		failures = append(failures, l.judge.UnreadWords(unit, text, c.document.Path)...)
	case !test:
		failures = append(failures, l.judge.Words(unit, text, c.document.Path, c.document.Critical())...)
	}
	return slices.DeleteFunc(failures, func(f translation.Failure) bool { return f.Severity != diag.Error && f.Check != "terms" })
}

// offer notes like texts beside units that have none of their own.
func (l *job) offer(c *catalogue) {
	for _, t := range c.merged.Units {
		e := c.entry(t.Unit)
		if e == nil || e.State() != translation.Missing || engine.IsTest(l.language) {
			continue
		}
		if source, target, percent, ok := l.memory.Near(t.Unit.Text); ok {
			*e = e.Offer(fmt.Sprintf("%d %% %q = %q", percent, source, target))
			c.settled = true
		}
	}
}

// keep writes a file that is done.
func (l *job) keep(c *catalogue) {
	written, err := c.write(l.Files)
	if written {
		l.summary.Files++
	}
	if err != nil {
		l.broken = errors.Join(l.broken, err)
	}
}
