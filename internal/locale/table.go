package locale

import (
	"github.com/gohugoio/locales"
	"github.com/gohugoio/locales/ar"
	"github.com/gohugoio/locales/bg"
	"github.com/gohugoio/locales/bn"
	"github.com/gohugoio/locales/ca"
	"github.com/gohugoio/locales/cs"
	"github.com/gohugoio/locales/da"
	"github.com/gohugoio/locales/de"
	"github.com/gohugoio/locales/de_AT"
	"github.com/gohugoio/locales/el"
	"github.com/gohugoio/locales/en"
	"github.com/gohugoio/locales/en_AU"
	"github.com/gohugoio/locales/en_GB"
	"github.com/gohugoio/locales/en_IE"
	"github.com/gohugoio/locales/en_IN"
	"github.com/gohugoio/locales/en_NZ"
	"github.com/gohugoio/locales/en_ZA"
	"github.com/gohugoio/locales/es"
	"github.com/gohugoio/locales/et"
	"github.com/gohugoio/locales/fa"
	"github.com/gohugoio/locales/fi"
	"github.com/gohugoio/locales/fil"
	"github.com/gohugoio/locales/fr"
	"github.com/gohugoio/locales/he"
	"github.com/gohugoio/locales/hi"
	"github.com/gohugoio/locales/hr"
	"github.com/gohugoio/locales/hu"
	"github.com/gohugoio/locales/id"
	"github.com/gohugoio/locales/is"
	"github.com/gohugoio/locales/it"
	"github.com/gohugoio/locales/ja"
	"github.com/gohugoio/locales/ko"
	"github.com/gohugoio/locales/lt"
	"github.com/gohugoio/locales/lv"
	"github.com/gohugoio/locales/ms"
	"github.com/gohugoio/locales/nb"
	"github.com/gohugoio/locales/nl"
	"github.com/gohugoio/locales/pl"
	"github.com/gohugoio/locales/pt"
	"github.com/gohugoio/locales/pt_PT"
	"github.com/gohugoio/locales/ro"
	"github.com/gohugoio/locales/ru"
	"github.com/gohugoio/locales/sk"
	"github.com/gohugoio/locales/sl"
	"github.com/gohugoio/locales/sr"
	"github.com/gohugoio/locales/sv"
	"github.com/gohugoio/locales/sw"
	"github.com/gohugoio/locales/ta"
	"github.com/gohugoio/locales/th"
	"github.com/gohugoio/locales/tr"
	"github.com/gohugoio/locales/uk"
	"github.com/gohugoio/locales/ur"
	"github.com/gohugoio/locales/vi"
	"github.com/gohugoio/locales/zh"
)

// conventions is what table knows of one locale. In the patterns # stands for the digits and ¤ for the symbol.
type conventions struct {
	dates          func() locales.Translator // asked for long dates and plurals only
	decimal, group string
	fewest         int    // of digits before the first separator for one to be written; 0 means 1
	indian         bool   // 12,34,567
	minus          string // empty: the hyphen-minus
	zero           rune   // first of the digits of the default numbering system; 0: ASCII
	percent        string
	money, owed    string // owed: where a negative amount is not the minus and then money; its - is the minus
	moneyDecimal   string // where money has a point of its own
	moneyGroup     string
}

// table has a row for each locale that Parley knows. A region whose long dates and plurals are those of its
// language borrows the language's package, which keeps the program small.
//
// Of gohugoio/locales v0.15.5 the long dates and the plural categories agree with CLDR 48 in every row, and a test
// says so. The rest is not used, because its functions for numbers take floats and its data for them are not CLDR's:
//   - signs are not inherited from CLDR's root: fr has "EUR" where CLDR has "€", hence "1,84 EUR";
//   - pt has the suffix " mil" of a compact pattern: "BRL 1,84 mil";
//   - FmtCurrency writes two digits after the point or more ("￥1,840.00"), and no space before a code ("CHF1,840.00");
//   - digits are always ASCII, in fa and ar-EG too, and Spanish "1.234" is grouped, which CLDR does from 10.000 on;
//   - ar_MA has seven months and panics in December; it has no row here.
//
// Numbers, percent and money are therefore the rows' own: CLDR 48.2 (packages cldr-numbers-full and
// cldr-misc-full, © Unicode, Inc., Unicode License v3), written out by exact digits. One row keeps to 48.1, which
// ICU and the library have: the separator of fr-CH, in 48.2 an apostrophe.
var table = map[string]conventions{
	"ar":         {dates: ar.New, decimal: ".", group: ",", minus: "\u200e-", percent: "#\u200e%\u200e", money: "\u200f#\u00a0¤", owed: "\u200f-#\u00a0¤"},
	"ar-AE":      {dates: ar.New, decimal: ".", group: ",", minus: "\u200e-", percent: "#\u200e%\u200e", money: "\u200f#\u00a0¤", owed: "\u200f-#\u00a0¤"},
	"ar-EG":      {dates: ar.New, decimal: "٫", group: "٬", minus: "\u061c-", zero: '٠', percent: "#٪\u061c", money: "\u200f#\u00a0¤"},
	"ar-SA":      {dates: ar.New, decimal: "٫", group: "٬", minus: "\u061c-", zero: '٠', percent: "#٪\u061c", money: "\u200f#\u00a0¤"},
	"bg":         {dates: bg.New, decimal: ",", group: "\u00a0", fewest: 2, percent: "#%", money: "#\u00a0¤"},
	"bn":         {dates: bn.New, decimal: ".", group: ",", indian: true, zero: '০', percent: "#%", money: "#¤"},
	"ca":         {dates: ca.New, decimal: ",", group: ".", percent: "#\u00a0%", money: "#\u00a0¤"},
	"cs":         {dates: cs.New, decimal: ",", group: "\u00a0", percent: "#\u00a0%", money: "#\u00a0¤"},
	"da":         {dates: da.New, decimal: ",", group: ".", percent: "#\u00a0%", money: "#\u00a0¤"},
	"de":         {dates: de.New, decimal: ",", group: ".", percent: "#\u00a0%", money: "#\u00a0¤"},
	"de-AT":      {dates: de_AT.New, decimal: ",", group: "\u00a0", moneyGroup: ".", percent: "#\u00a0%", money: "¤\u00a0#"},
	"de-CH":      {dates: de.New, decimal: ".", group: "'", percent: "#%", money: "¤\u00a0#", owed: "¤-#"},
	"el":         {dates: el.New, decimal: ",", group: ".", percent: "#%", money: "#\u00a0¤"},
	"en":         {dates: en.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"en-AU":      {dates: en_AU.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"en-CA":      {dates: en.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"en-GB":      {dates: en_GB.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"en-IE":      {dates: en_IE.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"en-IN":      {dates: en_IN.New, decimal: ".", group: ",", indian: true, percent: "#%", money: "¤#"},
	"en-NZ":      {dates: en_NZ.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"en-ZA":      {dates: en_ZA.New, decimal: ",", group: "\u00a0", percent: "#%", money: "¤#"},
	"es":         {dates: es.New, decimal: ",", group: ".", fewest: 2, percent: "#\u00a0%", money: "#\u00a0¤"},
	"es-419":     {dates: es.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"es-MX":      {dates: es.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"et":         {dates: et.New, decimal: ",", group: "\u00a0", fewest: 2, minus: "−", percent: "#%", money: "#\u00a0¤"},
	"fa":         {dates: fa.New, decimal: "٫", group: "٬", minus: "\u200e−", zero: '۰', percent: "#٪", money: "\u200e¤#"},
	"fi":         {dates: fi.New, decimal: ",", group: "\u00a0", minus: "−", percent: "#\u00a0%", money: "#\u00a0¤"},
	"fil":        {dates: fil.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"fr":         {dates: fr.New, decimal: ",", group: "\u202f", percent: "#\u00a0%", money: "#\u00a0¤"},
	"fr-BE":      {dates: fr.New, decimal: ",", group: "\u202f", percent: "#\u00a0%", money: "#\u00a0¤"},
	"fr-CA":      {dates: fr.New, decimal: ",", group: "\u00a0", percent: "#\u00a0%", money: "#\u00a0¤"},
	"fr-CH":      {dates: fr.New, decimal: ",", group: "\u202f", moneyDecimal: ".", percent: "#%", money: "#\u00a0¤"},
	"he":         {dates: he.New, decimal: ".", group: ",", minus: "\u200e-", percent: "#%", money: "\u200f#\u00a0\u200f¤", owed: "\u200f-#\u00a0\u200f¤"},
	"hi":         {dates: hi.New, decimal: ".", group: ",", indian: true, percent: "#%", money: "¤#"},
	"hr":         {dates: hr.New, decimal: ",", group: ".", minus: "−", percent: "#\u00a0%", money: "#\u00a0¤"},
	"hu":         {dates: hu.New, decimal: ",", group: "\u00a0", fewest: 2, percent: "#%", money: "#\u00a0¤"},
	"id":         {dates: id.New, decimal: ",", group: ".", percent: "#%", money: "¤#"},
	"is":         {dates: is.New, decimal: ",", group: ".", percent: "#%", money: "#\u00a0¤"},
	"it":         {dates: it.New, decimal: ",", group: ".", fewest: 2, percent: "#%", money: "#\u00a0¤"},
	"it-CH":      {dates: it.New, decimal: ".", group: "'", fewest: 2, percent: "#%", money: "¤\u00a0#", owed: "¤-#"},
	"ja":         {dates: ja.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"ko":         {dates: ko.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"lt":         {dates: lt.New, decimal: ",", group: "\u00a0", minus: "−", percent: "#\u00a0%", money: "#\u00a0¤"},
	"lv":         {dates: lv.New, decimal: ",", group: "\u00a0", fewest: 2, percent: "#%", money: "#\u00a0¤"},
	"ms":         {dates: ms.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"nb":         {dates: nb.New, decimal: ",", group: "\u00a0", minus: "−", percent: "#\u00a0%", money: "#\u00a0¤", owed: "-#\u00a0¤"},
	"nl":         {dates: nl.New, decimal: ",", group: ".", percent: "#%", money: "¤\u00a0#", owed: "¤\u00a0-#"},
	"nl-BE":      {dates: nl.New, decimal: ",", group: ".", percent: "#%", money: "¤\u00a0#", owed: "¤\u00a0-#"},
	"pl":         {dates: pl.New, decimal: ",", group: "\u00a0", fewest: 2, percent: "#%", money: "#\u00a0¤"},
	"pt":         {dates: pt.New, decimal: ",", group: ".", percent: "#%", money: "¤\u00a0#"},
	"pt-PT":      {dates: pt_PT.New, decimal: ",", group: "\u00a0", fewest: 2, percent: "#%", money: "#\u00a0¤"},
	"ro":         {dates: ro.New, decimal: ",", group: ".", percent: "#\u00a0%", money: "#\u00a0¤"},
	"ru":         {dates: ru.New, decimal: ",", group: "\u00a0", percent: "#\u00a0%", money: "#\u00a0¤"},
	"sk":         {dates: sk.New, decimal: ",", group: "\u00a0", percent: "#\u00a0%", money: "#\u00a0¤"},
	"sl":         {dates: sl.New, decimal: ",", group: ".", fewest: 2, minus: "−", percent: "#\u00a0%", money: "#\u00a0¤"},
	"sr":         {dates: sr.New, decimal: ",", group: ".", percent: "#%", money: "#\u00a0¤"},
	"sv":         {dates: sv.New, decimal: ",", group: "\u00a0", minus: "−", percent: "#\u00a0%", money: "#\u00a0¤"},
	"sw":         {dates: sw.New, decimal: ".", group: ",", percent: "#%", money: "¤\u00a0#"},
	"ta":         {dates: ta.New, decimal: ".", group: ",", indian: true, percent: "#%", money: "¤#"},
	"th":         {dates: th.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"tr":         {dates: tr.New, decimal: ",", group: ".", percent: "%#", money: "¤#"},
	"uk":         {dates: uk.New, decimal: ",", group: "\u00a0", percent: "#%", money: "#\u00a0¤"},
	"ur":         {dates: ur.New, decimal: ".", group: ",", minus: "\u200e-", percent: "#%", money: "¤#"},
	"vi":         {dates: vi.New, decimal: ",", group: ".", percent: "#%", money: "#\u00a0¤"},
	"zh":         {dates: zh.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"zh-Hant":    {dates: zh.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
	"zh-Hant-HK": {dates: zh.New, decimal: ".", group: ",", percent: "#%", money: "¤#"},
}
