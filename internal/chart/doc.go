// Package chart draws charts as SVG while a portal is built, so that a page with charts needs no script.
//
// Promise: the same chart gives the same bytes on every machine and on any number of cores. What comes out holds shapes, classes
// and texts alone: no style, no script, no address, no identifier, whatever people have written; colours are classes, which a
// theme fills for light and dark. Where the language runs from right to left, so does the chart. A picture that is kept is the one
// that would be drawn now, or it is drawn again.
//
// Input: Chart, plain values whose texts are written in the reader's language already. Output: SVG, and the rows of the table
// that says the same. go-echarts makes the option, ECharts in goja draws it: this room is the sole owner of all three. It opens
// no file and knows neither clock nor chance; rooms above keep what Kept knows.
package chart
