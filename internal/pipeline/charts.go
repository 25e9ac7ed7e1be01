package pipeline

import (
	"maps"
	"sync"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/chart"
	"parley/internal/ledger"
	"parley/internal/metric"
)

// charts is the page of the ledger that keeps charts which have been drawn. It is read when the first chart is asked for. All
// repositories have it in common: a chart is found by all that it is drawn from, and looks the same wherever it stands.
func (r *Repository) charts() *chart.Kept {
	return chart.Keep(func() map[string]chart.Drawn {
		task, err := itself()
		page, known := ledger.Read(r.commonFile(chartsPage))
		pictures := map[string]chart.Drawn{}
		if err != nil || !known || page.Task != task || cbor.Unmarshal(page.Said, &pictures) != nil {
			return nil
		}
		return pictures
	})
}

const chartsPage = "charts"

// mostCharts is how many charts are kept. With more, those go that the last run did not need.
const mostCharts = 5000

// keepCharts keeps charts for the next run, also those that another audience needs. A page that cannot be written costs time, not
// truth.
func (r *Repository) keepCharts(charts *chart.Kept) {
	known, used, drawn := charts.Known()
	page := r.commonFile(chartsPage)
	task, err := itself()
	if page == "" || err != nil || drawn == 0 {
		return
	}
	if len(known)+len(used) <= mostCharts {
		maps.Copy(known, used)
		used = known
	}
	if said, err := cbor.Marshal(used); err == nil {
		_ = ledger.Page{Task: task, Said: said}.Write(page)
	}
}

// measuresOf finds what is measured by the path of the metric, once somebody asks.
func measuresOf(set func() *metric.Set) func() map[string]metric.Result {
	return sync.OnceValue(func() map[string]metric.Result {
		all := map[string]metric.Result{}
		for _, result := range set().Results {
			all[result.Path] = result
		}
		return all
	})
}
