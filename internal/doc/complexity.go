package doc

import "bytes"

// Some texts take a parser of Markdown a time that grows with the square of their length. Nobody writes them; who wants to
// stop a build does. They are found before they are parsed, by what they look like, and shown as they are written.
const (
	deepest       = 100     // quotes in quotes
	widestIndent  = 300     // columns before the mark of a list item
	mostFootnotes = 3000    // of a document
	mostWork      = 400e6   // bytes that links without an end make a parser look at, in one block
	farthestEnd   = 4 << 10 // within which a link must end
)

// tooComplex returns where such a text begins, and why it is one.
func tooComplex(source []byte) (at int, why string) {
	block, footnotes := 0, 0 // where the present block of lines begins
	for start := 0; start < len(source); {
		stop := start + bytes.IndexByte(source[start:], '\n') + 1
		if stop <= start {
			stop = len(source)
		}
		line := source[start:stop]
		if reason := tooDeep(line); reason != "" {
			return start, reason
		}
		if bytes.HasPrefix(line, []byte("[^")) {
			footnotes++
		}
		if footnotes > mostFootnotes {
			return start, "it has more than 3,000 footnotes"
		}
		if len(bytes.TrimSpace(line)) == 0 || stop == len(source) {
			if openLinks(source[block:stop]) {
				return block, "it has thousands of links that do not end"
			}
			block = stop
		}
		start = stop
	}
	return 0, ""
}

func tooDeep(line []byte) string {
	rest := bytes.TrimLeft(line, "> \t")
	lead := line[:len(line)-len(rest)]
	if len(lead) > deepest && bytes.Count(lead, []byte(">")) > deepest {
		return "it has more than 100 quotes in each other"
	}
	if len(lead) > widestIndent && len(rest) > 1 && bytes.IndexByte([]byte("-+*0123456789"), rest[0]) >= 0 {
		return "it has a list more than 300 columns deep"
	}
	return ""
}

// openLinks reports whether a block has so many links without an end that finding out takes long.
func openLinks(block []byte) bool {
	if float64(bytes.Count(block, []byte("](")))*float64(len(block)) < mostWork {
		return false
	}
	open := 0
	for rest := block; ; {
		at := bytes.Index(rest, []byte("]("))
		if at < 0 {
			return float64(open)*float64(len(block)) >= mostWork
		}
		rest = rest[at+2:]
		if bytes.IndexByte(rest[:min(len(rest), farthestEnd)], ')') < 0 {
			open++
		}
	}
}
