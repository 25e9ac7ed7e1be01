package approval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"

	"parley/internal/record"
	"parley/internal/signature"
)

// Namespace is that of signatures on approvals: one that was made for anything else counts for nothing here.
const Namespace = "parley-approval@v1"

// Statement is what somebody signs: everything that the gate relies on, and nothing that it does not.
type Statement struct {
	Version    int    `json:"version"` // 1
	Repository string `json:"repository"`
	Branch     string `json:"branch"`
	Digest     string `json:"digest"` // of the change
	Person     string `json:"person"`
	Role       string `json:"role"`
	Decision   State  `json:"decision"` // approved, changes-requested or break-glass
	Reason     string `json:"reason"`
	At         string `json:"time"`    // to the second, in UTC
	Until      string `json:"expires"` // the first moment at which it no longer counts
}

// Text is the one spelling of a statement. A statement in another spelling is not read, so that a signature and what it is taken
// to say cannot differ.
func (s Statement) Text() ([]byte, error) {
	if flaw := s.flaw(); flaw != nil {
		return nil, flaw
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(s)
	return out.Bytes(), err
}

// Path is where the statement belongs; its signature has .sig after that. One person has one file for each role.
func (s Statement) Path() string {
	return path.Join(ApprovalsPath, strings.TrimPrefix(s.Digest, "sha256:"), s.Person+"-"+s.Role+".json")
}

var (
	wordForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	nameForm = regexp.MustCompile(`^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$`)
)

// longestReason bounds what a reason may say; it is a sentence.
const longestReason = 1000

func (s Statement) flaw() error {
	at, ok := moment(s.At)
	until, ends := moment(s.Until)
	switch {
	case s.Version != 1:
		return errors.New("only version 1 is known")
	case !nameForm.MatchString(s.Repository) || !nameForm.MatchString(s.Branch):
		return errors.New("it names no repository and branch")
	case !digestID.MatchString(s.Digest):
		return errors.New("it names no change by its digest")
	case !wordForm.MatchString(s.Person) || !wordForm.MatchString(s.Role):
		return errors.New("it names no person and role")
	case s.Decision != Approved && s.Decision != Requested && s.Decision != BreakingGlass:
		return fmt.Errorf("nobody knows the decision %q", s.Decision)
	case !ok || !ends || !at.Before(until):
		return errors.New("it does not say from when until when it holds")
	case len(s.Reason) > longestReason || strings.ContainsFunc(s.Reason, func(r rune) bool { return r < ' ' || r == 0xfffd || r == 0x2028 || r == 0x2029 }):
		return errors.New("the reason is not one line of text")
	}
	return nil
}

// signedLimits are those of a statement.
var signedLimits = record.Limits{Bytes: 8 << 10, Depth: 1, Values: 20}

// ReadStatement reads a statement in its one spelling.
func ReadStatement(text []byte) (Statement, error) {
	v, err := record.Read(text, signedLimits)
	if err != nil {
		return Statement{}, err
	}
	s := Statement{Repository: v.Get("repository").Text, Branch: v.Get("branch").Text, Digest: v.Get("digest").Text, Person: v.Get("person").Text,
		Role: v.Get("role").Text, Decision: State(v.Get("decision").Text), Reason: v.Get("reason").Text, At: v.Get("time").Text, Until: v.Get("expires").Text}
	if v.Get("version").Text == "1" {
		s.Version = 1
	}
	again, err := s.Text()
	if err == nil && !bytes.Equal(again, text) {
		err = errors.New("it is not written as parley approve writes it")
	}
	return s, err
}

// ReadSigned reads a signed approval: a statement, its signature, and the path at which it stands. It is an opinion whatever is
// wrong with it, so that a decision can say why it does not count.
func ReadSigned(place string, text, armoured []byte) Opinion {
	o := Opinion{ID: place, Source: Git}
	s, err := ReadStatement(text)
	if err != nil {
		o.State, o.Flaw = Approved, NotAnApproval
		return o
	}
	o.Person, o.Role, o.State, o.Why, o.Digest = s.Person, s.Role, s.Decision, s.Reason, s.Digest
	o.Subject = Subject{Repository: s.Repository, Branch: s.Branch}
	o.At, o.Until = mustMoment(s.At), mustMoment(s.Until)
	key, err := signature.Verify(text, armoured, Namespace)
	switch {
	case err != nil:
		o.Flaw = KeyInvalid
	case place != s.Path():
		o.Flaw = WrongSubject
	default:
		o.Key, o.Verified = string(key), true
	}
	return o
}

// mustMoment is a moment of a statement that was found to be sound.
func mustMoment(text string) time.Time {
	at, _ := moment(text)
	return at
}
