package check

import (
	"parley/internal/approval"
	"parley/internal/diag"
	"parley/internal/workspace"
)

// approvers checks the policy of the gate and the registry of those who may approve.
func approvers(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	registries := documentsOf(w, "approvers", "people.id", "people.roles")
	for _, d := range registries {
		findings = append(findings, approval.CheckRegistry(d.Outline())...)
	}
	for _, d := range documentsOf(w, "price-policy", "tiers.name", "tiers.approvals") {
		findings = append(findings, approval.CheckPolicy(d.Outline())...)
		for _, registry := range registries {
			findings = append(findings, approval.CheckRoles(d.Outline(), registry.Outline())...)
		}
	}
	return findings
}
