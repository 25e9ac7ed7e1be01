package pipeline

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/ledger"
	"parley/internal/tariff"
	"parley/internal/workspace"
)

// checkUsage checks what customers have used. That may be millions of rows, and most edits are of something else.
func (r *Repository) checkUsage(w *workspace.Workspace, p *tariff.Prices) diag.List {
	return check.Usage(w, p, r.used(p))
}

// used is what a check needs to know of usage: what was found when it was read last, as long as nobody has touched anything about
// prices since, by which customers are charged. A ledger that cannot be read or written costs time, not truth.
func (r *Repository) used(p *tariff.Prices) (used tariff.Used) {
	page := r.cacheFile("usage")
	root, err := resolved(r.Dir)
	if page == "" || err != nil {
		return p.Used()
	}
	task, err := itself()
	if err != nil {
		return p.Used()
	}
	task = fmt.Sprintf("%s %q %s %q", task, root, p.Day, p.UsageFiles())
	if was, ok := ledger.Read(page); ok && was.Task == task && was.In.Hold(root) && cbor.Unmarshal(was.Said, &used) == nil {
		return used
	}
	stamps, err := ledger.Look(root, "pricing", "content/kinds") // before it is read: what changes meanwhile is then seen
	used = p.Used()
	if said, failed := cbor.Marshal(used); err == nil && failed == nil && stamps.Settled() {
		_ = ledger.Page{Task: task, In: stamps, Said: said}.Write(page)
	}
	return used
}
