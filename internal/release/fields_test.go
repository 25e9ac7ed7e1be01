package release_test

import (
	"testing"

	"parley/internal/doc"
	"parley/internal/pricing"
	"parley/internal/repricing"
)

// TestTheFieldsOfAPayloadAreThoseOfAList reads them as a list, and compares that with what the payload was made of.
func TestTheFieldsOfAPayloadAreThoseOfAList(t *testing.T) {
	made := read(t, "sku: HOUR, unit: hour,", `sku: HOUR, name: One hour, unit: hour, included: "10", minimum: "5.00", cap: "90.00",`)
	p, _ := released(t, made)
	again, findings := pricing.Read(doc.Document{Head: doc.Head{Path: "x.yaml", Fields: p.Fields()}})
	if len(findings) > 0 {
		t.Error(findings)
	}
	for _, list := range repricing.Compare([]pricing.List{p.AsList()}, []pricing.List{again}).Lists {
		t.Errorf("different are %+v and %+v", list.Fields, list.Parts)
	}
	part, _ := again.Part("HOUR")
	if part.Name != "One hour" || part.Included.Text != "10" || part.Minimum.Text != "5.00" || part.Cap.Text != "90.00" || again.Change != made.Change || len(again.Parts) != 2 {
		t.Errorf("%+v, %+v", part, again.Change)
	}
	for _, ours := range []string{"margin", "cost", "adjust"} {
		if p.Fields().Has(ours) || p.Fields().Get("parts").Items[0].Has(ours) {
			t.Errorf("%s is there", ours)
		}
	}
}
