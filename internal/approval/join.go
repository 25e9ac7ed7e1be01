package approval

import (
	"cmp"
	"slices"
)

// Join makes one decision of several on changes that land together: the worst verdict, the highest tier, and every reason and need.
// The first is that on all of them together, and gives digest, commits and changes; its needs and missing approvals only count
// where its tier is higher than that of each change by itself, since approvals are given for a change by itself.
func Join(all Decision, single []Decision) Decision {
	joined := all
	highest := None
	for _, d := range single {
		highest = higher(highest, d.Tier)
	}
	if all.Tier.rank() <= highest.rank() && len(single) > 0 {
		missing := func(r Reason) bool { return r.Code == ApprovalMissing || r.Code == Unsatisfiable }
		joined.Reasons = slices.DeleteFunc(slices.Clone(all.Reasons), missing)
		joined.Needed, joined.Rejected = nil, nil
	}
	joined.Verdict = Pass
	for _, r := range joined.Reasons {
		joined.Verdict = joined.Verdict.Worse(r.verdict())
	}
	for _, d := range single {
		joined.Verdict, joined.Tier = joined.Verdict.Worse(d.Verdict), higher(joined.Tier, d.Tier)
		joined.Why, joined.Reasons = union(joined.Why, d.Why), union(joined.Reasons, d.Reasons)
		joined.Counted, joined.Rejected = union(joined.Counted, d.Counted), union(joined.Rejected, d.Rejected)
		for _, need := range d.Needed {
			same := func(n Need) bool { return n.Role == need.Role && n.Region == need.Region }
			if i := slices.IndexFunc(joined.Needed, same); i < 0 {
				joined.Needed = append(slices.Clone(joined.Needed), need)
			} else {
				joined.Needed[i].Count = max(joined.Needed[i].Count, need.Count)
			}
		}
	}
	joined.Reasons = sorted(joined.Reasons)
	slices.SortFunc(joined.Needed, func(a, b Need) int { return cmp.Or(cmp.Compare(a.Role, b.Role), cmp.Compare(a.Region, b.Region)) })
	return joined
}
