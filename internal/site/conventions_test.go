package site

import (
	"maps"
	"strings"
	"testing"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// TestATeamSaysHowALanguageIsWritten: English as in Britain, which stays English for everything else.
func TestATeamSaysHowALanguageIsWritten(t *testing.T) {
	for conventions, want := range map[string]string{"": "November 1, 2026", "conventions: {en: en-GB}\n": "1 November 2026", "conventions: {de: de-AT}\n": "November 1, 2026"} {
		files := maps.Clone(trial)
		files["content/site.yaml"] += conventions
		s := Plan(load(t, files).For(workspace.View{Audience: kind.Internal}), Options{Audience: kind.Internal, Today: "2026-11-01"})
		page := pageAt(t, s, "/pricing/experiments/hour/")
		if page.Experiment.Day.Text != want || page.Lang != "en" || page.Dir != "ltr" || s.Languages()[0] != "en" {
			t.Errorf("%q: %+v, a page in %s", conventions, page.Experiment.Day, page.Lang)
		}
	}
}

// TestATimeZoneIsCalledAfterItsCity, as the language calls that.
func TestATimeZoneIsCalledAfterItsCity(t *testing.T) {
	words := Words{"city\x04Lisbon": "Lissabon"}
	for zone, want := range map[string]string{"Europe/Lisbon": "Lissabon", "America/Sao_Paulo": "Sao Paulo", "America/Argentina/Buenos_Aires": "Buenos Aires", "UTC": "", "Etc/GMT+3": "", "": ""} {
		if got := words.place(zone); got != want {
			t.Errorf("%s: %q", zone, got)
		}
	}
	files := maps.Clone(trial)
	files["content/people.yaml"] = strings.Replace(files["content/people.yaml"], "roles: [lead],", `roles: [lead], time_zone: Europe/Lisbon, hours: "09:00-17:00",`, 1)
	s := Plan(load(t, files).For(workspace.View{Audience: kind.Internal}), Options{Audience: kind.Internal, Words: map[string]Words{"de": words}})
	page := pageAt(t, s, "/de/pricing/experiments/hour/")
	if len(page.Contacts) == 0 || page.Contacts[0].Place != "Lissabon" || page.Contacts[0].Hours != "09:00–17:00" {
		t.Errorf("%+v", page.Contacts)
	}
}
