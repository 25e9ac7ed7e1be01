// Package pipeline has one straight function for each command: what is done, in which order, on which data.
//
// Promise: no function here knows a flag, a terminal or the clock; what a command needs of those is an argument.
// Wrong content is a report, a broken tool is an error. Nothing is read through a symbolic link, and nothing is written but
// new documents and releases in their folders, computed prices in the place of published ones, an output outside them, and a
// cache outside the repository, for whose place alone the environment is asked.
//
// Input: a directory and options. Output: reports, and what a command is asked to write. Rooms below do the work.
package pipeline
