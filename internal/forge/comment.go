package forge

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"parley/internal/approval"
	"parley/internal/record"
)

// Comment writes the one comment of a pull request that starts with a mark: the one that is there is replaced, and only where there
// is none is one added. Only comments of machines are replaced: somebody may quote the mark.
func (g GitHub) Comment(ctx context.Context, repository string, number int64, mark, text string) error {
	if !repositoryForm.MatchString(repository) || number < 1 || !strings.HasPrefix(text, mark) {
		return partial("%q is not the name of a repository, or %d not the number of a pull request", repository, number)
	}
	top := fmt.Sprintf("%s/repos/%s/issues", strings.TrimSuffix(g.API, "/"), repository)
	id, err := g.commentOf(ctx, fmt.Sprintf("%s/%d/comments", top, number), mark)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]string{"body": text})
	if err != nil {
		return err
	}
	if id != 0 {
		return g.send(ctx, http.MethodPatch, fmt.Sprintf("%s/comments/%d", top, id), body)
	}
	return g.send(ctx, http.MethodPost, fmt.Sprintf("%s/%d/comments", top, number), body)
}

// commentOf finds the number of the comment; 0 where there is none.
func (g GitHub) commentOf(ctx context.Context, address, mark string) (int64, error) {
	for page := 1; page <= mostPages; page++ {
		body, header, err := g.get(ctx, fmt.Sprintf("%s?per_page=%d&page=%d", address, pageSize, page))
		if err != nil {
			return 0, err
		}
		v, err := record.Read(body, record.Usual)
		if err != nil || v.Kind != record.List {
			return 0, partial("page %d of the comments cannot be read", page)
		}
		for _, item := range v.Items {
			f := fields{what: "a comment"}
			id := f.number(item, "id")
			_, machine := f.user(item)
			if f.err != nil {
				return 0, f.err
			}
			if machine && strings.HasPrefix(item.Get("body").Text, mark) {
				return id, nil
			}
		}
		if next, _, err := links(header, page); err != nil || !next {
			return 0, err
		}
	}
	return 0, &Error{approval.LimitExceeded, fmt.Sprintf("there are more than %d pages of comments", mostPages)}
}

// send writes once: what may have arrived is not sent again.
func (g GitHub) send(ctx context.Context, method, address string, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	g.sign(request)
	request.Header.Set("Content-Type", "application/json")
	response, err := g.Transport.RoundTrip(request)
	if err != nil {
		return &Error{approval.ForgeUnavailable, "the connection failed"}
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20)) // what it says is not needed
	if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusCreated {
		return &Error{approval.ForgeUnavailable, "the comment was not taken: " + response.Status}
	}
	return nil
}
