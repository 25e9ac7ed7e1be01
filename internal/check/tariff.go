package check

import (
	"io"
	"io/fs"
	"slices"
	"strings"

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

// priceFolder holds all files about prices.
const priceFolder = "pricing/"

// PricesOf assembles all that a workspace says of prices, for a day. Files are those from which it was loaded. Drafts say
// nothing yet. A memo may be nil.
func PricesOf(w *workspace.Workspace, files fs.FS, day string, memo *tariff.Memo) *tariff.Prices {
	source := tariff.Source{
		Documents: func(kind string) []doc.Document {
			var found []doc.Document
			for _, d := range documentsOf(w, kind, priceShapes[kind]...) {
				if !d.Draft {
					found = append(found, d.Document)
				}
			}
			return found
		},
		Open: func(name string) (io.ReadCloser, error) { return files.Open(name) },
	}
	for name := range w.Assets {
		if strings.HasPrefix(name, priceFolder) {
			source.Files = append(source.Files, name)
		}
	}
	slices.Sort(source.Files)
	return tariff.Read(source, day, memo)
}

// Prices checks all that a repository says of prices, but usage: that may be millions of rows, which most who ask for prices
// do not need. It needs the files beside the documents, which a workspace does not hold: invoices, releases, and the very
// bytes of governed documents.
func Prices(w *workspace.Workspace, files fs.FS, p *tariff.Prices) diag.List {
	findings := p.Check()
	for kind, shape := range priceShapes {
		for _, d := range documentsOf(w, kind, shape...) {
			if text, err := fs.ReadFile(files, d.Path); err == nil {
				findings = append(findings, pricing.Strict(d.Path, doc.Normalise(text), d.Document)...)
			}
		}
	}
	return findings.Sort().Bound()
}

// Usage checks what customers have used.
func Usage(p *tariff.Prices) diag.List {
	_, findings := p.Usage()
	return findings.Sort().Bound()
}
