package forge

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"parley/internal/record"
)

// BranchRules are what GitHub enforces on a branch: the types of its rules, and the checks that have to pass.
type BranchRules struct {
	Types  []string // pull_request, required_status_checks, non_fast_forward, deletion, merge_queue …; sorted
	Checks []string // by the name of the check; sorted
}

// Rules asks which rules hold for a branch: those of all rulesets. Branch protection of the older sort is not among them, since
// only administrators may see it.
func (g GitHub) Rules(ctx context.Context, repository, branch string) (BranchRules, error) {
	var found BranchRules
	if !repositoryForm.MatchString(repository) {
		return found, partial("%q is not the name of a repository", repository)
	}
	address := fmt.Sprintf("%s/repos/%s/rules/branches/%s", strings.TrimSuffix(g.API, "/"), repository, url.PathEscape(branch))
	for page := 1; page <= mostPages; page++ {
		body, header, err := g.get(ctx, fmt.Sprintf("%s?per_page=%d&page=%d", address, pageSize, page))
		if err != nil {
			return found, err
		}
		v, err := record.Read(body, record.Usual)
		if err != nil || v.Kind != record.List {
			return found, partial("the rules of the branch cannot be read")
		}
		for _, item := range v.Items {
			f := fields{what: "a rule"}
			found.Types = append(found.Types, f.text(item, "type"))
			if f.err != nil {
				return found, f.err
			}
			for _, check := range item.Get("parameters").Get("required_status_checks").Items {
				found.Checks = append(found.Checks, check.Get("context").Text)
			}
		}
		next, _, err := links(header, page)
		if err != nil {
			return found, err
		}
		if !next {
			break
		}
	}
	slices.Sort(found.Types)
	slices.Sort(found.Checks)
	return found, nil
}
