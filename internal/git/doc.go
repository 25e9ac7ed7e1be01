// Package git reads a repository's history: revisions, and who changed which file when.
//
// Promise: a tree is what Git's objects say, whatever lies in the work tree; one walk over the history answers for all
// files, and one that goes on from what an earlier walk has found out answers the same; a date that cannot be known (no
// repository, no commit, a shallow clone) is said to be unknown and never invented.
//
// Input: a directory. Output: plain values (History, Change) and trees as file systems. It is the sole owner of go-git.
// It never writes to a repository, runs no hook and no filter, and never reads the work tree.
package git
