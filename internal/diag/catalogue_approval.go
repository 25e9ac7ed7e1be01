package diag

// approvalTopics explains findings about who has to approve a change of prices.
func approvalTopics() []topic {
	return []topic{
		{
			code: PolicyTiers, title: "No change of prices can be judged by the policy",
			what: "The policy names three tiers: minor, standard and high. The first two have thresholds, each at least as high in standard as in minor, in one currency and over the same windows. The last has none: it takes what is left.",
			why:  "A change that falls into no tier would need nobody's approval. So the gate lets no change through by such a policy.",
			mend: "Write the three tiers in this order, give each its approvals, and compare the thresholds of the first two.",
			lang: "yaml",
			bad: `
tiers:
  - name: minor
    below: {change: "2%", monthly_impact: "500 EUR", drift: {30d: "3%"}}
    approvals: [{role: product}]
  - name: standard
    below: {change: "1%", monthly_impact: "5000 EUR", drift: {30d: "12%"}}
    approvals: [{role: product}, {role: finance}]
  - {name: high, people: 2, approvals: [{role: product}, {role: finance}]}`,
			good: `
tiers:
  - name: minor
    below: {change: "2%", monthly_impact: "500 EUR", drift: {30d: "3%"}}
    approvals: [{role: product}]
  - name: standard
    below: {change: "10%", monthly_impact: "5000 EUR", drift: {30d: "12%"}}
    approvals: [{role: product}, {role: finance}]
  - {name: high, people: 2, approvals: [{role: product}, {role: finance}]}`,
		},
		{
			code: PolicyRole, title: "Nobody has a role that the policy asks for",
			what: "The policy asks for the approval of a role. The registry of approvers gives this role to nobody.",
			why:  "A change that needs this approval can never land.",
			mend: "Correct the spelling, or give somebody the role in `pricing/approvers.yaml`.",
			lang: "yaml",
			bad: `
# pricing/policy.yaml
approvals: [{role: finanse}]`,
			good: `
# pricing/policy.yaml
approvals: [{role: finance}]`,
		},
		{
			code: ApproverIdentity, title: "Two approvers cannot be told apart",
			what: "A person, an account, an e-mail address or a key stands in the registry twice.",
			why:  "One person could then approve as two, or approve what they wrote themselves. An identity that is not certain counts for nobody.",
			mend: "Keep each person once, with all accounts, addresses and keys, and each of those with one person.",
			lang: "yaml",
			bad: `
people:
  - {id: mara, human: true, emails: [mara@example.com]}
  - {id: emre, human: true, emails: [Mara@example.com]}`,
			good: `
people:
  - {id: mara, human: true, emails: [mara@example.com]}
  - {id: emre, human: true, emails: [emre@example.com]}`,
		},
		{
			code: ApproverKey, title: "A key of an approver cannot be used",
			what: "The text is not an SSH key as ssh-keygen writes it, has options before it, or is of a kind that proves too little: DSA, RSA with fewer than 3072 bits, or a type that is not known.",
			why:  "An approval that is signed with this key would not count.",
			mend: "Make a key with `ssh-keygen -t ed25519`, and paste the one line of the file that ends in `.pub`.",
			lang: "yaml",
			bad:  `keys: [{key: "MIIEpAIBAAKCAQEA", from: "2026-01-01T00:00:00Z"}]`,
			good: `keys: [{key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl", from: "2026-01-01T00:00:00Z"}]`,
		},
	}
}
