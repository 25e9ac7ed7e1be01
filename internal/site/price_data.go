package site

import (
	"math/big"
	"slices"
	"strings"

	"parley/internal/pricing"
	"parley/internal/repricing"
	"parley/internal/workspace"
)

// PriceData is what a page about a price list says, for programs: texts in the source language, amounts, days and shares as
// files have them. One of the three is there, by the page.
type PriceData struct {
	Address string // of the file, without what it ends in; below the base path
	List    *ListData
	History *HistoryData
	Changes *ChangesData
}

// ListData is one version of a list.
type ListData struct {
	List        string     `json:"list"`
	Version     string     `json:"version"`
	Region      string     `json:"region"`
	Currency    string     `json:"currency"`
	PartnerTier string     `json:"partner_tier"`
	From        string     `json:"from"`
	Until       string     `json:"until"`    // the first day on which it no longer holds: it ends, or another replaces it; empty where no end is known
	Status      string     `json:"status"`   // on the day of the portal: in-force, later, over; empty where that day is unknown
	Released    bool       `json:"released"` // what is not released may still change
	Segments    []string   `json:"segments"`
	Terms       TermsData  `json:"terms"`
	Discounts   []string   `json:"standing_discounts"` // shares that are taken off every charge: "4%"; they multiply
	Parts       []PartData `json:"parts"`
}

// TermsData is what is agreed beside the prices.
type TermsData struct {
	ServiceLevel string `json:"service_level"`
	Acceptance   string `json:"acceptance"`
	Payment      string `json:"payment"`
	Cadence      string `json:"cadence"`
}

// PartData is how a part is sold. What there is none of is empty.
type PartData struct {
	SKU      string     `json:"sku"`
	Name     string     `json:"name"`
	Unit     string     `json:"unit"`
	Charge   string     `json:"charge"`
	Included string     `json:"included"`
	Minimum  string     `json:"minimum"`
	Cap      string     `json:"cap"`
	Package  string     `json:"package"`
	Prices   []TierData `json:"prices"`
}

// TierData is a price, up to a number of units; UpTo is empty for the last tier, and where there is one price.
type TierData struct {
	UpTo  string `json:"up_to"`
	Price string `json:"price"`
}

// HistoryData is all versions of a list, the newest first.
type HistoryData struct {
	List     string     `json:"list"`
	Currency string     `json:"currency"`
	Next     string     `json:"next_change"` // empty where nothing is known to change
	Versions []ListData `json:"versions"`
}

// ChangesData is a release against each other version.
type ChangesData struct {
	List     string           `json:"list"`
	Version  string           `json:"version"`
	Currency string           `json:"currency"`
	Compared []ComparisonData `json:"compared"`
}

// ComparisonData is what is different between two versions.
type ComparisonData struct {
	Old    string           `json:"old"`
	New    string           `json:"new"`
	Fields []FieldData      `json:"fields"`
	Parts  []PartChangeData `json:"parts"`
}

// PartChangeData is what is different in a part.
type PartChangeData struct {
	SKU    string      `json:"sku"`
	What   string      `json:"what"` // changed, new, removed
	Fields []FieldData `json:"fields"`
}

// FieldData is one thing that is written otherwise. Change is of prices only, in percent, to a hundredth.
type FieldData struct {
	Name   string `json:"name"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Change string `json:"change"`
}

// dataName is what the data of a page are called; "" where it has none.
func dataName(of what) string {
	switch of {
	case aDocument:
		return "prices"
	case aHistory:
		return "history"
	case aRelease:
		return "changes"
	}
	return ""
}

// Data are the data of all pages about price lists.
func (s *Site) Data() []PriceData {
	var all []PriceData
	for i := range s.sheets {
		sheet := &s.sheets[i]
		name := dataName(sheet.what)
		if name == "" || sheet.document == nil {
			continue
		}
		if _, priced := s.options.Prices[sheet.document.Path]; !priced {
			continue
		}
		all = append(all, s.data(sheet, s.options.Base+sheet.address+name))
	}
	return all
}

func (s *Site) data(sheet *sheet, address string) PriceData {
	d := sheet.document
	data := PriceData{Address: address}
	switch sheet.what {
	case aHistory:
		data.History = s.historyData(d)
	case aRelease:
		data.Changes = s.changesData(d, sheet.item)
	default:
		list, _ := pricing.Read(d.Outline())
		whole := listData(list) // of a list with a version that is none
		data.List = &whole
		for _, told := range s.versionsData(d) {
			if told.Version == d.Fields.Str("version") {
				data.List = &told
			}
		}
	}
	return data
}

func listData(l pricing.List) ListData {
	data := ListData{List: l.ID, Version: l.Version.String(), Region: l.Region, Currency: l.Currency, PartnerTier: l.PartnerTier, From: l.Effective.From,
		Until: l.Effective.Until, Segments: append([]string{}, l.Segments...), Terms: TermsData(l.Terms), Discounts: []string{}, Parts: []PartData{}}
	for _, standing := range l.Standing {
		data.Discounts = append(data.Discounts, standing.Rate.Text)
	}
	for _, part := range l.Parts {
		shown := PartData{SKU: part.SKU, Name: part.Name, Unit: part.Unit, Charge: part.Charge, Included: part.Included.Text,
			Minimum: part.Minimum.Text, Cap: part.Cap.Text, Package: part.Package.Text, Prices: []TierData{}}
		if len(part.Tiers) == 0 && part.Price.Given() {
			shown.Prices = append(shown.Prices, TierData{"", part.Price.Text})
		}
		for _, tier := range part.Tiers {
			shown.Prices = append(shown.Prices, TierData{tier.UpTo.Text, tier.Price.Text})
		}
		data.Parts = append(data.Parts, shown)
	}
	return data
}

func (s *Site) historyData(d *workspace.Document) *HistoryData {
	return &HistoryData{List: d.Fields.Str("id"), Currency: d.Fields.Str("currency"), Next: pricing.NextChange(listsOf(s.editions(d)), s.options.Today),
		Versions: s.versionsData(d)}
}

// versionsData are all versions of a list, the newest first.
func (s *Site) versionsData(d *workspace.Document) []ListData {
	all, today := s.editions(d), s.options.Today
	lists := listsOf(all)
	now, _ := pricing.InForce(lists, today)
	var versions []ListData
	for _, e := range slices.Backward(all) {
		data := listData(e.List)
		data.Until, data.Released = pricing.HeldUntil(lists, e.List), e.released
		if today != "" {
			data.Status = strings.Replace(holdsOn(e.List, now, today), "now", "in-force", 1)
		}
		versions = append(versions, data)
	}
	return versions
}

func (s *Site) changesData(d *workspace.Document, version string) *ChangesData {
	data := &ChangesData{List: d.Fields.Str("id"), Version: version, Currency: d.Fields.Str("currency"), Compared: []ComparisonData{}}
	all := s.editions(d)
	for i, old := range all {
		for _, now := range all[i+1:] {
			if old.Version.String() == version || now.Version.String() == version {
				data.Compared = append(data.Compared, comparisonData(old.List, now.List))
			}
		}
	}
	return data
}

func comparisonData(old, now pricing.List) ComparisonData {
	data := ComparisonData{Old: old.Version.String(), New: now.Version.String(), Fields: []FieldData{}, Parts: []PartChangeData{}}
	for _, list := range repricing.Compare([]pricing.List{old}, []pricing.List{now}).Lists {
		for _, field := range list.Fields {
			if field.Name != "features" { // some of them the audience may not know
				data.Fields = append(data.Fields, fieldData(field))
			}
		}
		for _, part := range list.Parts {
			change := PartChangeData{part.SKU, string(part.What), []FieldData{}}
			for _, field := range part.Fields {
				change.Fields = append(change.Fields, fieldData(field))
			}
			data.Parts = append(data.Parts, change)
		}
	}
	return data
}

func fieldData(field repricing.Field) FieldData {
	data := FieldData{Name: field.Name, Old: field.Old, New: field.New}
	if field.Change != nil && !strings.HasSuffix(field.Name, ".up_to") {
		data.Change = new(big.Rat).Mul(field.Change, big.NewRat(100, 1)).FloatString(2)
	}
	return data
}
