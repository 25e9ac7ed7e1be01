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
	MarkdownTooComplex  Code = "markdown/too-complex"

	TermForbidden Code = "term/forbidden"
	TermConflict  Code = "term/conflict"

	IDDuplicate Code = "id/duplicate"
	IDFileName  Code = "id/file-name"
	RefUnknown  Code = "ref/unknown"
	RefOneWay   Code = "ref/one-way"
	DocOrphan   Code = "doc/orphan"
	DocMoved    Code = "doc/moved"

	PageHTML   Code = "page/html"
	PageBudget Code = "page/budget"

	DecisionVanished  Code = "decision/vanished"
	DecisionRewritten Code = "decision/rewritten"

	DocSameURL     Code = "doc/same-url"
	DocPlaceholder Code = "doc/placeholder"
	DateOrder      Code = "date/order"
	ReviewDue      Code = "review/overdue"

	PlaybookInput    Code = "playbook/input"
	PlaybookOutput   Code = "playbook/output"
	PlaybookTaskCode Code = "playbook/task-code"
	PlaybookAfter    Code = "playbook/after"
	PlaybookCycle    Code = "playbook/cycle"

	MetricTarget    Code = "metric/target"
	PlanDays        Code = "plan/days"
	PilotDecision   Code = "pilot/decision"
	PilotOverdue    Code = "pilot/overdue"
	CampaignBudget  Code = "campaign/budget"
	CampaignSignOff Code = "campaign/sign-off"
	CampaignOverdue Code = "campaign/overdue"
	FeatureReplaced Code = "feature/replaced"

	MigrationUnguarded Code = "migration/unguarded"
	MigrationWaiver    Code = "migration/waiver"
	JourneyPlace       Code = "journey/place"
	JourneyGap         Code = "journey/gap"
	RequestRouting     Code = "request/routing"
	RequestLevels      Code = "request/levels"

	SkillLevels      Code = "skill/levels"
	CareerLevel      Code = "career/level"
	CareerLadder     Code = "career/ladder"
	ScorecardLevel   Code = "scorecard/level"
	ScorecardDrill   Code = "scorecard/drill"
	LearningAttended Code = "learning/attended"
	LearningPass     Code = "learning/pass"

	TimeOfDay        Code = "time/of-day"
	TimeZone         Code = "time/zone"
	RhythmFirst      Code = "rhythm/first"
	DateFuture       Code = "date/future"
	ActionOverdue    Code = "action/overdue"
	DecisionOverdue  Code = "decision/overdue"
	DecisionDeadline Code = "decision/deadline"

	DataProduction Code = "data/production"
	DataReader     Code = "data/reader"
	DataExpired    Code = "data/expired"
	DataClass      Code = "data/class"
	DataPath       Code = "data/path"
	DataCircle     Code = "data/circle"

	RunTask     Code = "run/task"
	RunTwice    Code = "run/twice"
	RunOrder    Code = "run/order"
	RunSkipped  Code = "run/skipped"
	RunFinished Code = "run/finished"

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
