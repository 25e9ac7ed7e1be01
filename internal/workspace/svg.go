package workspace

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// A picture that is opened on its own runs in the portal's origin. What it may hold is therefore listed: drawing, and
// nothing that runs, leads elsewhere, asks for anything or is not known to do none of these.
var (
	svgElements = words(`svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc metadata style
		linearGradient radialGradient stop pattern clipPath mask marker image filter feBlend feColorMatrix feComponentTransfer feComposite
		feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
		feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)
	svgAttributes = words(`id class style lang role tabindex focusable version baseProfile viewBox preserveAspectRatio width height x y x1 x2 y1 y2
		cx cy r rx ry fx fy fr d points pathLength transform transform-origin gradientTransform gradientUnits spreadMethod patternTransform patternUnits
		patternContentUnits clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits refX refY orient offset dx dy rotate
		textLength lengthAdjust startOffset method spacing side type media filterUnits primitiveUnits in in2 result mode operator values tableValues
		slope intercept amplitude exponent k1 k2 k3 k4 stdDeviation edgeMode order kernelMatrix divisor bias targetX targetY preserveAlpha
		surfaceScale diffuseConstant specularConstant specularExponent kernelUnitLength limitingConeAngle azimuth elevation z pointsAtX pointsAtY
		pointsAtZ scale xChannelSelector yChannelSelector radius baseFrequency numOctaves seed stitchTiles
		alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters cursor direction display
		dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font-family font-feature-settings font-kerning font-size
		font-size-adjust font-stretch font-style font-variant font-weight image-rendering letter-spacing lighting-color marker marker-end marker-mid
		marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events shape-rendering stop-color stop-opacity stroke
		stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration
		text-rendering unicode-bidi vector-effect visibility white-space word-spacing writing-mode space`)
	// drawingTools put words of their own into pictures, which browsers do not understand.
	drawingTools = words(`http://www.inkscape.org/namespaces/inkscape http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd
		http://www.w3.org/1999/02/22-rdf-syntax-ns# http://creativecommons.org/ns# http://web.resource.org/cc/ http://purl.org/dc/elements/1.1/
		http://www.bohemiancoding.com/sketch/ns http://www.serif.com/ http://ns.adobe.com/AdobeIllustrator/10.0/`)
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

// readSVG returns the size of an SVG and why it must not be published, "" when it may.
func readSVG(text []byte) (width, height int, unsafe string) {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	var style strings.Builder // of the whole picture: a comment may divide a word in two
	styling := false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return width, height, unsafeStyle(style.String())
		}
		if err != nil {
			return width, height, "is not well-formed XML"
		}
		switch token := token.(type) {
		case xml.Directive:
			return width, height, "has a document type, which can hide anything"
		case xml.ProcInst:
			if token.Target != "xml" {
				return width, height, "has a processing instruction"
			}
		case xml.CharData:
			style.Write(token) // of text that is no style, too much is asked rather than too little
		case xml.EndElement:
			styling = styling && token.Name.Local != "style"
		case xml.StartElement:
			if styling { // browsers join the texts around it
				return width, height, "has an element in a style"
			}
			styling = token.Name.Local == "style"
			style.WriteByte(' ')
			if reason := unsafeElement(token); reason != "" {
				return width, height, reason
			}
			if token.Name.Local == "svg" && width == 0 {
				width, height = svgSize(token)
			}
		}
	}
}

func unsafeElement(e xml.StartElement) string {
	if drawingTools[e.Name.Space] {
		return ""
	}
	if e.Name.Space != "" && e.Name.Space != svgSpace || !svgElements[e.Name.Local] {
		return "has a <" + e.Name.Local + ">"
	}
	for _, attribute := range e.Attr {
		if reason := unsafeAttribute(e.Name.Local, attribute); reason != "" {
			return reason
		}
	}
	return ""
}

func unsafeAttribute(element string, a xml.Attr) string {
	name, value := a.Name.Local, strings.TrimSpace(a.Value)
	switch {
	case a.Name.Space == "xmlns" || a.Name.Space == "" && name == "xmlns" || drawingTools[a.Name.Space]:
		return ""
	case name == "href" && (a.Name.Space == "" || a.Name.Space == xlinkSpace):
		picture := strings.HasPrefix(value, "data:image/png;") || strings.HasPrefix(value, "data:image/jpeg;")
		if strings.HasPrefix(value, "#") || picture && element == "image" {
			return ""
		}
		return "refers to something outside itself"
	case a.Name.Space == xlinkSpace:
		return "has the attribute " + name
	case a.Name.Space == "" && (strings.HasPrefix(name, "aria-") || strings.HasPrefix(name, "data-")):
		return ""
	case a.Name.Space != "" && a.Name.Space != xmlSpace || !svgAttributes[name]:
		return "has the attribute " + name
	}
	return unsafeStyle(value)
}

// unsafeStyle refuses styles, and attributes in which a style may stand, that ask for something outside the picture, or
// that are written so that nobody can tell.
func unsafeStyle(style string) string {
	style = strings.ToLower(style)
	for _, sign := range []string{`\`, "@import", "@font-face", "@namespace", "image-set(", "image(", "src(", "expression(", "javascript:"} {
		if strings.Contains(style, sign) {
			return "refers to something outside itself"
		}
	}
	for _, target := range strings.Split(style, "url(")[1:] {
		if !strings.HasPrefix(strings.TrimLeft(target, " \t\r\n\f'\""), "#") {
			return "refers to something outside itself"
		}
	}
	return ""
}

// svgSize reads width and height, or the view box where they are missing.
func svgSize(e xml.StartElement) (width, height int) {
	var box []string
	for _, attribute := range e.Attr {
		n, err := strconv.ParseFloat(strings.TrimSuffix(attribute.Value, "px"), 64)
		switch attribute.Name.Local {
		case "width":
			if err == nil {
				width = pixels(n)
			}
		case "height":
			if err == nil {
				height = pixels(n)
			}
		case "viewBox":
			box = strings.Fields(strings.ReplaceAll(attribute.Value, ",", " "))
		}
	}
	if (width <= 0 || height <= 0) && len(box) == 4 {
		w, errW := strconv.ParseFloat(box[2], 64)
		h, errH := strconv.ParseFloat(box[3], 64)
		if errW == nil && errH == nil {
			width, height = pixels(w), pixels(h)
		}
	}
	return width, height
}

// pixels keeps sizes that a page can use: a number beyond them has no meaning as one.
func pixels(n float64) int {
	if !(n > 0 && n < 1e6) {
		return 0
	}
	return int(n)
}
