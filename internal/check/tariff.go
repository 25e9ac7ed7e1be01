package check

import (
	"io"
	"io/fs"
	"slices"
	"strings"

	"parley/internal/billing"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/pricing"
	"parley/internal/tariff"
	"parley/internal/workspace"
)

// priceShapes are the fields of each kind of document about prices without which it is none: a team that makes something else of a
// kind has its documents left out, and decides for itself what is right.
var priceShapes = map[string][]string{
	"price-list":      {"version", "currency", "effective.from", "parts.sku", "parts.unit", "parts.charge", "parts.price", "parts.cost", "parts.margin"},
	"price-policy":    {"guardrails"},
	"cost-book":       {"effective", "invoices.file", "costs.id", "costs.unit"},
	"exchange-rates":  {"one", "is.currency", "is.amount"},
	"invoice-columns": {"columns"},
}

// OfPrices reports whether a kind is one of those that say something about prices.
func OfPrices(kind string) bool { return priceShapes[kind] != nil }

// PriceFolder holds all files about prices.
const PriceFolder = "pricing/"

// PricesOf assembles all that a workspace says of prices, for a day. Files are those from which it was loaded. Drafts say
// nothing yet. A memo may be nil.
func PricesOf(w *workspace.Workspace, files fs.FS, day string, memo *tariff.Memo) *tariff.Prices {
	source := tariff.Source{
		Documents: func(kind string) []doc.Document {
			var found []doc.Document
			for _, d := range documentsOf(w, kind, priceShapes[kind]...) {
				if !d.Draft {
					found = append(found, d.Outline())
				}
			}
			return found
		},
		Open: func(name string) (io.ReadCloser, error) { return files.Open(name) },
		Lost: func(kind string) bool { return w.Lost(kind, "") || kind == "exchange-rates" && anyRefused(w, kind) },
		Refused: func(name string) []diag.Place {
			if d, ok := w.Document(name); ok {
				return misreadings(w, d)
			}
			return nil
		},
	}
	for name := range w.Assets {
		if strings.HasPrefix(name, PriceFolder) {
			source.Files = append(source.Files, name)
		}
	}
	slices.Sort(source.Files)
	return tariff.Read(source, day, memo)
}

// anyRefused reports whether something in a document of a kind has been refused.
func anyRefused(w *workspace.Workspace, kind string) bool {
	return slices.ContainsFunc(documentsOf(w, kind), func(d *workspace.Document) bool { return len(w.Refused(d.Path)) > 0 })
}

// Prices checks all that a repository says of prices, but usage: that may be millions of rows, which most who ask for prices
// do not need. It needs the files beside the documents, which a workspace does not hold: invoices, releases, and the very
// bytes of governed documents.
func Prices(w *workspace.Workspace, files fs.FS, p *tariff.Prices) diag.List {
	return append(p.Check(), governed(w, files)...).Sort().Bound()
}

// PricesRead checks whether what is said of prices can be understood, and which of them hold, not whether they are right: for those who
// compare them.
func PricesRead(w *workspace.Workspace, files fs.FS, p *tariff.Prices) diag.List {
	return slices.Concat(p.Findings, p.Reversals(), governed(w, files)).Sort().Bound()
}

// governed holds the very bytes of documents about prices to the stricter grammar of theirs.
func governed(w *workspace.Workspace, files fs.FS) diag.List {
	var governed []*workspace.Document
	for kind, shape := range priceShapes {
		governed = append(governed, documentsOf(w, kind, shape...)...)
	}
	for i := range w.Documents { // of one that is lost, why may be a character that nobody sees
		if d := w.Documents[i]; d.Broken && !d.Markdown && strings.HasPrefix(d.Path, PriceFolder) {
			governed = append(governed, d)
		}
	}
	strict := make([]diag.List, len(governed))
	abreast(len(governed), func(i int) {
		d := governed[i]
		if text, err := fs.ReadFile(files, d.Path); err == nil {
			strict[i] = pricing.Strict(d.Path, doc.Normalise(text), d.Outline())
		}
	})
	unknown := map[diag.Place]bool{} // keys that the schema has refused already
	for _, finding := range w.Findings {
		if finding.Code == diag.SchemaUnknownKey {
			unknown[finding.Place] = true
		}
	}
	said := func(f diag.Diagnostic) bool { return f.Code == diag.YAMLKey && unknown[f.Place] }
	return slices.DeleteFunc(slices.Concat(strict...), said)
}

// Usage checks what customers have used: what is wrong with the rows, and what they name that nobody knows.
func Usage(w *workspace.Workspace, p *tariff.Prices, used tariff.Used) diag.List {
	findings := slices.Clone(used.Findings)
	lists := p.IDs()
	for _, name := range used.Names {
		known := w.IDs(name.Kind)
		if name.Kind == "price-list" {
			known = lists
		}
		if !slices.Contains(known, name.ID) && !w.Lost(name.Kind, name.ID) {
			findings = append(findings, stranger(name, known))
		}
	}
	return findings.Sort().Bound()
}

// stranger reports something that usage names and that is nowhere. Of a region or a segment that nobody knows, nobody can say what a
// change of prices does to it; what is used of no list counts as nothing.
func stranger(name billing.Name, known []string) diag.Diagnostic {
	if name.Kind == "price-list" {
		return suggest(diag.New(diag.UsageUnpriced, name.Place, "there is no price list %q, nor a release of one", name.ID), name.ID, known, "correct the list")
	}
	return suggest(diag.New(diag.UsageUnknown, name.Place, "%s is of the %s %q, which nobody knows", name.Customer, name.Kind, name.ID), name.ID, known,
		"correct it in all rows of the customer, or add it under "+name.Kind+"s: in "+workspace.SettingsPath)
}
