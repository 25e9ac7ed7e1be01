package engine

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// apertium is Apertium, a free engine that works by rules and needs no network: as a program on this machine, or behind APy.
// What it does not know it leaves as it is, with a star before it. It is asked to: the option that hides the stars would also
// take stars out of the text.
type apertium struct {
	web
	base  string              // of APy; "" for the program
	chain map[string][]string // languages on the way, by target: fra: [spa]
}

func (p *apertium) Name() string { return "apertium" }

func (p *apertium) Caps() Caps {
	caps := Caps{MaxItems: 100, MaxSize: 20_000, MaxText: 3_900, Bytes: true, Markup: Tokens, Second: XML, Local: true}
	if p.base != "" {
		caps.MaxItems, caps.MaxSize = 1, 3_900 // beyond ten pieces of 4,096 bytes it cuts off, and says nothing
	}
	return caps
}

func (p *apertium) Code(from, to string) (string, string, bool) {
	return pair(apertiumCodes, apertiumCodes, from, to)
}

func (p *apertium) Translate(ctx context.Context, r Request) (Response, error) {
	way := append([]string{r.From}, append(p.chain[r.To], r.To)...)
	var response Response
	var err error
	if p.base != "" {
		response, err = p.ask(ctx, r, way)
	} else {
		response, err = p.run(ctx, r, way)
	}
	for i := range response.Texts {
		response.Texts[i] = unstarred(response.Texts[i])
	}
	return response, err
}

func format(markup Markup) string {
	if markup == Tokens {
		return "txt"
	}
	return "html"
}

// run pipes all texts through the program at once, an empty line between each two: a start takes longer than a translation.
func (p *apertium) run(ctx context.Context, r Request, way []string) (Response, error) {
	between := "\n\n"
	if r.Markup != Tokens {
		between = "\n<p/>\n"
	}
	text := strings.Join(r.Texts, between) + "\n"
	for i := 1; i < len(way); i++ {
		pair := mode(way[i-1] + "-" + way[i])
		out, err := p.world.Run(ctx, text, "apertium", "-f", format(r.Markup), pair)
		if ctx.Err() != nil {
			return Response{}, ctx.Err()
		}
		if err != nil || strings.TrimSpace(out) == "" && strings.TrimSpace(text) != "" {
			return Response{}, &Failure{Provider: p.name, Class: UnsupportedPair, Detail: "the program apertium, or its pair " + pair + ", is not installed"}
		}
		text = out
		if i+1 < len(way) {
			text = unstarred(text)
		}
	}
	translated := strings.Split(strings.TrimRight(text, "\n"), between)
	for i := range translated {
		translated[i] = strings.TrimSpace(translated[i])
	}
	return Response{Texts: translated}, nil
}

// mode is what the program calls a pair: older pairs have names of two letters. APy knows either name.
func mode(pair string) string {
	older := map[string]string{"spa-fra": "es-fr", "fra-spa": "fr-es", "spa-por": "es-pt", "spa-glg": "es-gl", "eng-glg": "en-gl", "spa-ron": "es-ro"}
	if name, ok := older[pair]; ok {
		return name
	}
	return pair
}

// ask asks APy for one text.
func (p *apertium) ask(ctx context.Context, r Request, way []string) (Response, error) {
	path, form := "/translate", url.Values{"q": {r.Texts[0]}, "format": {format(r.Markup)}, "markUnknown": {"yes"}}
	if len(way) == 2 {
		form.Set("langpair", strings.Join(way, "|"))
	} else {
		path = "/translateChain"
		form.Set("langpairs", strings.Join(way, "|"))
	}
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	a, err := p.send(ctx, http.MethodPost, p.base+path, header, []byte(form.Encode()))
	if err != nil {
		return Response{}, err
	}
	var reply struct {
		ResponseData struct {
			TranslatedText *string `json:"translatedText"`
		} `json:"responseData"`
	}
	if a.status != http.StatusOK {
		f := p.refused(a, "")
		if a.status == http.StatusBadRequest { // all else that we send is always right
			f.Class = UnsupportedPair
		}
		return Response{}, f
	}
	if err := p.read(a, &reply); err != nil {
		return Response{}, err
	}
	if reply.ResponseData.TranslatedText == nil {
		return Response{}, &Failure{Provider: p.name, Class: BadResponse, Status: a.status, Detail: "the answer holds no text"}
	}
	return Response{Texts: []string{strings.TrimSpace(*reply.ResponseData.TranslatedText)}}, nil
}

// unstarred takes away the stars that mark unknown words. A star of the text itself went out as a token.
func unstarred(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ReplaceAll(text, "*", "\x00"), func(r rune) bool { return r == 0 }), "")
}
