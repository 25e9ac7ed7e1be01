package serve

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// board shows what is served now. One goroutine writes on it, any number look.
type board struct{ now atomic.Pointer[state] }

// state is what the board shows between two plans. It never changes.
type state struct {
	id     string   // which plan the pages are of; another for each, also after the preview has been started anew
	shown  *edition // nil as long as no plan has succeeded
	notice notice
	said   []byte        // the notice as JSON, made once for all who listen
	next   chan struct{} // closed when the board shows something newer
}

// notice is what the last plan found, which may be newer than the pages that are shown.
type notice struct {
	Report   string `json:"report"`
	Errors   int    `json:"errors"`
	Warnings int    `json:"warnings"`
	Failed   bool   `json:"failed"` // the report says why there was no plan
	Held     bool   `json:"held"`   // the pages are those of an earlier plan
}

// mostReport is how much of a report is sent to browsers: nobody reads more of it beside a page.
const mostReport = 256 << 10

func newBoard() *board {
	b := &board{}
	b.now.Store(&state{next: make(chan struct{})})
	return b
}

func (b *board) look() *state { return b.now.Load() }

// put shows a state and wakes everybody who waits for one.
func (b *board) put(id string, shown *edition, n notice) {
	if len(n.Report) > mostReport {
		cut := mostReport
		for !utf8.RuneStart(n.Report[cut]) {
			cut--
		}
		cut = strings.LastIndexByte(n.Report[:cut], '\n') + 1
		n.Report = n.Report[:cut] + "\nThere is more: run parley check\n"
	}
	said, err := json.Marshal(n)
	if err != nil {
		panic(fmt.Sprintf("a notice is always JSON: %v", err))
	}
	old := b.now.Swap(&state{id: id, shown: shown, notice: n, said: said, next: make(chan struct{})})
	close(old.next)
}
