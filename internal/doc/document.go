package doc

import "parley/internal/diag"

// Document is one file, read.
type Document struct {
	Head
	Text
	Units []Unit // translatable passages of the body, in document order
}

// Head is a document without the wording of its body: what others can ask of it, and little enough to be held of thousands.
type Head struct {
	Path     string    // relative to the repository, slashes
	Markdown bool      // false for a YAML document, which has fields only
	Fields   Value     // the front matter or the YAML document: always a Map
	Broken   bool      // Fields could not be read: what they would have said, about readers too, is not known
	BodyLine int       // line of the file on which the body starts
	Sections []Section // headings of the body, in document order
	Links    []Link    // links and images of the body, in document order
	Charts   []Value   // what blocks of code in the language "chart" say, in document order: Maps, of which findings may tell more

	// TitleUnit is the unit of the opening # heading, which is the title where no field gives one; -1 when there is none.
	// Such a heading is left out of Sections and HTML.
	TitleUnit int
	TitleText string // its plain text

	Shape uint64 // of the body's blocks, however they are worded: two bodies with one shape have the same structure
}

// Text is the wording of a body.
type Text struct {
	Body  string // the Markdown after the front matter, as written (LF line ends)
	Prose []Run  // running text of the body outside code, for finding terms
	HTML  HTML   // the rendered body in the document's own language
}

// Block says what a unit is, so that a translation can be checked to be the same again.
type Block string

// The blocks that hold running text.
const (
	Field      Block = "field"      // plain text of a field: no Markdown
	Paragraph  Block = "paragraph"  //
	Heading    Block = "heading"    // without the # marks; may end in {#id}
	Item       Block = "item"       // text of a list item; may start with [ ] or [x]
	Cell       Block = "cell"       // one table cell
	Definition Block = "definition" // the term of a definition list
)

// Unit is one translatable passage.
type Unit struct {
	Context string    // gettext msgctxt: field path (tasks[kickoff].title) or path of headings (Escalation > Severity 1)
	Text    string    // gettext msgid: Markdown source, NFC, white space folded to single spaces, trimmed
	Block   Block     //
	Span    diag.Span // where it stands in the file
	Start   int       // byte range in Body for units of the body, 0 for fields
	Stop    int
}

// Section is a heading.
type Section struct {
	Level int
	ID    string // anchor, shared by all languages: from {#id} or the source heading's text
	Text  string // plain text
	Span  diag.Span
}

// Link is a link or an image.
type Link struct {
	Target string // as meant: escapes and entities resolved
	Title  string
	Image  bool
	Alt    string    // text alternative of an image
	Span   diag.Span // of the target in the file, or of the link where the target stands elsewhere
}

// Run is a stretch of running text in Body.
type Run struct {
	Start, Stop int
	Heading     bool
}

// HTML is rendered Markdown with holes: the places where a link's address or an explained term goes in.
type HTML struct {
	Text  string
	Holes []Hole // sorted, not overlapping
}

// Hole is a place in the HTML that a later floor fills.
type Hole struct {
	Start, Stop int // byte range in HTML.Text; empty for links and images
	What        HoleKind
	Link        int // index into the links, for links and images; into the charts, for charts
}

// HoleKind says what goes into a hole.
type HoleKind uint8

const (
	// HoleLinkOpen is where <a href="…"> goes.
	HoleLinkOpen HoleKind = iota
	// HoleLinkClose is where </a> goes; apart, so that a link which leads nowhere can be shown as text.
	HoleLinkClose
	// HoleImage is where an <img> goes.
	HoleImage
	// HoleChart covers the block of code that stands where a chart goes, and stays where there is none.
	HoleChart
	// HoleText covers escaped running text in which terms may be explained.
	HoleText
)
