package approval

import "strings"

// watched are the folders and files that say what is paid and who decides, with what each is for people.
var watched = []struct{ path, what string }{
	{"pricing/policy.yaml", "the policy of the gate"},
	{"pricing/approvers.yaml", "the registry of those who may approve"},
	{"pricing/costs/", "what things cost us"},
	{"pricing/rates/", "exchange rates"},
	{"pricing/usage/", "the usage from which impact is worked out"},
	{"pricing/segments", "the segments of customers"},
	{"pricing/experiments/", "experiments with prices"},
	{"pricing/log/", "the log of decisions"},
	{"content/kinds/", "what documents must contain"},
	{".github/", "the workflows and owners of the forge"},
	{".gitlab-ci.yml", "the workflows of the forge"},
	{".gitlab/", "the workflows and owners of the forge"},
	{".gitea/", "the workflows of the forge"},
	{".forgejo/", "the workflows of the forge"},
	{"codeowners", "the owners of files"},
	{"docs/codeowners", "the owners of files"},
	{"action.yml", "the gate itself"},
	{"action.yaml", "the gate itself"},
	{".gitmodules", "the repositories within this one"},
}

// judged are the folders below pricing/ of which the contents are judged, or are themselves evidence. Whatever else lies there
// is governed, so that a new sort of file cannot slip through.
var judged = []string{"pricing/lists/", "pricing/approvals/"}

// Governed says what a path stands for, where only a change of the highest tier may touch it; "" where any may. Capital letters
// make no difference, since they make none on some computers.
func Governed(path string) string {
	path = strings.ToLower(path)
	for _, w := range watched {
		if within(path, w.path) || w.path == "pricing/segments" && strings.HasPrefix(path, w.path) {
			return w.what
		}
	}
	for _, folder := range judged {
		if strings.HasPrefix(path, folder) {
			return ""
		}
	}
	if strings.HasPrefix(path, "pricing/") {
		return "something that belongs to prices"
	}
	return ""
}

// within reports whether a path is a file, or lies in a folder, which ends in a slash.
func within(path, place string) bool {
	return path == place || strings.HasSuffix(place, "/") && strings.HasPrefix(path, place)
}

// governed is what a file stands for under a policy, which may protect further places.
func (p Policy) governed(file File) string {
	if file.What != "" {
		return file.What
	}
	if what := Governed(file.Path); what != "" {
		return what
	}
	for _, place := range p.Protect {
		place = strings.ToLower(place)
		if path := strings.ToLower(file.Path); within(path, place) || within(path, place+"/") {
			return "something that the policy protects"
		}
	}
	return ""
}

// rules reports whether a file is one of the two by which the gate judges.
func (f File) rules() bool {
	path := strings.ToLower(f.Path)
	return path == PolicyPath || path == RegistryPath
}

// Where the rules stand.
const (
	PolicyPath   = "pricing/policy.yaml"
	RegistryPath = "pricing/approvers.yaml"
	// ApprovalsPath is the folder of signed approvals.
	ApprovalsPath = "pricing/approvals"
)

// Governs says what a path stands for where only a change of the highest tier may touch it, under this policy; "" where any may.
func (p Policy) Governs(path string) string { return p.governed(File{Path: path}) }
