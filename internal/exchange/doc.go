// Package exchange writes and reads the formats in which translators and their tools take texts and terms: TMX, TBX, CSV, and
// the rules of the checker Vale.
//
// Promise: what is written is well-formed and the same for the same input; of what is read, only what is plain text is taken,
// and anything else is a finding with its place, never guessed at. A file cannot make reading take more than its own length.
//
// Input: translations and terms, or the bytes of a TMX file. Output: bytes, or pairs of texts. It reads no file.
package exchange
