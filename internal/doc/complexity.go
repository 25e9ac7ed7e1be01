package doc

import "bytes"

// Some texts take a parser of Markdown a time that grows with the square of their length. Nobody writes them; who wants to
// stop a build does. They are found before they are parsed, by what they look like, and shown as they are written.
const (
	deepest         = 100     // quotes in quotes, lists in lists on one line
	widestIndent    = 300     // columns before the mark of a list item
	mostDefinitions = 3000    // footnotes and targets of links, of a document
	longestLine     = 20_000  // of a heading or a definition
	mostColumns     = 1000    // of a table
	mostWork        = 400e6   // bytes that links without an end make a parser look at, in one block
	farthestEnd     = 4 << 10 // within which a link must end
)

// tooComplex returns where such a text begins, and why it is one.
func tooComplex(source []byte) (at int, why string) {
	block, definitions := 0, 0 // where the present block of lines begins
	for start := 0; start < len(source); {
		stop := start + bytes.IndexByte(source[start:], '\n') + 1
		if stop <= start {
			stop = len(source)
		}
		line := source[start:stop]
		if reason := tooDeep(line); reason != "" {
			return start, reason
		}
		if bytes.HasPrefix(line, []byte("[")) && bytes.Contains(line, []byte("]:")) {
			definitions++
		}
		if definitions > mostDefinitions {
			return start, "it has more than 3,000 footnotes or definitions of links"
		}
		if len(bytes.TrimSpace(line)) == 0 || stop == len(source) {
			if openLinks(source[block:stop]) {
				return block, "it has thousands of links that do not end"
			}
			if float64(bytes.Count(source[block:stop], []byte("~")))*float64(stop-block) > 10*mostWork {
				return block, "it has tens of thousands of words to strike out"
			}
			block = stop
		}
		start = stop
	}
	return 0, ""
}

func tooDeep(line []byte) string {
	if marks := line[:len(line)-len(bytes.TrimLeft(line, "-+* \t>"))]; len(marks) > 2*deepest && bytes.Count(marks, []byte("- "))+bytes.Count(marks, []byte("* "))+bytes.Count(marks, []byte("+ ")) > deepest {
		return "it has more than 100 lists in each other"
	}
	if bytes.HasPrefix(line, []byte("#")) && len(line) > longestLine || bytes.HasPrefix(line, []byte("[")) && len(line) > longestLine && bytes.Contains(line, []byte("]:")) {
		return "it has a heading or a definition of more than 20,000 letters"
	}
	if bytes.Count(line, []byte("|")) > mostColumns {
		return "it has a table of more than 1,000 columns"
	}
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
