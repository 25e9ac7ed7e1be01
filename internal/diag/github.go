package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteGitHub writes each finding as a workflow command, which GitHub shows beside the changed line.
// Whatever a message or a path holds, one finding is one line and cannot start a second command.
func WriteGitHub(w io.Writer, list List) error {
	out := bufio.NewWriter(w)
	for _, d := range list {
		command := "error"
		if d.Severity == Warning {
			command = "warning"
		}
		fmt.Fprintf(out, "::%s %s::%s\n", command, githubProperties(d), githubData(withHint(d)))
	}
	return out.Flush() // the first error of any write
}

func githubProperties(d Diagnostic) string {
	var properties []string
	if d.Path != "" {
		properties = append(properties, "file="+githubProperty(d.Path))
	}
	if d.Line > 0 {
		properties = append(properties, githubSpan(d.Span)...)
	}
	return strings.Join(append(properties, "title="+githubProperty(string(d.Code))), ",")
}

// githubSpan leaves out columns when a span has several lines, since GitHub then refuses them, and takes a span
// that ends before the first character of a line to end with the line above.
func githubSpan(span Span) []string {
	endLine := max(span.Line, span.EndLine)
	if endLine > span.Line && span.EndCol <= 1 {
		endLine--
	}
	properties := []string{fmt.Sprintf("line=%d", span.Line), fmt.Sprintf("endLine=%d", endLine)}
	if span.EndLine > span.Line {
		return properties
	}
	col := max(1, span.Col)
	return append(properties, fmt.Sprintf("col=%d", col), fmt.Sprintf("endColumn=%d", max(col, span.EndCol)))
}

// githubData escapes as GitHub's own toolkit does. What is left of control characters is made visible, since
// the log may also be read at a terminal.
func githubData(text string) string {
	return Visible(strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text))
}

func githubProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(text))
}
