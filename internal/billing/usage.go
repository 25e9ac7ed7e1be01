package billing

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/sheet"
)

// columns of usage, in the order of the constants below.
var columns = []string{"customer", "segment", "region", "list", "sku", "month", "quantity"}

const (
	colCustomer = iota
	colSegment
	colRegion
	colList
	colSKU
	colMonth
	colQuantity
)

// Customer is somebody who uses what is sold.
type Customer struct {
	ID, Segment, Region string
	Place               diag.Place // of the first row
}

// Usage is what customers have used, of all files together.
type Usage struct {
	customers []Customer
	things    []thing
	rows      []row
	files     []string
	twice     []pair
	sorted    bool

	byCustomer map[string]uint32
	bySpelling map[string]uint32            // without spaces around it and in lower case
	byThing    map[string]map[string]uint32 // list, SKU
}

// thing is something that has been used: a part of a list.
type thing struct {
	list, sku string
	place     diag.Place // of the first row
}

// row is a quantity of a thing that a customer has used in a month. The key holds customer, month and thing, so that sorting
// puts together what stands on one invoice.
type row struct {
	key      uint64
	quantity pricing.Quantity
	line     uint32 // of the file
	file     uint32
}

func (u *Usage) place(r row) diag.Place {
	return diag.Place{Path: u.files[r.file], Span: diag.Span{Line: int(r.line), Col: 1, EndLine: int(r.line), EndCol: 2}}
}

const (
	thingBits    = 28
	monthBits    = 12
	customerBits = 64 - thingBits - monthBits
	firstYear    = 2000
	mostQuantity = 1e18 // millionths
)

func (r row) customer() uint32 { return uint32(r.key >> (thingBits + monthBits)) }
func (r row) month() uint16    { return uint16(r.key>>thingBits) & (1<<monthBits - 1) }
func (r row) thing() uint32    { return uint32(r.key) & (1<<thingBits - 1) }

// monthName writes a month as YYYY-MM.
func monthName(month uint16) string {
	return fmt.Sprintf("%04d-%02d", firstYear+int(month)/12, int(month)%12+1)
}

// Read adds the rows of a file. What is wrong with a row is a finding, and the row does not count; the error is that of the
// reader.
func (u *Usage) Read(path string, in io.Reader) (diag.List, error) {
	if u.byCustomer == nil {
		u.byCustomer, u.bySpelling, u.byThing = map[string]uint32{}, map[string]uint32{}, map[string]map[string]uint32{}
	}
	u.sorted = false
	u.files = append(u.files, path)
	r := usageReader{Reader: sheet.NewReader(path, in, sheet.Options{Columns: columns, Closed: true}), usage: u}
	for r.Next() {
		if key, quantity, ok := r.row(); ok {
			if len(u.rows) == cap(u.rows) {
				u.rows = slices.Grow(u.rows, max(len(u.rows), 1024)) // by itself it would grow a quarter at a time, and copy all each time
			}
			u.rows = append(u.rows, row{key, quantity, uint32(r.Line()), uint32(len(u.files) - 1)})
		}
	}
	return r.Findings(), r.Err()
}

// usageReader remembers the last row: most share customer and list with the one before.
type usageReader struct {
	*sheet.Reader
	usage    *Usage
	customer uint32
	list     string
	skus     map[string]uint32
}

// row reads the present row.
func (r *usageReader) row() (uint64, pricing.Quantity, bool) {
	quantity, good := money.Fixed(r.Field(colQuantity), pricing.QuantityDecimals)
	if !good {
		r.wrong(diag.UsageFigure, colQuantity, "write up to 12 digits, and if need be a point and up to 6 decimals", "%q is no quantity", r.Field(colQuantity))
	}
	month, isMonth := monthOf(r.Field(colMonth))
	if !isMonth {
		r.wrong(diag.UsageMonth, colMonth, "write year and month: 2026-09", "%q is not a month", r.Field(colMonth))
	}
	customer, known := r.customerOf()
	thing, named := r.thingOf()
	if !good || !isMonth || !known || !named {
		return 0, 0, false
	}
	return uint64(customer)<<(thingBits+monthBits) | uint64(month)<<thingBits | uint64(thing), pricing.Quantity(quantity), true
}

func (r *usageReader) wrong(code diag.Code, column int, hint, format string, args ...any) {
	r.Report(diag.New(code, r.Place(column), format, args...).WithHint("%s", hint))
}

// monthOf reads YYYY-MM.
func monthOf(text []byte) (uint16, bool) {
	if len(text) != 7 || text[4] != '-' {
		return 0, false
	}
	number := func(digits []byte) (n int) {
		for _, c := range digits {
			if c < '0' || c > '9' {
				return -1 << 20
			}
			n = n*10 + int(c-'0')
		}
		return n
	}
	year, month := number(text[:4]), number(text[5:])
	index := (year-firstYear)*12 + month - 1
	if month < 1 || month > 12 || index < 0 || index >= 1<<monthBits {
		return 0, false
	}
	return uint16(index), true
}

// customerOf finds the customer of the row, who has one segment and one region.
func (r *usageReader) customerOf() (uint32, bool) {
	u, id := r.usage, r.Field(colCustomer)
	index := r.customer
	if int(index) >= len(u.customers) || u.customers[index].ID != string(id) {
		known := false
		if index, known = u.byCustomer[string(id)]; !known {
			if index, known = r.newCustomer(string(id)); !known {
				return 0, false
			}
		}
		r.customer = index
	}
	customer := &u.customers[index]
	return index, r.same(customer, colSegment, customer.Segment) && r.same(customer, colRegion, customer.Region)
}

// newCustomer is the customer of an id that no row had yet. One that only spaces or capitals tell from another is the other one, and that
// is reported once for each spelling.
func (r *usageReader) newCustomer(id string) (uint32, bool) {
	u, spelling := r.usage, strings.ToLower(strings.Join(strings.Fields(id), " "))
	if spelling == "" || len(u.customers) >= 1<<customerBits-1 {
		r.wrong(diag.UsageCustomer, colCustomer, "write the id of the customer", "the row has no customer, or one too many")
		return 0, false
	}
	index, known := u.bySpelling[spelling]
	if known {
		other := u.customers[index]
		r.Report(diag.New(diag.UsageCustomer, r.Place(colCustomer), "the customer is %q here, and %q elsewhere: only spaces or capitals tell them apart, so they count as one", id, other.ID).
			WithHint("write %q in all rows of the customer", strings.TrimSpace(other.ID)).WithNote(other.Place, "the first row"))
	} else {
		index = uint32(len(u.customers))
		u.customers = append(u.customers, Customer{id, string(r.Field(colSegment)), string(r.Field(colRegion)), r.Row()})
	}
	u.byCustomer[id], u.bySpelling[spelling] = index, index
	return index, true
}

// same reports a customer about whom two rows say different things.
func (r *usageReader) same(customer *Customer, column int, was string) bool {
	if string(r.Field(column)) == was {
		return true
	}
	r.Report(diag.New(diag.UsageCustomer, r.Place(column), "the %s of %s is %q here, and %q elsewhere", columns[column], customer.ID, r.Field(column), was).
		WithHint("write one %s for all rows of a customer", columns[column]).WithNote(customer.Place, "the first row"))
	return false
}

// thingOf finds the part of a list that the row is about.
func (r *usageReader) thingOf() (uint32, bool) {
	u, list, sku := r.usage, r.Field(colList), r.Field(colSKU)
	if len(list) == 0 || len(sku) == 0 {
		r.wrong(diag.UsageFigure, colSKU, "write the id of the price list and the SKU", "the row has no list, or no SKU")
		return 0, false
	}
	if r.skus == nil || r.list != string(list) {
		r.list = string(list)
		if r.skus = u.byThing[r.list]; r.skus == nil {
			r.skus = map[string]uint32{}
			u.byThing[r.list] = r.skus
		}
	}
	index, known := r.skus[string(sku)]
	if !known {
		if len(u.things) >= 1<<thingBits-1 {
			r.wrong(diag.UsageFigure, colSKU, "split the usage", "there are more SKUs than can be counted")
			return 0, false
		}
		index = uint32(len(u.things))
		r.skus[string(sku)] = index
		u.things = append(u.things, thing{r.list, string(sku), r.Row()})
	}
	return index, true
}

// sort orders the rows by customer, month and thing, and adds up rows that share all three. Each is below 10^18, and so is what
// is added to: no sum leaves 63 bits.
func (u *Usage) sort() {
	if u.sorted {
		return
	}
	slices.SortFunc(u.rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
	})
	kept := u.rows[:0]
	for _, r := range u.rows {
		if last := len(kept) - 1; last >= 0 && kept[last].key == r.key {
			u.twice = append(u.twice, pair{kept[last], r})
		}
		if last := len(kept) - 1; last >= 0 && kept[last].key == r.key && kept[last].quantity < mostQuantity {
			kept[last].quantity += r.quantity
			continue
		}
		kept = append(kept, r)
	}
	u.rows, u.sorted = kept, true
}

// Things are all parts of lists that have been used, in the order in which they were read.
func (u *Usage) Things() []Thing {
	things := make([]Thing, len(u.things))
	for i, t := range u.things {
		things[i] = Thing{t.list, t.sku, t.place}
	}
	return things
}

// Thing is a part of a list that has been used.
type Thing struct {
	List, SKU string
	Place     diag.Place // of the first row
}

// Unsold reports a thing that a list does not sell.
func (t Thing) Unsold(list pricing.List) diag.Diagnostic { return unpriced(t.Place, t.SKU, list) }

// Months are those in which something has been used, in order.
func (u *Usage) Months() []string {
	seen := map[uint16]bool{}
	for _, r := range u.rows {
		seen[r.month()] = true
	}
	var months []uint16
	for month := range seen {
		months = append(months, month)
	}
	slices.Sort(months)
	names := make([]string, len(months))
	for i, month := range months {
		names[i] = monthName(month)
	}
	return names
}

// Name is something that rows name and that is defined elsewhere.
type Name struct {
	Kind     string // segment, region, price-list
	ID       string
	Customer string     // the first who is of that segment or region
	Place    diag.Place // of the first row
}

// Names are all segments, regions and lists of the rows, once each, in the order of the rows.
func (u *Usage) Names() []Name {
	var names []Name
	seen := map[[2]string]bool{}
	add := func(name Name) {
		if key := [2]string{name.Kind, name.ID}; !seen[key] {
			seen[key] = true
			names = append(names, name)
		}
	}
	for _, c := range u.customers {
		add(Name{"segment", c.Segment, c.ID, c.Place})
		add(Name{"region", c.Region, c.ID, c.Place})
	}
	for _, t := range u.things {
		add(Name{"price-list", t.list, "", t.place})
	}
	return names
}

// Customers are all that have used something, in the order in which they were read.
func (u *Usage) Customers() []Customer { return slices.Clone(u.customers) }
