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
	mostCells       = 1e6     // of a table: a short row is filled up
	mostHeld        = 2e6     // lines, each as often as it has lists and quotes around it
	mostLines       = 500_000 // with something in them: each may become a block, which takes a thousand times its memory
)

// maze is what tooComplex says of a text.
type maze struct {
	at  int
	why string // "" where it can be read
}

// tooComplex returns where such a text begins, and why it is one.
func tooComplex(source []byte) (at int, why string) {
	block, definitions, lines, open, held := 0, 0, 0, 0, 0 // where the present block of lines begins; how many lists and quotes are open
	for start := 0; start < len(source); {
		stop := start + bytes.IndexByte(source[start:], '\n') + 1
		if stop <= start {
			stop = len(source)
		}
		line := source[start:stop]
		if reason := tooDeep(line); reason != "" {
			return start, reason
		}
		rest := bytes.TrimLeft(line, "> \t")
		if bytes.HasPrefix(rest, []byte("[")) && bytes.Contains(rest, []byte("]:")) {
			definitions++
		}
		if definitions > mostDefinitions {
			return start, "it has more than 3,000 footnotes or definitions of links"
		}
		blank := len(bytes.TrimSpace(rest)) == 0
		if !blank {
			lines++
			open = mostOpen(line)
		}
		if lines > mostLines {
			return start, "it has more than 500,000 lines"
		}
		if held += open; held > mostHeld {
			return start, "it has hundreds of thousands of lines in lists or quotes that are deep in each other"
		}
		if blank || stop == len(source) {
			if reason := tooCostly(source[block:stop]); reason != "" {
				return block, reason
			}
			block = stop
		}
		start = stop
	}
	return 0, ""
}

// mostOpen is how many lists and quotes may be open in a line that has something in it: each has a mark of its own there,
// or two columns.
func mostOpen(line []byte) int {
	lead := line[:len(line)-len(bytes.TrimLeft(line, " \t>-+*0123456789.)"))]
	return (len(lead)+3*bytes.Count(lead, []byte("\t")))/2 + bytes.Count(lead, []byte(">"))
}

// tooCostly judges a block of lines.
func tooCostly(block []byte) string {
	columns, rows, written := 1, bytes.Count(block, []byte("\n")), bytes.Count(block, []byte("|"))
	if written*rows > mostCells {
		for line := range bytes.Lines(block) {
			columns = max(columns, 1+bytes.Count(line, []byte("|")))
		}
	}
	switch {
	case columns*rows > mostCells+2*written:
		return "it has a table with a million cells that are not written"
	case openLinks(block):
		return "it has thousands of links that do not end"
	case float64(differentFences(block))*float64(len(block)) > mostWork:
		return "it has code between hundreds of different fences"
	}
	return ""
}

// differentFences counts how many lengths the runs of backticks of a block have: after each that does not end, all that
// follows is searched for its end.
func differentFences(block []byte) int {
	lengths := map[int]bool{}
	for {
		at := bytes.IndexByte(block, '`')
		if at < 0 {
			return len(lengths)
		}
		block = block[at:]
		rest := bytes.TrimLeft(block, "`")
		lengths[len(block)-len(rest)] = true
		block = rest
	}
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
