package check

import (
	"slices"
	"strconv"
	"time"

	"parley/internal/diag"
	"parley/internal/engine"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// Freshness checks that no translation is stale for longer than content/site.yaml allows its kind: until then readers see it with
// a notice. since says since when the translation of a document is stale, false where nobody knows; the day is the one of the
// check. Kinds without a rule never block.
func Freshness(w *workspace.Workspace, day string, since func(document, catalogue string) (time.Time, bool)) diag.List {
	settings, ok := w.Document(workspace.SettingsPath)
	end, err := time.Parse(time.DateOnly, day)
	if !ok || err != nil {
		return nil
	}
	allowed := map[string]int{}
	for _, rule := range settings.Fields.Get("translation").Get("freshness").Items {
		days, _ := strconv.Atoi(rule.Str("days")) // what is no number is reported by the schema
		for _, kind := range rule.Strings("kinds") {
			allowed[kind] = days
		}
	}
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		days, limited := allowed[d.Kind.Name]
		if !limited || d.Draft {
			continue
		}
		for _, language := range w.Settings.Languages[1:] {
			if t, stale := firstStale(w, d, language); stale {
				if at, known := since(d.Path, t.Place.Path); known && int(end.Sub(at.UTC().Truncate(24*time.Hour)).Hours()/24) > days {
					findings = append(findings, diag.New(diag.POStale, t.Place, "this has been out of date since %s, and a %s may be for %d days", at.UTC().Format(time.DateOnly), d.Kind.Name, days).
						WithHint("translate it anew; parley translate accept-minor keeps it where only a slip of the pen was mended").
						WithNote(diag.Place{Path: d.Path, Span: t.Unit.Span}, "this is what the source says now"))
				}
			}
		}
	}
	return findings.Sort()
}

func firstStale(w *workspace.Workspace, d *workspace.Document, language string) (translation.Translated, bool) {
	if engine.IsTest(language) || !w.HasTranslations(d, language) {
		return translation.Translated{}, false
	}
	units := w.Translated(d, language)
	at := slices.IndexFunc(units, func(t translation.Translated) bool { return t.State == translation.Stale })
	if at < 0 {
		return translation.Translated{}, false
	}
	return units[at], true
}
