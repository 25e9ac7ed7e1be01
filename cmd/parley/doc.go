// Command parley checks, builds and serves a repository of partner operations.
//
// Promise: one file a command, all of one shape: flags, then a function of package pipeline, then what is printed, then
// the exit code. Standard output holds the answer and nothing else; everything else goes to standard error. Colour and
// progress are for terminals only.
//
// This is the only room that reads flags, the environment and the clock.
package main
