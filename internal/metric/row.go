package metric

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// FigureRow is a figure as tables, CSV and JSON have it: one value, in one form, wherever it is asked for.
type FigureRow struct {
	Metric    string   `json:"metric"`
	Dimension string   `json:"dimension,omitempty"` // region, tier, type or partner; empty for the whole
	Segment   string   `json:"segment,omitempty"`
	Period    string   `json:"period,omitempty"`
	Value     string   `json:"value,omitempty"` // rounded as it is shown
	Exact     string   `json:"exact,omitempty"` // a decimal, or a fraction where it has none
	Unit      string   `json:"unit"`
	Low       string   `json:"low,omitempty"`
	High      string   `json:"high,omitempty"`
	N         int64    `json:"n"`
	Open      int64    `json:"open,omitempty"`
	Target    string   `json:"target,omitempty"`
	Met       string   `json:"met,omitempty"`
	Exported  string   `json:"exported,omitempty"` // the day of the oldest export that it is made of
	Remarks   []string `json:"remarks,omitempty"`
}

// FigureColumns are the names of what Cells returns.
var FigureColumns = []string{"metric", "segment", "period", "value", "exact", "unit", "low", "high", "n", "open", "target", "met", "exported", "remarks"}

// Cells are the row as a table has it.
func (r FigureRow) Cells() []string {
	return []string{r.Metric, r.Segment, r.Period, r.Value, r.Exact, r.Unit, r.Low, r.High, strconv.FormatInt(r.N, 10), strconv.FormatInt(r.Open, 10),
		r.Target, r.Met, r.Exported, strings.Join(r.Remarks, "; ")}
}

// Rows lists the figures of measures, by quarter or by month: of the whole, or of each segment of a dimension.
func Rows(results []Result, by string, months bool) ([]FigureRow, error) {
	if by != "" && !slices.Contains(Dimensions, by) {
		return nil, fmt.Errorf("measures are not told apart by %q; choose %s", by, strings.Join(Dimensions, ", "))
	}
	var rows []FigureRow
	for _, result := range results {
		segments := []string{""}
		if by != "" {
			segments = result.Segments(by)
		}
		if result.Withheld != "" {
			rows = append(rows, result.Written(nil, "", "")...)
			continue
		}
		for _, segment := range segments {
			filter := Filter{}
			if by != "" {
				filter = filter.With(by, segment)
			}
			figures := result.Quarters(filter)
			if months {
				figures = result.Months(filter)
			}
			rows = append(rows, result.Written(figures, by, segment)...)
		}
	}
	return rows, nil
}

func unitOf(m Measure) string {
	if m.Unit == "currency" {
		return m.Currency
	}
	return m.Unit
}

func figureRow(result Result, figure Figure) FigureRow {
	row := FigureRow{Metric: result.ID, Period: figure.Period, Value: result.Shown(figure.Value), Exact: Exact(figure.Value), Unit: unitOf(result.Measure),
		Low: result.Shown(figure.Low), High: result.Shown(figure.High), N: figure.N, Open: figure.Open, Met: result.Met(figure), Exported: result.Exported}
	if figure.Target != nil {
		row.Target = result.Shown(figure.Target.Value)
	}
	if figure.Withheld != "" {
		row.Remarks = append(row.Remarks, "withheld: "+figure.Withheld)
	} else if figure.Value == nil {
		row.Remarks = append(row.Remarks, "no case counts")
	}
	if figure.Partial {
		row.Remarks = append(row.Remarks, "not over")
	}
	for _, gap := range figure.Gaps {
		row.Remarks = append(row.Remarks, "no data of "+gap)
	}
	if result.Stale {
		row.Remarks = append(row.Remarks, "data too old: they may be used until "+result.Until)
	}
	return row
}
