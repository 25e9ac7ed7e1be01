package engine

import (
	"context"
	"net/http"
	"strings"
)

// deepl is DeepL. Its tags are strict XML, and words in tags that it is told to ignore come back as they were.
type deepl struct {
	web
	base, key, formality, glossary string
}

func (d *deepl) Name() string { return "deepl" }

func (d *deepl) Caps() Caps {
	return Caps{MaxItems: 50, MaxSize: 48 << 10, Bytes: true, Markup: XML, Second: Tokens}
}

func (d *deepl) Code(from, to string) (string, string, bool) {
	return pair(deeplSources, deeplTargets, from, to)
}

func (d *deepl) Translate(ctx context.Context, r Request) (Response, error) {
	body := map[string]any{"text": r.Texts, "source_lang": r.From, "target_lang": r.To}
	if r.Markup == XML {
		body["tag_handling"], body["tag_handling_version"], body["ignore_tags"] = "xml", "v2", []string{"x"}
	}
	if d.formality != "" {
		body["formality"] = d.formality
	}
	if d.glossary != "" {
		body["glossary_id"] = d.glossary
	}
	header := http.Header{"Authorization": {"DeepL-Auth-Key " + d.key}}
	a, err := d.post(ctx, d.base+"/v2/translate", header, body)
	if err != nil {
		return Response{}, err
	}
	if a.status != http.StatusOK {
		return Response{}, d.failure(a)
	}
	var reply struct {
		Translations []struct {
			Text             string
			Billed           int    `json:"billed_characters"`
			DetectedLanguage string `json:"detected_source_language"`
		}
	}
	if err := d.read(a, &reply); err != nil {
		return Response{}, err
	}
	response := Response{ID: a.header.Get("X-Trace-Id")}
	for _, t := range reply.Translations {
		response.Texts = append(response.Texts, t.Text)
		response.Billed += t.Billed
	}
	return response, nil
}

// usedUp is the status by which DeepL says that the month's characters are used up.
const usedUp = 456

func (d *deepl) failure(a answer) error {
	f := d.refused(a, "")
	if a.status == usedUp {
		f.Class = Quota
	}
	return f
}

// deeplHost is where a key belongs: those of the free plan, which end in :fx, have a host of their own.
func deeplHost(key string) string {
	if strings.HasSuffix(key, ":fx") {
		return "https://api-free.deepl.com"
	}
	return "https://api.deepl.com"
}
