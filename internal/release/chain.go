package release

import (
	"fmt"
	"reflect"
	"slices"

	"parley/internal/diag"
	"parley/internal/pricing"
)

// Chain holds the releases of one list to each other. Each but the first names the one before it, and the SHA-256 of its file; digest
// gives that of a file as it lies there, or false where there is none. Nobody is told twice: what is gone is told by the release that
// comes after it, what is edited or put in between at its own file. The days on which they were released do not run backwards. What held
// before the first was released may have been written down afterwards.
func Chain(payloads []Payload, digest func(path string) (string, bool)) diag.List {
	chain := slices.Clone(payloads)
	slices.SortFunc(chain, func(a, b Payload) int { return numberOf(a).Compare(numberOf(b)) })
	var findings diag.List
	var dated Payload // the last that says on which day it was released
	for i, p := range chain {
		if p.Day != "" && p.Day < dated.Day {
			findings = append(findings, diag.New(diag.PriceRelease, p.Place("released"), "%s was released on %s, before %s, which was on %s", p.Version, p.Day, dated.Version, dated.Day).
				WithHint("restore the file as it was released; if it has not been committed, remove it and release the list again").
				WithNote(dated.Place("released"), "the release before"))
		}
		if p.Day != "" {
			dated = p
		}
		if i > 0 && numberOf(chain[i-1]).Compare(previousOf(p)) > 0 && !chain[i-1].leadsTo(p) {
			findings = append(findings, intruder(chain[i-1], p))
		}
		if p.Previous == "" {
			continue
		}
		if finding, bad := p.link(digest); bad {
			findings = append(findings, finding)
		} else if before, read := find(chain, p.Previous); read {
			findings = append(findings, p.oldPrices(before)...)
		}
	}
	return findings
}

// leadsTo reports whether a version was written down afterwards, and ends by the day from which one holds that follows none.
func (p Payload) leadsTo(first Payload) bool {
	return p.Recorded != "" && first.Previous == "" && p.Effective.Until <= first.Effective.From
}

func numberOf(p Payload) pricing.Version {
	version, _ := pricing.ParseVersion(p.Version)
	return version
}

// previousOf is the version that a release names as the one before it; one below all where it is the first.
func previousOf(p Payload) pricing.Version {
	if before, named := pricing.ParseVersion(p.Previous); named {
		return before
	}
	return pricing.Version{Major: -1}
}

func find(payloads []Payload, version string) (Payload, bool) {
	i := slices.IndexFunc(payloads, func(p Payload) bool { return p.Version == version })
	if i < 0 {
		return Payload{}, false
	}
	return payloads[i], true
}

// intruder reports a release that the next one does not know of.
func intruder(between, next Payload) diag.Diagnostic {
	follows := "is the first"
	if next.Previous != "" {
		follows = "follows " + next.Previous
	}
	return diag.New(diag.PriceRelease, between.Place("version"), "%s was not there when %s was released, which %s", between.Version, next.Version, follows).
		WithHint("remove the file; a change is a new version of the list, after the last").WithNote(next.Place("previous"), "what was released after it")
}

// link reports a release whose predecessor is gone, or is not the file that it was.
func (p Payload) link(digest func(path string) (string, bool)) (diag.Diagnostic, bool) {
	before := Path(p.List, p.Previous)
	i := slices.IndexFunc(p.Inputs, func(input Input) bool { return input.Path == before })
	if i < 0 {
		return diag.New(diag.PriceRelease, p.Place("previous"), "%s follows %s, and does not hold its digest, so nobody can tell whether that is still what it was", p.Version, p.Previous).
			WithHint("restore the file as it was released; a change is a new version of the list"), true
	}
	now, there := digest(before)
	switch {
	case !there:
		return diag.New(diag.PriceRelease, p.Place("previous"), "%s follows %s, and %s is gone", p.Version, p.Previous, before).
			WithHint("bring it back with git restore, as it was; git log -- %s says when it went", before), true
	case now != p.Inputs[i].SHA256:
		at := diag.Place{Path: before, Span: diag.Span{Line: 1, Col: 1, EndLine: 1, EndCol: 2}}
		return diag.New(diag.PriceRelease, at, "this is not the file that %s follows: one of the two is not as it was released", p.Version).
			WithHint("restore the file as it was released; a change is a new version of the list").
			WithNote(p.Place(fmt.Sprintf("inputs[%d].sha256", i)), "the SHA-256 that it had then"), true
	}
	return diag.Diagnostic{}, false
}

// oldPrices reports the first part of which a release says that it was sold otherwise than the release before it says.
func (p Payload) oldPrices(before Payload) diag.List {
	for i, part := range p.Parts {
		at := slices.IndexFunc(before.Parts, func(was Part) bool { return was.SKU == part.SKU })
		var sold *State
		if at >= 0 {
			sold = before.Parts[at].New
		}
		if !reflect.DeepEqual(sold, part.Old) {
			return diag.List{diag.New(diag.PriceRelease, p.Place(fmt.Sprintf("parts[%d].old", i)), "the old price of %s is not what %s released", part.SKU, before.Version).
				WithHint("restore the file as it was released; a change is a new version of the list")}
		}
	}
	return nil
}
