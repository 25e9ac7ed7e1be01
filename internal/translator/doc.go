// Package translator fills in what is missing or stale in a repository's translations, and settles what people decide about
// them: which units are wanted, what the memory knows, what is sent to which service, what may be kept of the answers.
//
// Promise: a text is sent once, and only to a service that may see it; nothing that fails a check takes the place of an older
// text, or is left without its fault being named; a person's text whose place a machine's takes for a new source is kept beside it
// until somebody decides; what has been asked for in vain is not asked for again until its source
// changes. Where nothing has changed, nothing is sent and nothing is written. A file is handed on as a whole as soon as it is
// complete, so a run may end at any moment, and the next one goes on from there.
//
// Input: a workspace, functions that read and write a file, a chain of services, a time. Output: changed PO files, through the
// function that writes, and a summary; status and lists for review; usage by month.
//
// It opens no file and no connection, and it knows neither clock nor environment.
package translator
