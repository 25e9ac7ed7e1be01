package billing

import (
	"cmp"
	"fmt"
	"io"
	"slices"

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
	twice     diag.Tally
	sorted    bool

	byCustomer map[string]uint32
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
		u.byCustomer, u.byThing = map[string]uint32{}, map[string]map[string]uint32{}
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
			if len(id) == 0 || len(u.customers) >= 1<<customerBits-1 {
				r.wrong(diag.UsageCustomer, colCustomer, "write the id of the customer", "the row has no customer, or one too many")
				return 0, false
			}
			index = uint32(len(u.customers))
			c := Customer{string(id), string(r.Field(colSegment)), string(r.Field(colRegion)), r.Row()}
			u.customers, u.byCustomer[c.ID] = append(u.customers, c), index
		}
		r.customer = index
	}
	customer := &u.customers[index]
	return index, r.same(customer, colSegment, customer.Segment) && r.same(customer, colRegion, customer.Region)
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
			u.again(kept[last], r)
		}
		if last := len(kept) - 1; last >= 0 && kept[last].key == r.key && kept[last].quantity < mostQuantity {
			kept[last].quantity += r.quantity
			continue
		}
		kept = append(kept, r)
	}
	u.rows, u.sorted = kept, true
}

// again notes a row about what an earlier row is about.
func (u *Usage) again(first, r row) {
	of := u.things[r.thing()]
	u.twice.Add(diag.New(diag.UsageTwice, u.place(r), "what %s has used of %s of %s in %s is written here once more", u.customers[r.customer()].ID, of.sku, of.list, monthName(r.month())).
		WithHint("remove the row if it is a copy; if both are right, write their sum into one row").WithNote(u.place(first), "the first; the two are added up"))
}

// Twice are the rows that say once more what a customer has used of a part in a month: they may be copies.
func (u *Usage) Twice() diag.List {
	u.sort()
	return u.twice.List()
}

// unknownDay is the day of a repository without commits: nobody knows what is still to come.
const unknownDay = "1970-01-01"

// Ahead are the rows of months that have not begun on a day.
func (u *Usage) Ahead(day string) diag.List {
	if day == unknownDay {
		return nil
	}
	var found diag.Tally
	for _, r := range u.rows {
		if month := monthName(r.month()); len(day) > len(month) && month > day[:len(month)] {
			finding := diag.New(diag.UsageMonth, u.place(r), "%s is still to come: nobody has used anything in it", month).WithHint("correct the month, or remove what is only planned")
			finding.Severity = diag.Warning
			found.Add(finding)
		}
	}
	return found.List()
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
