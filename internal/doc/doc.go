// Package doc reads one file as fields, units, sections, links and HTML, each with its place.
//
// Promise: Read(path, text) depends on nothing but its arguments; whatever the bytes are, it returns a
// Document and findings, in bounded time, and never panics. Raw HTML in Markdown is shown as text, never
// passed on. Splicing a document's own units back into it gives the same bytes.
//
// Input: a path and bytes: Markdown with or without YAML front matter, or YAML.
// Output: Document, a plain value that may be shared and cached, and a diag.List. Its text can be kept apart, as a record.
//
// It is the sole owner of goldmark, of YAML and of front matter. It never sees another file, so it resolves
// no link and knows no kind; a link's target and a term's place are left as holes in the HTML that later
// floors fill.
package doc
