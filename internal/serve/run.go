package serve

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	headerTime = 5 * time.Second  // in which a browser must have sent its request
	answerTime = 30 * time.Second // in which it must have taken the answer; streams of events have their own rule
	idleTime   = 2 * time.Minute
	goodbye    = time.Second // what answers under way get at the end
)

// Run plans the portal, serves it and follows what is edited until the context ends, which is no error.
func Run(ctx context.Context, o Options) error {
	editor, err := newEditor(o.Dir, o.Editor)
	if err != nil {
		return err
	}
	listener, err := listen(o.Addr)
	if err != nil {
		return err
	}
	o.Say = oneAtATime(o.Say)
	watched, err := newTree(o)
	if err != nil {
		_ = listener.Close()
		return err
	}
	defer watched.close()

	// The folders are watched before the first plan, so that no edit falls between the two.
	planner := newPlanner(o)
	planner.first()
	o.Say("%s", origin(listener, o.Addr))

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var group sync.WaitGroup
	changes := make(chan change)
	group.Go(func() { watched.follow(ctx, changes) })
	group.Go(func() { planner.follow(ctx, changes) })
	err = answerUntil(ctx, newServer(ctx, desk{planner.board, editor}, portOf(listener)), listener)
	stop()
	group.Wait()
	return err
}

func newServer(ctx context.Context, desk desk, port string) *http.Server {
	return &http.Server{
		Handler:           guard(port, desk),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       headerTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    1 << 16,
	}
}

// answerUntil answers requests until the context ends or the listener fails.
func answerUntil(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	// Streams of events end with the context. Connections that a browser has opened and not used would be waited for.
	grace, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	if server.Shutdown(grace) != nil {
		_ = server.Close()
	}
	<-failed
	return nil
}

// oneAtATime lets several goroutines speak to the person at the terminal, a whole line each.
func oneAtATime(say func(format string, args ...any)) func(format string, args ...any) {
	var mutex sync.Mutex
	return func(format string, args ...any) {
		mutex.Lock()
		defer mutex.Unlock()
		say(format, args...)
	}
}
