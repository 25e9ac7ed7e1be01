package check

import (
	"path"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/locale"
	"parley/internal/money"
	"parley/internal/workspace"
)

// addresses reports documents that would overwrite each other, or the folder of a language.
func addresses(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	first := map[string]string{}
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
		for _, tag := range w.Settings.Languages[1:] {
			if address == strings.ToLower(tag) || strings.HasPrefix(address, strings.ToLower(tag)+"/") {
				findings = append(findings, diag.New(diag.DocSameURL, diag.Place{Path: name}, "the address /%s/ belongs to the pages in that language", tag).
					WithHint("rename the folder; translations go to %s/%s", workspace.Locales, tag))
			}
		}
	}
	return findings
}

// prices checks the prices of each list against its currency.
func prices(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := &w.Documents[i]
		currency := d.Fields.Get("currency")
		if d.Kind.Name != "price-list" || len(currency.Text) != 3 {
			continue
		}
		digits, ok := money.MinorUnits(currency.Text)
		if !ok {
			findings = append(findings, diag.New(diag.PriceCurrency, diag.Place{Path: d.Path, Span: currency.Span}, "%s is not a currency of ISO 4217", currency.Text).
				WithHint("write the three letters of the currency: EUR, USD, JPY"))
			continue
		}
		for _, part := range d.Fields.Get("parts").Items {
			findings = append(findings, judgePrice(d, part.Get("price"), currency.Text, digits)...)
			for _, tier := range part.Get("tiers").Items {
				findings = append(findings, judgePrice(d, tier.Get("price"), currency.Text, digits)...)
			}
		}
	}
	return findings
}

func judgePrice(d *workspace.Document, price doc.Value, currency string, digits int) diag.List {
	if price.Type != doc.String {
		return nil
	}
	if _, err := money.Parse(price.Text); err != nil || money.Decimals(price.Text) <= digits {
		return nil
	}
	return diag.List{diag.New(diag.PriceMinorUnits, diag.Place{Path: d.Path, Span: price.Span},
		"%s has %d digits after the point; %s has %d", price.Text, money.Decimals(price.Text), currency, digits).
		WithHint("round the price to %d digits, or sell a larger unit", digits)}
}

// periods checks that what begins ends later.
func periods(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := &w.Documents[i]
		for _, pair := range [][2]doc.Value{
			{d.Fields.Get("effective").Get("from"), d.Fields.Get("effective").Get("until")},
			{d.Fields.Get("date"), d.Fields.Get("expires")},
			{d.Fields.Get("date"), d.Fields.Get("act_by")},
		} {
			from, until := pair[0], pair[1]
			// Dates as ISO 8601 writes them sort as text.
			if from.Text != "" && until.Text != "" && len(until.Text) == len("2006-01-02") && until.Text <= from.Text {
				findings = append(findings, diag.New(diag.DateOrder, diag.Place{Path: d.Path, Span: until.Span}, "%s is not after %s", until.Text, from.Text).
					WithHint("write a later date").WithNote(diag.Place{Path: d.Path, Span: from.Span}, "it begins here"))
			}
		}
	}
	return findings
}

// reviews reports documents whose owner should have read them again.
func reviews(w *workspace.Workspace, today string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := &w.Documents[i]
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
	for _, item := range d.Fields.Get("languages").Items {
		if _, known := locale.For(item.Text); !known {
			findings = append(findings, diag.New(diag.SiteLanguage, diag.Place{Path: d.Path, Span: item.Span}, "there are no conventions for the language %q", item.Text).
				WithHint("write a BCP 47 tag such as fr, ar or pt-BR"))
		}
	}
	return findings
}
