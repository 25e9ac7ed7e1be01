package engine

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// stage is a world in which no time passes but that which somebody waits for.
type stage struct {
	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
	env   map[string]string
}

func newStage(env ...string) *stage {
	s := &stage{now: time.Date(2026, 11, 20, 14, 3, 11, 0, time.UTC), env: map[string]string{}}
	for i := 0; i+1 < len(env); i += 2 {
		s.env[env[i]] = env[i+1]
	}
	return s
}

func (s *stage) world() World {
	world := RealWorld(func(name string) string { return s.env[name] })
	world.Now = func() time.Time { s.mu.Lock(); defer s.mu.Unlock(); return s.now }
	world.Random = func() float64 { return 0.5 }
	world.Sleep = func(ctx context.Context, d time.Duration) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.now = s.now.Add(d)
		s.waits = append(s.waits, d)
		return ctx.Err()
	}
	return world
}

func (s *stage) waited() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.waits)
}

// serve starts a server on loopback and returns its address.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// fake is a provider that answers as a function says.
type fake struct {
	name    string
	caps    Caps
	answers func(ctx context.Context, r Request) (Response, error)
}

func (f fake) Name() string { return f.name }
func (f fake) Caps() Caps   { return f.caps }
func (f fake) Code(from, to string) (string, string, bool) {
	return pair(googleCodes, googleCodes, from, to)
}
func (f fake) Translate(ctx context.Context, r Request) (Response, error) { return f.answers(ctx, r) }

func words(texts ...string) []Item {
	var items []Item
	for _, text := range texts {
		items = append(items, Item{Passage: Passage{{Words, text}}, Mark: text})
	}
	return items
}

// gather translates and returns the results by number, and the records.
func gather(t *testing.T, from, to string, items []Item, services ...*Service) ([]Result, []Record) {
	t.Helper()
	var mu sync.Mutex
	var records []Record
	results := make([]Result, len(items))
	delivered := make([]int, len(items))
	chain := Chain{services, func(r Record) { mu.Lock(); defer mu.Unlock(); records = append(records, r) }}
	chain.Translate(context.Background(), from, to, items, func(numbers []int, some []Result) {
		for i, n := range numbers {
			results[n] = some[i]
			delivered[n]++
		}
	})
	for n, times := range delivered {
		if times != 1 {
			t.Errorf("item %d was delivered %d times", n, times)
		}
	}
	return results, records
}
