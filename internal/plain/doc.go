// Package plain measures how hard a text is to read.
//
// Promise: the measures are those of the literature (LIX; Gulpease for Italian), computed the same way everywhere; a language
// for which there is no measure, or a text too short for one, has none, rather than a wrong one. The time grows with the text.
//
// Input: passages of plain text and their language. Output: a score, the threshold of the language, and the sentences that cost
// most. It reads no file and judges nothing but length: whether a word is clear, only a reader can say.
package plain
