package chart

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// shapes are the elements that a picture may have, and what may be said of them. Everything else is left out with all that is in it.
var shapes = map[string][]string{
	"g":        {"transform"},
	"path":     {"d", "transform"},
	"rect":     {"x", "y", "width", "height", "rx", "ry", "transform"},
	"circle":   {"cx", "cy", "r", "transform"},
	"ellipse":  {"cx", "cy", "rx", "ry", "transform"},
	"line":     {"x1", "y1", "x2", "y2", "transform"},
	"polyline": {"points", "transform"},
	"polygon":  {"points", "transform"},
	"text":     {"x", "y", "transform", "text-anchor"},
	"tspan":    {"x", "y", "dx", "dy"},
}

// drawing are the properties that are said of shapes, not of groups and texts.
var drawing = []string{"fill-opacity", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"}

// plain are values of attributes: numbers, words, and what moves shapes; nothing that leads anywhere.
var plain = regexp.MustCompile(`^[-+0-9A-Za-z., ()]*$`)

// large is the size of a text that is more than a label.
var large = regexp.MustCompile(`font-size:\s*(1[6-9]|[2-9][0-9])px`)

// cleaner builds a picture anew from what is allowed.
type cleaner struct {
	out     strings.Builder
	right   bool // texts run from right to left
	writing int  // texts that are open
}

// clean takes a picture of ECharts apart and puts it together again: known shapes, known attributes, classes for colours, and texts
// as texts. Marked up or not, nothing that people write becomes anything else.
func clean(svg string, right bool) ([]byte, error) {
	c := &cleaner{right: right}
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for depth := 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return []byte(c.out.String()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("the drawing is no SVG: %w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 { // the picture itself
				depth++
				continue
			}
			if shapes[token.Name.Local] == nil || unseen(token) {
				if err := decoder.Skip(); err != nil {
					return nil, err
				}
				continue
			}
			if err := c.open(token); err != nil {
				return nil, err
			}
			depth++
		case xml.EndElement:
			if depth--; depth > 0 {
				c.close(token.Name.Local)
			}
		case xml.CharData:
			if c.writing > 0 {
				c.write(string(token))
			}
		}
	}
}

// write writes a text. One that runs from right to left is kept together, so that numbers and signs in it stay in their places.
func (c *cleaner) write(text string) {
	if c.right {
		text = "\u2067" + text + "\u2069"
	}
	c.out.WriteString(html.EscapeString(text))
}

// unseen reports whether a shape has neither a filling nor an edge.
func unseen(element xml.StartElement) bool {
	if element.Name.Local == "g" || element.Name.Local == "text" || element.Name.Local == "tspan" {
		return false
	}
	fill, edge := attribute(element, "fill"), attribute(element, "stroke")
	nothing := func(colour string) bool { return colour == "none" || colour == "transparent" }
	return nothing(fill) && (edge == "" || nothing(edge))
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (c *cleaner) open(element xml.StartElement) error {
	name := element.Name.Local
	text := name == "text" || name == "tspan"
	allowed := shapes[name]
	if !text && name != "g" {
		allowed = slices.Concat(allowed, drawing)
	}
	c.out.WriteString("<" + name)
	var classes []string
	for _, a := range element.Attr {
		switch {
		case a.Name.Local == "fill" || a.Name.Local == "stroke":
			class, err := classOf(a.Name.Local, a.Value)
			if err != nil {
				return err
			}
			if class != "" {
				classes = append(classes, class)
			}
		case a.Name.Local == "style" && large.MatchString(a.Value):
			classes = append(classes, "large")
		case slices.Contains(allowed, a.Name.Local) && plain.MatchString(a.Value):
			fmt.Fprintf(&c.out, ` %s="%s"`, a.Name.Local, short(a.Value))
		}
	}
	if !text && name != "g" && attribute(element, "fill") == "none" {
		c.out.WriteString(` fill="none"`)
	}
	if len(classes) > 0 {
		fmt.Fprintf(&c.out, ` class="%s"`, strings.Join(classes, " "))
	}
	switch {
	case text:
		c.writing++
		c.out.WriteString(">")
	case name == "g":
		c.out.WriteString(">")
	default:
		c.out.WriteString("/>")
	}
	return nil
}

// fine is a number with more decimals than anybody sees, and than all machines agree on.
var fine = regexp.MustCompile(`-?[0-9]+\.[0-9]{3,}(e-?[0-9]+)?`)

func short(value string) string {
	return fine.ReplaceAllStringFunc(value, func(number string) string {
		parsed, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return number
		}
		rounded := strconv.FormatFloat(parsed, 'f', 2, 64)
		return strings.TrimSuffix(strings.TrimRight(rounded, "0"), ".")
	})
}

func (c *cleaner) close(name string) {
	switch name {
	case "text", "tspan":
		c.writing--
		c.out.WriteString("</" + name + ">")
	case "g":
		c.out.WriteString("</g>")
	}
}

// ofSeries is the colour of a series, or of a step of a heat map, as options name it.
var ofSeries = regexp.MustCompile(`^#0([13])00([0-9]{2})$`)

// classOf is the class of a colour; "" for none. A colour without a class would be the same by day and by night.
func classOf(attribute, colour string) (string, error) {
	what := map[string]string{"fill": "fill-", "stroke": "edge-"}[attribute]
	if colour == "" || colour == "none" || colour == "transparent" {
		return "", nil
	}
	if name, ok := inks[strings.ToLower(colour)]; ok {
		return what + name, nil
	}
	if parts := ofSeries.FindStringSubmatch(strings.ToLower(colour)); parts != nil {
		number, _ := strconv.Atoi(parts[2]) // two digits
		return what + map[string]string{"1": "", "3": "heat-"}[parts[1]] + strconv.Itoa(number), nil
	}
	return "", fmt.Errorf("the drawing has a colour %q, which has no class", colour)
}
