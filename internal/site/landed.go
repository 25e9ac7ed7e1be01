package site

import (
	"fmt"
	"strings"
	"time"

	"parley/internal/announce"
	"parley/internal/approval"
	"parley/internal/diag"
	"parley/internal/kind"
)

// Landed is what the gate says of the changes of prices that have landed, for internal readers alone.
type Landed struct {
	Unknown bool // it cannot be told
	CutOff  bool // because the clone lacks a part of the history
	More    bool // others landed before
	Changes []LandedChange
}

// LandedChange is one of them.
type LandedChange struct {
	Commit   string
	Subject  string
	At       time.Time
	Verdict  string
	Decision announce.Node // in English, as the commands print it
	Day      Day           // on pages
	URL      string        // of the commit; "" where the repository has no address
}

// Short is the commit as people name it.
func (l LandedChange) Short() string { return short(l.Commit) }

// mostLines is how many lines of a kind a page tells of one decision.
const mostLines = 25

// landed is what the page of the policy says of what has landed.
func (s *Site) landed(index int, sheet *sheet) *Landed {
	known := s.options.Landed
	if known == nil || s.options.Audience != kind.Internal || sheet.document.Path != approval.PolicyPath {
		return nil
	}
	l := &s.languages[index]
	shown := *known
	shown.Changes = nil
	for _, c := range known.Changes {
		c.Day = s.day(l, c.At.UTC().Format(time.DateOnly))
		c.Subject, c.Decision = diag.Visible(c.Subject), pruned(c.Decision)
		if url := s.workspace.Settings.Repository.URL; url != "" {
			c.URL = strings.TrimSuffix(url, "/") + "/commit/" + c.Commit
		}
		shown.Changes = append(shown.Changes, c)
	}
	return &shown
}

// pruned is a tree of which no branch is longer than a page can show.
func pruned(n announce.Node) announce.Node {
	cut := announce.Node{Text: diag.Visible(n.Text)}
	for i, below := range n.Below {
		if i == mostLines {
			cut.Below = append(cut.Below, announce.Node{Text: fmt.Sprintf("… and %d more", len(n.Below)-i)})
			break
		}
		cut.Below = append(cut.Below, pruned(below))
	}
	return cut
}
