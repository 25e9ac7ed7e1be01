package forge

import (
	"context"
	"fmt"
	"strings"
	"time"

	"parley/internal/record"
)

// led is since when a pull request leads into its branch: the moment at which it was last led into another than before; zero where it
// never was. What was reviewed earlier was what another branch lacked.
func (g GitHub) led(ctx context.Context, repository string, number int64) (since time.Time, err error) {
	address := fmt.Sprintf("%s/repos/%s/issues/%d/events", strings.TrimSuffix(g.API, "/"), repository, number)
	for page := 1; page <= mostPages; page++ {
		body, header, err := g.get(ctx, fmt.Sprintf("%s?per_page=%d&page=%d", address, pageSize, page))
		if err != nil {
			return since, err
		}
		v, err := record.Read(body, record.Usual)
		if err != nil || v.Kind != record.List {
			return since, partial("page %d of what happened to the pull request cannot be read", page)
		}
		for _, item := range v.Items {
			f := fields{what: "something that happened to the pull request"}
			what, at := f.text(item, "event"), f.moment(item, "created_at")
			if f.err != nil {
				return since, f.err
			}
			if retargeted[what] && at.After(since) {
				since = at
			}
		}
		if next, _, err := links(header, page); err != nil || !next {
			return since, err
		}
	}
	return since, partial("more than %d pages tell what happened to the pull request", mostPages)
}

// retargeted are what GitHub calls it when a pull request is led into another branch, by somebody or because its own has gone.
var retargeted = map[string]bool{"base_ref_changed": true, "automatic_base_change_succeeded": true}
