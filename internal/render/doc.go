// Package render turns a site and a theme into files in memory and writes them.
//
// Promise: the same site and theme give the same bytes; navigation and contents are rendered once a language,
// not once a page; a build that is killed leaves no half-written file, and files that did not change are not touched. An
// output is that of one build and of one audience at a time; a build that continues the last leaves what it does not put.
//
// Input: site.Site, the theme as an fs.FS. Output: files (path and bytes), and a directory that holds exactly those.
// It is the sole owner of html/template. Templates see site.Page and nothing else. Only the writer touches the disk.
package render
