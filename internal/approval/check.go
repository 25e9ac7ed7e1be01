package approval

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/signature"
)

// CheckPolicy reports what a schema cannot say of a policy: quotes, the order of the tiers and of their thresholds.
func CheckPolicy(d doc.Document) diag.List {
	findings := quoted(d, "monthly_impact", "monthly_charge_cap")
	p := PolicyOf(d)
	tiers := d.Fields.Get("tiers")
	for _, flaw := range p.flaws() {
		findings = append(findings, diag.New(diag.PolicyTiers, keyPlace(d, "tiers"), "no change can be judged by this policy: %s", flaw).
			WithHint("write minor, standard and high, each with approvals, the first two with thresholds that rise"))
	}
	amounts := []doc.Value{d.Fields.Get("guardrails").Get("monthly_charge_cap")}
	for _, tier := range tiers.Items {
		amounts = append(amounts, tier.Get("below").Get("monthly_impact"))
	}
	for _, amount := range amounts {
		if _, code, ok := strings.Cut(amount.Text, " "); ok && sum(amount.Text).Amount == nil {
			findings = append(findings, diag.New(diag.PriceCurrency, place(d, amount), "%s is not a currency of ISO 4217", code).
				WithHint("write the three letters of the currency: EUR, USD, JPY"))
		}
	}
	return findings
}

// keyPlace is where a key of the top level stands, or the start of the document where it is missing.
func keyPlace(d doc.Document, name string) diag.Place {
	for _, key := range d.Fields.Keys {
		if key.Name == name {
			return diag.Place{Path: d.Path, Span: key.Span}
		}
	}
	return diag.Place{Path: d.Path, Span: diag.Span{Line: 1, Col: 1, EndLine: 1, EndCol: 1}}
}

// quoted reports money and moments that are not in quotes, under keys that hold such.
func quoted(d doc.Document, keys ...string) diag.List {
	var findings diag.List
	var visit func(v doc.Value)
	visit = func(v doc.Value) {
		for _, key := range v.Keys {
			if value := key.Value; slices.Contains(keys, key.Name) && value.Type == doc.String && !value.Quoted {
				findings = append(findings, diag.New(diag.YAMLQuote, place(d, value), "%s in a governed file is quoted", key.Name).WithHint("write %q", value.Text))
			}
			visit(key.Value)
		}
		for _, item := range v.Items {
			visit(item)
		}
	}
	visit(d.Fields)
	return findings
}

// CheckRegistry reports identities that two people share, keys that are none, periods that end before they begin, and stand-ins
// that the registry does not know.
func CheckRegistry(d doc.Document) diag.List {
	findings := quoted(d, "from", "until")
	first := map[string]doc.Value{}
	claim := func(what string, v doc.Value, as string) {
		before, taken := first[what+" "+as]
		if taken && as != "" {
			findings = append(findings, diag.New(diag.ApproverIdentity, place(d, v), "the %s %s is here twice", what, as).
				WithHint("an account, an address and a key belong to one person, who stands here once").WithNote(place(d, before), "the first"))
		}
		first[what+" "+as] = v
	}
	for _, person := range d.Fields.Get("people").Items {
		claim("person", person.Get("id"), person.Str("id"))
		accounts := append([]doc.Value{person.Get("accounts").Get("github")}, person.Get("other_accounts").Get("github").Items...)
		for _, account := range accounts {
			claim("account", account.Get("login"), fold(account.Str("login")))
			claim("number", account.Get("id"), account.Str("id"))
		}
		for _, email := range person.Get("emails").Items {
			claim("address", email, fold(email.Text))
		}
		for _, key := range person.Get("keys").Items {
			text, err := signature.ParseKey(key.Str("key"))
			if err != nil && key.Has("key") {
				findings = append(findings, diag.New(diag.ApproverKey, place(d, key.Get("key")), "this key cannot be used: %v", err).
					WithHint("paste the line of a file such as ~/.ssh/id_ed25519.pub"))
			}
			claim("key", key.Get("key"), string(text))
			findings = append(findings, ends(d, key)...)
		}
		for _, role := range person.Get("roles").Items {
			findings = append(findings, ends(d, role)...)
		}
	}
	return append(findings, standIns(d)...)
}

// ends reports a period that ends before it begins.
func ends(d doc.Document, item doc.Value) diag.List {
	from, begins := moment(item.Str("from"))
	until, stops := moment(item.Str("until"))
	if !begins || !stops || from.Before(until) {
		return nil
	}
	return diag.List{diag.New(diag.DateOrder, place(d, item.Get("until")), "%s is not after %s", item.Str("until"), item.Str("from")).
		WithHint("write a later moment").WithNote(place(d, item.Get("from")), "it begins here")}
}

func standIns(d doc.Document) diag.List {
	var findings diag.List
	r := RegistryOf(d)
	for _, item := range d.Fields.Get("delegations").Items {
		findings = append(findings, ends(d, item)...)
		for _, key := range []string{"holder", "stand_in"} {
			if _, known := r.person(item.Str(key)); !known && item.Str(key) != "" {
				findings = append(findings, diag.New(diag.RefUnknown, place(d, item.Get(key)), "%s is not in this registry", item.Str(key)).
					WithHint("add the person under people:, or name somebody who is there"))
			}
		}
	}
	return findings
}

// CheckRoles reports roles that the policy asks for and that nobody of the registry has, in some region or at all.
func CheckRoles(policy, registry doc.Document) diag.List {
	var findings diag.List
	held := map[string]bool{}
	for _, person := range registry.Fields.Get("people").Items {
		for _, role := range person.Get("roles").Items {
			held[role.Str("role")] = true
		}
	}
	ask := func(v doc.Value) {
		if v.Type == doc.String && !held[v.Text] {
			finding := diag.New(diag.PolicyRole, place(policy, v), "nobody in %s has the role %s", registry.Path, v.Text)
			near := diag.Nearest(v.Text, slices.Sorted(maps.Keys(held)))
			if near != "" {
				finding = finding.WithHint("did you mean %s?", near)
			} else {
				finding = finding.WithHint("%s", fmt.Sprintf("give somebody the role there: roles: [{role: %s, …}]", v.Text))
			}
			findings = append(findings, finding)
		}
	}
	for _, tier := range policy.Fields.Get("tiers").Items {
		for _, rule := range tier.Get("approvals").Items {
			ask(rule.Get("role"))
			for _, role := range rule.Get("any_of").Items {
				ask(role)
			}
		}
	}
	for _, role := range policy.Fields.Get("break_glass").Get("any_of").Items {
		ask(role)
	}
	return findings
}
