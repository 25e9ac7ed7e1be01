package translator

import (
	"cmp"
	"iter"
	"slices"

	"parley/internal/performance"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// Corrections gathers, by service and language, the texts that services made and people settled: approved as they were, or made
// another text of for the same source. A PO file holds only a mark of the former, so the text is looked for in what the file was
// in the past, the newest state first; where no state has it, it is counted as unknown.
func Corrections(w *workspace.Workspace, past func(catalogue string) iter.Seq[[]byte]) []performance.Settled {
	var all []performance.Settled
	for _, language := range w.Settings.Languages[1:] {
		for i := range w.Documents {
			d := w.Documents[i]
			if !w.HasTranslations(d, language) {
				continue
			}
			drafted := draftsOf(w.Translated(d, language))
			if len(drafted) == 0 {
				continue
			}
			texts := recall(drafted, past(PathOf(d.Path, language)))
			for _, t := range drafted {
				all = settle(all, language, t, texts)
			}
		}
	}
	slices.SortFunc(all, func(a, b performance.Settled) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Language, b.Language))
	})
	return all
}

// draftsOf are the units that people settled after a service had made a text, those that share an entry once.
func draftsOf(units []translation.Translated) []translation.Translated {
	var drafted []translation.Translated
	seen := map[place]bool{}
	for _, t := range units {
		at := place{t.Unit.Context, t.Unit.Text}
		if (t.State == translation.Approved || t.State == translation.Edited) && performance.IsName(t.Draft.By) && !seen[at] {
			seen[at] = true
			drafted = append(drafted, t)
		}
	}
	return drafted
}

// recall finds the texts of services by their places.
func recall(drafted []translation.Translated, past iter.Seq[[]byte]) map[place]string {
	texts, wanted := map[place]string{}, map[place]string{}
	for _, t := range drafted {
		at := place{t.Unit.Context, t.Unit.Text}
		if translation.Hash8(t.Text) == t.Draft.Mark {
			texts[at] = t.Text
		} else {
			wanted[at] = t.Draft.Mark
		}
	}
	if len(wanted) == 0 {
		return texts
	}
	for state := range past {
		file, _ := translation.ParsePO("", state) // what cannot be read does not say it
		for _, e := range file.Entries {
			at := place{e.Context, e.ID}
			if mark := wanted[at]; mark != "" && translation.Hash8(e.Text()) == mark {
				texts[at] = e.Text()
				delete(wanted, at)
			}
		}
		if len(wanted) == 0 {
			break
		}
	}
	return texts
}

func settle(all []performance.Settled, language string, t translation.Translated, texts map[place]string) []performance.Settled {
	at := slices.IndexFunc(all, func(s performance.Settled) bool { return s.Provider == t.Draft.By && s.Language == language })
	if at < 0 {
		at, all = len(all), append(all, performance.Settled{Provider: t.Draft.By, Language: language})
	}
	if machine, known := texts[place{t.Unit.Context, t.Unit.Text}]; known {
		all[at].Pairs = append(all[at].Pairs, performance.Pair{Machine: machine, Approved: t.Text})
	} else {
		all[at].Unknown++
	}
	return all
}
