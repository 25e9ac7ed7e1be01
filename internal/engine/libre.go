package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
)

// libre is LibreTranslate 1.9. It has no markup for words that are to be left alone which it respects everywhere, and html
// mode gives back markup that was sent as text: so text, and tokens.
type libre struct {
	web
	base, key string
}

func (l *libre) Name() string { return "libretranslate" }

func (l *libre) Caps() Caps {
	return Caps{MaxItems: 50, MaxSize: 20_000, Markup: Tokens, Second: Tokens}
}

func (l *libre) Code(from, to string) (string, string, bool) {
	return pair(libreCodes, libreCodes, from, to)
}

func (l *libre) Translate(ctx context.Context, r Request) (Response, error) {
	body := map[string]any{"q": r.Texts, "source": r.From, "target": r.To, "format": "text"}
	if l.key != "" {
		body["api_key"] = l.key
	}
	a, err := l.post(ctx, l.base+"/translate", nil, body)
	if err != nil {
		return Response{}, err
	}
	if a.status != http.StatusOK {
		return Response{}, l.failure(a)
	}
	var reply struct {
		TranslatedText []string `json:"translatedText"`
	}
	if err := l.read(a, &reply); err != nil {
		return Response{}, err
	}
	return Response{Texts: reply.TranslatedText}, nil
}

// failure reads the status alone: the messages are in the language of whoever asks. A 400 can also be a key that is missing,
// which only where none is sent is likely.
func (l *libre) failure(a answer) error {
	f := l.refused(a, "")
	if a.status == http.StatusBadRequest {
		var reply map[string]json.RawMessage
		if json.Unmarshal(bytes.TrimSpace(a.body), &reply) != nil {
			f.Class = BadResponse
		}
	}
	return f
}
