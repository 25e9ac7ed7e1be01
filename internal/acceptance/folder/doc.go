// Package folder has whole folders of files as values, for tests that compare them.
//
// Promise: what Read returns says all that can be told apart in a folder: every file with its bytes, every link with where
// it leads, every empty folder. Differences says in a few lines how two such values differ, and nothing if they do not.
// Whatever goes wrong ends the test.
//
// Only tests import it.
package folder
