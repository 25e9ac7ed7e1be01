package evidence

import (
	"math/big"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"parley/internal/approval"
	"parley/internal/doc"
	"parley/internal/git"
	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/translation"
)

const localesFolder = "content/locales/"

// textFolders are where texts stand that readers see.
var textFolders = []string{"content", "playbooks", "glossary"}

// readTexts holds what texts say of prices against the lists that would land. Of the texts that the change writes, a passage that
// names a part and states amounts in the currency of a list has to state a price of that part. Of all others, none that speaks of
// no day of its own may be left behind with a price that has gone. A translation states the amounts of its source.
func (g *gatherer) readTexts() error {
	wrong := func(said priced) bool { return !said.holds }
	for _, d := range g.differences {
		if d.After.Mode == "100644" && listPath.MatchString(d.Path) {
			if err := g.heading(git.File{Path: d.Path, Entry: d.After}, wrong); err != nil {
				return err
			}
		}
		if !plainFile(d.After) || !isText(d.Path) && !isCatalogue(d.Path) {
			continue
		}
		text, err := g.revisions.Blob(d.After.Hash)
		if err != nil {
			return err
		}
		if len(text) > mostBytes {
			return refuse(approval.LimitExceeded, "%s has more than %d MB", d.Path, mostBytes>>20)
		}
		if isCatalogue(d.Path) {
			err = g.catalogue(d.Path, text)
		} else {
			err = g.prose(d.Path, text, wrong)
		}
		if err != nil {
			return err
		}
	}
	if err := g.readNotices(); err != nil {
		return err
	}
	return g.leftBehind()
}

// isText is true of pages, and of documents in YAML, which are shown as such.
func isText(path string) bool {
	folder, _, _ := strings.Cut(path, "/")
	return slices.Contains(textFolders, folder) && (doc.IsMarkdown(path) || doc.IsYAML(path)) && !strings.HasPrefix(path, localesFolder)
}

func isCatalogue(path string) bool {
	return strings.HasPrefix(path, localesFolder) && strings.HasSuffix(path, ".po")
}

// priced is what a passage says of one part.
type priced struct {
	sku   string
	text  string // one of the amounts
	holds bool   // one of them is a price of the part
	gone  bool   // one of them was, before the change
}

// prose judges each passage of a text that names a part; bad says which of those that state amounts are wrong.
func (g *gatherer) prose(path string, text []byte, bad func(priced) bool) error {
	whole := string(doc.Normalise(text))
	for _, passage := range passages(whole, doc.IsYAML(path)) {
		stated := amountsIn(passage.text)
		skus := skusIn(passage.text)
		if len(stated) == 0 || len(skus) == 0 {
			continue
		}
		if err := g.readOffers(); err != nil {
			return err
		}
		for _, sku := range skus {
			if said, told := g.offers.compare(sku, stated, passage.text, whole); told && bad(said) {
				g.facts.Problems = append(g.facts.Problems, approval.Reason{Code: approval.ProseMismatch, Path: path, Line: passage.line, Rule: sku, Actual: said.text,
					Message: "the text names " + sku + " and states an amount, but no price that the list has for it"})
			}
		}
	}
	return nil
}

// heading judges what a list says above its prices, where nothing is approved.
func (g *gatherer) heading(file git.File, bad func(priced) bool) error {
	r, err := g.read(file)
	if err != nil {
		return err
	}
	for _, key := range []string{"title", "summary"} {
		v, found := r.Fields.Get(key), len(g.facts.Problems)
		if err := g.prose(file.Path, []byte(v.Text+"\n\n"+r.list.ID), bad); err != nil {
			return err
		}
		for i := found; i < len(g.facts.Problems); i++ {
			g.facts.Problems[i].Line = line(v)
		}
	}
	return nil
}

// passage is a paragraph, an item or a row.
type passage struct {
	text string
	line int
}

var (
	itemForm = regexp.MustCompile(`^\s*([-*+|#]|[0-9]+[.)])`)
	keyLine  = regexp.MustCompile(`^\s*(- )?[A-Za-z_]+:`)
)

// passages takes a text apart: at empty lines, at items, at rows of tables, and at keys before the text, or all through YAML.
func passages(text string, yaml bool) []passage {
	var all []passage
	open, keys := false, yaml || strings.HasPrefix(text, "---\n")
	for i, line := range strings.Split(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "" || keys && line == "---":
			open, keys = false, keys && (i == 0 || line != "---")
		case open && !itemForm.MatchString(line) && !(keys && keyLine.MatchString(line)):
			all[len(all)-1].text += "\n" + line
		default:
			all, open = append(all, passage{line, i + 1}), true
		}
	}
	return all
}

var skuForm = regexp.MustCompile("`([A-Za-z0-9][A-Za-z0-9-]*)`|\\b([A-Za-z0-9]+(?:-[A-Za-z0-9]+)+)\\b")

// skusIn are the words of a text that may name a part: in the letters of code, or with a hyphen, in capitals or not.
func skusIn(text string) []string {
	var found []string
	for _, match := range skuForm.FindAllStringSubmatch(text, -1) {
		found = append(found, strings.ToUpper(match[1]+match[2]))
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// mentions reports whether a text may name one of some parts. It is asked of every page, and so it looks at each byte once.
func mentions(text []byte, skus map[string]bool) bool {
	word := make([]byte, 0, 64)
	for i := range len(text) + 1 {
		c := byte(' ')
		if i < len(text) {
			c = text[i]
		}
		switch {
		case 'a' <= c && c <= 'z':
			word = append(word, c-'a'+'A')
		case c == '-' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z':
			word = append(word, c)
		case len(word) > 0:
			if skus[string(word)] {
				return true
			}
			word = word[:0]
		}
	}
	return false
}

// amount is what stands in a text, in each way in which it may be read.
type amount struct {
	text       string
	currencies []string // that it may be in; none where none stands beside it
	values     []*big.Rat
}

var (
	numberForm = `[0-9](?:[0-9.,'\x{a0}\x{202f}]*[0-9])?`
	amountForm = regexp.MustCompile(`(?:(€|£|¥|\$|\b[A-Z]{3})[ \x{a0}\x{202f}]?(` + numberForm + `))|(?:(` + numberForm + `)[ \x{a0}\x{202f}]?(€|£|¥|\$|ユーロ|円|euros?\b|[A-Z]{3}\b))`)
	anyNumber  = regexp.MustCompile(numberForm)
	plainRat   = regexp.MustCompile(`^[0-9]{1,15}(\.[0-9]{1,9})?$`)
)

// signs are the currencies that a sign may stand for.
var signs = map[string][]string{"€": {"EUR"}, "ユーロ": {"EUR"}, "euro": {"EUR"}, "euros": {"EUR"}, "£": {"GBP"}, "¥": {"JPY", "CNY"}, "円": {"JPY"},
	"$": {"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN"}}

// digits writes figures of other scripts as those that everybody reads.
var digits = strings.NewReplacer("٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9", "٫", ".", "٬", ",",
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9", "．", ".", "，", ",", "’", "'")

// amountsIn are the amounts of a text that have a currency beside them.
func amountsIn(text string) []amount {
	var all []amount
	for _, match := range amountForm.FindAllStringSubmatch(digits.Replace(text), -1) {
		sign, number := match[1]+match[4], match[2]+match[3]
		currencies := signs[sign]
		if _, known := money.MinorUnits(sign); known {
			currencies = []string{sign}
		}
		if len(currencies) > 0 {
			all = append(all, amount{match[0], currencies, readings(number)})
		}
	}
	return all
}

// readings are the numbers that a figure can mean: with a point before its decimals, or a comma.
func readings(number string) []*big.Rat {
	bare := strings.NewReplacer("'", "", "\u00a0", "", "\u202f", "").Replace(number)
	var all []*big.Rat
	for _, form := range []string{strings.ReplaceAll(bare, ",", ""), strings.ReplaceAll(strings.ReplaceAll(bare, ".", ""), ",", ".")} {
		if plainRat.MatchString(form) {
			value, _ := new(big.Rat).SetString(form)
			all = append(all, value)
		}
	}
	return all
}

func meets(a, b []*big.Rat) bool {
	return slices.ContainsFunc(a, func(x *big.Rat) bool {
		return slices.ContainsFunc(b, func(y *big.Rat) bool { return x.Cmp(y) == 0 })
	})
}

// offers are the prices of parts, as the result has them or a released version, and as the base had them.
type offers struct {
	now map[string][]offer // by SKU
	was map[string][]offer
}

// offer is what a list asks for a part.
type offer struct {
	list, currency string
	prices         []*big.Rat
}

// readOffers reads all lists of the result, once, when some text asks for them.
func (g *gatherer) readOffers() error {
	if g.offers != nil {
		return nil
	}
	o := &offers{now: map[string][]offer{}, was: map[string][]offer{}}
	files, err := g.result.Files(strings.TrimSuffix(listsFolder, "/"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if file.Mode != "100644" || !listPath.MatchString(file.Path) {
			continue
		}
		r, err := g.read(file)
		if err != nil {
			return err
		}
		o.add(o.now, r.list)
	}
	for _, s := range g.states {
		for _, release := range s.Releases {
			for _, list := range s.Versions(release.List) {
				o.add(o.now, list)
			}
		}
	}
	if len(g.states) > 0 {
		for _, list := range g.states[0].Lists {
			o.add(o.was, list)
		}
	}
	g.offers = o
	return nil
}

func (o *offers) add(to map[string][]offer, list pricing.List) {
	for _, part := range list.Parts {
		one := offer{list: list.ID, currency: list.Currency}
		for _, figure := range append(part.Prices(), part.Minimum, part.Cap) {
			if figure.Given() {
				one.prices = append(one.prices, figure.Value)
			}
		}
		to[part.SKU] = append(to[part.SKU], one)
	}
}

// compare holds amounts against what the lists ask for a part: those that the passage names, else those that the whole text does,
// else all in that currency. Told is false where none of the amounts is in the currency of such a list.
func (o *offers) compare(sku string, stated []amount, passage, whole string) (said priced, told bool) {
	said.sku = sku
	for _, text := range []string{passage, whole, ""} {
		for _, one := range o.now[sku] {
			if text != "" && !strings.Contains(text, one.list) {
				continue
			}
			for _, a := range stated {
				if slices.Contains(a.currencies, one.currency) {
					told, said.text = true, a.text
					said.holds = said.holds || meets(a.values, one.prices)
				}
			}
		}
		if told {
			break
		}
	}
	for _, one := range o.was[sku] {
		for _, a := range stated {
			said.gone = said.gone || slices.Contains(a.currencies, one.currency) && meets(a.values, one.prices)
		}
	}
	return said, told
}

// catalogue holds the translations of one file against their sources, where these name a part or belong to a price list.
func (g *gatherer) catalogue(path string, text []byte) error {
	_, of, _ := strings.Cut(strings.TrimPrefix(path, localesFolder), "/")
	file, _ := translation.ParsePO(path, text)
	for _, e := range file.Entries {
		if e.Obsolete || e.Fuzzy() || e.Text() == "" {
			continue
		}
		if named, err := g.namesPart(e.ID); err != nil || !named && !strings.HasPrefix(of, pricesFolder) {
			if err != nil {
				return err
			}
			continue
		}
		for _, translated := range e.Str {
			wrong := differentAmount(e.ID, translated) + differentAmount(translated, e.ID)
			if wrong == "" && strings.HasPrefix(of, pricesFolder) {
				wrong = differentNumber(e.ID, translated)
			}
			if wrong != "" {
				g.facts.Problems = append(g.facts.Problems, approval.Reason{Code: approval.LanguageMismatch, Path: path, Line: e.StrSpan.Line, Actual: wrong,
					Message: "the translation does not state the amounts of its source"})
				break
			}
		}
	}
	return nil
}

// namesPart reports whether a text names a part of some list.
func (g *gatherer) namesPart(text string) (bool, error) {
	skus := skusIn(text)
	if len(skus) == 0 {
		return false, nil
	}
	err := g.readOffers()
	return err == nil && slices.ContainsFunc(skus, func(sku string) bool { return len(g.offers.now[sku]) > 0 }), err
}

// differentAmount is an amount of a text that stands in another in no way; "" where all do.
func differentAmount(text, other string) string {
	there := numbersIn(other)
	for _, a := range amountsIn(text) {
		if !meets(a.values, there) {
			return a.text
		}
	}
	return ""
}

// differentNumber is the same of any number: how much a part is, its name and its unit say.
func differentNumber(text, other string) string {
	there := numbersIn(other)
	for _, number := range anyNumber.FindAllString(digits.Replace(text), -1) {
		if values := readings(number); len(values) > 0 && !meets(values, there) {
			return number
		}
	}
	return ""
}

func numbersIn(text string) []*big.Rat {
	var all []*big.Rat
	for _, number := range anyNumber.FindAllString(digits.Replace(text), -1) {
		all = append(all, readings(number)...)
	}
	return all
}

// leftBehind looks in all texts that the change does not touch, and that speak of no day of their own, for prices that have gone.
func (g *gatherer) leftBehind() error {
	skus := map[string]bool{}
	for _, c := range g.facts.Changes {
		if c.SKU != "" && c.Old != c.New {
			skus[c.SKU] = true
		}
	}
	if len(skus) == 0 {
		return nil
	}
	touched := map[string]bool{}
	for _, d := range g.differences {
		touched[d.Path] = true
	}
	var files []git.File
	for _, folder := range textFolders {
		more, err := g.result.Files(folder)
		if err != nil {
			return err
		}
		files = append(files, slices.DeleteFunc(more, func(f git.File) bool { return !plainFile(f.Entry) || !isText(f.Path) || touched[f.Path] })...)
	}
	naming, err := g.naming(files, skus)
	for i, text := range naming {
		if err != nil || text == nil {
			continue
		}
		err = g.prose(files[i].Path, text, func(said priced) bool { return skus[said.sku] && said.gone && !said.holds })
	}
	return err
}

// naming reads the texts that name one of the parts and have no date, on all processors.
func (g *gatherer) naming(files []git.File, skus map[string]bool) ([][]byte, error) {
	found, failures := make([][]byte, len(files)), make([]error, len(files))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 8, len(files)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				text, err := g.revisions.Blob(files[i].Hash)
				if failures[i] = err; err != nil || len(text) > mostBytes {
					continue
				}
				if mentions(text, skus) {
					if d, _ := doc.Read(files[i].Path, text); d.Fields.Str("date") == "" && !d.Fields.Has("period") {
						found[i] = text
					}
				}
			}
		})
	}
	all.Wait()
	for _, err := range failures {
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}
