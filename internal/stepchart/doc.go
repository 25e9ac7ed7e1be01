// Package stepchart lays step lines on a scale: values that hold from one day until the next one.
//
// Promise: every value lies where the scale says, to the nearest part, worked out exactly and without a float; the scale is
// made of round numbers and holds every value. The same values give the same lines.
//
// Input: series of values with the number of the day from which each holds. Output: Chart, plain numbers and the text of SVG
// paths. It writes no SVG, no words and no colours: the template does, with a sentence and a table beside the picture, so that
// nothing is known by looking at it alone. One step line needs no library of charts and no script.
package stepchart
