package engine

import (
	"context"
	"net/http"
	"time"
)

// Provider is one translation service. Its methods may be called by several goroutines at once.
type Provider interface {
	// Name is the service's name in settings, logs and PO files.
	Name() string
	// Caps says what one request may hold.
	Caps() Caps
	// Code returns what the service calls a pair of languages, given as BCP 47 tags. What it does not translate is false.
	Code(from, to string) (source, target string, ok bool)
	// Translate does one request, without any repetition. An error is a *Failure.
	Translate(ctx context.Context, r Request) (Response, error)
}

// Caps is what one request to a service may hold, and how passages are written for it.
type Caps struct {
	MaxItems int    // texts in a request
	MaxSize  int    // of all texts of a request together, as they are sent
	MaxText  int    // of one text; 0 where only the sum counts
	Bytes    bool   // sizes are bytes; else code points
	Markup   Markup // how holes are written
	Second   Markup // how they are written when a passage came back spoilt
	Local    bool   // texts do not leave this machine
}

// size measures a text as the service does.
func (c Caps) size(text string) int {
	if c.Bytes {
		return len(text)
	}
	return runes(text)
}

// Request is one request: texts in one way of writing, from one language to one other, in the service's own codes.
type Request struct {
	From, To string
	Markup   Markup
	Texts    []string
}

// Response answers a request: a text for each text.
type Response struct {
	Texts  []string
	ID     string // the service's own name for the request, "" if it gave none
	Billed int    // characters that the service says it counts, 0 if it says nothing
}

// World is what lies outside of the program. Tests have worlds of their own, in which no time passes.
type World struct {
	Now    func() time.Time
	Sleep  func(ctx context.Context, d time.Duration) error
	Random func() float64 // in [0, 1)
	Do     func(*http.Request) (*http.Response, error)
	Run    func(ctx context.Context, input, program string, args ...string) (output string, err error)
	Env    func(name string) string
}
