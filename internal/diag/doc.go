// Package diag says what is wrong with content, where, and how to mend it.
//
// Promise: every finding has a file, a line, a column, a stable code and a hint; a list of findings is
// sorted the same way on every run; every code can be explained.
//
// Input: positions in a file (byte offsets, or lines and columns) and the words of the room that found something.
// Output: values (Diagnostic, List) and their text, JSON, SARIF 2.1.0 and GitHub forms.
//
// It never reads a file, never decides whether something is wrong, and a List is never an error:
// wrong content is an answer, a broken tool is an error.
package diag
