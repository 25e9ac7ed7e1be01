package forge

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"parley/internal/approval"
	"parley/internal/record"
)

// Error is why something is not known.
type Error struct {
	Code    approval.Code // ForgePartial, ForgeUnavailable or LimitExceeded
	Message string
}

// Error is the message with its code.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

func partial(format string, args ...any) error {
	return &Error{approval.ForgePartial, fmt.Sprintf(format, args...)}
}

// ReadPull reads the answer to GET /repos/O/R/pulls/N.
func ReadPull(text []byte) (approval.Pull, error) {
	v, err := record.Read(text, record.Usual)
	if err != nil {
		return approval.Pull{}, partial("the pull request cannot be read: %v", err)
	}
	f := fields{what: "the pull request"}
	base, head := f.object(v, "base"), f.object(v, "head")
	p := approval.Pull{
		Number: f.number(v, "number"), Draft: f.truth(v, "draft"), Created: f.moment(v, "created_at"),
		Head: f.commit(head, "sha"), Branch: f.text(base, "ref"), Repository: f.text(f.object(base, "repo"), "full_name"),
	}
	p.Author, p.Bot = f.user(v)
	switch state := strings.ToLower(f.text(v, "state")); {
	case f.err != nil:
	case state == "closed":
		p.Closed = !f.truth(v, "merged")
	case state != "open":
		f.fail("its state is %q", state)
	}
	if address := f.text(v, "url"); f.err == nil && !names(address, p) {
		f.fail("its address is %q", address)
	}
	return p, f.err
}

// names reports whether an address of the API is that of a pull request.
func names(address string, p approval.Pull) bool {
	return strings.HasSuffix(strings.ToLower(address), strings.ToLower(fmt.Sprintf("/repos/%s/pulls/%d", p.Repository, p.Number)))
}

// Review is a review, with the commit that its author looked at.
type Review struct {
	approval.Opinion
	Commit string // "" where the forge does not say
}

// ReadReviews reads the answers to GET /repos/O/R/pulls/N/reviews: all pages, joined to one list. Reviews that are not finished
// are left out: nobody but their author sees them. verified says whether the bytes came from the forge itself.
func ReadReviews(text []byte, verified bool) ([]Review, error) {
	v, err := record.Read(text, record.Usual)
	if err != nil {
		return nil, partial("the reviews cannot be read: %v", err)
	}
	reviews, err := readPage(v, verified)
	if err == nil {
		err = unique(reviews)
	}
	if err != nil {
		return nil, err
	}
	return reviews, nil
}

func readPage(v record.Value, verified bool) ([]Review, error) {
	if v.Kind != record.List {
		return nil, partial("the reviews are %s, where a list belongs", v.Kind)
	}
	var reviews []Review
	for i, item := range v.Items {
		f := fields{what: fmt.Sprintf("review %d of the page", i+1)}
		review, finished := f.review(item)
		if f.err != nil {
			return nil, f.err
		}
		if review.Verified = verified; finished {
			reviews = append(reviews, review)
		}
	}
	return reviews, nil
}

// unique refuses a review that is there twice: a page that repeats hides the one that is missing.
func unique(reviews []Review) error {
	seen := map[int64]bool{}
	for _, r := range reviews {
		if seen[r.Number] {
			return partial("the review %d is there twice, so another may be missing", r.Number)
		}
		seen[r.Number] = true
	}
	return nil
}

// states are what GitHub's words mean. "PENDING" is a review that is being written.
var states = map[string]approval.State{
	"APPROVED": approval.Approved, "CHANGES_REQUESTED": approval.Requested, "COMMENTED": approval.Commented, "DISMISSED": approval.Withdrawn,
}

func (f *fields) review(v record.Value) (r Review, finished bool) {
	r.Number = f.number(v, "id")
	r.ID, r.Source = strconv.FormatInt(r.Number, 10), approval.GitHub
	r.Account, r.Bot = f.user(v)
	word := f.text(v, "state")
	state, known := states[upper(word)]
	if upper(word) == "PENDING" {
		return r, false
	}
	if r.State = state; !known && f.err == nil {
		f.fail("its state is %q", word)
	}
	r.At = f.moment(v, "submitted_at")
	r.Subject.Repository, r.Subject.Pull = subject(f.text(v, "pull_request_url"))
	if commit := v.Get("commit_id"); commit.Kind == record.Text && fullHash.MatchString(commit.Text) {
		r.Commit = commit.Text
	} else if commit.Kind != record.Null && commit.Kind != record.Text {
		f.fail("its commit_id is %s", commit.Kind)
	}
	return r, true
}

// upper makes ASCII letters capitals, and leaves all others as they are.
func upper(text string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, text)
}

var pullAddress = regexp.MustCompile(`/repos/([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)/pulls/([1-9][0-9]{0,15})$`)

// subject is which pull request an address names; none where it names none, and then the review is about nothing here.
func subject(address string) (repository string, number int64) {
	found := pullAddress.FindStringSubmatch(address)
	if found == nil {
		return "", 0
	}
	number, _ = strconv.ParseInt(found[2], 10, 64)
	return found[1], number
}

// fields reads fields of one thing, and keeps the first reason why one cannot be read.
type fields struct {
	what string
	err  error
}

func (f *fields) fail(format string, args ...any) {
	if f.err == nil {
		f.err = partial("%s: %s", f.what, fmt.Sprintf(format, args...))
	}
}

func (f *fields) get(v record.Value, name string, kind record.Kind) record.Value {
	value := v.Get(name)
	if value.Kind != kind {
		f.fail("%s is %s, where %s belongs", name, value.Kind, kind)
	}
	return value
}

func (f *fields) object(v record.Value, name string) record.Value { return f.get(v, name, record.Map) }

func (f *fields) text(v record.Value, name string) string {
	return f.get(v, name, record.Text).Text
}

func (f *fields) truth(v record.Value, name string) bool {
	return f.get(v, name, record.Bool).Text == "true"
}

// number is a whole number above 0, as forges count.
func (f *fields) number(v record.Value, name string) int64 {
	text := f.get(v, name, record.Number).Text
	n, err := strconv.ParseInt(text, 10, 64)
	if f.err == nil && (err != nil || n < 1) {
		f.fail("%s is %s, which counts nothing", name, text)
	}
	return n
}

var fullHash = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

func (f *fields) commit(v record.Value, name string) string {
	text := f.text(v, name)
	if f.err == nil && !fullHash.MatchString(text) {
		f.fail("%s is %q, which is no commit", name, text)
	}
	return text
}

var momentForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$`)

// moment reads RFC 3339, with whatever offset and in small letters too.
func (f *fields) moment(v record.Value, name string) time.Time {
	text := f.text(v, name)
	at, err := time.Parse(time.RFC3339Nano, strings.ToUpper(text))
	if f.err == nil && (err != nil || at.IsZero() || !momentForm.MatchString(text)) {
		f.fail("%s is %q, which is no moment", name, text)
	}
	return at.UTC()
}

// user reads whose something is. Of an account that was deleted nothing is left: null.
func (f *fields) user(v record.Value) (approval.Account, bool) {
	user := v.Get("user")
	if user.Kind == record.Null {
		return approval.Account{Forge: string(approval.GitHub)}, false
	}
	user = f.object(v, "user")
	account := approval.Account{Forge: string(approval.GitHub), Login: f.text(user, "login"), ID: f.number(user, "id")}
	kind := f.text(user, "type")
	return account, kind != "User" || strings.HasSuffix(strings.ToLower(account.Login), "[bot]")
}
