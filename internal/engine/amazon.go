package engine

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
)

// amazon is Amazon Translate. It takes one text at a time, and counts bytes.
type amazon struct {
	web
	base, region       string
	id, secret, ticket string // access key, secret key, session token
}

func (m *amazon) Name() string { return "amazon" }

func (m *amazon) Caps() Caps {
	return Caps{MaxItems: 1, MaxSize: 10_000, Bytes: true, Markup: HTML, Second: Tokens}
}

func (m *amazon) Code(from, to string) (string, string, bool) {
	return pair(amazonCodes, amazonCodes, from, to)
}

func (m *amazon) Translate(ctx context.Context, r Request) (Response, error) {
	body, err := json.Marshal(map[string]any{"Text": r.Texts[0], "SourceLanguageCode": r.From, "TargetLanguageCode": r.To})
	if err != nil {
		return Response{}, err
	}
	header := http.Header{
		"Content-Type": {"application/x-amz-json-1.1"},
		"X-Amz-Target": {"AWSShineFrontendService_20170701.TranslateText"},
	}
	signature{m.id, m.secret, m.ticket, m.region, "translate"}.sign(header, m.base, body, m.world.Now())
	a, err := m.send(ctx, http.MethodPost, m.base+"/", header, body)
	if err != nil {
		return Response{}, err
	}
	if a.status != http.StatusOK {
		return Response{}, m.failure(a)
	}
	var reply struct{ TranslatedText, TargetLanguageCode *string }
	if err := m.read(a, &reply); err != nil {
		return Response{}, err
	}
	if reply.TranslatedText == nil || reply.TargetLanguageCode != nil && !strings.EqualFold(*reply.TargetLanguageCode, r.To) {
		return Response{}, &Failure{Provider: m.name, Class: BadResponse, Status: a.status, Detail: "the answer holds no text, or one in another language"}
	}
	return Response{Texts: []string{*reply.TranslatedText}, ID: a.header.Get("X-Amzn-Requestid")}, nil
}

// failure reads the name of the exception, which AWS puts into the body or a header, with or without a prefix.
func (m *amazon) failure(a answer) error {
	var reply struct {
		Type string `json:"__type"`
	}
	_ = json.Unmarshal(a.body, &reply) // of a body that says nothing, the status says enough
	code := reply.Type
	if header := a.header.Get("X-Amzn-Errortype"); code == "" {
		code, _, _ = strings.Cut(header, ":")
	}
	code = code[strings.LastIndexByte(code, '#')+1:]
	f := m.refused(a, code)
	switch strings.TrimSuffix(code, "Exception") {
	case "UnsupportedLanguagePair", "DetectedLanguageLowConfidence":
		f.Class = UnsupportedPair
	case "TextSizeLimitExceeded":
		f.Class = TooLarge
	case "TooManyRequests", "Throttling", "LimitExceeded":
		f.Class = RateLimited
	case "ServiceUnavailable", "InternalServer", "InternalFailure":
		f.Class = Temporary
	case "UnrecognizedClient", "AccessDenied", "InvalidSignature", "ExpiredToken", "MissingAuthenticationToken", "IncompleteSignature":
		f.Class = Auth
	}
	return f
}
