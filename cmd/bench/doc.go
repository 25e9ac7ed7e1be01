// Command bench measures Parley against Hugo, against Git, against the bare requests of a translation, and against programs that only
// read or add up the same files, each as whole processes seen from outside.
//
//	go run ./cmd/bench                                 every row but the curves, five times
//	go run ./cmd/bench -n 3 -rows 'cold 1k|history'    some rows, three times
//	go run ./cmd/bench -rows curve                     how the cost grows with pages and with languages
//	go run ./cmd/bench -format markdown                a table for a document
//
// Promise: it compares like with like and never judges. The same seed writes the same pages for both sides, with the
// same features in both themes, down to the same terms explained and the same back links on a page; the sides run in
// turns, so that a machine that grows slow is slow for both; no number here makes a test fail. Where the sides do differ,
// Hugo has less to do: it follows no link, checks nothing, and writes no second form of a feed.
//
// Input: the module's own source, of which it builds the binary; hugo in PATH or GOBIN; git. Output: a table of medians
// on standard output, what it is doing and what it leaves out on standard error. It writes into one temporary folder,
// which it removes, also when it is interrupted.
//
// Cold means without cache and output. The sources have just been written, so that the system has them in memory: disks
// are not measured. The peak of memory is known on Linux only and is nothing elsewhere.
package main
