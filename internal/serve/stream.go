package serve

import (
	"bytes"
	"fmt"
	"net/http"
	"time"
)

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
