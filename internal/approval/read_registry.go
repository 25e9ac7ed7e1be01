package approval

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"parley/internal/doc"
	"parley/internal/signature"
)

func sortDrift(bounds []DriftBound) {
	slices.SortFunc(bounds, func(a, b DriftBound) int { return cmp.Compare(a.Days, b.Days) })
}

// RegistryOf reads a document of kind approvers. What the schema refuses is left out; what is left out can approve nothing.
func RegistryOf(d doc.Document) Registry {
	var r Registry
	for _, item := range d.Fields.Get("people").Items {
		r.People = append(r.People, personOf(item))
	}
	slices.SortStableFunc(r.People, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	for _, item := range d.Fields.Get("delegations").Items {
		if span, ok := spanOf(item, true); ok {
			r.Delegations = append(r.Delegations, Delegation{item.Str("role"), item.Strings("regions"), item.Str("holder"), item.Str("stand_in"), span})
		}
	}
	return r
}

func personOf(item doc.Value) Person {
	p := Person{ID: item.Str("id"), Human: item.Get("human").Type == doc.Bool && item.Str("human") == "true", Emails: item.Strings("emails"), Conflicts: item.Strings("conflicts")}
	accounts := []doc.Value{item.Get("accounts").Get("github")}
	for _, account := range append(accounts, item.Get("other_accounts").Get("github").Items...) {
		if id, err := strconv.ParseInt(account.Str("id"), 10, 64); err == nil && id > 0 {
			p.Accounts = append(p.Accounts, Account{Forge: string(GitHub), Login: account.Str("login"), ID: id})
		}
	}
	for _, key := range item.Get("keys").Items {
		text, err := signature.ParseKey(key.Str("key"))
		if span, ok := spanOf(key, false); ok && err == nil {
			p.Keys = append(p.Keys, Key{string(text), span})
		}
	}
	for _, role := range item.Get("roles").Items {
		if span, ok := spanOf(role, false); ok && role.Str("role") != "" {
			p.Roles = append(p.Roles, Grant{role.Str("role"), role.Strings("regions"), span})
		}
	}
	return p
}

// spanOf reads from and until; false where one of them is no moment, or one that is needed is missing.
func spanOf(item doc.Value, ends bool) (Span, bool) {
	from, ok := moment(item.Str("from"))
	if !ok {
		return Span{}, false
	}
	end, given := item.Lookup("until")
	if !given {
		return Span{From: from}, !ends
	}
	until, ok := moment(end.Text)
	return Span{from, until}, ok && from.Before(until)
}

// moment reads a moment in UTC, to the second.
func moment(text string) (time.Time, bool) {
	at, err := time.Parse("2006-01-02T15:04:05Z", text)
	return at, err == nil
}
