package forge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/approval"
)

// object is a JSON object of a test.
type object = map[string]any

var headCommit = strings.Repeat("2", 40)

// aPull has the shape of GitHub's answer, with the keys that matter and some that do not.
func aPull(change object) object {
	pull := object{
		"url": "https://api.github.com/repos/alder/ops/pulls/7", "id": 1, "node_id": "PR_1", "number": 7, "state": "open", "locked": false, "title": "Prices",
		"user": object{"login": "wim", "id": 70, "type": "User", "site_admin": false}, "body": nil, "created_at": "2026-11-10T00:00:00Z", "merged": false, "draft": false,
		"head": object{"label": "alder:prices", "ref": "prices", "sha": headCommit, "repo": object{"full_name": "alder/ops", "fork": false}},
		"base": object{"label": "alder:main", "ref": "main", "sha": strings.Repeat("1", 40), "repo": object{"full_name": "alder/ops", "fork": false}},
	}
	maps.Copy(pull, change)
	return pull
}

func aReview(id int, change object) object {
	review := object{
		"id": id, "node_id": "PRR", "user": object{"login": "anna", "id": 1, "type": "User"}, "body": "not approved", "state": "APPROVED",
		"html_url": "https://github.com/alder/ops/pull/7#pullrequestreview-1", "pull_request_url": "https://api.github.com/repos/alder/ops/pulls/7",
		"author_association": "MEMBER", "submitted_at": "2026-11-11T09:00:00Z", "commit_id": headCommit,
	}
	maps.Copy(review, change)
	return review
}

func text(t *testing.T, v any) []byte {
	t.Helper()
	bytes, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

func code(err error) approval.Code {
	var known *Error
	if errors.As(err, &known) {
		return known.Code
	}
	return ""
}

func TestReadPull(t *testing.T) {
	p, err := ReadPull(text(t, aPull(nil)))
	want := approval.Pull{Repository: "alder/ops", Number: 7, Author: approval.Account{Forge: "github", Login: "wim", ID: 70}, Created: time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC), Head: headCommit, Branch: "main"}
	if err != nil || p != want {
		t.Errorf("%+v %v", p, err)
	}
	for name, change := range map[string]object{
		"no number": {"number": nil}, "number as text": {"number": "7"}, "number with a point": {"number": 7.5}, "negative": {"number": -7},
		"draft missing": {"draft": nil}, "unknown state": {"state": "melted"}, "no moment": {"created_at": "yesterday"}, "day only": {"created_at": "2026-11-10"},
		"head cut": {"head": object{"sha": "2222222"}}, "head missing": {"head": nil}, "another address": {"url": "https://api.github.com/repos/alder/ops/pulls/8"},
		"two keys in all but capitals": {"Draft": true}, "user without a number": {"user": object{"login": "wim", "type": "User"}},
	} {
		if _, err := ReadPull(text(t, aPull(change))); code(err) != approval.ForgePartial {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, test := range map[string]struct {
		change object
		is     func(approval.Pull) bool
	}{
		"draft":           {object{"draft": true}, func(p approval.Pull) bool { return p.Draft }},
		"closed":          {object{"state": "closed"}, func(p approval.Pull) bool { return p.Closed }},
		"merged":          {object{"state": "closed", "merged": true}, func(p approval.Pull) bool { return !p.Closed }},
		"by a bot":        {object{"user": object{"login": "dependabot[bot]", "id": 9, "type": "Bot"}}, func(p approval.Pull) bool { return p.Bot }},
		"account deleted": {object{"user": nil}, func(p approval.Pull) bool { return p.Author.ID == 0 }},
		"offset":          {object{"created_at": "2026-11-10T14:00:00.5+14:00"}, func(p approval.Pull) bool { return p.Created.Hour() == 0 }},
		"small z":         {object{"created_at": "2026-11-10t00:00:00z"}, func(p approval.Pull) bool { return p.Created.Day() == 10 }},
	} {
		if p, err := ReadPull(text(t, aPull(test.change))); err != nil || !test.is(p) {
			t.Errorf("%s: %+v %v", name, p, err)
		}
	}
}

func TestReadReviews(t *testing.T) {
	list := []any{
		aReview(1, nil), aReview(2, object{"state": "changes_requested"}), aReview(3, object{"state": "DISMISSED", "commit_id": nil}), aReview(4, object{"state": "COMMENTED", "user": nil}),
		aReview(5, object{"state": "PENDING", "submitted_at": nil}), aReview(6, object{"user": object{"login": "helper", "id": 5, "type": "Bot"}, "commit_id": "abc"}),
		aReview(7, object{"pull_request_url": "https://api.github.com/repos/alder/fork/pulls/7"}), aReview(8, object{"pull_request_url": "elsewhere"}),
	}
	reviews, err := ReadReviews(text(t, list), false)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range reviews {
		got = append(got, fmt.Sprintf("%s %s %d %v %.3s %s/%d", r.ID, r.State, r.Account.ID, r.Bot, r.Commit, r.Subject.Repository, r.Subject.Pull))
	}
	want := []string{
		"1 approved 1 false 222 alder/ops/7", "2 changes-requested 1 false 222 alder/ops/7", "3 dismissed 1 false  alder/ops/7", "4 commented 0 false 222 alder/ops/7",
		"6 approved 5 true  alder/ops/7", "7 approved 1 false 222 alder/fork/7", "8 approved 1 false 222 /0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for name, list := range map[string]any{
		"an object": object{"message": "Not Found"}, "no list": nil, "pages in a list": []any{[]any{aReview(1, nil)}}, "twice": []any{aReview(1, nil), aReview(1, object{"state": "DISMISSED"})},
		"unknown state": []any{aReview(1, object{"state": "APPROVES"})}, "dotless i": []any{aReview(1, object{"state": "DıSMISSED"})}, "state missing": []any{aReview(1, object{"state": nil})},
		"no time": []any{aReview(1, object{"submitted_at": nil})}, "no number": []any{aReview(1, object{"id": nil})}, "state and State": []any{aReview(1, object{"State": "APPROVED"})},
		"user missing": []any{aReview(1, object{"user": "anna"})}, "type missing": []any{aReview(1, object{"user": object{"login": "anna", "id": 1}})},
	} {
		if _, err := ReadReviews(text(t, list), false); code(err) != approval.ForgePartial {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// game is a server that plays GitHub: so many pages of reviews, with what the test makes of each answer.
type game struct {
	reviews []any
	events  []any
	per     int
	answer  func(w http.ResponseWriter, r *http.Request, page, call int) bool // true when it has answered
	calls   int
	waits   []time.Duration
}

func (g *game) play(t *testing.T) (approval.Pull, []Review, error) {
	t.Helper()
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.calls++
		page := 0
		fmt.Sscan(r.URL.Query().Get("page"), &page)
		if r.Header.Get("Authorization") != "Bearer secret" || g.answer != nil && g.answer(w, r, page, g.calls) {
			return
		}
		if strings.HasSuffix(r.URL.Path, "/repos/alder/ops/issues/7/events") {
			w.Write(text(t, append([]any{}, g.events...)))
			return
		}
		if !strings.HasSuffix(r.URL.Path, "/reviews") {
			w.Write(text(t, aPull(nil)))
			return
		}
		pages := max(1, (len(g.reviews)+g.per-1)/g.per)
		address := server.URL + r.URL.Path + "?per_page=100&page="
		var links []string
		if page < pages {
			links = append(links, fmt.Sprintf(`<%s%d>; rel="next"`, address, page+1), fmt.Sprintf(`<%s%d>; rel="last"`, address, pages))
		}
		if page > 1 {
			links = append(links, fmt.Sprintf(`<%s%d>; rel="prev"`, address, page-1), fmt.Sprintf(`<%s1>; rel="first"`, address))
		}
		if len(links) > 0 {
			w.Header().Set("Link", strings.Join(links, ", "))
		}
		w.Write(text(t, g.reviews[min((page-1)*g.per, len(g.reviews)):min(page*g.per, len(g.reviews))]))
	}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	client := GitHub{API: server.URL, Token: "secret", Transport: server.Client().Transport, Wait: func(_ context.Context, d time.Duration) error {
		g.waits = append(g.waits, d)
		return nil
	}}
	return client.Pull(ctx, "alder/ops", 7)
}

func many(n int) []any {
	list := []any{}
	for i := range n {
		list = append(list, aReview(i+1, nil))
	}
	return list
}

func TestAllPages(t *testing.T) {
	for _, n := range []int{0, 1, 100, 101, 250} {
		g := game{reviews: many(n), per: 100}
		pull, reviews, err := g.play(t)
		if err != nil || len(reviews) != n || pull.Number != 7 {
			t.Errorf("%d reviews: %d, %+v, %v", n, len(reviews), pull, err)
		}
		for i, r := range reviews {
			if r.Number != int64(i+1) || !r.Verified {
				t.Fatalf("review %d is %+v", i+1, r)
			}
		}
	}
}

// TestLedElsewhere finds when a pull request was last led into another branch, and takes nothing for never.
func TestLedElsewhere(t *testing.T) {
	event := func(what, at string) any { return object{"id": 1, "event": what, "created_at": at} }
	g := game{reviews: many(0), per: 100, events: []any{event("base_ref_changed", "2026-11-12T00:00:00Z"), event("automatic_base_change_succeeded", "2026-11-11T00:00:00Z"), event("renamed", "2026-11-13T00:00:00Z")}}
	if pull, _, err := g.play(t); err != nil || pull.Since.Format(time.DateOnly) != "2026-11-12" {
		t.Error(pull.Since, err)
	}
	g.events = nil
	if pull, _, err := g.play(t); err != nil || !pull.Since.IsZero() {
		t.Error(pull.Since, err)
	}
	for name, broken := range map[string]any{"no time": event("base_ref_changed", "soon"), "nothing": object{}, "a text": "base_ref_changed"} {
		g.events = []any{broken}
		if _, _, err := g.play(t); code(err) != approval.ForgePartial {
			t.Error(name, err)
		}
	}
}

// TestNeverAPart has a forge that fails in every way in which forges fail.
func TestNeverAPart(t *testing.T) {
	status := func(code int, header ...string) func(http.ResponseWriter, *http.Request, int, int) bool {
		return func(w http.ResponseWriter, _ *http.Request, page, _ int) bool {
			if page != 2 {
				return false
			}
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
			return true
		}
	}
	send := func(page int, header, body string) func(http.ResponseWriter, *http.Request, int, int) bool {
		return func(w http.ResponseWriter, r *http.Request, at, _ int) bool {
			if at != page {
				return false
			}
			w.Header().Set("Link", strings.ReplaceAll(header, "HOST", "http://"+r.Host+r.URL.Path))
			fmt.Fprint(w, body)
			return true
		}
	}
	for name, test := range map[string]struct {
		answer func(http.ResponseWriter, *http.Request, int, int) bool
		code   approval.Code
	}{
		"401": {status(401), approval.ForgeUnavailable}, "403": {status(403), approval.ForgeUnavailable}, "404": {status(404), approval.ForgeUnavailable},
		"403 with a limit": {status(403, "Retry-After", "1"), approval.ForgeUnavailable}, "429": {status(429), approval.ForgeUnavailable},
		"429 for an hour": {status(429, "Retry-After", "3600"), approval.ForgeUnavailable}, "500": {status(500), approval.ForgeUnavailable}, "502": {status(502), approval.ForgeUnavailable},
		"redirection": {status(302, "Location", "http://127.0.0.1:1/"), approval.ForgeUnavailable}, "not modified": {status(304), approval.ForgeUnavailable},
		"body cut off": {func(w http.ResponseWriter, _ *http.Request, page, _ int) bool {
			if page == 2 {
				w.Header().Set("Content-Length", "100000")
				fmt.Fprint(w, "[")
			}
			return page == 2
		}, approval.ForgeUnavailable},
		"half a list":        {send(2, "", `[{"id":1`), approval.ForgePartial},
		"empty body":         {send(2, "", ""), approval.ForgePartial},
		"page of errors":     {send(2, "", "<html>"), approval.ForgePartial},
		"page too early":     {send(2, "", "[]"), approval.ForgePartial},
		"empty in between":   {send(2, `<HOST?page=3>; rel="next", <HOST?page=3>; rel="last"`, "[]"), approval.ForgePartial},
		"page that repeats":  {send(2, `<HOST?page=3>; rel="next", <HOST?page=3>; rel="last"`, string(text(t, many(100)))), approval.ForgePartial},
		"page left out":      {send(1, `<HOST?page=3>; rel="next", <HOST?page=3>; rel="last"`, string(text(t, many(100)))), approval.ForgePartial},
		"back to the start":  {send(2, `<HOST?page=1>; rel="next"`, string(text(t, many(1)))), approval.ForgePartial},
		"link of no form":    {send(2, `HOST?page=3; next`, string(text(t, many(1)))), approval.ForgePartial},
		"last is earlier":    {send(2, `<HOST?page=3>; rel="next", <HOST?page=1>; rel="last"`, string(text(t, many(1)))), approval.ForgePartial},
		"too many on a page": {send(2, ``, string(text(t, many(101)))), approval.ForgePartial},
		"pushed to meanwhile": {func(w http.ResponseWriter, _ *http.Request, page, call int) bool {
			if page == 0 && call > 1 {
				w.Write(text(t, aPull(object{"head": object{"sha": strings.Repeat("9", 40)}})))
			}
			return page == 0 && call > 1
		}, approval.ForgePartial},
		"another pull request": {func(w http.ResponseWriter, _ *http.Request, page, _ int) bool {
			if page == 0 {
				w.Write(text(t, aPull(object{"number": 8, "url": "https://api.github.com/repos/alder/ops/pulls/8"})))
			}
			return page == 0
		}, approval.ForgePartial},
	} {
		t.Run(name, func(t *testing.T) {
			g := game{reviews: many(250), per: 100, answer: test.answer}
			_, reviews, err := g.play(t)
			if code(err) != test.code || reviews != nil && err == nil {
				t.Errorf("%d reviews, %v", len(reviews), err)
			}
			if strings.Contains(fmt.Sprint(err), "secret") || g.calls > 12 {
				t.Errorf("%d calls, %v", g.calls, err)
			}
		})
	}
}

// TestAgainAfterAFault has a forge that is tired for three calls.
func TestAgainAfterAFault(t *testing.T) {
	g := game{reviews: many(3), per: 100, answer: func(w http.ResponseWriter, _ *http.Request, _, call int) bool {
		switch call {
		case 1:
			w.WriteHeader(500)
		case 2:
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(403)
		case 3:
			w.WriteHeader(429)
		}
		return call <= 3
	}}
	_, reviews, err := g.play(t)
	if err != nil || len(reviews) != 3 || !slices.Equal(g.waits, []time.Duration{time.Second, 7 * time.Second, 4 * time.Second}) {
		t.Errorf("%d reviews, %v, waits %v", len(reviews), err, g.waits)
	}
}

func FuzzReadReviews(f *testing.F) {
	for _, list := range [][]any{many(2), {aReview(1, object{"state": "DISMISSED"})}} {
		bytes, _ := json.Marshal(list)
		f.Add(bytes)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		reviews, err := ReadReviews(text, false)
		for _, r := range reviews {
			if err != nil || r.Number < 1 || r.At.IsZero() || r.State == "" || r.Verified {
				t.Fatalf("%+v %v", r, err)
			}
		}
	})
}

func FuzzReadPull(f *testing.F) {
	bytes, _ := json.Marshal(aPull(nil))
	f.Add(bytes)
	f.Fuzz(func(t *testing.T, text []byte) {
		if p, err := ReadPull(text); err == nil && (p.Number < 1 || p.Head == "" || p.Repository == "" || p.Created.IsZero()) {
			t.Fatalf("%+v", p)
		}
	})
}
