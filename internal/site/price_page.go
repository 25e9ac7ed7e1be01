package site

// Prices is what the pages about a price list show beside the fields of the list, or of a release of it.
type Prices struct {
	Version  string
	Holds    string         // "now", "later", "over"; "" where the day is unknown
	Now      *PriceVersion  // that holds today, where it is not the one that the page is about
	Nothing  bool           // no version holds today
	Held     []Node         // where another holds today: the parts that cost something else in it, as it sells them
	Changes  string         // and the address of what is different, "" where no page tells
	Notices  []Link         // that announce the version, on its first day
	Coming   *PriceVersion  // where none holds today, that which will next; nil where none is known to
	Until    Day            // the first on which it no longer holds: it ends, or another replaces it; the zero Day where no end is known
	Next     Day            // on which something changes next; the zero Day where nothing is known to
	Versions []PriceVersion // all that are known, the newest first
	List     Link           // the page of the list
	History  string         // address of the page that tells all versions, "" where there is one version
	CSV      string         // addresses of what the page says as data, "" where it says nothing of that sort
	JSON     string

	Compared   []PriceComparison // on releases: with each other one
	Parts      []PartHistory     // on the history: each SKU
	Guardrails []Guardrail       // for internal readers, on lists
	Derived    []DerivedPrice    // for internal readers, on parts
	Part       Node              // on parts: its fields
	Watch      *PriceWatch       // for internal readers, on releases
}

// Today is a part in the version that holds today, where that is another one and the part costs something else in it; the zero
// Node elsewhere.
func (p Page) Today(sku string) Node {
	if p.Prices == nil {
		return Node{}
	}
	return itemOf(Node{Items: p.Prices.Held}, sku)
}

// PriceVersion is one version of a list. URL is "" where no page tells it.
type PriceVersion struct {
	Version, URL string
	From, Until  Day  // Until is the first on which it no longer holds: it ends, or another replaces it
	Here         bool // the page is about it
	Lists        bool // the list stands at it
}

// PriceComparison is what is different between two versions of a list.
type PriceComparison struct {
	ID         string // for the anchor
	Old, New   PriceVersion
	Other      string // the one that the page is not about
	Terms      []PriceChange
	Parts      []PartChange
	Untroubled bool // nothing is different but the version and its days
}

// PartChange is what is different in a part.
type PartChange struct {
	SKU    string
	Name   Text
	What   string // "changed", "new", "removed"
	Fields []PriceChange
	Paid   string // by how much what any quantity costs changes; "" where there is nothing to tell
}

// PriceChange is one thing that is written otherwise.
type PriceChange struct {
	Label    string
	Old, New Text
	Money    bool
	Change   string // relative, of prices; "" where it is not known
}

// PartHistory is what has become of a part over all versions of a list.
type PartHistory struct {
	SKU     string
	Name    Text
	Summary string // in one sentence
	Chart   *StepChart
	Rows    []HistoryRow // the newest first
}

// HistoryRow is a part in one version of a list.
type HistoryRow struct {
	PriceVersion
	Sold   bool
	Part   Node   // its fields
	Change string // of what any quantity costs, since the version before; "" where it is not known
}

// StepChart is some step lines, one for each tier of a price, on a scale of 1000 by 240.
type StepChart struct {
	Lines       []ChartLine
	Grid        []int // heights of the lines of the scale
	Scale       []string
	First, Last Day
	Today       int // where today is; -1 where it is not on the scale
}

// ChartLine is one line: what an SVG path draws.
type ChartLine struct {
	Path  string
	Label string // the tier; "" where there is one line
}

// Guardrail is a limit of the price policy, and whether a list holds to it.
type Guardrail struct {
	Name    string
	Allowed []string
	Source  string // where the policy says so
	Broken  []string
	Applied bool // it is not judged by the list: invoices stop at it
}

// DerivedPrice is a price with the steps in which it follows from its inputs: those of the command price explain.
type DerivedPrice struct {
	Tier      int    // from 1; 0 of a part without tiers
	Price     string // "" where it follows from nothing that is written
	Published string // where that is another one
	Source    string // where it is published: path:line
	Override  *DerivedOverride
	From      int // the step of tier 1 after which these begin; 0 where all steps are here
	Steps     []DerivedStep
}

// DerivedOverride says why a price is published that is not the computed one.
type DerivedOverride struct {
	Day    Day
	Reason Text
	Source string
}

// DerivedStep is one step.
type DerivedStep struct {
	Number  int
	Name    []Piece // they stand together
	Formula string  // of its inputs, by their letters
	Worded  bool    // the formula is a sentence, and not mathematics
	Inputs  []DerivedInput
	Result  Figure
}

// DerivedInput is what goes into a step: the result of an earlier one, or a figure of a file.
type DerivedInput struct {
	Letter string
	Figure Figure
	Name   []Piece
	Step   int    // 0 for a figure of a file
	Source string // path:line, and
	More   int    // so many lines more of that file
}

// Piece is a part of a name, which may be in another language than the parts beside it, or must not be parted between lines.
type Piece struct {
	Text  Text
	Whole bool
}

// Figure is a number as the language writes it. Near says that it has more digits.
type Figure struct {
	Text string
	Near bool
}

// PriceWatch compares what has been used since a release with what the months before let expect.
type PriceWatch struct {
	From, Until   Day
	Before, After []string // months
	Upcoming      bool     // it has not begun
	Rows          []WatchRow
	Total         WatchRow
	Customers     [2]string // before and after
}

// WatchRow is one part: units and charge of a month on average.
type WatchRow struct {
	SKU                              string
	Name                             Text
	Unit                             Text
	Expected, Used                   string
	ExpectedCharge, Charged, Percent string
}
