package release

import "parley/internal/doc"

// Fields is the payload as the fields of a price list have it, key by key, for whoever hides from readers what the kind of price
// lists keeps from them: a release must never tell more than the list. It says nothing that a payload does not.
func (p Payload) Fields() doc.Value {
	fields := keys{}
	fields.text("id", p.List)
	fields.text("version", p.Version)
	fields.text("model", p.Model)
	fields.text("region", p.Region)
	fields.text("currency", p.Currency)
	fields.text("partner_tier", p.PartnerTier)
	fields.add("segments", texts(p.Segments))
	fields.add("effective", mapOf("from", p.Effective.From, "until", p.Effective.Until))
	fields.add("languages", texts(p.Languages))
	fields.add("features", texts(p.Features))
	fields.add("terms", mapOf("service_level", p.Terms.ServiceLevel, "acceptance", p.Terms.Acceptance, "payment", p.Terms.Payment, "cadence", p.Terms.Cadence))
	fields.add("discounts", p.Discounts.fields())
	fields.add("change", mapOf("reason", p.Change.Reason, "requested_by", p.Change.RequestedBy))
	parts := doc.Value{Type: doc.List}
	for _, part := range p.Parts {
		if part.New != nil {
			parts.Items = append(parts.Items, part.New.fields(part.SKU))
		}
	}
	fields.add("parts", parts)
	return fields.value()
}

func (d Discounts) fields() doc.Value {
	fields := keys{}
	fields.text("max", d.Max)
	standing := doc.Value{Type: doc.List}
	for _, one := range d.Standing {
		standing.Items = append(standing.Items, mapOf("name", one.Name, "rate", one.Rate))
	}
	fields.add("standing", standing)
	return fields.value()
}

func (s State) fields(sku string) doc.Value {
	fields := keys{}
	fields.text("sku", sku)
	fields.text("name", s.Name)
	fields.text("unit", s.Unit)
	fields.text("charge", s.Charge)
	if s.Charge != "graduated" && s.Charge != "volume" && len(s.Prices) > 0 {
		fields.text("price", s.Prices[0].Price)
	} else {
		tiers := doc.Value{Type: doc.List}
		for _, price := range s.Prices {
			tiers.Items = append(tiers.Items, mapOf("up_to", price.UpTo, "price", price.Price))
		}
		fields.add("tiers", tiers)
	}
	fields.text("included", s.Included)
	fields.text("minimum", s.Minimum)
	fields.text("cap", s.Cap)
	fields.text("package", s.Package)
	return fields.value()
}

// keys are those of a map, in order. What is empty is not there.
type keys []doc.Key

func (k *keys) add(name string, value doc.Value) {
	if len(value.Keys)+len(value.Items) > 0 || value.Text != "" {
		*k = append(*k, doc.Key{Name: name, Value: value})
	}
}

func (k *keys) text(name, text string) {
	k.add(name, doc.Value{Type: doc.String, Text: text, Quoted: true})
}

func (k keys) value() doc.Value { return doc.Value{Type: doc.Map, Keys: k} }

func mapOf(pairs ...string) doc.Value {
	fields := keys{}
	for i := 0; i < len(pairs); i += 2 {
		fields.text(pairs[i], pairs[i+1])
	}
	return fields.value()
}

func texts(items []string) doc.Value {
	list := doc.Value{Type: doc.List}
	for _, item := range items {
		list.Items = append(list.Items, doc.Value{Type: doc.String, Text: item, Quoted: true})
	}
	return list
}
