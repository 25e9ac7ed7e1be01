package site

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/locale"
	"parley/internal/workspace"
)

// nodes turns a document's fields into what a template shows in one language.
type nodes struct {
	site     *Site
	index    int // of the language
	language *language
	document *workspace.Document
	texts    map[string]Text
	rules    map[string]kind.Field
	currency string
	past     bool // it is a version of a price list that is not the list's own
}

// fields are the document's fields in a language.
func (s *Site) fields(index int, d *workspace.Document) Node {
	if kept := s.keptOf(index, d); kept != nil {
		return kept.Fields
	}
	if d.Kind.Lenient {
		return s.nodesOf(index, d).node("", "", d.Fields) // few, and asked for once or twice
	}
	key := inLanguage{index, d}
	if known, ok := s.known.Load(key); ok {
		return known.(Node)
	}
	node := s.nodesOf(index, d).node("", "", d.Fields)
	s.known.Store(key, node)
	return node
}

// inLanguage is a document as the pages of a language show it.
type inLanguage struct {
	index    int
	document *workspace.Document
}

func (s *Site) nodesOf(index int, d *workspace.Document) *nodes {
	l := &s.languages[index]
	return &nodes{site: s, index: index, language: l, document: d, texts: s.fieldTexts(l, d),
		rules: d.Kind.Describe(d.Fields), currency: d.Fields.Str("currency")}
}

func (n *nodes) node(path, key string, value doc.Value) Node {
	rule := n.rules[path]
	node := Node{Key: key, Label: n.label(rule.Label, key), Raw: value.Text}
	if path == "translations."+key { // the words for a term, by language
		named, _ := locale.For(key)
		node.Label = named.NameIn(n.language.Locale)
	}
	switch value.Type {
	case doc.Map:
		node.Type = "map"
		for _, k := range value.Keys {
			node.Fields = append(node.Fields, n.node(join(path, k.Name), k.Name, k.Value))
		}
		if text, ok := n.duration(value); ok {
			node.Type, node.Text = "duration", Text{Text: text}
		}
	case doc.List:
		node.Type = "list"
		for i, item := range value.Items {
			inner := n.node(path+value.ItemPath(i), key, item)
			if id := strings.Trim(value.ItemPath(i), "[]"); item.Type == doc.Map {
				inner.ID = id
				inner.URL = n.ownPage(path, id)
			}
			node.Items = append(node.Items, inner)
		}
	case doc.Null:
	default:
		n.scalar(&node, path, rule)
	}
	return node
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// ownPage is the address of the page that an item of a list has for itself: persons and roles do, and for internal readers the
// parts of price lists.
func (n *nodes) ownPage(list, id string) string {
	if list == "parts" && n.document.Kind.Name == "price-list" {
		if n.past {
			return "" // the page tells how the price of the list follows, which is another
		}
		return n.site.besides(n.index, n.document, aPart, partsFolder+id+"/")
	}
	kindName := map[string]string{"people": "person", "roles": "role"}[list]
	i, ok := n.site.people[kindName+" "+id]
	if !ok || n.document.Kind.Name != "people" {
		return ""
	}
	return n.site.linkTo(n.index, i).URL
}

// written is a value as the file has it, in no language: the name of a file, an id. Where text runs from right to left, a
// browser has to find out the direction of such a value by itself, or its parts change places.
func (l *language) written(raw string) Text {
	if l.Dir() == "rtl" {
		return Text{Text: raw, Dir: "auto"}
	}
	return Text{Text: raw}
}

// durations are the units of time with their English plural forms, as the interface translates them.
var durations = map[string][2]string{
	"hours": {"%d hour", "%d hours"}, "days": {"%d day", "%d days"}, "working-days": {"%d working day", "%d working days"},
	"weeks": {"%d week", "%d weeks"}, "months": {"%d month", "%d months"}, "quarters": {"%d quarter", "%d quarters"},
}

// duration writes {count: 2, unit: weeks} and {min: 2, max: 3, unit: weeks} as people say it.
func (n *nodes) duration(value doc.Value) (string, bool) {
	forms, ok := durations[value.Str("unit")]
	if !ok {
		return "", false
	}
	low, isRange := atoi(value.Str("min"))
	count, counted := atoi(value.Str("count"))
	if high, has := atoi(value.Str("max")); has && isRange {
		count, counted = high, true
	} else if isRange {
		count, counted = low, true
	}
	if !counted {
		return "", false
	}
	if isRange && low < count {
		return n.language.words.Say(rangeOf(forms[1]), low, count), true
	}
	return n.language.words.Count(n.language.Plural(count), count, forms[0], forms[1]), true
}

// period writes 24h and 14d as people say it.
func (n *nodes) period(raw string) (string, bool) {
	forms, count := durations["days"], raw
	if days, isDays := strings.CutSuffix(raw, "d"); isDays {
		count = days
	} else if hours, isHours := strings.CutSuffix(raw, "h"); isHours {
		forms, count = durations["hours"], hours
	}
	number, ok := atoi(count)
	if !ok || count == raw {
		return "", false
	}
	return n.language.words.Count(n.language.Plural(number), number, forms[0], forms[1]), true
}

// rangeOf is the message of a range, "%d–%d weeks", by that of a number of units, "%d weeks". It is a message of its own:
// in many languages no plural form fits after a range.
func rangeOf(many string) string { return "%d–" + many }

// label names a field. One whose schema gives no title is called by its key.
func (n *nodes) label(english, key string) string {
	if english == "" && key != "" {
		if period, ok := n.period(key); ok {
			return period
		}
		english = strings.ReplaceAll(key, "_", " ")
		english = strings.ToUpper(english[:1]) + english[1:]
	}
	return n.language.words.In("field", english)
}

func (n *nodes) scalar(node *Node, path string, rule kind.Field) {
	node.Type = "text"
	node.Text = n.language.written(node.Raw)
	switch {
	case rule.Units:
		node.Text = n.texts[path]
	case len(rule.Ref) > 0:
		n.reference(node, rule.Ref)
	case quarter.MatchString(node.Raw):
		node.Type = "quarter"
		year, _ := atoi(node.Raw[:4])
		node.Text = Text{Text: n.language.words.Say("Q%[1]d %[2]d", int(node.Raw[6]-'0'), year)}
	case moment.MatchString(node.Raw):
		node.Type = "date"
		node.Text = Text{Text: n.moment(node.Raw)}
	case rule.Date:
		node.Type = "date"
		node.Text = Text{Text: n.site.day(n.language, node.Raw).Text}
	case rule.Price:
		node.Type = "money"
		if text, ok := n.language.Money(node.Raw, n.currency); ok {
			node.Text = Text{Text: text}
		}
	case rule.Ratio:
		node.Type = "percent"
		node.Text = Text{Text: n.language.Percent(strings.TrimSuffix(node.Raw, "%"))}
	case rule.YesNo:
		node.Type = "enum"
		node.Text = Text{Text: n.language.words.Say(map[bool]string{true: "yes", false: "no"}[node.Raw == "true"])}
	case rule.Sum:
		node.Type = "money"
		amount, currency, _ := strings.Cut(node.Raw, " ")
		if text, ok := n.language.Money(amount, currency); ok {
			node.Text = Text{Text: text}
		}
	case rule.Period:
		node.Type = "duration"
		if text, ok := n.period(node.Raw); ok {
			node.Text = Text{Text: text}
		}
	case rule.Number:
		node.Type = "number"
		if text, ok := n.number(path, node.Raw); ok {
			node.Text = Text{Text: text}
		}
	case rule.Language:
		// A language whose conventions nobody knows here may still have a name.
		named, _ := locale.For(node.Raw)
		node.Text = Text{Text: named.NameIn(n.language.Locale)}
	case node.Key == "time_zone":
		node.Text = Text{Text: cmp.Or(n.language.words.place(node.Raw), node.Raw)}
	case rule.Prose:
		node.Text = n.site.text(n.language, node.Raw)
	case rule.Enum:
		node.Type = "enum"
		node.Text = n.word(node.Raw)
	}
}

// number writes a number as the language does; the value of a metric that is a share, with its sign.
func (n *nodes) number(path, raw string) (string, bool) {
	text, ok := n.language.Number(raw)
	if ok && n.unit(path) == "percent" {
		return n.language.Percent(raw), true
	}
	return text, ok
}

// unit is what a number counts: the unit of the metric that the document is, or that stands beside the number.
func (n *nodes) unit(path string) string {
	fields := n.document.Fields
	if n.document.Kind.Name == "metric" && strings.HasSuffix(path, ".value") {
		return fields.Str("unit")
	}
	figures := fields.Get("figures")
	for i, figure := range figures.Items {
		at := "figures" + figures.ItemPath(i)
		if path != at+".value" && path != at+".before" {
			continue
		}
		if metric, ok := n.site.thingDocument("metric", figure.Str("metric")); ok {
			return metric.Fields.Str("unit")
		}
	}
	return ""
}

// quarter is how a quarter is written in files: 2026-q3.
var quarter = regexp.MustCompile(`^[0-9]{4}-q[1-4]$`)

// moment is how files write a moment: 2026-01-01T00:00:00Z.
var moment = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$`)

// moment writes a moment in UTC: the day alone where it is that at which the day begins.
func (n *nodes) moment(raw string) string {
	day, time := n.site.day(n.language, raw[:10]).Text, raw[11:16]
	if raw[11:19] == "00:00:00" {
		return day
	}
	return n.language.words.Say("%[1]s, %[2]s UTC", day, time)
}

// word is a value of an enumeration in the page's language.
func (n *nodes) word(raw string) Text {
	if n.language.words.has("enum", raw) {
		return Text{Text: n.language.words.In("enum", raw)}
	}
	if spaced := strings.ReplaceAll(raw, "-", " "); n.language.Tag() == "en" {
		return Text{Text: spaced}
	}
	return n.site.text(n.language, raw)
}

// reference shows the title of the thing that a value names, and links to it where it has a page. What the audience may
// not see is not shown by its id either.
func (n *nodes) reference(node *Node, kinds []string) {
	node.Type, node.Text = "ref", Text{}
	defer func() {
		if node.Text.Text == "" {
			node.Raw = ""
		}
	}()
	for _, name := range kinds {
		if name == "path" {
			if i, ok := n.site.byPath[node.Raw]; ok {
				link := n.site.linkTo(n.index, i)
				node.Text, node.URL = link.Title, link.URL
			}
			return
		}
		thing, ok := n.site.workspace.Thing(name, node.Raw)
		if !ok {
			continue
		}
		if node.Text, node.URL = n.site.thingText(n.index, thing); name == "sku" {
			node.Text, node.URL = n.part(node.Raw, thing)
		}
		return
	}
}

// part is the name of a part, and the address of its page: in the price list that the document is about, which may call it
// otherwise than the first list that has it.
func (n *nodes) part(sku string, first kind.Thing) (Text, string) {
	d, ok := n.site.thingDocument("price-list", n.document.Fields.Str("list"))
	if !ok {
		d, ok = n.site.workspace.Document(first.Path)
	}
	if !ok {
		return n.site.text(n.language, first.Title), ""
	}
	name := n.site.fieldText(n.language, d, "parts["+sku+"].name")
	if name.Text == "" {
		name = n.site.text(n.language, first.Title)
	}
	return name, n.site.besides(n.index, d, aPart, partsFolder+sku+"/")
}

// thingText is the title of a thing and the address of its page, if it has one.
func (s *Site) thingText(index int, thing kind.Thing) (Text, string) {
	l := &s.languages[index]
	if i, ok := s.people[thing.Kind+" "+thing.ID]; ok {
		link := s.linkTo(index, i)
		return link.Title, link.URL
	}
	if i, ok := s.byPath[thing.Path]; ok && thing.ID == s.sheets[i].document.ID {
		link := s.linkTo(index, i)
		return link.Title, link.URL
	}
	d, ok := s.workspace.Document(thing.Path)
	if !ok {
		return s.text(l, thing.Title), ""
	}
	list := map[string]string{"region": "regions", "tier": "tiers", "segment": "segments", "engine": "engines", "channel": "channels", "partner": "partners", "topic": "topics"}
	if text := s.fieldText(l, d, list[thing.Kind]+"["+thing.ID+"].title"); text.Text != "" {
		return text, ""
	}
	return s.text(l, thing.Title), ""
}

// day is a date in the page's language; a text that is no date stays as it is.
func (s *Site) day(l *language, iso string) Day {
	date, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return Day{ISO: iso, Text: iso}
	}
	return Day{ISO: iso, Text: l.Date(date.Year(), date.Month(), date.Day())}
}
