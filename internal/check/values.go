package check

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/engine"
	"parley/internal/locale"
	"parley/internal/money"
	"parley/internal/workspace"
)

// addresses reports documents that would overwrite each other, or the folder of a language.
func addresses(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	first := make(map[string]string, len(w.Documents))
	for i := range w.Documents {
		name := w.Documents[i].Path
		address := strings.ToLower(strings.TrimPrefix(strings.TrimSuffix(name, path.Ext(name)), "content/"))
		address = strings.TrimSuffix(strings.TrimSuffix(address, "/index"), "/readme")
		if before, taken := first[address]; taken {
			findings = append(findings, diag.New(diag.DocSameURL, diag.Place{Path: name}, "this document and %s would be published at one address", before).
				WithHint("rename one of them"))
			continue
		}
		first[address] = name
		if part, taken := workspace.Reserved(address); taken {
			findings = append(findings, diag.New(diag.DocSameURL, diag.Place{Path: name}, "the name %s is that of a file which every portal has", part).
				WithHint("rename the document"))
		}
		if folder, id, _ := strings.Cut(address, "/"); folder == "people" || folder == "roles" {
			if thing, taken := w.Thing(map[string]string{"people": "person", "roles": "role"}[folder], id); taken && thing.Path != name {
				findings = append(findings, diag.New(diag.DocSameURL, diag.Place{Path: name}, "the address /%s/ belongs to the page of the %s %s", address, thing.Kind, id).
					WithHint("rename the document").WithNote(thing.Place, "defined here"))
			}
		}
		for _, tag := range w.Settings.Languages[1:] {
			if address == strings.ToLower(tag) || strings.HasPrefix(address, strings.ToLower(tag)+"/") {
				findings = append(findings, diag.New(diag.DocSameURL, diag.Place{Path: name}, "the address /%s/ belongs to the pages in that language", tag).
					WithHint("rename it; translations go to %s/%s", workspace.Locales, tag))
			}
		}
	}
	return findings
}

// prices checks the prices of each list against its currency.
func prices(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		currency := d.Fields.Get("currency")
		sums, priced := amounts(d)
		if !priced || len(currency.Text) != 3 || strings.ToUpper(currency.Text) != currency.Text {
			continue // the schema has refused what is no code
		}
		digits, ok := money.MinorUnits(currency.Text)
		if !ok {
			findings = append(findings, diag.New(diag.PriceCurrency, diag.Place{Path: d.Path, Span: currency.Span}, "%s is not a currency of ISO 4217", currency.Text).
				WithHint("write the three letters of the currency: EUR, USD, JPY"))
			continue
		}
		for _, sum := range sums {
			findings = append(findings, judgePrice(d, sum, currency.Text, digits)...)
		}
	}
	return findings
}

// amounts are those that a document states in its currency; false for one of a kind that states none.
func amounts(d *workspace.Document) (sums []doc.Value, priced bool) {
	switch d.Kind.Name {
	case "price-list":
		for _, part := range d.Fields.Get("parts").Items {
			sums = append(sums, part.Get("price"))
			for _, tier := range part.Get("tiers").Items {
				sums = append(sums, tier.Get("price"))
			}
		}
		return sums, true
	case "price-experiment":
		for _, arm := range d.Fields.Get("arms").Items {
			sums = append(sums, arm.Get("price"))
		}
		return sums, true
	case "campaign":
		for _, name := range budgeted {
			sums = append(sums, d.Fields.Get("budget").Get(name))
		}
		return sums, true
	}
	return nil, false
}

func judgePrice(d *workspace.Document, price doc.Value, currency string, digits int) diag.List {
	if price.Type != doc.String {
		return nil
	}
	if _, err := money.Parse(price.Text); err != nil || money.Decimals(price.Text) <= digits {
		return nil
	}
	remedy := "round the price to %s, or sell a larger unit"
	if d.Kind.Name == "campaign" {
		remedy = "round the amount to %s"
	}
	has, round := fmt.Sprint(digits), fmt.Sprintf("%d decimals", digits)
	if digits == 0 {
		has, round = "none", "a whole number"
	}
	return diag.List{diag.New(diag.PriceMinorUnits, diag.Place{Path: d.Path, Span: price.Span},
		"%s has more decimals than %s, which has %s", price.Text, currency, has).
		WithHint(remedy, round)}
}

// periods checks that what begins ends later. What must be done by a day, or goes on up to a day, may end where it begins.
func periods(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		findings = append(findings, workspace.Remembered(d, alone{"periods"}, func() diag.List { return periodsOf(d) })...)
	}
	return findings
}

func periodsOf(d *workspace.Document) diag.List {
	begin, effective := d.Fields.Get("date"), d.Fields.Get("effective")
	findings := judgePeriod(d, effective.Get("from"), effective.Get("until"), false)
	findings = append(findings, judgePeriod(d, begin, d.Fields.Get("expires"), false)...)
	for _, name := range []string{"act_by", "until"} {
		findings = append(findings, judgePeriod(d, begin, d.Fields.Get(name), true)...)
	}
	return findings
}

func judgePeriod(d *workspace.Document, from, until doc.Value, sameDay bool) diag.List {
	// Dates as ISO 8601 writes them sort as text. What is no date has been reported as such.
	if !isDate(from) || !isDate(until) || until.Text > from.Text || sameDay && until.Text == from.Text {
		return nil
	}
	return diag.List{diag.New(diag.DateOrder, diag.Place{Path: d.Path, Span: until.Span}, "%s is not after %s", until.Text, from.Text).
		WithHint("write a later date").WithNote(diag.Place{Path: d.Path, Span: from.Span}, "it begins here")}
}

func isDate(v doc.Value) bool {
	_, err := time.Parse(time.DateOnly, v.Text)
	return err == nil
}

// reviews reports documents whose owner should have read them again.
func reviews(w *workspace.Workspace, today string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		if due := d.Fields.Str("review_by"); len(due) == len("2006-01-02") && due < today {
			findings = append(findings, diag.New(diag.ReviewDue, d.Place("review_by"), "the review was due on %s", due).
				WithHint("read the document again, then set a new date"))
		}
	}
	return findings
}

// languages checks that there are conventions for every language of the site.
func languages(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	d, ok := w.Document(workspace.SettingsPath)
	if !ok {
		return nil
	}
	before := map[string]string{}
	for _, item := range d.Fields.Get("languages").Items {
		folder := strings.ToLower(item.Text)
		if twin := before[folder]; twin != "" && twin != item.Text {
			findings = append(findings, diag.New(diag.SiteLanguage, diag.Place{Path: d.Path, Span: item.Span}, "%q and %q are one language, and their pages would have one address", twin, item.Text).
				WithHint("keep one of them"))
		}
		before[folder] = item.Text
		if _, known := locale.For(item.Text); !known && !engine.IsTest(item.Text) { // which look like the nearest that people speak
			findings = append(findings, diag.New(diag.SiteLanguage, diag.Place{Path: d.Path, Span: item.Span}, "there are no conventions for the language %q", item.Text).
				WithHint("write a BCP 47 tag such as fr, ar or pt-BR"))
		}
	}
	for _, key := range d.Fields.Get("conventions").Keys {
		language, region := key.Name, key.Value.Text
		_, known := locale.For(region)
		base, _, _ := strings.Cut(region, "-")
		if its, _, _ := strings.Cut(language, "-"); slices.Contains(w.Settings.Languages, language) && known && its == base {
			continue
		}
		findings = append(findings, diag.New(diag.SiteLanguage, diag.Place{Path: d.Path, Span: key.Value.Span}, "pages in %q cannot be written by the conventions of %q", language, region).
			WithHint("name a language of the site, and a tag of the same language with a region, such as en: en-GB"))
	}
	return findings
}
