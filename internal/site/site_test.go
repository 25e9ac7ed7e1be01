package site

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"parley/internal/kind"
	"parley/internal/workspace"
)

const settings = `kind: site
title: Portal
languages: [en, fr, ar]
regions: [{id: emea, title: Europe}]
tiers: [{id: gold, title: Gold}]
navigation:
  - {id: start, title: Start, paths: [content/index.md, content/b.md, content/a.md]}
  - {id: words, title: Words, kinds: [term]}
`

func plan(t *testing.T, audience kind.Audience, files map[string]string) *Site {
	t.Helper()
	repository := fstest.MapFS{"content/site.yaml": {Data: []byte(settings)}}
	for name, text := range files {
		repository[name] = &fstest.MapFile{Data: []byte(text)}
	}
	w, err := workspace.Load(repository, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Plan(w.For(workspace.View{Audience: audience}), Options{Audience: audience, Origin: "https://p.example", Base: "/portal"})
}

func pageAt(t *testing.T, s *Site, address string) Page {
	t.Helper()
	i, ok := s.Find(address)
	if !ok {
		t.Fatalf("there is no page at %s", address)
	}
	if s.Locate(i) != address {
		t.Errorf("the page at %s says that it is at %s", address, s.Locate(i))
	}
	return s.Page(i)
}

var company = map[string]string{
	"content/index.md":  "---\ntitle: Welcome\n---\nSee [b](b.md#more), [a](a.md), [secret](secret.md) and [Ina](people.yaml#ina).\n\nAn SLA is a promise. SLA again.\n",
	"content/a.md":      "# Page A\n",
	"content/b.md":      "---\ntitle: Page B\nowner: lead\n---\n## More\n\nText.\n",
	"content/secret.md": "---\ntitle: Secret\naudience: internal\nowner: lead\n---\n[b](b.md)\n",
	"content/people.yaml": "kind: people\ntitle: People\nroles: [{id: lead, title: Lead}]\n" +
		"people: [{id: ina, name: Ina Ó, roles: [lead], languages: [ar]}]\n",
	"glossary/sla.md": "---\nkind: term\ntitle: SLA\ndefinition: A promise about time.\ndomain: delivery\npart_of_speech: noun\n" +
		"translations: {fr: {preferred: accord}}\n---\n",
	"content/locales/fr/content/b.po": "msgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n" +
		"msgctxt \"title\"\nmsgid \"Page B\"\nmsgstr \"Page bé\"\n\nmsgid \"More\"\nmsgstr \"Plus\"\n",
}

func TestAPageSaysWhereItStands(t *testing.T) {
	s := plan(t, kind.Partner, company)
	b := pageAt(t, s, "/fr/b/")
	if b.Title.Text != "Page bé" || b.Title.Lang != "" || b.URL != "/portal/fr/b/" || b.Dir != "ltr" {
		t.Errorf("title %+v at %s", b.Title, b.URL)
	}
	if b.Translation.State != "partial" || b.Translation.Missing != 1 || b.Translation.Total != 3 {
		t.Errorf("translation %+v", b.Translation)
	}
	if got := b.Fields.Get("owner"); got.Text.Text != "Lead" || got.Text.Lang != "en" || got.URL != "/portal/fr/roles/lead/" {
		t.Errorf("owner %+v", got)
	}
	var real []string
	for _, version := range b.Versions {
		if version.Real {
			real = append(real, version.Lang)
		}
	}
	if diff := cmp.Diff([]string{"en", "fr"}, real); diff != "" {
		t.Errorf("announced languages:\n%s", diff)
	}
	if b.Contents[0].ID != "more" || b.Contents[0].Title.Text != "Plus" {
		t.Errorf("contents %+v", b.Contents)
	}
	if len(b.Backlinks) != 1 || b.Backlinks[0].Title.Text != "Welcome" {
		t.Errorf("referred to by %+v", b.Backlinks)
	}
	if ar := pageAt(t, s, "/ar/b/"); ar.Dir != "rtl" || ar.Body.Lang != "en" || ar.Translation.State != "none" {
		t.Errorf("dir %s, body in %q, %+v", ar.Dir, ar.Body.Lang, ar.Translation)
	}
}

func TestTheMenuIsInTheOrderOfTheSettings(t *testing.T) {
	s := plan(t, kind.Partner, company)
	var menu []string
	for _, section := range s.Chrome(0).Menu {
		for _, link := range section.Links {
			menu = append(menu, section.Title.Text+": "+link.Title.Text)
		}
	}
	want := []string{"Start: Welcome", "Start: Page B", "Start: Page A", "Words: SLA", "People and roles: People"}
	if diff := cmp.Diff(want, menu); diff != "" {
		t.Error(diff)
	}
	b := pageAt(t, s, "/b/")
	if b.Prev == nil || b.Prev.Title.Text != "Welcome" || b.Next == nil || b.Next.Title.Text != "Page A" {
		t.Errorf("before %+v, after %+v", b.Prev, b.Next)
	}
}

func TestLinksLeadWhereTheAudienceMayGo(t *testing.T) {
	s := plan(t, kind.Partner, company)
	home := pageAt(t, s, "/")
	var urls []string
	for _, target := range home.Body.Links {
		urls = append(urls, target.URL)
	}
	if diff := cmp.Diff([]string{"/portal/b/#more", "/portal/a/", "", "/portal/people/ina/"}, urls); diff != "" {
		t.Error(diff)
	}
	for _, link := range pageAt(t, s, "/b/").Backlinks {
		if link.Title.Text == "Secret" {
			t.Error("a partner's page names an internal one")
		}
	}
	if _, ok := s.Find("/secret/"); ok {
		t.Error("an internal page is planned for partners")
	}
}

func TestATermIsExplainedOnceAPage(t *testing.T) {
	s := plan(t, kind.Partner, company)
	body := pageAt(t, s, "/").Body
	if len(body.Terms) != 1 || len(body.Marks) != 1 || body.Terms[0].Definition.Text != "A promise about time." {
		t.Fatalf("terms %+v, marks %+v", body.Terms, body.Marks)
	}
	if got := body.HTML.Text[body.Marks[0].Start:body.Marks[0].Stop]; got != "SLA" {
		t.Errorf("the mark covers %q", got)
	}
	if own := pageAt(t, s, "/glossary/sla/"); len(own.Body.Terms) != 0 {
		t.Error("a term is explained on its own page")
	}
	if fr := pageAt(t, s, "/fr/glossary/sla/"); fr.Title.Text != "accord" {
		t.Errorf("the term is called %q in French", fr.Title.Text)
	}
}

func TestMarkdownOfAPage(t *testing.T) {
	s := plan(t, kind.Partner, company)
	i, _ := s.Find("/fr/b/")
	text, ok := s.Markdown(i)
	if !ok || !strings.Contains(text, "# Page bé") || !strings.Contains(text, "## Plus") {
		t.Errorf("got %q", text)
	}
}

func TestMarkdownThatSaysMoreThanItsPageIsNotPublished(t *testing.T) {
	for name, text := range map[string]string{
		"link with a title": "[x](secret.md \"Our floor is 12\")", "unused definition": "[x]: secret.md 'Our floor'", "definition over two lines": "[x]:\nsecret.md",
		"raw HTML": "<a href='secret.md'>x</a>", "picture": "![x](<secret.md>)", "unused footnote": "Text.\n\n[^1]: Our floor.",
		"comment": "Text <!-- our floor -->", "words beside code": "```yaml our floor\nx\n```", "definition that is a comment": "[//]: # (our floor)",
	} {
		files := map[string]string{"content/secret.md": company["content/secret.md"], "content/x.md": "# X\n\n" + text + "\n", "content/people.yaml": company["content/people.yaml"]}
		s := plan(t, kind.Partner, files)
		i, _ := s.Find("/x/")
		if text, ok := s.Markdown(i); ok || s.Page(i).Markdown != "" {
			t.Errorf("%s: a partner gets %q", name, text)
		}
		s = plan(t, kind.Internal, files)
		if i, _ = s.Find("/x/"); slices.Contains([]string{"link with a title", "raw HTML", "picture"}, name) && s.Page(i).Markdown == "" {
			t.Errorf("%s: we get no Markdown", name)
		}
	}
}

func TestPersonsAndRolesHavePages(t *testing.T) {
	s := plan(t, kind.Partner, company)
	ina := pageAt(t, s, "/people/ina/")
	if ina.Title.Text != "Ina Ó" || ina.Template != "person" || ina.Fields.Get("roles").Items[0].URL != "/portal/roles/lead/" {
		t.Errorf("%+v", ina.Fields)
	}
	if got := ina.Fields.Get("languages").Items[0].Text.Text; got != "Arabic" {
		t.Errorf("speaks %q", got)
	}
	var names []string
	for _, link := range pageAt(t, s, "/roles/lead/").Backlinks {
		names = append(names, link.Title.Text)
	}
	if diff := cmp.Diff([]string{"Page B"}, names); diff != "" {
		t.Errorf("the role answers for:\n%s", diff)
	}
}
