// Package ledger remembers in which state files were when they were read and written, so that work can be left out as long
// as nothing has touched them.
//
// Promise: Stamps.Hold only when every file and folder is the very one that was looked at, and nothing has been done to
// it since: a program can set a file's time of modification, but not the time at which the system noted the last change.
// A file that was changed so shortly before it was looked at that a second change might bear the same time is not relied
// on. Whatever is missing, damaged or unknown on this system counts as changed: work is then done, never left out.
//
// A Book holds values by name, and says none that has been damaged or is of another book.
//
// Input: folders. Output: Stamps, and pages of a ledger and books, which lie where only the user can write.
package ledger
