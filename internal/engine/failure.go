package engine

import (
	"errors"
	"fmt"
	"time"
)

// Class says what kind of failure a request met, and so what is to be done about it.
type Class string

// The classes. Only RateLimited and Temporary are worth another try at the same service.
const (
	Auth            Class = "auth"             // the key is missing or wrong: nothing more is sent there
	Quota           Class = "quota"            // what may be translated this month is used up: nothing more is sent there
	RateLimited     Class = "rate-limited"     // too much at once
	TooLarge        Class = "too-large"        // the request is divided
	UnsupportedPair Class = "unsupported-pair" // the service does not know the languages
	Temporary       Class = "temporary"        // a fault that may pass
	BadResponse     Class = "bad-response"     // an answer that makes no sense
	BadRequest      Class = "bad-request"      // the service refuses what we sent
	Unavailable     Class = "unavailable"      // nothing was sent: the circuit breaker is open
)

// Failure is why a request had no result. Its text holds what we know, never what the service wrote: that may repeat a key.
type Failure struct {
	Provider string
	Class    Class
	Status   int           // of HTTP, 0 if there was none
	Code     string        // the service's own code, of letters, digits and points only
	After    time.Duration // how long the service asks us to wait
	Detail   string
}

func (f *Failure) Error() string {
	text := f.Provider + ": " + string(f.Class)
	if f.Status != 0 {
		text += fmt.Sprintf(", HTTP %d", f.Status)
	}
	if f.Code != "" {
		text += ", " + f.Code
	}
	if f.Detail != "" {
		text += ": " + f.Detail
	}
	return text
}

// classOf returns the class of a failure; what is none of ours may pass.
func classOf(err error) Class {
	var failure *Failure
	if errors.As(err, &failure) {
		return failure.Class
	}
	return Temporary
}

// ascii keeps of a code what a code may hold, so that nothing else of an answer gets into a message.
func ascii(code string) string {
	var kept []byte
	for i := 0; i < len(code) && len(kept) < 60; i++ {
		c := code[i]
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '_' || c == '-' {
			kept = append(kept, c)
		}
	}
	return string(kept)
}
