package diag

// Code names a kind of finding. Codes are stable: people write them into waivers and searches.
type Code string

// The codes, grouped by what they are about. Each has an Entry in the catalogue and a golden test.
const (
	FileUnreadable Code = "file/unreadable"
	FileEncoding   Code = "file/encoding"
	FileTooLarge   Code = "file/too-large"
	FileSymlink    Code = "file/symlink"
	FileName       Code = "file/name"
	FileTwin       Code = "file/twin"

	FrontMatterUnclosed Code = "front-matter/unclosed"

	YAMLSyntax       Code = "yaml/syntax"
	YAMLDuplicateKey Code = "yaml/duplicate-key"
	YAMLAlias        Code = "yaml/alias"
	YAMLTag          Code = "yaml/tag"
	YAMLKey          Code = "yaml/key"
	YAMLDocuments    Code = "yaml/documents"
	YAMLDepth        Code = "yaml/depth"
	YAMLQuote        Code = "yaml/quote"

	KindUnknown    Code = "kind/unknown"
	KindMissing    Code = "kind/missing"
	KindDefinition Code = "kind/definition"
	KindPlace      Code = "kind/place"

	SchemaRequired   Code = "schema/required"
	SchemaUnknownKey Code = "schema/unknown-key"
	SchemaType       Code = "schema/type"
	SchemaEnum       Code = "schema/enum"
	SchemaPattern    Code = "schema/pattern"
	SchemaDate       Code = "schema/date"
	SchemaLength     Code = "schema/length"
	SchemaRange      Code = "schema/range"
	SchemaFormat     Code = "schema/format"
	SchemaShape      Code = "schema/shape"
	PriceFormat      Code = "price/format"
	PriceCurrency    Code = "price/currency"
	PriceMinorUnits  Code = "price/minor-units"

	LinkBroken  Code = "link/broken"
	LinkAnchor  Code = "link/anchor"
	LinkOutside Code = "link/outside"
	LinkScheme  Code = "link/scheme"
	LinkHidden  Code = "link/hidden"

	ImageMissing Code = "image/missing"
	ImageAlt     Code = "image/alt"
	ImageUnsafe  Code = "image/unsafe"

	MarkdownHeadingSkip Code = "markdown/heading-skip"
	MarkdownHeadingOne  Code = "markdown/heading-one"
	MarkdownRawHTML     Code = "markdown/raw-html"

	TermForbidden Code = "term/forbidden"
	TermConflict  Code = "term/conflict"

	IDDuplicate    Code = "id/duplicate"
	IDFileName     Code = "id/file-name"
	RefUnknown     Code = "ref/unknown"
	RefOneWay      Code = "ref/one-way"
	DocOrphan      Code = "doc/orphan"
	DocSameURL     Code = "doc/same-url"
	DocPlaceholder Code = "doc/placeholder"
	DateOrder      Code = "date/order"
	ReviewDue      Code = "review/overdue"

	PlaybookInput    Code = "playbook/input"
	PlaybookOutput   Code = "playbook/output"
	PlaybookTaskCode Code = "playbook/task-code"
	PlaybookAfter    Code = "playbook/after"
	PlaybookCycle    Code = "playbook/cycle"

	POSyntax    Code = "po/syntax"
	PODuplicate Code = "po/duplicate"
	POLanguage  Code = "po/language"
	POOrphan    Code = "po/orphan"
	POMerge     Code = "po/merge"
	POCheck     Code = "po/check"

	NoticeLanguage Code = "notice/language"

	SiteMissing  Code = "site/missing"
	SiteLanguage Code = "site/language"
	SiteTheme    Code = "site/theme"

	HistoryShallow    Code = "history/shallow"
	HistoryUnreadable Code = "history/unreadable"
)
