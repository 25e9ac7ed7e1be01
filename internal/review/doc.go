// Package review writes the first text of a quarterly review from what is measured.
//
// Promise: every number in the text and in the front matter is that which the measures give for the quarter, rounded as everywhere, and
// each figure has the digest of its data, so that a later check can tell when these have changed. Nothing is said of why: what only
// people know is marked with the placeholder of new documents. The same results give the same text.
//
// A measure is in the review if it has a value for the quarter. One that has a target and no value is named in a comment. Measures that
// say breakdown: [region, tier] have a figure for each region and tier, too.
//
// Input: results of measures with their titles, a quarter. Output: the YAML of some keys, and the body as Markdown in English.
package review
