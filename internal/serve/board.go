package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

// board shows what is served now. One goroutine writes on it, any number look.
type board struct {
	now   atomic.Pointer[state]
	asked atomic.Pointer[string]
}

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

// ask notes the address of a page that somebody looks at.
func (b *board) ask(address string) { b.asked.Store(&address) }

// lastAsked returns the address that was asked for last; the start page is what everybody asks for first.
func (b *board) lastAsked() string {
	if address := b.asked.Load(); address != nil {
		return *address
	}
	return "/"
}

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

const (
	heartbeat  = 15 * time.Second // keeps what lies between from closing a silent connection
	listenTime = 10 * time.Second // in which a browser must have taken a message
)

// stream tells a browser what the board shows, then whatever changes. Nobody is sent what happened while he was
// slow or away: every message says how things are now, so that the last one is enough.
func (d desk) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	if r.Method == http.MethodHead {
		return
	}
	connection := http.NewResponseController(w)
	// The server's limits are for answers that end. This one ends when the browser goes or the preview does.
	if connection.SetReadDeadline(time.Time{}) != nil {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	told := &state{}
	for {
		now := d.board.look()
		if connection.SetWriteDeadline(time.Now().Add(listenTime)) != nil {
			return
		}
		if _, err := w.Write(messages(told, now)); err != nil || connection.Flush() != nil {
			return
		}
		told = now
		select {
		case <-now.next:
		case <-beat.C:
		case <-r.Context().Done():
			return
		}
	}
}

// messages says what has changed from one state to another. Findings come first, so that a page that loads itself
// again can take them along.
func messages(told, now *state) []byte {
	var out bytes.Buffer
	if told.next == nil {
		out.WriteString("retry: 1000\n\n")
	}
	if !bytes.Equal(told.said, now.said) {
		fmt.Fprintf(&out, "event: findings\ndata: %s\n\n", now.said)
	}
	if told.id != now.id {
		fmt.Fprintf(&out, "event: reload\ndata: %s\n\n", now.id)
	}
	if out.Len() == 0 {
		out.WriteString(":\n\n")
	}
	return out.Bytes()
}
