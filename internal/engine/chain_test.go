package engine

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func upperCase(_ context.Context, r Request) (Response, error) {
	var response Response
	for _, text := range r.Texts {
		response.Texts = append(response.Texts, strings.ToUpper(text))
	}
	return response, nil
}

func service(s *stage, f fake, limits Limits) *Service {
	if f.caps.MaxItems == 0 {
		f.caps = Caps{MaxItems: 2, MaxSize: 40, Markup: Tokens, Second: Tokens}
	}
	return NewService(f, 2, limits, s.world())
}

func TestBatchesKeepToWhatAServiceTakes(t *testing.T) {
	var mu sync.Mutex
	var sizes []int
	f := fake{name: "a", caps: Caps{MaxItems: 3, MaxSize: 10, Markup: Tokens, Second: Tokens}, answers: func(ctx context.Context, r Request) (Response, error) {
		size := 0
		for _, text := range r.Texts {
			size += runes(text)
		}
		mu.Lock()
		defer mu.Unlock()
		if len(r.Texts) > 3 || size > 10 {
			t.Errorf("%d texts of %d characters in one request", len(r.Texts), size)
		}
		sizes = append(sizes, size)
		return upperCase(ctx, r)
	}}
	results, records := gather(t, "en", "fr", words("aaaa", "bbbb", "ééé", "c", "d", "e", "f", strings.Repeat("x", 11)), service(newStage(), f, Normal()))
	if results[2].Text != "ÉÉÉ" || results[6].Text != "F" || len(sizes) != 3 || len(records) != 3 {
		t.Errorf("%v in %d requests", results, len(sizes))
	}
	if classOf(results[7].Err) != TooLarge {
		t.Errorf("a text that is too long: %v", results[7])
	}
}

func TestARequestThatIsTooLargeIsDivided(t *testing.T) {
	f := fake{name: "a", caps: Caps{MaxItems: 8, Markup: Tokens, Second: Tokens}, answers: func(ctx context.Context, r Request) (Response, error) {
		if len(r.Texts) > 1 {
			return Response{}, &Failure{Provider: "a", Class: TooLarge, Status: 413}
		}
		return upperCase(ctx, r)
	}}
	results, records := gather(t, "en", "fr", words("a", "b", "c"), service(newStage(), f, Normal()))
	for i, want := range []string{"A", "B", "C"} {
		if results[i].Text != want || results[i].Err != nil {
			t.Errorf("%v", results[i])
		}
	}
	if len(records) != 5 {
		t.Errorf("%d requests", len(records))
	}
}

// TestWhatIsDoneAboutEachFailure counts the requests that a class of failure leads to, and the waits between them.
func TestWhatIsDoneAboutEachFailure(t *testing.T) {
	half := func(d time.Duration) time.Duration { return d*3/4 + 0 } // half of it, and half of the other half by chance
	for _, test := range []struct {
		class    Class
		after    time.Duration
		requests int
		waits    []time.Duration
	}{
		{Auth, 0, 1, nil}, {Quota, 0, 1, nil}, {UnsupportedPair, 0, 2, nil}, {BadResponse, 0, 2, nil}, {BadRequest, 0, 2, nil},
		{Temporary, 0, 5, []time.Duration{half(500 * time.Millisecond), half(time.Second), half(2 * time.Second)}},
		{RateLimited, 7 * time.Second, 5, []time.Duration{7 * time.Second, 7 * time.Second, 7 * time.Second}},
		{RateLimited, time.Hour, 1, nil},
	} {
		asked := 0
		s := newStage()
		failing := service(s, fake{name: "first", answers: func(context.Context, Request) (Response, error) {
			asked++
			return Response{}, &Failure{Provider: "first", Class: test.class, After: test.after, Status: 400}
		}}, Limits{Parallel: 1, Tries: 4, Timeout: time.Minute, Breaker: 5})
		results, records := gather(t, "en", "fr", words("a", "b", "c"), failing, service(s, fake{name: "second", answers: upperCase}, Normal()))
		if asked != test.requests || fmt.Sprint(s.waited()) != fmt.Sprint(test.waits) {
			t.Errorf("%s: %d requests with waits %v, want %d with %v", test.class, asked, s.waited(), test.requests, test.waits)
		}
		for _, result := range results {
			if result.Err != nil || result.Provider != "second" {
				t.Errorf("%s: %v", test.class, result)
			}
		}
		last := records[len(records)-1]
		if last.FallbackFrom != "first" || !last.OK() {
			t.Errorf("%s: the last record is %+v", test.class, last)
		}
		if failing.Spent() != 0 {
			t.Errorf("%s: %d characters count although nothing was translated", test.class, failing.Spent())
		}
	}
}

func TestAnOpenCircuitClosesAfterAWhile(t *testing.T) {
	s := newStage()
	asked, broken := 0, true
	only := service(s, fake{name: "a", answers: func(ctx context.Context, r Request) (Response, error) {
		asked++
		if broken {
			return Response{}, &Failure{Provider: "a", Class: Temporary, Status: 503}
		}
		return upperCase(ctx, r)
	}}, Limits{Parallel: 1, Tries: 3, Timeout: time.Minute, Breaker: 3})
	ask := func() error { results, _ := gather(t, "en", "fr", words("a"), only); return results[0].Err }
	if err := ask(); classOf(err) != Temporary || asked != 3 {
		t.Fatal(err, asked)
	}
	if err := ask(); classOf(err) != Unavailable || asked != 3 {
		t.Error("it was asked although the circuit is open", err)
	}
	s.now = s.now.Add(openFor)
	if err := ask(); classOf(err) != Temporary || asked != 4 {
		t.Error("one failure opens it again", err, asked)
	}
	s.now = s.now.Add(openFor)
	broken = false
	if err := ask(); err != nil {
		t.Error(err)
	}
}

func TestTheBudgetIsNeverExceeded(t *testing.T) {
	var mu sync.Mutex
	sent := 0
	limits := Normal()
	limits.Budget, limits.Spent = 100, 60
	s := newStage()
	dear := service(s, fake{name: "dear", answers: func(ctx context.Context, r Request) (Response, error) {
		mu.Lock()
		defer mu.Unlock()
		for _, text := range r.Texts {
			sent += runes(text)
		}
		return upperCase(ctx, r)
	}}, limits)
	var texts []string
	for i := range 20 {
		texts = append(texts, strings.Repeat("x", 7)+fmt.Sprintf("%03d", i))
	}
	results, _ := gather(t, "en", "fr", words(texts...), dear, service(s, fake{name: "free", answers: upperCase}, Normal()))
	if sent != 40 || dear.Spent() != 100 {
		t.Errorf("%d characters were sent, %d count; 40 were left", sent, dear.Spent())
	}
	for _, result := range results {
		if result.Err != nil {
			t.Error(result.Err)
		}
	}
}

func TestNothingConfidentialGoesWhereItMayNot(t *testing.T) {
	s := newStage()
	var seen []string
	public := service(s, fake{name: "public", answers: func(ctx context.Context, r Request) (Response, error) {
		seen = append(seen, r.Texts...)
		return upperCase(ctx, r)
	}}, Normal())
	public.Rank = 0
	items := words("open", "for partners", "for us")
	items[1].Rank, items[2].Rank = 1, 2
	results, _ := gather(t, "en", "fr", items, public)
	if strings.Join(seen, ",") != "open" || !errors.Is(results[1].Err, errNone) || !errors.Is(results[2].Err, errNone) {
		t.Errorf("%v was sent; %v", seen, results)
	}
}

func TestWhatComesBackSpoiltIsAskedForOnceInTheOtherWay(t *testing.T) {
	asked := map[Markup]int{}
	f := fake{name: "a", caps: Caps{MaxItems: 5, Markup: Tokens, Second: XML}, answers: func(_ context.Context, r Request) (Response, error) {
		asked[r.Markup]++
		if r.Markup == Tokens {
			return Response{Texts: []string{"lost", r.Texts[1]}}, nil
		}
		return Response{Texts: r.Texts}, nil
	}}
	items := []Item{{Passage: Passage{{Words, "see "}, {Hole, "`a`"}}}, {Passage: Passage{{Words, "see "}, {Hole, "`b`"}}}}
	results, _ := gather(t, "en", "fr", items, service(newStage(), f, Normal()))
	if results[0].Text != "see `a`" || results[1].Text != "see `b`" || asked[Tokens] != 1 || asked[XML] != 1 {
		t.Errorf("%v after %v", results, asked)
	}
}

// TestResultsDoNotDependOnTiming lets a service answer in an order of chance, and fail for texts, not for times.
func TestResultsDoNotDependOnTiming(t *testing.T) {
	var first []Result
	for seed := range uint64(5) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			var mu sync.Mutex
			slow := fake{name: "a", caps: Caps{MaxItems: 3, MaxSize: 1000, Markup: Tokens, Second: Tokens}, answers: func(ctx context.Context, r Request) (Response, error) {
				mu.Lock()
				d := time.Duration(random.IntN(1000)) * time.Millisecond
				mu.Unlock()
				time.Sleep(d)
				if strings.Contains(r.Texts[0], "7") {
					return Response{}, &Failure{Provider: "a", Class: BadRequest, Status: 400}
				}
				return upperCase(ctx, r)
			}}
			limits := Limits{Parallel: 8, Tries: 2, Timeout: time.Minute}
			var texts []string
			for i := range 100 {
				texts = append(texts, fmt.Sprint("text ", i))
			}
			world := RealWorld(func(string) string { return "" })
			results, _ := gather(t, "en", "fr", words(texts...), NewService(slow, 2, limits, world), NewService(fake{name: "b", caps: Caps{MaxItems: 1, Markup: Tokens, Second: Tokens}, answers: upperCase}, 2, limits, world))
			if first == nil {
				first = results
			}
			if !reflect.DeepEqual(first, results) {
				t.Error("another timing, other results")
			}
		})
	}
}

// TestTenThousandUnitsTakeWhatTheLimitsAllow: 200 ms a request, batches of 50, 8 at once: 10,000 / 50 / 8 × 0.2 s.
func TestTenThousandUnitsTakeWhatTheLimitsAllow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := fake{name: "a", caps: Caps{MaxItems: 50, MaxSize: 100_000, Markup: Tokens, Second: Tokens}, answers: func(ctx context.Context, r Request) (Response, error) {
			time.Sleep(200 * time.Millisecond)
			return upperCase(ctx, r)
		}}
		items := make([]Item, 10_000)
		for i := range items {
			items[i].Passage = Passage{{Words, fmt.Sprint("unit ", i)}}
		}
		start := time.Now()
		_, records := gather(t, "en", "fr", items, NewService(f, 2, Limits{Parallel: 8, Tries: 1, Timeout: time.Minute}, RealWorld(func(string) string { return "" })))
		if took, bound := time.Since(start), 5*time.Second; took > bound*11/10 || len(records) != 200 {
			t.Errorf("%s for %d requests; the limits allow %s", took, len(records), bound)
		}
	})
}

func TestRequestsBeginAtTheAllowedRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var begins []time.Time
		var mu sync.Mutex
		f := fake{name: "a", caps: Caps{MaxItems: 1, Markup: Tokens, Second: Tokens}, answers: func(ctx context.Context, r Request) (Response, error) {
			mu.Lock()
			defer mu.Unlock()
			begins = append(begins, time.Now())
			return upperCase(ctx, r)
		}}
		gather(t, "en", "fr", words("a", "b", "c", "d", "e"), NewService(f, 2, Limits{Parallel: 4, Interval: time.Second, Tries: 1, Timeout: time.Minute}, RealWorld(func(string) string { return "" })))
		for i := 1; i < len(begins); i++ {
			if gap := begins[i].Sub(begins[i-1]); gap < time.Second {
				t.Errorf("request %d began %s after the one before", i, gap)
			}
		}
	})
}

func TestAHangingServiceIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := fake{name: "a", caps: Caps{MaxItems: 1, Markup: Tokens, Second: Tokens}, answers: func(ctx context.Context, _ Request) (Response, error) {
			<-ctx.Done()
			return Response{}, ctx.Err()
		}}
		results, records := gather(t, "en", "fr", words("a"), NewService(f, 2, Limits{Parallel: 1, Tries: 2, Timeout: 10 * time.Second}, RealWorld(func(string) string { return "" })))
		if classOf(results[0].Err) != Temporary || len(records) != 2 || records[1].Latency != 10_000 {
			t.Errorf("%v, %+v", results[0].Err, records)
		}
	})
}
