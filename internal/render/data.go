package render

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"parley/internal/metric"
	"parley/internal/site"
)

// data renders what pages about price lists, metrics and dashboards say for programs: as JSON, and as CSV in the form of RFC 4180.
func (r *Renderer) data() ([]File, error) {
	var files []File
	for _, data := range r.site.Data() {
		var value any
		var rows [][]string
		switch {
		case data.List != nil:
			value, rows = data.List, append([][]string{partColumns}, partRows(*data.List)...)
		case data.History != nil:
			value, rows = data.History, [][]string{partColumns}
			for _, version := range data.History.Versions {
				rows = append(rows, partRows(version)...)
			}
		case data.Changes != nil:
			value, rows = data.Changes, append([][]string{changeColumns}, changeRows(*data.Changes)...)
		}
		both, err := r.both(data.Address, value, rows)
		if err != nil {
			return nil, err
		}
		files = append(files, both...)
	}
	for _, data := range r.site.MeasureData() {
		both, err := r.both(data.Address, data, figureRows(data.Figures))
		if err != nil {
			return nil, err
		}
		files = append(files, both...)
	}
	for _, data := range r.site.DashboardData() {
		both, err := r.both(data.Address, data, figureRows(data.Figures))
		if err != nil {
			return nil, err
		}
		files = append(files, both...)
	}
	return files, nil
}

// figureRows has a row for each figure.
func figureRows(figures []metric.FigureRow) [][]string {
	rows := [][]string{append([]string{"dimension"}, metric.FigureColumns...)}
	for _, figure := range figures {
		rows = append(rows, append([]string{figure.Dimension}, figure.Cells()...))
	}
	return rows
}

// both are the same data as JSON and as CSV.
func (r *Renderer) both(address string, value any, rows [][]string) ([]File, error) {
	asJSON, err := r.jsonFile(address+".json", value)
	if err != nil {
		return nil, err
	}
	asCSV, err := table(rows)
	return []File{asJSON, {Path: strings.TrimSuffix(asJSON.Path, ".json") + ".csv", Data: asCSV}}, err
}

var partColumns = []string{"list", "version", "region", "currency", "partner_tier", "from", "until", "sku", "name", "unit", "charge",
	"included", "minimum", "cap", "package", "up_to", "price", "standing_discounts", "status", "released"}

// partRows has a row for each price of a list.
func partRows(l site.ListData) [][]string {
	var rows [][]string
	for _, part := range l.Parts {
		for _, price := range part.Prices {
			rows = append(rows, []string{l.List, l.Version, l.Region, l.Currency, l.PartnerTier, l.From, l.Until, part.SKU, part.Name, part.Unit, part.Charge,
				part.Included, part.Minimum, part.Cap, part.Package, price.UpTo, price.Price, strings.Join(l.Discounts, " "), l.Status, strconv.FormatBool(l.Released)})
		}
	}
	return rows
}

var changeColumns = []string{"list", "currency", "old_version", "new_version", "sku", "what", "field", "old", "new", "change_percent"}

// changeRows has a row for each thing that is written otherwise, and one for each part that is new or gone.
func changeRows(c site.ChangesData) [][]string {
	var rows [][]string
	for _, compared := range c.Compared {
		start := []string{c.List, c.Currency, compared.Old, compared.New}
		row := func(cells ...string) { rows = append(rows, append(start[:len(start):len(start)], cells...)) }
		for _, field := range compared.Fields {
			row("", "changed", field.Name, field.Old, field.New, field.Change)
		}
		for _, part := range compared.Parts {
			if len(part.Fields) == 0 {
				row(part.SKU, part.What, "", "", "", "")
			}
			for _, field := range part.Fields {
				row(part.SKU, part.What, field.Name, field.Old, field.New, field.Change)
			}
		}
	}
	return rows
}

// table writes rows as CSV. A text that a spreadsheet would take for a formula gets an apostrophe in front.
func table(rows [][]string) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = inert(cell)
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && strings.Trim(cell, "-.0123456789") != "" {
		return "'" + cell
	}
	return cell
}
