package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"time"
)

// edits is how often the preview is edited.
const edits = 50

// latency is a row of the report: from a saved edit to the answer that shows it.
type latency struct {
	Row    string `json:"row"`
	Ours   delays `json:"ours"`
	Theirs delays `json:"theirs"`
}

// delays are those of one side.
type delays struct {
	Name string          `json:"name"`
	P50  time.Duration   `json:"p50_ns"`
	P95  time.Duration   `json:"p95_ns"`
	Peak int64           `json:"peak_bytes"`
	All  []time.Duration `json:"all_ns"`
}

// preview measures how long it takes from a saved edit until the page over HTTP shows it. The servers run one after the
// other: a waiting one would watch and plan, too.
func preview(name string, c corpus, e edit) row {
	return row{name: name, run: func(ctx context.Context, b *bench) error {
		s, err := b.site(ctx, c)
		if err != nil {
			return err
		}
		result := latency{Row: name}
		if result.Ours, err = b.editAll(ctx, name, "parley", s, e); err != nil {
			return err
		}
		if b.hugo != "" {
			if result.Theirs, err = b.editAll(ctx, name, "hugo", s, e); err != nil {
				return err
			}
		}
		b.report.Previews = append(b.report.Previews, result)
		return nil
	}}
}

// editAll starts the server of a side, makes all edits, and stops it.
func (b *bench) editAll(ctx context.Context, row, name string, s site, e edit) (delays, error) {
	server, err := b.start(ctx, name, s)
	if err != nil {
		return delays{}, err
	}
	b.say("%s: %s serves", row, name)
	result := delays{Name: name}
	for number := range edits {
		var taken time.Duration
		if taken, err = server.edit(ctx, name, s, e, number); err != nil {
			break
		}
		result.All = append(result.All, taken)
	}
	result.Peak = server.stop()
	if err != nil {
		return result, fmt.Errorf("%s: %w\n%s", name, err, end(server.said.String(), 2000))
	}
	result.P50, result.P95 = quantile(result.All, 0.5), quantile(result.All, 0.95)
	b.say("%s: %s shows half of the edits within %s, 95 of 100 within %s", row, name, short(result.P50), short(result.P95))
	return result, nil
}

// server is a preview that runs.
type server struct {
	addr string
	cmd  *exec.Cmd
	said bytes.Buffer
	undo []func()
}

// start starts the preview of a side and waits until it answers. Hugo renders to memory, as Parley always does.
func (b *bench) start(ctx context.Context, name string, s site) (*server, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	sv := &server{addr: free.Addr().String()}
	if err := free.Close(); err != nil {
		return nil, err
	}
	_, port, _ := net.SplitHostPort(sv.addr)
	sv.cmd = exec.CommandContext(ctx, b.parley, "serve", "--addr", sv.addr)
	sv.cmd.Dir = s.parley
	if name == "hugo" {
		flags := append(b.hugoFlags(s), "--renderToMemory", "--bind", "127.0.0.1", "--port", port)
		sv.cmd = exec.CommandContext(ctx, b.hugo, append([]string{"server"}, flags...)...)
		sv.cmd.Dir = s.hugo
	}
	sv.cmd.Stdout, sv.cmd.Stderr = &sv.said, &sv.said
	sv.cmd.Cancel = func() error { return sv.cmd.Process.Signal(os.Interrupt) }
	sv.cmd.WaitDelay = 10 * time.Second
	if err := sv.cmd.Start(); err != nil {
		return nil, err
	}
	if _, err = sv.until(ctx, "/", "</html>"); err != nil {
		sv.stop()
		return nil, fmt.Errorf("%s: %w\n%s", name, err, end(sv.said.String(), 2000))
	}
	return sv, nil
}

// stop ends a preview as Ctrl-C does, takes its edits back, and returns the peak of its memory.
func (s *server) stop() int64 {
	if s.cmd.Cancel() != nil {
		_ = s.cmd.Process.Kill()
	}
	impatient := time.AfterFunc(10*time.Second, func() { _ = s.cmd.Process.Kill() })
	_ = s.cmd.Wait() // that it was interrupted is no failure
	impatient.Stop()
	for _, undo := range s.undo {
		undo()
	}
	return peak(s.cmd.ProcessState)
}

// edit looks at a page, saves an edit of it, and says how long it takes until the page shows it. Each number is another
// page. The edit stays until the server has stopped: to take it back would be one more, which keeps the server busy.
func (s *server) edit(ctx context.Context, name string, on site, e edit, number int) (time.Duration, error) {
	page, word := "/"+on.page(number).id+"/", fmt.Sprintf("edit %d of the preview", number+1)
	file, change := e(on, name, number)
	original, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	s.undo = append(s.undo, func() { _ = os.WriteFile(file, original, 0o644) })
	if _, err := s.until(ctx, page, "</html>"); err != nil {
		return 0, err
	}
	time.Sleep(200 * time.Millisecond) // what the edit before has set going comes to rest
	start := time.Now()
	if err := os.WriteFile(file, change(original, word), 0o644); err != nil {
		return 0, err
	}
	seen, err := s.until(ctx, page, word)
	return seen.Sub(start), err
}

// until asks for a page until it holds a word, and says when it was first seen. It asks often at first.
func (s *server) until(ctx context.Context, page, word string) (time.Time, error) {
	for start := time.Now(); ; {
		answer, err := s.get(page)
		now := time.Now()
		if err == nil && bytes.Contains(answer, []byte(word)) {
			return now, nil
		}
		pause := 500 * time.Microsecond
		switch waited := now.Sub(start); {
		case ctx.Err() != nil:
			return now, ctx.Err()
		case waited > 2*time.Minute:
			return now, fmt.Errorf("http://%s%s did not show %q within two minutes", s.addr, page, word)
		case waited > 300*time.Millisecond:
			pause = 10 * time.Millisecond
		}
		time.Sleep(pause)
	}
}

// get asks for a page in the oldest form of HTTP, in which the answer ends when the connection does.
func (s *server) get(page string) ([]byte, error) {
	connection, err := net.DialTimeout("tcp", s.addr, time.Second)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(connection, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n", page, s.addr); err != nil {
		return nil, err
	}
	reader := bufio.NewReader(connection)
	status, err := reader.ReadString('\n')
	if err != nil || !strings.Contains(status, " 200 ") {
		return nil, fmt.Errorf("no page: %s %w", status, err)
	}
	return io.ReadAll(reader)
}
