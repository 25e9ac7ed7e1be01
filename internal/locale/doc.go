// Package locale says how a language writes dates, numbers, money and plurals, what it is called, and
// which way it runs.
//
// Promise: the answers are those of CLDR (as gohugoio/locales and golang.org/x/text carry it), the same on
// every machine; amounts are formatted from their decimal text, never through a float.
//
// Input: BCP 47 tags, decimal strings, civil dates. Output: text.
// It never reads the clock, the environment or a time zone.
package locale
