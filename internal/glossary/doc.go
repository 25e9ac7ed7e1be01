// Package glossary finds terms in prose: the approved ones, to explain them, and the forbidden ones, to report them.
//
// Promise: the longest term wins; a term is found only as whole words where the script has words; white space of any
// kind, line breaks included, counts as one space; the cost is linear in the text, whatever the number of terms.
//
// Input: term documents and text. Output: matches with byte offsets. It reads no file and knows no HTML.
package glossary
