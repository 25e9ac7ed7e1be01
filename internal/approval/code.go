package approval

// Code names why a change may not land, or why an approval does not count. Codes are stable: one never changes its meaning.
type Code string

// The codes, by what they are about.
const (
	ApprovalMissing Code = "APPROVAL_MISSING"
	Unsatisfiable   Code = "UNSATISFIABLE"
	Draft           Code = "DRAFT"

	SelfApproval       Code = "SELF_APPROVAL"
	Contributor        Code = "CONTRIBUTOR"
	DuplicatePrincipal Code = "DUPLICATE_PRINCIPAL"
	NotRegistered      Code = "NOT_REGISTERED"
	NotHuman           Code = "NOT_HUMAN"
	RoleInactive       Code = "ROLE_INACTIVE"
	RoleScope          Code = "ROLE_SCOPE"
	ConflictOfInterest Code = "CONFLICT_OF_INTEREST"
	NotAnApproval      Code = "NOT_AN_APPROVAL"
	Dismissed          Code = "DISMISSED"
	Stale              Code = "STALE"
	Expired            Code = "EXPIRED"
	TimeInvalid        Code = "TIME_INVALID"
	WrongSubject       Code = "WRONG_SUBJECT"
	Unverified         Code = "UNVERIFIED"
	KeyInvalid         Code = "KEY_INVALID"

	ChangesRequested  Code = "CHANGES_REQUESTED"
	BreakGlassInvalid Code = "BREAK_GLASS_INVALID"

	PolicyMissing   Code = "POLICY_MISSING"
	PolicyInvalid   Code = "POLICY_INVALID"
	PolicyChanged   Code = "POLICY_CHANGED"
	CoolingOff      Code = "COOLING_OFF"
	IncludeUnpinned Code = "INCLUDE_UNPINNED"
	OverrideRefused Code = "OVERRIDE_REFUSED"

	HistoryIncomplete Code = "HISTORY_INCOMPLETE"
	HistoryUnrelated  Code = "HISTORY_UNRELATED"
	HistoryRewritten  Code = "HISTORY_REWRITTEN"
	MergeConflict     Code = "MERGE_CONFLICT"
	Gitlink           Code = "GITLINK"
	FileMode          Code = "FILE_MODE"
	LFSPointer        Code = "LFS_POINTER"
	RefInvalid        Code = "REF_INVALID"
	LimitExceeded     Code = "LIMIT_EXCEEDED"

	PathInvalid     Code = "PATH_INVALID"
	PathCollision   Code = "PATH_COLLISION"
	Encoding        Code = "ENCODING"
	HiddenCharacter Code = "HIDDEN_CHARACTER"
	ListVanished    Code = "LIST_VANISHED"
	ListDuplicate   Code = "LIST_DUPLICATE"
	FormatForbidden Code = "FORMAT_FORBIDDEN"
	DuplicateKey    Code = "DUPLICATE_KEY"
	MultiDocument   Code = "MULTI_DOCUMENT"
	ParsersDisagree Code = "PARSERS_DISAGREE"
	NumberFormat    Code = "NUMBER_FORMAT"
	ProseMismatch   Code = "PROSE_MISMATCH"

	NoFiniteDelta    Code = "NO_FINITE_DELTA"
	CurrencyInvalid  Code = "CURRENCY_INVALID"
	MinorUnit        Code = "MINOR_UNIT"
	TiersInvalid     Code = "TIERS_INVALID"
	Backdated        Code = "BACKDATED"
	NoticeShort      Code = "NOTICE_SHORT"
	RangeOverlap     Code = "RANGE_OVERLAP"
	RangeGap         Code = "RANGE_GAP"
	MarginFloor      Code = "MARGIN_FLOOR"
	DiscountCap      Code = "DISCOUNT_CAP"
	VariabilityCap   Code = "VARIABILITY_CAP"
	ChargeCap        Code = "CHARGE_CAP"
	RateStale        Code = "RATE_STALE"
	LanguageMismatch Code = "LANGUAGE_MISMATCH"

	Drift             Code = "DRIFT"
	BatchInvalid      Code = "BATCH_INVALID"
	BatchOrder        Code = "BATCH_ORDER"
	Quota             Code = "QUOTA"
	Freeze            Code = "FREEZE"
	ExperimentInvalid Code = "EXPERIMENT_INVALID"

	VersionDowngrade Code = "VERSION_DOWNGRADE"
	VersionReused    Code = "VERSION_REUSED"
	VersionNotBumped Code = "VERSION_NOT_BUMPED"
	NameMismatch     Code = "NAME_MISMATCH"
	TagMoved         Code = "TAG_MOVED"
	TagInvalid       Code = "TAG_INVALID"
	RollbackInvalid  Code = "ROLLBACK_INVALID"

	ForgeUnavailable Code = "FORGE_UNAVAILABLE"
	ForgePartial     Code = "FORGE_PARTIAL"
	LogSignature     Code = "LOG_SIGNATURE"
	LogOrigin        Code = "LOG_ORIGIN"
	LogInconsistent  Code = "LOG_INCONSISTENT"
	LogMalformed     Code = "LOG_MALFORMED"
	LogTime          Code = "LOG_TIME"
	LogReconcile     Code = "LOG_RECONCILE"
)

// Verdict is what may happen to a change. The zero Verdict is none, and stands for the worst.
type Verdict string

// The verdicts, from the best to the worst. Of several the worst holds.
const (
	Pass    Verdict = "pass"    // it may land
	Pending Verdict = "pending" // it is in order, but approvals are missing
	Deny    Verdict = "deny"    // it cannot be approved as it is
	Error   Verdict = "error"   // it could not be evaluated
)

func (v Verdict) rank() int {
	switch v {
	case Pass:
		return 0
	case Pending:
		return 1
	case Deny:
		return 2
	}
	return 3
}

// Worse returns the worse of two verdicts.
func (v Verdict) Worse(other Verdict) Verdict {
	if other.rank() > v.rank() {
		return other
	}
	return v
}

// Exit is the exit code of parley gate: 0 pass, 1 pending, 2 deny, 3 error.
func (v Verdict) Exit() int { return v.rank() }

// Means is the verdict that a reason of this code leads to. A code that nobody knows leads to an error, and so does one that
// says why an approval does not count, where it is given for the change as a whole.
func (c Code) Means() Verdict {
	switch c {
	case PolicyChanged, CoolingOff, NoFiniteDelta, Drift, RangeGap:
		return Pass // they raise the tier, and say why
	case ApprovalMissing, Unsatisfiable, Draft:
		return Pending
	case ChangesRequested, BreakGlassInvalid, Unverified, HistoryUnrelated, HistoryRewritten, Gitlink, FileMode, LFSPointer, PathInvalid, PathCollision,
		Encoding, HiddenCharacter, ListVanished, ListDuplicate, FormatForbidden, DuplicateKey, MultiDocument, ParsersDisagree,
		NumberFormat, ProseMismatch, CurrencyInvalid, MinorUnit, TiersInvalid, Backdated, NoticeShort, RangeOverlap, MarginFloor, DiscountCap,
		VariabilityCap, ChargeCap, RateStale, LanguageMismatch, BatchInvalid, BatchOrder, Quota, Freeze, ExperimentInvalid,
		VersionDowngrade, VersionReused, VersionNotBumped, NameMismatch, TagMoved, TagInvalid, RollbackInvalid:
		return Deny
	}
	return Error
}
