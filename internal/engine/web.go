package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// mostAnswer is how many bytes of an answer are read.
const mostAnswer = 8 << 20

// web does the requests of one service over HTTP.
type web struct {
	name  string
	world World
}

// answer is what a server has answered.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// post sends a JSON value.
func (w web) post(ctx context.Context, address string, header http.Header, value any) (answer, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return answer{}, err
	}
	if header == nil {
		header = http.Header{}
	}
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/json; charset=utf-8")
	}
	return w.send(ctx, http.MethodPost, address, header, body)
}

// send does one request. Whatever goes wrong on the way may pass; what the server says is judged by the caller.
func (w web) send(ctx context.Context, method, address string, header http.Header, body []byte) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return answer{}, &Failure{Provider: w.name, Class: BadRequest, Detail: "the address of the service is no address"}
	}
	request.Header = header
	request.Header.Set("User-Agent", "parley")
	response, err := w.world.Do(request)
	if err != nil {
		return answer{}, &Failure{Provider: w.name, Class: Temporary, Detail: plainReason(err)}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, mostAnswer+1))
	if err != nil {
		return answer{}, &Failure{Provider: w.name, Class: Temporary, Detail: "the answer was cut off: " + plainReason(err)}
	}
	if len(text) > mostAnswer {
		return answer{}, &Failure{Provider: w.name, Class: BadResponse, Status: response.StatusCode, Detail: "the answer does not end"}
	}
	return answer{response.StatusCode, response.Header, text}, nil
}

// plainReason says what went wrong without the address of the request, in which a key may stand.
func plainReason(err error) string {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var operation *net.OpError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.As(err, &operation):
		return fmt.Sprintf("the connection failed: %v", operation.Err)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "the connection was cut off"
	}
	return "the request failed"
}

// read decodes the JSON of a good answer. A cut text and one that is no JSON are told from each other: the first may pass.
func (w web) read(a answer, value any) error {
	err := json.Unmarshal(a.body, value)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && syntax.Offset >= int64(len(a.body)) {
		return &Failure{Provider: w.name, Class: Temporary, Detail: "the answer was cut off"}
	}
	if err != nil {
		return &Failure{Provider: w.name, Class: BadResponse, Detail: "the answer is not of the form that the service documents"}
	}
	return nil
}

// refused makes a failure of an answer that is none, by its status. Services whose codes say more correct it.
func (w web) refused(a answer, code string) *Failure {
	f := &Failure{Provider: w.name, Status: a.status, Code: ascii(code), After: retryAfter(a.header, w.world.Now())}
	switch {
	case a.status == http.StatusUnauthorized, a.status == http.StatusForbidden:
		f.Class = Auth
	case a.status == http.StatusRequestEntityTooLarge, a.status == http.StatusRequestURITooLong:
		f.Class = TooLarge
	case a.status == http.StatusTooManyRequests:
		f.Class = RateLimited
	case a.status == http.StatusRequestTimeout, a.status >= 500:
		f.Class = Temporary
	default:
		f.Class = BadRequest
	}
	return f
}

// retryAfter reads how long a server asks us to wait: seconds, or a date.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.Atoi(text); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 86_400)) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return min(max(0, date.Sub(now)), 24*time.Hour)
	}
	return 0
}
