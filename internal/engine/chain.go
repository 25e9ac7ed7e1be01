package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
)

// Item is a passage that is to be translated.
type Item struct {
	Passage Passage
	Mark    string // by which records name it: a hash of its source
	Rank    int    // how confidential it is: 0 public, 1 partner, 2 internal
}

// Result is what became of an item. Without an error, Text is its translation by Provider.
type Result struct {
	Text     string
	Provider string
	Err      error
}

// Chain asks services in order. Later ones get what earlier ones could not, or may not, translate.
type Chain struct {
	Services []*Service
	Note     func(Record) // is told of each request; it may be called by several goroutines at once
}

// errNone begins what is said where no service can or may translate an item.
var errNone = errors.New("no provider")

// Refusal says why nobody is asked for a text of a rank in a language, and which setting would change that; nil where somebody is.
func (c Chain) Refusal(from, to string, rank int) error {
	const more = "parley translate --help names all providers, parley schema site their settings"
	switch {
	case len(c.able(from, to, rank)) > 0:
		return nil
	case len(c.able(from, to, 0)) == 0:
		return fmt.Errorf("%w translates into %s: name one in content/site.yaml, as in \"translation: {providers: [{id: libretranslate, languages: [%s]}]}\", or with --provider; %s", errNone, to, to, more)
	}
	audience := []string{"public", "partner", "internal"}[rank]
	return fmt.Errorf("%w for %s may see what is for %s readers: if one may, say so in content/site.yaml, as in \"translation: {providers: [{id: libretranslate, audience: %s}]}\"; %s",
		errNone, to, audience, audience, more)
}

// Translate translates items and calls done for each batch of results, in whatever order they come, with the numbers of the
// items. Calls of done do not overlap. What came back spoilt is asked for once more in the service's second way of writing.
func (c Chain) Translate(ctx context.Context, from, to string, items []Item, done func(numbers []int, results []Result)) {
	var group sync.WaitGroup
	var mu sync.Mutex
	deliver := func(numbers []int, results []Result) {
		mu.Lock()
		defer mu.Unlock()
		done(numbers, results)
	}
	for rank := range 3 {
		var numbers []int
		for i := range items {
			if items[i].Rank == rank {
				numbers = append(numbers, i)
			}
		}
		services := c.able(from, to, rank)
		if err := c.Refusal(from, to, rank); err != nil {
			deliver(numbers, failed(len(numbers), err))
			continue
		}
		for _, batch := range batches(services[0], services[0].Caps().Markup, items, numbers) {
			group.Go(func() {
				call := call{chain: c, from: from, to: to, items: items}
				deliver(batch, call.down(ctx, services, batch, ""))
			})
		}
	}
	group.Wait()
}

func (c Chain) able(from, to string, rank int) []*Service {
	var able []*Service
	for _, s := range c.Services {
		if _, _, ok := s.Code(from, to); ok && s.Rank >= rank {
			able = append(able, s)
		}
	}
	return able
}

// batches divides items into requests that a service takes. The division depends on the texts alone.
func batches(s *Service, markup Markup, items []Item, numbers []int) [][]int {
	caps := s.Caps()
	var all [][]int
	var batch []int
	size := 0
	for _, n := range numbers {
		length := caps.size(items[n].Passage.Encode(markup))
		full := len(batch) == caps.MaxItems || caps.MaxSize > 0 && size+length > caps.MaxSize
		if len(batch) > 0 && full {
			all = append(all, batch)
			batch, size = nil, 0
		}
		batch, size = append(batch, n), size+length
	}
	if len(batch) > 0 {
		all = append(all, batch)
	}
	return all
}

// call is one translation of items between two languages.
type call struct {
	chain    Chain
	from, to string
	items    []Item
}

// down gives a batch to the first service, and what it could not do to the ones after it.
func (c call) down(ctx context.Context, services []*Service, batch []int, fallen string) []Result {
	if len(batch) == 0 {
		return nil
	}
	s := services[0]
	results := make([]Result, 0, len(batch))
	for _, part := range batches(s, s.Caps().Markup, c.items, batch) {
		results = append(results, c.ask(ctx, s, s.Caps().Markup, part, fallen)...)
	}
	c.retry(ctx, s, batch, results)
	if len(services) == 1 || ctx.Err() != nil {
		return results
	}
	var left, at []int
	for i := range results {
		if results[i].Err != nil {
			left, at = append(left, batch[i]), append(at, i)
		}
	}
	for i, result := range c.down(ctx, services[1:], left, s.Name()) {
		if result.Err != nil {
			result.Err = errors.Join(results[at[i]].Err, result.Err)
		}
		results[at[i]] = result
	}
	return results
}

// retry asks once more, in the other way of writing, for what came back spoilt.
func (c call) retry(ctx context.Context, s *Service, batch []int, results []Result) {
	caps := s.Caps()
	if caps.Second == caps.Markup {
		return
	}
	var again, at []int
	for i := range results {
		if Spoilt(results[i].Err) {
			again, at = append(again, batch[i]), append(at, i)
		}
	}
	next := 0
	for _, part := range batches(s, caps.Second, c.items, again) {
		for _, result := range c.ask(ctx, s, caps.Second, part, "") {
			results[at[next]] = result
			next++
		}
	}
}

// ask does one request. A request that is too large is divided; a single text that is too large is left to the next service.
func (c call) ask(ctx context.Context, s *Service, markup Markup, batch []int, fallen string) []Result {
	source, target, _ := s.Code(c.from, c.to)
	request := Request{From: source, To: target, Markup: markup}
	marks := make([]string, len(batch))
	for i, n := range batch {
		request.Texts = append(request.Texts, c.items[n].Passage.Encode(markup))
		marks[i] = c.items[n].Mark
	}
	response, err := c.fits(s, request)
	if err == nil {
		id := requestID(s.Name(), request)
		response, err = s.do(ctx, request, func(r Record) {
			r.Request, r.Units, r.From, r.To, r.FallbackFrom = id, marks, c.from, c.to, fallen
			c.chain.Note(r)
		})
	}
	if err != nil {
		if classOf(err) == TooLarge && len(batch) > 1 {
			half := len(batch) / 2
			return append(c.ask(ctx, s, markup, batch[:half], fallen), c.ask(ctx, s, markup, batch[half:], fallen)...)
		}
		return failed(len(batch), err)
	}
	results := make([]Result, len(batch))
	for i, n := range batch {
		text, err := c.items[n].Passage.Decode(markup, response.Texts[i])
		if err != nil {
			err = &spoilt{s.Name(), err}
		}
		results[i] = Result{text, s.Name(), err}
	}
	return results
}

// fits refuses a single text that is larger than the service takes: one of them cuts such texts off and says nothing.
func (c call) fits(s *Service, r Request) (Response, error) {
	caps := s.Caps()
	most := caps.MaxText
	if most == 0 {
		most = caps.MaxSize
	}
	for _, text := range r.Texts {
		if most > 0 && caps.size(text) > most {
			return Response{}, &Failure{Provider: s.Name(), Class: TooLarge, Detail: "the text is longer than the service takes"}
		}
	}
	return Response{}, nil
}

// requestID names a request by what is asked, so that its tries can be told from other requests.
func requestID(provider string, r Request) string {
	hash := sha256.New()
	fmt.Fprintf(hash, "%s %s %s %d %q", provider, r.From, r.To, r.Markup, r.Texts)
	return hex.EncodeToString(hash.Sum(nil)[:8])
}

func failed(n int, err error) []Result {
	results := make([]Result, n)
	for i := range results {
		results[i].Err = err
	}
	return results
}

// spoilt is an answer that has lost what had to survive.
type spoilt struct {
	provider string
	reason   error
}

func (s *spoilt) Error() string { return s.provider + ": came back spoilt: " + s.reason.Error() }

// Spoilt reports whether a service did answer, but lost what had to survive: asking it again would not help.
func Spoilt(err error) bool {
	var one *spoilt
	return errors.As(err, &one)
}

// Reasons are why services had no answer, other than that it came back spoilt.
func Reasons(err error) []string {
	switch err := err.(type) {
	case *spoilt:
		return nil
	case interface{ Unwrap() []error }: // several services were asked
		var all []string
		for _, part := range err.Unwrap() {
			all = append(all, Reasons(part)...)
		}
		return all
	}
	return []string{err.Error()}
}
