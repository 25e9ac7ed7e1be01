package serve

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// stream is a browser that listens, with nothing between it and the wire.
type stream struct {
	connection net.Conn
	lines      *bufio.Scanner
}

// dial asks for the stream of events.
func dial(host string) (*stream, error) {
	connection, err := net.Dial("tcp", host)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(connection, "GET /.parley/events HTTP/1.1\r\nHost: %s\r\n\r\n", host)
	s := &stream{connection, bufio.NewScanner(connection)}
	s.lines.Buffer(nil, 1<<20)
	return s, err
}

// told reads until it is told of another plan than the one that it knows, and returns that.
func (s *stream) told(known string) (string, error) {
	if err := s.connection.SetReadDeadline(time.Now().Add(enough)); err != nil {
		return "", err
	}
	for reload := false; s.lines.Scan(); {
		if id, ok := strings.CutPrefix(s.lines.Text(), "data: "); ok && reload && id != known {
			return id, nil
		}
		reload = s.lines.Text() == "event: reload"
	}
	return "", fmt.Errorf("the stream ends: %v", s.lines.Err())
}

// everybody lets n of something happen at once and waits for all of them.
func everybody(t *testing.T, n int, does func(i int) error) {
	t.Helper()
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			if err := does(i); err != nil {
				t.Errorf("number %d: %v", i, err)
			}
		})
	}
	group.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

// heap is what is in use after everything has been given back that nobody uses.
func heap() int64 {
	var memory runtime.MemStats
	runtime.GC()
	runtime.GC() // what is kept in pools goes with the second
	runtime.ReadMemStats(&memory)
	return int64(memory.HeapAlloc)
}

// TestACrowdComesAndGoes has a thousand browsers come all at once, three times: each is told of the edit, and when they
// have gone, nothing of them is left, neither goroutines nor memory, while the preview goes on.
func TestACrowdComesAndGoes(t *testing.T) {
	p := run(t, newWorld(t))
	host := strings.TrimPrefix(p.url, "http://")
	p.shows(t, "/guide/", "The first text")
	p.client.CloseIdleConnections()
	running, used := runtime.NumGoroutine(), heap()
	for round := range 3 {
		crowd, ids := make([]*stream, 1000), make([]string, 1000)
		everybody(t, len(crowd), func(i int) (err error) {
			if crowd[i], err = dial(host); err == nil {
				ids[i], err = crowd[i].told("")
			}
			return err
		})
		p.write(t, "content/guide.md", fmt.Sprintf("# Guide\n\nThe text of round %d.\n", round))
		everybody(t, len(crowd), func(i int) (err error) {
			ids[i], err = crowd[i].told(ids[i])
			return err
		})
		for i, id := range ids {
			if id != ids[0] {
				t.Errorf("number %d is told of %s, the first of %s", i, id, ids[0])
			}
		}
		everybody(t, len(crowd), func(i int) error { return crowd[i].connection.Close() })
		p.shows(t, "/guide/", fmt.Sprintf("The text of round %d.", round))
		p.client.CloseIdleConnections()
		// A few goroutines are those of connections that are just being closed.
		eventually(t, "an end to all that was started for the crowd", func() bool { return runtime.NumGoroutine() <= running+5 })
	}
	if more := heap() - used; more > 16<<20 {
		t.Errorf("the crowds have left %d bytes", more)
	}
}

// TestReadersWhoNeverRead lets browsers ask for the stream and then take nothing, while there is ever more to tell. Who
// listens is told, and those who do not are kept one message each, not all that they have missed.
func TestReadersWhoNeverRead(t *testing.T) {
	const deaf, plans = 100, 60
	b := newBoard()
	b.put("0", nil, notice{})
	var listening atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		listening.Add(1)
		defer listening.Add(-1)
		desk{board: b}.ServeHTTP(w, r)
	}))
	defer server.Close()
	host := strings.TrimPrefix(server.URL, "http://")
	streams := make([]*stream, deaf+1)
	everybody(t, len(streams), func(i int) (err error) { streams[i], err = dial(host); return err })
	eventually(t, "a crowd", func() bool { return listening.Load() == deaf+1 })
	used := heap()
	attentive, id := streams[deaf], ""
	for plan := range plans {
		b.put(fmt.Sprint(plan+1), nil, notice{Report: strings.Repeat(fmt.Sprintf("a finding of plan %d\n", plan), mostReport/32)})
		var err error
		for id != fmt.Sprint(plan+1) && err == nil {
			id, err = attentive.told(id)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	// All that they have missed would be more than a gigabyte.
	if more := heap() - used; more > deaf*1<<20 {
		t.Errorf("%d readers who do not read are kept %d bytes", deaf, more)
	}
	everybody(t, len(streams), func(i int) error { return streams[i].connection.Close() })
	eventually(t, "nobody any more", func() bool { return listening.Load() == 0 })
	if response, err := http.Get(server.URL + "/.parley/preview.js"); err != nil {
		t.Error(err)
	} else if text, _ := io.ReadAll(response.Body); response.Body.Close() != nil || len(text) == 0 {
		t.Error("the desk answers no more")
	}
}
