// Package serve shows the site while it is being written.
//
// Promise: after a saved edit the browser shows it; a half-written file is never shown; while the content has errors
// the last good page stays, with the findings over it; one plan after each burst of edits, and pages are rendered only
// when the browser asks for them. The server answers this machine alone, reads nothing that the plan does not show,
// and takes no orders from a page of another origin.
//
// How: a tree watches the folders and reports changes; a planner gathers them into bursts, has one plan made after
// each, and puts what is to be shown on a board; a desk behind a guard answers requests with what the board shows, and
// tells the browsers that listen when that changes. Nothing else is shared between goroutines than the board.
//
// Input: a directory to watch and a function that plans the portal. It is the sole owner of net/http's server and of fsnotify.
package serve
