// Package check holds the rules that need more than one file.
//
// Promise: Run reports everything at once, in the same order on every run; each rule is a value in Rules with a name
// and a function, so that what is checked can be read in one table.
//
// Input: an unfiltered workspace and the day for which it is checked. Output: sorted findings, those of single files
// included. It reads no file and no clock. Whether a time zone exists, time.LoadLocation says: by the computer's table of
// zones where there is one, else by the table that is built in.
package check
