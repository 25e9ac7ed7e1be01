package engine

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const minute = time.Minute

// google is Google Cloud Translation: version 2 with a key, version 3 with a token for a project.
type google struct {
	web
	base, key, token            string
	project, location, glossary string // of version 3; without a project it is version 2
}

func (g *google) Name() string { return "google" }

func (g *google) Caps() Caps {
	if g.project != "" {
		return Caps{MaxItems: 128, MaxSize: 5_000, MaxText: 30_000, Markup: HTML, Second: Tokens}
	}
	return Caps{MaxItems: 128, MaxSize: 90_000, Bytes: true, Markup: HTML, Second: Tokens}
}

func (g *google) Code(from, to string) (string, string, bool) {
	return pair(googleCodes, googleCodes, from, to)
}

func (g *google) Translate(ctx context.Context, r Request) (Response, error) {
	header := http.Header{}
	if g.token != "" {
		header.Set("Authorization", "Bearer "+g.token)
	}
	if g.project != "" {
		return g.three(ctx, header, r)
	}
	format := "html"
	if r.Markup == Tokens {
		format = "text"
	}
	address := g.base + "/language/translate/v2"
	if g.token == "" {
		address += "?key=" + url.QueryEscape(g.key)
	}
	a, err := g.post(ctx, address, header, map[string]any{"q": r.Texts, "source": r.From, "target": r.To, "format": format})
	if err != nil {
		return Response{}, err
	}
	var reply struct {
		Data struct {
			Translations []struct{ TranslatedText string }
		}
	}
	if err := g.judge(a, &reply); err != nil {
		return Response{}, err
	}
	return texts(reply.Data.Translations), nil
}

// three is version 3, in which a glossary may be named; its results stand in a place of their own then.
func (g *google) three(ctx context.Context, header http.Header, r Request) (Response, error) {
	body := map[string]any{"contents": r.Texts, "sourceLanguageCode": r.From, "targetLanguageCode": r.To, "mimeType": "text/html"}
	if r.Markup == Tokens {
		body["mimeType"] = "text/plain"
	}
	parent := "projects/" + url.PathEscape(g.project) + "/locations/" + url.PathEscape(g.location)
	if g.glossary != "" {
		body["glossaryConfig"] = map[string]string{"glossary": parent + "/glossaries/" + g.glossary}
	}
	a, err := g.post(ctx, g.base+"/v3/"+parent+":translateText", header, body)
	if err != nil {
		return Response{}, err
	}
	var reply struct {
		Translations, GlossaryTranslations []struct{ TranslatedText string }
	}
	if err := g.judge(a, &reply); err != nil {
		return Response{}, err
	}
	if g.glossary != "" && len(reply.GlossaryTranslations) > 0 {
		return texts(reply.GlossaryTranslations), nil
	}
	return texts(reply.Translations), nil
}

func texts(translations []struct{ TranslatedText string }) Response {
	var response Response
	for _, t := range translations {
		response.Texts = append(response.Texts, t.TranslatedText)
	}
	return response
}

// judge decodes an answer. A quota that is used up is a 403 here, which elsewhere is a wrong key.
func (g *google) judge(a answer, value any) error {
	if a.status == http.StatusOK {
		return g.read(a, value)
	}
	var reply struct {
		Error struct {
			Status string
			Errors []struct{ Reason string }
		}
	}
	_ = json.Unmarshal(a.body, &reply) // of a body that says nothing, the status says enough
	code := reply.Error.Status
	if len(reply.Error.Errors) > 0 {
		code = reply.Error.Errors[0].Reason
	}
	f := g.refused(a, code)
	switch reason := strings.ToLower(code); {
	case strings.Contains(reason, "userratelimit"), reason == "ratelimitexceeded":
		f.Class = RateLimited
	case strings.Contains(reason, "dailylimit"), strings.Contains(reason, "quota"):
		f.Class = Quota
	case reason == "resource_exhausted":
		f.Class = RateLimited
	}
	return f
}
