package engine

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// gtranslate asks the address that Google's own page of translations asks. It is not documented and not supported, so it has
// to be asked for, sees public text alone, and is left alone after its first refusal. A language that it does not know it
// takes for English without saying so: what it gets is therefore looked up in a table first.
type gtranslate struct {
	web
	base string
}

func (g *gtranslate) Name() string { return "gtranslate" }

func (g *gtranslate) Caps() Caps {
	return Caps{MaxItems: 1, MaxSize: 1_500, Bytes: true, Markup: Tokens, Second: Tokens}
}

func (g *gtranslate) Code(from, to string) (string, string, bool) {
	return pair(googleCodes, googleCodes, from, to)
}

// parts of the answer that are asked for: those that the page itself asks for.
var parts = []string{"at", "bd", "ex", "ld", "md", "qca", "rw", "rm", "ss", "t"}

func (g *gtranslate) Translate(ctx context.Context, r Request) (Response, error) {
	query := url.Values{"client": {"gtx"}, "sl": {r.From}, "tl": {r.To}, "hl": {r.To}, "dt": parts, "ie": {"UTF-8"}, "oe": {"UTF-8"},
		"otf": {"1"}, "ssel": {"0"}, "tsel": {"0"}, "kc": {"7"}, "q": {r.Texts[0]}}
	a, err := g.send(ctx, http.MethodGet, g.base+"/translate_a/single?"+query.Encode(), http.Header{}, nil)
	if err != nil {
		return Response{}, err
	}
	if a.status != http.StatusOK {
		f := g.refused(a, "")
		if a.status == http.StatusForbidden { // no key was sent: it means that we ask too much
			f.Class = RateLimited
		}
		return Response{}, f
	}
	var reply []json.RawMessage
	if err := g.read(a, &reply); err != nil {
		return Response{}, err
	}
	text, ok := sentences(reply)
	if !ok {
		return Response{}, &Failure{Provider: g.name, Class: BadResponse, Status: a.status, Detail: "the answer is not of the form that is known"}
	}
	return Response{Texts: []string{text}}, nil
}

// sentences joins reply[0][i][0]. Nothing is taken for granted: this form is nowhere promised.
func sentences(reply []json.RawMessage) (string, bool) {
	var list [][]json.RawMessage
	if len(reply) == 0 || json.Unmarshal(reply[0], &list) != nil {
		return "", false
	}
	var b strings.Builder
	for _, item := range list {
		if len(item) == 0 || string(item[0]) == "null" { // how it is pronounced, for example
			continue
		}
		var text string
		if json.Unmarshal(item[0], &text) != nil {
			return "", false
		}
		b.WriteString(text)
	}
	return b.String(), b.Len() > 0
}
