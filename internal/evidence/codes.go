package evidence

import (
	"parley/internal/approval"
	"parley/internal/diag"
)

// meanings are what findings in governed files are called in a decision. A finding that is not here says that the file is not
// in the form that it has to have.
var meanings = map[diag.Code]approval.Code{
	diag.FileEncoding:     approval.Encoding,
	diag.YAMLDuplicateKey: approval.DuplicateKey,
	diag.YAMLDocuments:    approval.MultiDocument,
	diag.YAMLInvisible:    approval.HiddenCharacter,
	diag.YAMLQuote:        approval.NumberFormat,
	diag.PriceFormat:      approval.NumberFormat,
	diag.PriceCurrency:    approval.CurrencyInvalid,
	diag.PriceMinorUnits:  approval.MinorUnit,
	diag.PriceTiers:       approval.TiersInvalid,
	diag.PriceCharge:      approval.TiersInvalid,
	diag.PriceDiscountCap: approval.DiscountCap,
	diag.PriceVariability: approval.VariabilityCap,
	diag.PriceMarginFloor: approval.MarginFloor,
	diag.PriceMonthlyCap:  approval.ChargeCap,
	diag.PriceRelease:     approval.VersionReused,
	diag.PriceVersion:     approval.VersionReused,
	diag.PriceOrder:       approval.RangeOverlap,
	diag.PriceNotice:      approval.NoticeShort,
	diag.CostRate:         approval.RateStale,
	diag.IDFileName:       approval.NameMismatch,
}

func meaning(code diag.Code) approval.Code {
	if known, ok := meanings[code]; ok {
		return known
	}
	return approval.FormatForbidden
}

// reasonOf is a finding as a reason.
func reasonOf(f diag.Diagnostic) approval.Reason {
	return approval.Reason{Code: meaning(f.Code), Message: f.Message, Path: f.Path, Line: f.Line, Rule: string(f.Code)}
}
