package approval

import "testing"

// FuzzReadRegistry reads whatever bytes as a registry: nothing panics, and nobody approves who has not.
func FuzzReadRegistry(f *testing.F) {
	f.Add([]byte("kind: approvers\npeople:\n  - id: anna\n    human: true\n    accounts: {github: {login: anna, id: 1}}\n    roles: [{role: product, regions: [emea], from: \"2026-01-01T00:00:00Z\"}]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, _ := ReadRegistry(text)
		with := facts(change(1))
		with.Registry, with.Opinions = r, []Opinion{review("somebody", Approved)}
		with.Opinions[0].Account = Account{Forge: "github", Login: "anna"} // without its number
		if d := Decide(thePolicy(t), with); d.Verdict == Pass {
			t.Fatalf("%q counts an account by its name", text)
		}
	})
}
