package site

import (
	"slices"

	"parley/internal/doc"
)

// Page is everything that a template shows. All texts are in the page's language, but where a Lang says otherwise.
type Page struct {
	Chrome   *Chrome // what all pages of one language share
	Kind     string  // kind of the document; "" for pages that no document stands behind
	Label    string  // title of the kind
	Template string
	Path     string // of the document in the repository
	URL      string // from the root of the site: /fr/playbooks/partner-lifecycle/
	Lang     string // BCP 47 tag of the page
	Dir      string // ltr or rtl
	Audience string // the audience that the document itself is meant for

	Title   Text
	Summary Text
	Body    Body
	Fields  Node // the document's fields, as a Map; localized

	Breadcrumbs []Link
	Contents    []Section
	Prev, Next  *Link
	Versions    []Version   // this page in every language of the site, in the site's order
	Translation Translation // how far this page is translated
	Backlinks   []Link      // documents that link or refer to this one
	Entries     []Entry     // on overviews: the documents listed
	Timeline    []Bar       // on playbooks: the phases as a picture
	Matrix      *Matrix     // on the overview of features: where each is to be had
	Coverage    *Coverage   // on the page about translations: how far each language has got
	Run         []RunPhase  // on runs of a playbook: its tasks as far as they are done
	Experiment  *Experiment // on experiments with prices: how far they have got; nil where nothing can be judged
	Measured    *Measured   // on metrics: what they have come to; nil where nobody has measured
	Dashboard   *Dashboard  // on dashboards; nil elsewhere
	Review      *Review     // on reviews: their figures, as they were frozen
	Prices      *Prices     // on pages about a price list; nil where no more is known than its fields say
	Landed      *Landed     // on the price policy: what has landed; nil for all but internal readers
	Gaps        []Gap       // on scorecards: what a person can do, and what the role asks for
	Contacts    []Contact   // whom to ask about this page, the best fit first

	Updated  Day        // of the last change; the zero Day when it is unknown
	History  []Change   // empty where the audience may not see it
	Edits    []Revision // what has changed in the document's fields, newest first
	EditURL  string     // empty where the audience may not see it
	Markdown string     // address of the page's Markdown
	Feed     string     // address of the feed of the page's kind, "" when there is none
}

// Text is a text with its language, where that is not the page's.
type Text struct {
	Text  string
	Lang  string // "" in the page's language
	Dir   string
	Stale bool // the source has changed since this was translated
}

// Link leads to a page.
type Link struct {
	Title Text
	URL   string
	Kind  string // title of the kind, for grouping
}

// Section is a heading of the page, for the contents.
type Section struct {
	Level int
	ID    string
	Title Text
}

// Version is the page in one language.
type Version struct {
	Lang    string // BCP 47
	Name    string // of the language, in itself
	Named   string // of the language, in that of the page
	Dir     string
	URL     string
	Current bool
	Real    bool // a translation, or the source: worth announcing to search engines
}

// Translation says how far a page is translated.
type Translation struct {
	State   string // "source", "translated", "machine", "stale", "partial", "none"
	Stale   int    // passages whose source has changed since
	Missing int    // passages shown in the source language
	Total   int
	Source  Version // the page in the source language
}

// Body is rendered Markdown with its holes filled in by render.
type Body struct {
	HTML   doc.HTML
	Links  []Target      // by the index that holes carry
	Marks  []Mark        // occurrences of terms inside text holes, sorted
	Charts []*ChartBlock // what stands in the place of charts, nil for one that stays the text it is
	Terms  []Term        // the terms that are explained on this page, in order of first occurrence
	Lang   string        // set where the whole body is not in the page's language: its own language and direction
	Dir    string
}

// Target is where a link of the body leads. URL is "" for a link that is shown as its text only.
type Target struct {
	URL      string
	Title    string
	External bool
	Image    bool
	Alt      string
	Width    int
	Height   int
}

// Mark is the first occurrence of a term in a section.
type Mark struct {
	Start, Stop int // byte range in Body.HTML.Text
	Term        int // index into Body.Terms
}

// Term is an explanation.
type Term struct {
	ID         string
	Title      Text
	Definition Text
	URL        string
}

// Node is one value of a document's fields, ready to be shown.
type Node struct {
	Key   string // as in the file
	Label string // the field's name in the page's language
	ID    string // identity of an item of a list (id, code or sku): the anchor of the item
	Raw   string // as in the file: for classes, machine-readable dates and the like
	Text         // as shown: translated, dates and money formatted, the title of the thing referred to
	URL   string // of the thing referred to
	Type  string // "text", "date", "money", "list", "map", "ref", "enum", "markdown"

	Items  []Node // of a list
	Fields []Node // of a map
}

// Get returns a field of a map; the zero Node when there is none.
func (n Node) Get(key string) Node {
	for _, field := range n.Fields {
		if field.Key == key {
			return field
		}
	}
	return Node{}
}

// Has reports whether a map has a field with something in it.
func (n Node) Has(key string) bool {
	field := n.Get(key)
	return field.Text.Text != "" || len(field.Items) > 0 || len(field.Fields) > 0
}

// mostColumns is how many columns a table may have for which not every row has something in every column.
const mostColumns = 6

// Columns are the fields of the maps in a list, where a table shows them best, each as the first map that has it does: all have
// the same, or they are few and none goes deeper. None where it does not.
func (n Node) Columns() []Node {
	var columns []Node
	even, flat := true, true
	for i, item := range n.Items {
		even = even && (i == 0 || len(item.Fields) == len(columns))
		for _, field := range item.Fields {
			if !slices.ContainsFunc(columns, func(c Node) bool { return c.Key == field.Key }) {
				columns, even = append(columns, field), even && i == 0
			}
			flat = flat && (field.Text.Text != "" || field.line())
		}
	}
	if even || flat && len(columns) <= mostColumns {
		return columns
	}
	return nil
}

// line reports whether a list has nothing in it that needs more than a line.
func (n Node) line() bool {
	return len(n.Fields) == 0 && !slices.ContainsFunc(n.Items, func(item Node) bool { return len(item.Fields) > 0 })
}

// Counts reports whether the value is a number of some sort, which tables align at its end.
func (n Node) Counts() bool { return slices.Contains([]string{"number", "money", "percent"}, n.Type) }

// Entry is one document on an overview.
type Entry struct {
	Link
	Summary Text
	Date    Day
	Next    Day          // of price lists: on which something changes next
	Holding PriceVersion // of price lists: the version that holds today, or that of the list where none does
	Holds   string       // of price lists: whether that version does: "now", "later", "over"; "" where the day is unknown
	Latest  *MeasuredRow // of metrics: the last quarter that is over; nil where there is none
	Group   string       // overviews show entries under this heading
	Fields  Node
}

// Bar is a phase of a playbook on a time scale. All numbers are days from the playbook's start.
type Bar struct {
	ID       string
	Title    Text
	Span     string // "2–3 weeks", in the page's language
	Start    int
	Earliest int // end if everything goes fast
	Latest   int // end if it does not
	Whole    int // length of the time scale
}

// Matrix is a table of states: a row for each document, columns in groups.
type Matrix struct {
	Groups []MatrixGroup
	Rows   []MatrixRow
}

// MatrixGroup is a number of columns under one heading: the tiers of a region.
type MatrixGroup struct {
	Title   Text
	Columns []Text
}

// MatrixRow is one document. Cells has one entry for each column, group by group.
type MatrixRow struct {
	Link
	Cells []MatrixCell
}

// MatrixCell is a state: Raw as in the file ("" where the thing is not to be had), Text as shown.
type MatrixCell struct {
	Raw  string
	Text Text
	Note Text
}

// RunPhase is a phase of a playbook with the tasks of one run.
type RunPhase struct {
	Title Text
	Done  int // tasks that are done
	All   int // tasks that are not left out
	Tasks []RunTask
}

// RunTask is a task of a run.
type RunTask struct {
	Code   string
	Title  Text
	URL    string // of the task in its playbook
	Owner  Node   // in this run, else in the playbook
	Accept Text
	State  string // "done", "skipped", "open"
	Done   Day
	Remark Text   // evidence, or why it was left out
	Label  string // what the remark is called, or the acceptance test where there is none
}

// Gap compares what a person can do with what a role asks for.
type Gap struct {
	Skill       Link
	Has, Needs  int // levels; Needs is 0 where the role does not ask for the skill
	Gap         int // levels that are lacking
	Note, Drill Text
}

// Experiment is how far an experiment with two prices has got, up to the last look that counts. Numbers are written as the
// language does.
type Experiment struct {
	Verdict       string // for a class
	Word          string // the verdict
	Says, NotSays []string
	Day, Next     Day // of the last look and of the next one; zero before the first and after the end

	Days, Length int    // that it needs, and has
	Power        string // with the offers expected
	Arms         []ExperimentArm
	Scale        [2]string // ends of the scale on which the rates lie

	Difference      *ExperimentRange // in percentage points; nil where there is no bound
	DifferenceScale [2]string
	Z, P            string
	Split           string // how probable the split of the offers is
	Broken          bool   // it is too improbable
	Looks           []ExperimentLook
	Means           []ExperimentMeans
}

// ExperimentArm is one of the two prices.
type ExperimentArm struct {
	Title                    Text
	Price, Share             string
	Needs, Offered, Accepted string
	Rate                     ExperimentRange
}

// ExperimentRange is a number with its interval, in words and on a scale of 1000 parts.
type ExperimentRange struct {
	Value, Low, High string
	From, To         int // the interval
	At, Past         int // a mark around the number itself
	Zero             int // where nothing is, on the scale
}

// ExperimentLook is one look at the results.
type ExperimentLook struct {
	Day      Day
	Planned  bool
	Fraction string // of the information
	Z, Bound string // the bound is "" where nothing can be decided
	Crossed  bool
}

// ExperimentMeans compares what is looked at beside acceptance.
type ExperimentMeans struct {
	Title        Text
	Mean, Values [2]string // at each price
	Low, High    string    // of the difference; "" where there are too few values
	P            string
}

// Contact is a person to ask.
type Contact struct {
	Link              // to the person's page
	Role     Text     // that makes this person the one to ask
	Email    string   // "" where none is given
	Hours    string   // "09:00–17:00"
	TimeZone string   // IANA name
	Place    string   // whose time that is, in the page's language: "Istanbul"; "" where it is that of no place
	Regions  []Text   // none: for all
	Spoken   []string // names of languages, in the page's language
	Speaks   bool     // the page's language
	StandIn  *Link
}

// Revision is what one change of a document did to its fields.
type Revision struct {
	Day   Day
	Edits []Edit
}

// Edit is one field that changed: its name and what it said before and after. An empty side was not there.
type Edit struct {
	Label    Text // "Onboarding › Opening call › Service level"
	Old, New Text
}

// Day is a civil date.
type Day struct {
	ISO  string // 2026-11-20
	Text string // in the page's language
}

// Change is one commit that touched the document.
type Change struct {
	Day     Day
	Author  string
	Subject string
	Commit  string // short
	URL     string // on the forge, when the site says where that is
}

// Chrome is what all pages of one language share.
type Chrome struct {
	Title    Text
	Company  string
	Lang     string
	Dir      string
	Base     string // path under which the site is published, without a slash at the end
	Origin   string // scheme and host of the published site, "" when unknown
	Home     string // address of the start page
	Search   string // address of the search page, "" for now
	Feed     string // address of the Atom feed
	Audience string
	Preview  bool // served while it is being written
	Menu     []MenuSection
	Start    []StartPoint // ways into the portal by what a reader does here
	Changes  string       // address of changes.json, which tells what has changed since a day

	Translations string // address of the page that says how far everything is translated, "" when there is none
}

// StartPoint is the way into the portal for one group of readers.
type StartPoint struct {
	ID      string
	Title   Text
	Summary Text
	Links   []Link
}

// MenuSection is one section of the navigation.
type MenuSection struct {
	ID    string
	Title Text
	URL   string // of the section's overview, "" when it has none
	Links []Link
}
