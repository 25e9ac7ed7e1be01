package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"parley/internal/announce"
	"parley/internal/approval"
	"parley/internal/evidence"
	"parley/internal/forge"
	"parley/internal/pipeline"
)

// onGitHub is where gate runs in Actions.
type onGitHub struct {
	client     forge.GitHub
	repository string
	event      forge.Event
	dir        string
	now        time.Time
}

// newOnGitHub reads the environment of Actions.
func newOnGitHub(dir string, now time.Time) (*onGitHub, error) {
	h := &onGitHub{dir: dir, now: now}
	var err error
	if h.client, h.repository, err = githubOf(); err != nil {
		return nil, err
	}
	text, err := readBounded(os.Getenv("GITHUB_EVENT_PATH"))
	if err != nil {
		return nil, fmt.Errorf("the event of GITHUB_EVENT_PATH cannot be read: %w", err)
	}
	h.event, err = forge.ReadEvent(os.Getenv("GITHUB_EVENT_NAME"), text)
	return h, err
}

// githubOf is GitHub, and the repository, as the environment names them.
func githubOf() (forge.GitHub, string, error) {
	api, repository, token := os.Getenv("GITHUB_API_URL"), os.Getenv("GITHUB_REPOSITORY"), os.Getenv("GITHUB_TOKEN")
	if api == "" || repository == "" || token == "" {
		return forge.GitHub{}, "", errors.New("--github needs GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN, as Actions set them")
	}
	return forge.NewGitHub(api, token, wait), repository, nil
}

// wait waits, unless it is told to stop.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// decide asks GitHub itself for everything that has to be known, and judges the event.
func (h *onGitHub) decide(ctx context.Context) (approval.Decision, error) {
	if h.event.Pull != 0 {
		request := h.request("refs/remotes/origin/"+h.event.Branch, "", "")
		h.ask(ctx, &request, h.event.Pull)
		if request.Pull != nil {
			request.Head = request.Pull.Head
		}
		return pipeline.Gate(h.dir, request)
	}
	together := h.request(h.event.Base, h.event.Head, h.event.Head)
	steps, err := pipeline.Steps(h.dir, h.event.Base, h.event.Head)
	if err != nil {
		together.Problems = append(together.Problems, approval.Reason{Code: approval.HistoryRewritten, Message: err.Error()})
	}
	all, err := pipeline.Gate(h.dir, together)
	if err != nil {
		return all, err
	}
	var single []approval.Decision
	for _, request := range h.landed(ctx, steps) {
		d, err := pipeline.Gate(h.dir, request)
		if err != nil {
			return d, err
		}
		single = append(single, d)
	}
	return approval.Join(all, single), nil
}

func (h *onGitHub) request(base, head, result string) evidence.Request {
	return evidence.Request{Base: base, Head: head, Result: result, Repository: h.repository, Branch: h.event.Branch, Now: h.now}
}

// ask adds what GitHub says about a pull request, all of it, or why that is not known.
func (h *onGitHub) ask(ctx context.Context, request *evidence.Request, number int64) {
	pull, reviews, err := h.client.Pull(ctx, h.repository, number)
	if request.Problems = append(request.Problems, problemsOf(err)...); err != nil {
		return
	}
	request.Pull = &pull
	for _, review := range reviews {
		request.Reviews = append(request.Reviews, evidence.Review(review))
	}
}

// landed makes one request of all steps that one pull request brings. What no pull request brings is judged by what is signed.
func (h *onGitHub) landed(ctx context.Context, steps []pipeline.Landing) []evidence.Request {
	var requests []evidence.Request
	last := int64(0)
	for _, step := range steps {
		number, err := h.client.PullOf(ctx, h.repository, h.event.Branch, step.After)
		if err == nil && number != 0 && number == last {
			same := &requests[len(requests)-1]
			same.Result = step.After
			continue
		}
		request := h.request(step.Before, step.After, step.After)
		request.Problems = problemsOf(err)
		if last = number; number != 0 {
			h.ask(ctx, &request, number)
			if request.Pull != nil {
				request.Head = request.Pull.Head
			}
		}
		requests = append(requests, request)
	}
	return requests
}

// tell writes the one comment of the pull request, and the summary of the job.
func (h *onGitHub) tell(ctx context.Context, d approval.Decision, comment bool) error {
	text := announce.Markdown(d)
	if file := os.Getenv("GITHUB_STEP_SUMMARY"); file != "" {
		summary, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644)
		if err != nil {
			return err
		}
		_, err = summary.WriteString(text)
		if err := errors.Join(err, summary.Close()); err != nil {
			return err
		}
	}
	if !comment || h.event.Pull == 0 {
		return nil
	}
	return h.client.Comment(ctx, h.repository, h.event.Pull, announce.Mark, text)
}
