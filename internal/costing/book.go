package costing

import (
	"math/big"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
	"parley/internal/pricing"
)

// Book is a cost book: what a unit of each cost is made of, and from which invoices that is worked out.
type Book struct {
	Path, ID  string
	Period    pricing.Period // of the invoice lines
	Effective pricing.Period // of the costs
	Buffer    pricing.Figure
	Invoices  []Invoice
	Gaps      []Gap
	Costs     []Entry
}

// Gap is a month for which a provider has charged nothing, or nothing for a part.
type Gap struct {
	Provider, Part string // Part is empty for all of them
	Month          string // as YYYY-MM
	Place          diag.Place
}

// Entry is a cost of a book.
type Entry struct {
	ID       string
	Place    diag.Place
	Unit     string
	Currency string
	Buffer   pricing.Figure // its own, or that of the book
	Charges  []Charge       // none where all lines of the part count that has the name of the cost
}

// Charge is one thing that goes into a cost.
type Charge struct {
	Place                diag.Place
	Provider, Name, Part string // those of the lines that count; empty for any
	Use                  pricing.Figure
	Spread, Share        pricing.Figure
}

// ReadBook reads a cost book from its document. What the schema has refused is left out.
func ReadBook(d doc.Document) (Book, diag.List) {
	f := d.Fields
	ratio := func(in doc.Value, key string) pricing.Figure {
		return pricing.FigureOf(d.Path, in.Get(key), money.Ratio)
	}
	exact := func(in doc.Value, key string) pricing.Figure {
		return pricing.FigureOf(d.Path, in.Get(key), money.Exact)
	}
	place := func(v doc.Value) diag.Place { return diag.Place{Path: d.Path, Span: v.Span} }
	book := Book{Path: d.Path, ID: f.Str("id"), Period: period(f.Get("period")), Effective: period(f.Get("effective")), Buffer: ratio(f, "buffer")}
	for _, item := range f.Get("invoices").Items {
		book.Invoices = append(book.Invoices, Invoice{item.Str("file"), item.Str("columns"), item.Str("repeats"), place(item.Get("file"))})
	}
	for _, item := range f.Get("gaps").Items {
		book.Gaps = append(book.Gaps, Gap{item.Str("provider"), item.Str("part"), item.Str("month"), place(item.Get("month"))})
	}
	for _, item := range f.Get("costs").Items {
		entry := Entry{ID: item.Str("id"), Place: place(item.Get("id")), Unit: item.Str("unit"), Currency: item.Str("currency"), Buffer: ratio(item, "buffer")}
		if entry.Currency == "" {
			entry.Currency = f.Str("currency")
		}
		if !entry.Buffer.Given() {
			entry.Buffer = book.Buffer
		}
		for _, charge := range item.Get("charges").Items {
			entry.Charges = append(entry.Charges, Charge{place(charge), charge.Str("provider"), charge.Str("charge"), charge.Str("part"),
				exact(charge, "use"), exact(charge, "spread"), ratio(charge, "share")})
		}
		if entry.ID != "" {
			book.Costs = append(book.Costs, entry)
		}
	}
	return book, book.check()
}

// isCode reports whether text is written as a code of a currency is; what is not, the schema has refused.
func isCode(text string) bool {
	return len(text) == 3 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// check reports what neither a schema can say of a book nor check of ids that stand twice.
func (b Book) check() diag.List {
	var findings diag.List
	wrong := func(at diag.Place, hint, format string, args ...any) {
		findings = append(findings, diag.New(diag.CostBook, at, format, args...).WithHint("%s", hint))
	}
	shares, named := map[group]*big.Rat{}, map[string]bool{}
	for _, invoice := range b.Invoices {
		if named[invoice.File] && invoice.File != "" {
			wrong(invoice.Place, "keep one of the two", "the lines of %s count in this book already", invoice.File)
		}
		named[invoice.File] = true
	}
	for _, entry := range b.Costs {
		if _, known := money.MinorUnits(entry.Currency); !known && (entry.Currency == "" || isCode(entry.Currency)) {
			wrong(entry.Place, "write currency: EUR, for the book or for this cost", "the cost %s has no currency of ISO 4217", entry.ID)
		}
		for _, charge := range entry.Charges {
			switch {
			case charge.Part == "": // the schema's finding
			case charge.Use.Given() && charge.Spread.Given():
				wrong(charge.Place, "keep one of the two", "a charge is used by the unit, or spread over units; this one is both")
			case charge.Share.Given() && !charge.Spread.Given():
				wrong(charge.Share.Place, "add spread:, or remove share:", "only a charge that is spread has a share")
			case charge.Spread.Given() && charge.Spread.Value.Sign() == 0:
				wrong(charge.Spread.Place, "write over how many units of the cost it is spread", "nothing can be spread over 0 units")
			}
			if charge.Spread.Given() {
				of := group{charge.Provider, charge.Name, charge.Part}
				if shares[of] == nil {
					shares[of] = new(big.Rat)
				}
				if shares[of].Add(shares[of], charge.share()).Cmp(one) > 0 {
					wrong(charge.Place, "write share: for each of the costs; together they are 100% at most", "more than all of this charge is spread over the costs of the book")
				}
			}
		}
	}
	return findings
}

var one = big.NewRat(1, 1)

func (c Charge) share() *big.Rat {
	if c.Share.Given() {
		return c.Share.Value
	}
	return one
}

// InForce is the book whose costs hold on a day: of several, the one that began last. False where there is none.
func InForce(books []Book, day string) (Book, bool) {
	best, found := Book{}, false
	for _, book := range books {
		if book.Effective.Holds(day) && (!found || book.Effective.From > best.Effective.From) {
			best, found = book, true
		}
	}
	return best, found
}
