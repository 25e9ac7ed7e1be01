package engine

import (
	"context"
	"html"
	"strings"
)

// pseudo translates into languages that nobody speaks, so that a page shows at a glance what was never given to translators,
// what has no room for a longer text, and what does not turn round: en-XA has accents, brackets and a third more characters;
// ar-XB runs from right to left.
type pseudo struct{}

// Test languages, by BCP 47's rule for private regions.
const (
	Accented = "en-XA"
	Mirrored = "ar-XB"
)

// IsTest reports whether a language is one of those that nobody speaks.
func IsTest(tag string) bool { return tag == Accented || tag == Mirrored }

func (pseudo) Name() string { return "pseudo" }

func (pseudo) Caps() Caps { return Caps{MaxItems: 1000, Markup: XML, Second: XML, Local: true} }

func (pseudo) Code(from, to string) (string, string, bool) { return from, to, IsTest(to) }

func (pseudo) Translate(_ context.Context, r Request) (Response, error) {
	var response Response
	for _, text := range r.Texts {
		if r.To == Mirrored {
			response.Texts = append(response.Texts, outsideTags(text, mirrored))
		} else {
			response.Texts = append(response.Texts, bracketed(outsideTags(text, accented)))
		}
	}
	return response, nil
}

// outsideTags changes what stands outside of tags.
func outsideTags(text string, change func(string) string) string {
	var b strings.Builder
	for text != "" {
		words, rest, tagged := strings.Cut(text, "<")
		b.WriteString(html.EscapeString(change(html.UnescapeString(words))))
		tag, after, _ := strings.Cut(rest, ">")
		if tagged {
			b.WriteString("<" + tag + ">")
		}
		text = after
	}
	return b.String()
}

// bracketed puts brackets around a text, inside of the holes at its ends: a task's box must stay in front.
func bracketed(text string) string {
	start, end := 0, len(text)
	for strings.HasPrefix(text[start:], "<x ") {
		start += strings.IndexByte(text[start:], '>') + 1
		for strings.HasPrefix(text[start:], " ") {
			start++
		}
	}
	for strings.HasSuffix(text[start:end], "/>") {
		end = start + strings.LastIndexByte(text[start:end], '<')
		for strings.HasSuffix(text[start:end], " ") {
			end--
		}
	}
	if start >= end {
		return text
	}
	return text[:start] + "[" + text[start:end] + "]" + text[end:]
}

const (
	plainLetters    = "abcdefghijklmnoprstuvwyzABCDEFGHIJKLMNOPRSTUVWYZ"
	accentedLetters = "àƀçđéƒĝĥîĵķļɱñöþŕšţûṽŵýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞŔŠŢÛṼŴÝŽ"
)

// accented writes letters with accents and vowels twice, which makes English text about a third longer.
func accented(text string) string {
	letters := []rune(accentedLetters)
	var b strings.Builder
	for _, r := range text {
		at := strings.IndexRune(plainLetters, r)
		if r >= 0x80 || at < 0 {
			b.WriteRune(r)
			continue
		}
		b.WriteRune(letters[at])
		if strings.ContainsRune("aeiouAEIOU", r) {
			b.WriteRune(letters[strings.IndexRune(plainLetters, r|0x20)])
		}
	}
	return b.String()
}

// mirrored makes words run from right to left, by the characters that Unicode has for it, closed again after each stretch.
func mirrored(text string) string {
	words := strings.Trim(text, " ")
	if words == "" {
		return text
	}
	left := len(text) - len(strings.TrimLeft(text, " "))
	return text[:left] + "\u202E" + words + "\u202C" + text[left+len(words):]
}
