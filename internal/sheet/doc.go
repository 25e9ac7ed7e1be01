// Package sheet reads CSV row by row, each field with its place.
//
// Promise: whatever the bytes are, every row that is well-formed is given, and every one that is not is a finding at its line
// and column; reading goes on with the next line. It holds one line in memory, however long the file. A row is one line: a
// line end within quotes is a fault, so that one quote that is never closed cannot swallow the rest of a file.
//
// Input: a path, bytes and the names of the columns that are wanted. Output: fields, places, a bounded list of findings.
// It knows nothing of what the fields mean, and opens no file.
package sheet
