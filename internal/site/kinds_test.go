package site

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/git"
	"parley/internal/kind"
	"parley/internal/workspace"
)

// programme is a repository with documents of the kinds whose pages say more than their own fields.
var programme = map[string]string{
	"content/site.yaml": "kind: site\ntitle: Portal\nlanguages: [en, de]\nregions: [{id: emea, title: Europe}, {id: apac, title: Asia}]\n" +
		"tiers: [{id: silver, title: Silver}, {id: gold, title: Gold}]\ncontact: {feature: features}\ntopics: [{id: features, title: Features}, {id: other, title: Other}]\npartners: [{id: nordlys, title: Nordlys}]\n",
	"content/people.yaml": "kind: people\ntitle: People\nroles: [{id: lead, title: Lead}, {id: owner, title: Owner}]\npeople:\n" +
		"  - {id: ina, name: Ina, roles: [lead], languages: [en, de], regions: [emea], topics: [features], email: ina@example.com, hours: \"09:00-17:00\", stand_in: ole}\n" +
		"  - {id: ole, name: Ole, roles: [owner], languages: [en], regions: [emea, apac]}\n" +
		"  - {id: uma, name: Uma, roles: [owner], languages: [de], regions: [apac], topics: [other]}\n",
	"content/features/sso.md": "---\nkind: feature\ntitle: Sign-on\nsummary: s\nowner: owner\nstatus: available\navailable_in: [emea]\navailable_to: [gold]\n" +
		"exceptions:\n  - {id: a, region: apac, status: preview}\n  - {id: b, region: apac, tier: gold, status: planned, note: Next year.}\n---\n",
	"content/skills/plan.md": "---\nkind: skill\ntitle: Planning\nsummary: s\nowner: lead\nversion: v1\narea: planning\nphase: scale\noutcome: o\nlevels:\n" +
		"  - {id: a, level: 1, title: A, evidence: e}\n  - {id: b, level: 2, title: B, evidence: e}\ndrills: [{id: d, title: A drill, minutes: 5, cycles: 2}]\n---\n",
	"content/skills/talk.md": "---\nkind: skill\ntitle: Talking\nsummary: s\nowner: lead\nversion: v1\narea: communication\nphase: foundations\noutcome: o\nlevels:\n" +
		"  - {id: a, level: 1, title: A, evidence: e}\n  - {id: b, level: 2, title: B, evidence: e}\n---\n",
	"content/careers/analyst.md": "---\nkind: career-role\ntitle: Analyst\nsummary: s\nowner: lead\nladder: management\nrung: 1\npurpose: p\n" +
		"requires: [{skill: plan, level: 2}, {skill: talk, level: 1}]\nmilestones: [{id: m, year: 1, title: t, artifact: a}]\n---\n",
	"content/skills/scorecards/ina.yaml": "kind: scorecard\ntitle: Ina\nperson: ina\ncareer_role: analyst\ndate: 2026-10-01\nlevels:\n  - {skill: plan, level: 1, note: Soon., next_drill: d}\n",
	"playbooks/life.md": "---\nkind: playbook\ntitle: Life\nsummary: s\nowner: lead\nphases:\n  - {id: one, title: One, owner: lead, timeframe: {min: 1, unit: weeks}, " +
		"inputs: [{id: i, title: In, from: outside}], outputs: [{id: o, title: Out, to: outside}], tasks: [{code: ABC-01, title: First, owner: lead, due: {count: 1, unit: days}, accept: Done.}, " +
		"{code: ABC-02, title: Second, owner: lead, due: {count: 2, unit: days}, accept: Done.}, {code: ABC-03, title: Third, owner: lead, due: {count: 2, unit: days}, accept: Done.}]}\n---\n",
	"playbooks/runs/nordlys.yaml": "kind: playbook-run\ntitle: Nordlys\nsummary: s\nowner: lead\nplaybook: life\npartner: nordlys\nstarted: 2026-09-01\ntasks:\n" +
		"  - {code: ABC-01, done: 2026-09-02, evidence: Seen.}\n  - {code: ABC-02, skipped: Not needed., owner: ole}\n",
}

func load(t *testing.T, files map[string]string) *workspace.Workspace {
	t.Helper()
	repository := fstest.MapFS{}
	for name, text := range files {
		repository[name] = &fstest.MapFile{Data: []byte(text)}
	}
	w, err := workspace.Load(repository, nil)
	if err != nil {
		t.Fatal(err)
	}
	if w.Findings.HasErrors() {
		t.Fatalf("the fixture has errors: %v", w.Findings)
	}
	return w
}

func planOf(t *testing.T, view workspace.View) *Site {
	t.Helper()
	return Plan(load(t, programme).For(view), Options{Audience: view.Audience})
}

func TestMatrixOfFeatures(t *testing.T) {
	m := pageAt(t, planOf(t, workspace.View{Audience: kind.Internal}), "/features/").Matrix
	var got []string
	for _, cell := range m.Rows[0].Cells {
		got = append(got, cell.Raw+cell.Note.Text)
	}
	// Europe silver, Europe gold, Asia silver, Asia gold
	if diff := cmp.Diff([]string{"", "available", "", "plannedNext year."}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestGapsOfAScorecard(t *testing.T) {
	s := planOf(t, workspace.View{Audience: kind.Internal})
	var got []string
	for _, g := range pageAt(t, s, "/skills/scorecards/ina/").Gaps {
		got = append(got, fmt.Sprintf("%s %d of %d, lacks %d %s %s", g.Skill.Title.Text, g.Has, g.Needs, g.Gap, g.Note.Text, g.Drill.Text))
	}
	if diff := cmp.Diff([]string{"Planning 1 of 2, lacks 1 Soon. A drill", "Talking 0 of 1, lacks 1  "}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTasksOfARun(t *testing.T) {
	var got []string
	phase := pageAt(t, planOf(t, workspace.View{Audience: kind.Internal}), "/playbooks/runs/nordlys/").Run[0]
	for _, task := range phase.Tasks {
		got = append(got, strings.Join([]string{task.Code, task.Title.Text, task.State, task.Done.ISO, task.Remark.Text, task.Owner.Text.Text, task.URL}, "|"))
	}
	want := []string{"ABC-01|First|done|2026-09-02|Seen.|Lead|/playbooks/life/#ABC-01", "ABC-02|Second|skipped||Not needed.|Ole|/playbooks/life/#ABC-02", "ABC-03|Third|open|||Lead|/playbooks/life/#ABC-03"}
	if diff := cmp.Diff(want, got); diff != "" || phase.Done != 1 || phase.All != 2 {
		t.Errorf("%d of %d done (-want +got)\n%s", phase.Done, phase.All, diff)
	}
}

func TestOverviewsAreInTheOrderOfTheirKind(t *testing.T) {
	var got []string
	for _, entry := range pageAt(t, planOf(t, workspace.View{Audience: kind.Internal}), "/skills/").Entries {
		got = append(got, entry.Group+": "+entry.Title.Text)
	}
	if diff := cmp.Diff([]string{"foundations: Talking", "scale: Planning"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWhomToAsk(t *testing.T) {
	s := planOf(t, workspace.View{Audience: kind.Internal})
	who := func(address string) string {
		var names []string
		for _, c := range pageAt(t, s, address).Contacts {
			names = append(names, c.Title.Text+" as "+c.Role.Text)
		}
		return strings.Join(names, ", ")
	}
	// Who answers for the page comes first, then who knows its topic; of those, who speaks the reader's language.
	if got := who("/features/sso/"); got != "Ole as Owner, Uma as Owner, Ina as Lead" {
		t.Errorf("in English: %s", got)
	}
	if got := who("/de/features/sso/"); got != "Uma as Owner, Ole as Owner, Ina as Lead" {
		t.Errorf("in German: %s", got)
	}
	if got := who("/people/ina/"); got != "" {
		t.Errorf("a person's own page asks %s", got)
	}
	first := pageAt(t, s, "/features/sso/").Contacts[2]
	if first.Hours != "09:00–17:00" || first.StandIn.Title.Text != "Ole" || !first.Speaks || len(first.Regions) != 1 {
		t.Errorf("%+v", first)
	}
}

// history makes a document of three states, of which the middle one had been for us alone if secret.
func history(w *workspace.Workspace, secret bool) git.History {
	const name = "content/notices/n.md"
	state := func(severity, channel string, more string) string {
		return "---\nkind: notice\ntitle: N\nsummary: s\nowner: lead\ndate: 2026-01-01\nseverity: " + severity + "\nchannels: [" + channel + "]\n" + more + "---\nText.\n"
	}
	middle := ""
	if secret {
		middle = "audience: internal\n"
	}
	pasts := workspace.Pasts{}
	for i, text := range []string{state("important", "portal", "act_by: 2026-03-01\n"), state("important", "email", middle), state("info", "email", "")} {
		if past, ok := w.Recall(name, time.Date(2026, 11, 20-i, 0, 0, 0, 0, time.UTC), []byte(text), nil); ok {
			pasts[name] = append(pasts[name], past)
		}
	}
	w.Remember(pasts)
	return git.History{Changes: map[string][]git.Change{name: {{When: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)}}}}
}

func edits(t *testing.T, audience kind.Audience, secret bool) string {
	t.Helper()
	files := map[string]string{"content/notices/n.md": "---\nkind: notice\ntitle: N\nsummary: s\nowner: lead\ndate: 2026-01-01\nseverity: important\nchannels: [portal]\nact_by: 2026-03-01\n---\nText.\n"}
	for name, text := range programme {
		files[name] = text
	}
	files["content/site.yaml"] += "channels: [{id: portal, title: Portal}, {id: email, title: E-mail}]\n"
	w := load(t, files)
	h := history(w, secret)
	s := Plan(w.For(workspace.View{Audience: audience}), Options{Audience: audience, History: h})
	var told []string
	for _, r := range pageAt(t, s, "/notices/n/").Edits {
		for _, e := range r.Edits {
			told = append(told, r.Day.ISO+" "+e.Label.Text+": "+e.Old.Text+" -> "+e.New.Text)
		}
	}
	return strings.Join(told, "\n")
}

func TestWhatChangedIsToldInTheWordsOfTheKind(t *testing.T) {
	want := "2026-11-20 Channels: E-mail -> Portal\n2026-11-20 By when:  -> March 1, 2026\n2026-11-19 Severity: info -> important"
	if got := edits(t, kind.Partner, false); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestAStateThatTheAudienceMayNotSeeEndsThePast(t *testing.T) {
	if got := edits(t, kind.Partner, true); got != "" {
		t.Errorf("a partner is told of an internal state:\n%s", got)
	}
	if got := edits(t, kind.Internal, true); !strings.Contains(got, "Severity") {
		t.Errorf("we are told:\n%s", got)
	}
}
