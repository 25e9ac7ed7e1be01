package engine

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// azure is Azure Translator, in either of the versions of its interface, which have nothing in common but their address.
type azure struct {
	web
	base, key, region string
	version           string // 3.0 or 2026-06-06
}

func (z *azure) Name() string { return "azure" }

func (z *azure) Caps() Caps {
	return Caps{MaxItems: 100, MaxSize: 50_000, Markup: HTML, Second: Tokens}
}

func (z *azure) Code(from, to string) (string, string, bool) {
	return pair(azureCodes, azureCodes, from, to)
}

func (z *azure) Translate(ctx context.Context, r Request) (Response, error) {
	header := http.Header{"Ocp-Apim-Subscription-Key": {z.key}}
	if z.region != "" {
		header.Set("Ocp-Apim-Subscription-Region", z.region)
	}
	textType := "html"
	if r.Markup == Tokens {
		textType = "plain"
	}
	path := "/translate"
	if strings.Contains(z.base, "cognitiveservices.azure.com") {
		path = "/translator/text/translate"
		if z.version == "3.0" {
			path = "/translator/text/v3.0/translate"
		}
	}
	query := url.Values{"api-version": {z.version}}
	if z.version == "3.0" {
		query.Set("from", r.From)
		query.Set("to", r.To)
		query.Set("textType", textType)
		return z.old(ctx, z.base+path+"?"+query.Encode(), header, r)
	}
	return z.new(ctx, z.base+path+"?"+query.Encode(), header, r, strings.Replace(textType, "plain", "Plain", 1))
}

// old is version 3.0.
func (z *azure) old(ctx context.Context, address string, header http.Header, r Request) (Response, error) {
	body := make([]map[string]string, len(r.Texts))
	for i, text := range r.Texts {
		body[i] = map[string]string{"Text": text}
	}
	a, err := z.post(ctx, address, header, body)
	if err != nil {
		return Response{}, err
	}
	var reply []struct {
		Translations []struct{ Text, To string } `json:"translations"`
	}
	if err := z.judge(a, &reply); err != nil {
		return Response{}, err
	}
	response := z.metered(a)
	for _, item := range reply {
		if len(item.Translations) != 1 || !strings.EqualFold(item.Translations[0].To, r.To) {
			return Response{}, z.strange(a)
		}
		response.Texts = append(response.Texts, item.Translations[0].Text)
	}
	return response, nil
}

// new is version 2026-06-06.
func (z *azure) new(ctx context.Context, address string, header http.Header, r Request, textType string) (Response, error) {
	type target struct {
		Language string `json:"language"`
	}
	type input struct {
		Text     string   `json:"text"`
		Language string   `json:"language"`
		TextType string   `json:"textType"`
		Targets  []target `json:"targets"`
	}
	body := struct {
		Inputs []input `json:"inputs"`
	}{}
	for _, text := range r.Texts {
		body.Inputs = append(body.Inputs, input{text, r.From, textType, []target{{r.To}}})
	}
	a, err := z.post(ctx, address, header, body)
	if err != nil {
		return Response{}, err
	}
	var reply struct {
		Value []struct {
			Translations []struct {
				Text, Language   string
				SourceCharacters int
			}
		}
	}
	if err := z.judge(a, &reply); err != nil {
		return Response{}, err
	}
	response := z.metered(a)
	for _, item := range reply.Value {
		if len(item.Translations) != 1 || !strings.EqualFold(item.Translations[0].Language, r.To) {
			return Response{}, z.strange(a)
		}
		response.Texts = append(response.Texts, item.Translations[0].Text)
	}
	return response, nil
}

// metered reads what the service says about the request itself.
func (z *azure) metered(a answer) Response {
	billed, _ := strconv.Atoi(a.header.Get("X-Metered-Usage"))
	return Response{ID: a.header.Get("X-Requestid"), Billed: billed}
}

func (z *azure) strange(a answer) error {
	return &Failure{Provider: z.name, Class: BadResponse, Status: a.status, Detail: "the answer is in another language, or not one for each text"}
}

// judge decodes an answer. The service's code is a number in one version and a text in the other; its first three digits are
// a status.
func (z *azure) judge(a answer, value any) error {
	if a.status == http.StatusOK {
		return z.read(a, value)
	}
	var reply struct {
		Error struct {
			Code json.RawMessage `json:"code"`
		} `json:"error"`
	}
	_ = json.Unmarshal(a.body, &reply) // of a body that says nothing, the status says enough
	code := strings.Trim(string(reply.Error.Code), `"`)
	f := z.refused(a, code)
	switch {
	case code == "403001":
		f.Class = Quota
	case code == "400036" || code == "400035" || code == "400023":
		f.Class = UnsupportedPair
	case code == "400050" || code == "400072" || code == "400077":
		f.Class = TooLarge
	case code == "408001": // a model is being loaded, which takes a minute
		f.Class, f.After = Temporary, max(f.After, minute)
	}
	return f
}
