package forge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"parley/internal/approval"
	"parley/internal/record"
)

// GitHub asks GitHub's REST API. It follows no redirection, so that its token goes nowhere else.
type GitHub struct {
	API       string // https://api.github.com
	Token     string
	Transport http.RoundTripper
	// Wait waits between two attempts. It ends early with an error when its context does.
	Wait func(context.Context, time.Duration) error
}

// NewGitHub is GitHub as it is reached from this machine.
func NewGitHub(api, token string, wait func(context.Context, time.Duration) error) GitHub {
	return GitHub{API: api, Token: token, Transport: &http.Transport{Proxy: http.ProxyFromEnvironment}, Wait: wait}
}

const (
	attempts    = 4
	pageSize    = 100
	mostPages   = 100
	longestWait = 2 * time.Minute // a forge that asks for more is not to be had
)

// Pull gathers a pull request and all its reviews. The pull request is read before and after the reviews: one that was pushed to
// in between has reviews of which it is not certain what they are about.
func (g GitHub) Pull(ctx context.Context, repository string, number int64) (approval.Pull, []Review, error) {
	if !repositoryForm.MatchString(repository) || number < 1 {
		return approval.Pull{}, nil, partial("%q is not the name of a repository, or %d not the number of a pull request", repository, number)
	}
	address := fmt.Sprintf("%s/repos/%s/pulls/%d", strings.TrimSuffix(g.API, "/"), repository, number)
	before, err := g.pull(ctx, address, repository, number)
	if err != nil {
		return approval.Pull{}, nil, err
	}
	reviews, err := g.reviews(ctx, address+"/reviews")
	if err != nil {
		return approval.Pull{}, nil, err
	}
	since, err := g.led(ctx, repository, number)
	if err != nil {
		return approval.Pull{}, nil, err
	}
	after, err := g.pull(ctx, address, repository, number)
	if err == nil && after != before {
		err = partial("the pull request was changed while its reviews were read")
	}
	after.Since = since
	return after, reviews, err
}

var repositoryForm = regexp.MustCompile(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$`)

func (g GitHub) pull(ctx context.Context, address, repository string, number int64) (approval.Pull, error) {
	body, _, err := g.get(ctx, address)
	if err != nil {
		return approval.Pull{}, err
	}
	p, err := ReadPull(body)
	if err == nil && (!strings.EqualFold(p.Repository, repository) || p.Number != number) {
		err = partial("the forge answered with pull request %d of %s", p.Number, p.Repository)
	}
	return p, err
}

// reviews gathers all pages, in order, each once.
func (g GitHub) reviews(ctx context.Context, address string) ([]Review, error) {
	var all []Review
	last := 0
	for page := 1; page <= mostPages; page++ {
		body, header, err := g.get(ctx, fmt.Sprintf("%s?per_page=%d&page=%d", address, pageSize, page))
		if err != nil {
			return nil, err
		}
		v, err := record.Read(body, record.Usual)
		if err != nil {
			return nil, partial("page %d of the reviews cannot be read: %v", page, err)
		}
		reviews, err := readPage(v, true)
		if err != nil {
			return nil, err
		}
		if all = append(all, reviews...); len(v.Items) > pageSize {
			return nil, partial("page %d of the reviews has %d of them", page, len(v.Items))
		}
		next, end, err := links(header, page)
		if err != nil {
			return nil, err
		}
		if last = max(last, end); !next {
			if page < last {
				return nil, partial("the reviews end on page %d of %d", page, last)
			}
			return all, unique(all)
		}
		if len(v.Items) == 0 {
			return nil, partial("page %d of the reviews is empty, and more are to come", page)
		}
	}
	return nil, &Error{approval.LimitExceeded, fmt.Sprintf("there are more than %d pages of reviews", mostPages)}
}

var linkForm = regexp.MustCompile(`^\s*<([^<>]*)>\s*;\s*rel="([a-z ]+)"\s*$`)

// links reads whether a page follows, and which is the last. A page that follows is the next one and no other.
func links(header http.Header, page int) (next bool, last int, err error) {
	for _, line := range header.Values("Link") {
		for link := range strings.SplitSeq(line, ",") {
			found := linkForm.FindStringSubmatch(link)
			if found == nil {
				return false, 0, partial("the forge's word on further pages cannot be read: %q", link)
			}
			n, ok := pageOf(found[1])
			switch found[2] {
			case "next":
				if !ok || n != page+1 {
					return false, 0, partial("the forge sends from page %d to %q", page, found[1])
				}
				next = true
			case "last":
				if !ok || n < page {
					return false, 0, partial("the forge says on page %d that %q is the last", page, found[1])
				}
				last = n
			}
		}
	}
	return next, last, nil
}

func pageOf(address string) (int, bool) {
	parsed, err := url.Parse(address)
	if err != nil {
		return 0, false
	}
	n, err := strconv.Atoi(parsed.Query().Get("page"))
	return n, err == nil && n > 0
}

// get asks until there is an answer, a few times. What the forge refuses for good it refuses at once.
func (g GitHub) get(ctx context.Context, address string) ([]byte, http.Header, error) {
	var problem string
	for attempt := range attempts {
		body, response, err := g.ask(ctx, address)
		switch {
		case err == nil && response.StatusCode == http.StatusOK:
			return body, response.Header, nil
		case err != nil:
			problem = err.Error()
		default:
			problem = response.Status
		}
		var large *Error
		if errors.As(err, &large) {
			return nil, nil, large
		}
		if err == nil && !passing(response) {
			break
		}
		wait := time.Second << attempt
		if err == nil {
			wait = max(wait, asked(response.Header))
		}
		if attempt == attempts-1 || wait > longestWait {
			break
		}
		if err := g.Wait(ctx, wait); err != nil {
			problem = err.Error()
			break
		}
	}
	return nil, nil, &Error{approval.ForgeUnavailable, "the forge does not answer: " + problem}
}

// sign adds what GitHub wants to know of whoever asks.
func (g GitHub) sign(request *http.Request) {
	request.Header.Set("Accept", "application/vnd.github+json")
	request.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	request.Header.Set("User-Agent", "parley")
	if g.Token != "" {
		request.Header.Set("Authorization", "Bearer "+g.Token)
	}
}

// ask asks once, and reads the answer to its end.
func (g GitHub) ask(ctx context.Context, address string) ([]byte, *http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, nil, err
	}
	g.sign(request)
	response, err := g.Transport.RoundTrip(request)
	if err != nil {
		return nil, nil, errors.New("the connection failed") // what failed may quote the request
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, int64(record.Usual.Bytes)+1))
	if err != nil {
		return nil, nil, errors.New("the answer ends in the middle")
	}
	if len(body) > record.Usual.Bytes {
		return nil, nil, &Error{approval.LimitExceeded, fmt.Sprintf("an answer of the forge has more than %d bytes", record.Usual.Bytes)}
	}
	return body, response, nil
}

// passing reports whether another attempt may fare better: faults of the forge, and its limits of requests, which it calls
// 429, or 403 with a word on when to come back.
func passing(response *http.Response) bool {
	switch code := response.StatusCode; {
	case code >= 500, code == http.StatusTooManyRequests:
		return true
	case code == http.StatusForbidden:
		return response.Header.Get("Retry-After") != ""
	}
	return false
}

// asked is how long the forge asks to be left alone.
func asked(header http.Header) time.Duration {
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, 1<<20)) * time.Second
}
