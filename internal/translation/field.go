package translation

import (
	"strconv"
	"strings"
)

// keyword begins a field of an entry. It returns false if it is no keyword, so that the line makes no sense.
func (p *parser) keyword(start, end int, s style) bool {
	word := p.src[start:end]
	if s.previous {
		return p.previousKeyword(word, start, end, s)
	}
	switch word {
	case "msgctxt", "msgid":
		if word == "msgctxt" || p.stage != stageContext {
			p.beginEntry(start, end)
			p.entry.Obsolete = s.obsolete
		}
		p.beginField(word, end, s)
		p.stage = stageContext
		if word == "msgid" {
			p.stage = stageID
		} else {
			p.entry.HasContext = true
		}
	case "msgid_plural":
		p.require(p.stage == stageID, start, end, "put it right after msgid", "msgid_plural stands in the wrong place")
		p.beginField(word, end, s)
		p.entry.HasPlural, p.stage = true, stagePlural
	default:
		if !p.translationKeyword(word, start, end, s) {
			return false
		}
	}
	p.require(p.entry.Obsolete == s.obsolete, start, end, "mark all lines of the entry with #~ or none", "only part of the entry is obsolete")
	return true
}

// translationKeyword begins msgstr or msgstr[n].
func (p *parser) translationKeyword(word string, start, end int, s style) bool {
	switch {
	case word == "msgstr":
		p.require(p.stage == stageID, start, end, "an entry is msgid, then msgstr", "msgstr stands in the wrong place")
	case strings.HasPrefix(word, "msgstr["):
		p.require(p.stage == stagePlural || p.stage == stageStr && p.entry.HasPlural, start, end,
			"an entry with plural forms is msgid, msgid_plural, then msgstr[0], msgstr[1] …", "%s stands in the wrong place", word)
		p.require(word == "msgstr["+strconv.Itoa(len(p.entry.Str)+p.pending())+"]", start, end,
			"number the forms 0, 1, 2 …", "%s is not the form that comes next", word)
	default:
		p.notPO(start, end)
		return false
	}
	p.beginField("msgstr", end, s)
	p.stage = stageStr
	return true
}

// notPO reports something that no line of a PO file begins with. Between two entries it spoils neither.
func (p *parser) notPO(start, end int) {
	if p.target != "" && p.pieces > 0 && !strings.Contains(p.src[p.stop:start], "\n") {
		p.require(false, start, end, `write \" for a quote inside a text, and # before a comment`, "this stands outside the quotes")
		return
	}
	if p.stage == stageStr && !p.faulty {
		p.endEntry(start, end)
	}
	p.endField()
	p.require(false, start, end, `a line is a # comment, or msgctxt, msgid, msgid_plural or msgstr with a text in "quotes"`, "this is not PO")
	if p.stage == stageIntro {
		p.faulty = false
	}
}

// pending counts the plural form whose text is still being read.
func (p *parser) pending() int {
	if p.target == "msgstr" {
		return 1
	}
	return 0
}

func (p *parser) previousKeyword(word string, start, end int, s style) bool {
	p.beginEntry(start, end)
	if p.entry.Previous == nil {
		p.entry.Previous = &Message{}
	}
	switch previous := p.entry.Previous; word {
	case "msgctxt":
		previous.HasContext = true
	case "msgid":
	case "msgid_plural":
		previous.HasPlural = true
	default:
		p.fault(start, end, "#| lines hold msgctxt, msgid and msgid_plural", "%s is not part of a previous msgid", word)
		return false
	}
	p.beginField(word, end, s)
	return true
}

func (p *parser) require(holds bool, start, end int, hint, format string, args ...any) {
	if !holds && !p.faulty {
		p.fault(start, end, hint, format, args...)
	}
}

func (p *parser) beginField(keyword string, end int, s style) {
	p.endField()
	p.target, p.style, p.pieces, p.stop = keyword, s, 0, end
}

// chunk adds a string to the field. Most fields are one string, which is kept as a part of the file's text.
func (p *parser) chunk(text string, start, stop int, s style) {
	if p.target == "" {
		p.require(false, start, stop, "write msgid or msgstr before it", "the string belongs to nothing")
		return
	}
	p.require(s == p.style, start, stop, "mark all lines of the text alike", "the string is not marked like the text that it continues")
	switch p.pieces++; p.pieces {
	case 1:
		p.text, p.start = text, start
	case 2:
		p.joined = append(append(p.joined[:0], p.text...), text...)
	default:
		p.joined = append(p.joined, text...)
	}
	p.stop = stop
}

// longestText is how many bytes a text may have: it is one passage of a document, and checking it takes a while.
const longestText = 200_000

// endField puts the text that was read where it belongs.
func (p *parser) endField() {
	keyword := p.target
	if keyword == "" {
		return
	}
	p.target = ""
	if p.pieces == 0 {
		p.require(false, p.stop, p.stop, `write a text in "quotes" after it`, "%s has no text", keyword)
		return
	}
	text := p.text
	if p.pieces > 1 {
		text = string(p.joined)
	}
	p.text = ""
	p.require(len(text) <= longestText, p.start, p.stop, "remove the entry, or divide the passage in the document", "this text has %d bytes, where %d are the most", len(text), longestText)
	if p.style.previous {
		p.entry.Previous.set(keyword, text)
		return
	}
	switch keyword {
	case "msgid":
		p.entry.IDSpan = p.at.Span(p.start, p.stop)
	case "msgstr":
		if len(p.entry.Str) == 0 {
			p.entry.StrSpan = p.at.Span(p.start, p.stop)
		}
		p.entry.Str = append(p.entry.Str, text)
		return
	}
	p.entry.set(keyword, text)
}

func (m *Message) set(keyword, text string) {
	switch keyword {
	case "msgctxt":
		m.Context = text
	case "msgid":
		m.ID = text
	case "msgid_plural":
		m.Plural = text
	}
}
