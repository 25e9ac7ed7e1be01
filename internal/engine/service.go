package engine

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Limits are what a service is allowed to do.
type Limits struct {
	Parallel int           // requests at once
	Interval time.Duration // between the beginnings of two requests
	Tries    int           // for one request
	Timeout  time.Duration // of one try
	Budget   int           // characters a month; 0 for no limit
	Spent    int           // of them, this month, before this run
	Breaker  int           // failures in a row that open the circuit
}

// Normal are the limits of a service of which the settings say nothing.
func Normal() Limits {
	return Limits{Parallel: 4, Tries: 4, Timeout: time.Minute, Breaker: 5}
}

const (
	firstBackoff = 500 * time.Millisecond
	mostBackoff  = 30 * time.Second
	longestWait  = 2 * time.Minute // a service that asks for more is left alone for as long
	openFor      = time.Minute     // how long an open circuit stays open
)

// Service is a provider that is kept within its limits. Its methods may be called by several goroutines at once.
type Service struct {
	Provider
	Rank int // of the most confidential text that it may see: 0 public, 1 partner, 2 internal

	limits Limits
	world  World
	slots  chan struct{}

	mu    sync.Mutex
	next  time.Time // when the next request may begin
	row   int       // failures in a row
	until time.Time // when the circuit closes again
	ended *Failure  // why nothing more is sent in this run
	spent int       // characters, this month
}

// NewService keeps a provider within limits.
func NewService(p Provider, rank int, limits Limits, world World) *Service {
	return &Service{Provider: p, Rank: rank, limits: limits, world: world, slots: make(chan struct{}, max(1, limits.Parallel)), spent: limits.Spent}
}

// Spent returns how many characters the service has had this month.
func (s *Service) Spent() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.spent
}

// do does one request with as many tries as are allowed, and hands each try to note.
func (s *Service) do(ctx context.Context, r Request, note func(Record)) (Response, error) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return Response{}, ctx.Err()
	}
	characters, bytes := 0, 0
	for _, text := range r.Texts {
		characters, bytes = characters+runes(text), bytes+len(text)
	}
	for attempt := 1; ; attempt++ {
		if err := s.admit(ctx, characters); err != nil {
			return Response{}, err
		}
		record := Record{At: s.world.Now(), Provider: s.Name(), Attempt: attempt, Characters: characters, Bytes: bytes}
		response, err := s.try(ctx, r)
		record.Latency = s.world.Now().Sub(record.At).Milliseconds()
		record.ProviderID, record.Billed = ascii(response.ID), response.Billed
		wait, again := s.settle(err, attempt, characters)
		if err != nil {
			record.Class = classOf(err)
			var failure *Failure
			if errors.As(err, &failure) {
				record.Status = failure.Status
			}
		}
		note(record)
		if err == nil || !again {
			return response, err
		}
		if err := s.world.Sleep(ctx, wait); err != nil {
			return Response{}, err
		}
	}
}

// try does one try, bounded in time, and refuses an answer that has not a text for each text.
func (s *Service) try(ctx context.Context, r Request) (Response, error) {
	bounded, cancel := context.WithTimeout(ctx, s.limits.Timeout)
	defer cancel()
	response, err := s.Translate(bounded, r)
	if err == nil && len(response.Texts) != len(r.Texts) {
		return response, &Failure{Provider: s.Name(), Class: BadResponse, Detail: "another number of texts came back than was sent"}
	}
	if err == nil {
		return response, nil
	}
	var failure *Failure
	if !errors.As(err, &failure) {
		err = &Failure{Provider: s.Name(), Class: Temporary, Detail: plainReason(err)}
	}
	return response, err
}

// admit waits until a request may begin, or says why none may. The characters count from here on: a month's budget is never
// exceeded, however many requests are on their way.
func (s *Service) admit(ctx context.Context, characters int) error {
	s.mu.Lock()
	now := s.world.Now()
	if s.ended != nil {
		defer s.mu.Unlock()
		return s.ended
	}
	if now.Before(s.until) {
		defer s.mu.Unlock()
		return &Failure{Provider: s.Name(), Class: Unavailable, Detail: "it failed too often, and is left alone for a while"}
	}
	if s.limits.Budget > 0 && s.spent+characters > s.limits.Budget {
		defer s.mu.Unlock()
		return &Failure{Provider: s.Name(), Class: Quota, Detail: "the budget of this month would be exceeded"}
	}
	s.spent += characters
	begin := s.next
	if begin.Before(now) {
		begin = now
	}
	s.next = begin.Add(s.limits.Interval)
	s.mu.Unlock()
	if begin.After(now) {
		return s.world.Sleep(ctx, begin.Sub(now))
	}
	return ctx.Err()
}

// settle learns from a try: whether and when to try again, and what it means for the requests after it. Characters that the
// service has certainly not translated are given back to the budget.
func (s *Service) settle(err error, attempt, characters int) (wait time.Duration, again bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.row = 0
		return 0, false
	}
	var failure *Failure
	if !errors.As(err, &failure) {
		return 0, false
	}
	if failure.Status >= 400 {
		s.spent -= characters
	}
	switch failure.Class {
	case Auth, Quota:
		s.ended = failure
		return 0, false
	case RateLimited, Temporary:
	default:
		return 0, false
	}
	s.row++
	wait = s.backoff(attempt, failure.After)
	if s.limits.Breaker > 0 && s.row >= s.limits.Breaker {
		s.open(openFor)
		return 0, false
	}
	if failure.After > longestWait {
		s.open(failure.After)
		return 0, false
	}
	return wait, attempt < s.limits.Tries
}

// open leaves the service alone for a while. After that a single failure opens the circuit again.
func (s *Service) open(d time.Duration) {
	s.until = s.world.Now().Add(d)
	s.row = max(0, s.limits.Breaker-1)
}

// backoff doubles with each try; half of it is chance, so that those who failed together do not come back together. What the
// service asks for is the least.
func (s *Service) backoff(attempt int, asked time.Duration) time.Duration {
	d := min(firstBackoff<<min(attempt-1, 10), mostBackoff)
	d = d/2 + time.Duration(s.world.Random()*float64(d/2))
	return max(d, asked)
}
