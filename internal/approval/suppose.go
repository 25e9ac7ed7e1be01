package approval

import (
	"fmt"
	"time"
)

// Suppose adds approvals that nobody has given: what would be decided if these people approved the change as it stands, now.
// Without a pull request one is supposed as well. Somebody who is not in the registry, or has neither account nor key there,
// could not approve, and is an error.
func (f Facts) Suppose(ids ...string) (Facts, error) {
	for _, id := range ids {
		person, known := f.Registry.person(id)
		o := Opinion{ID: "supposed-" + id, State: Approved, At: f.Now, Digest: f.Digest, Verified: true, Subject: Subject{Repository: f.Repository, Branch: f.Branch}}
		switch {
		case !known:
			return f, fmt.Errorf("%s is not in the registry of the base", id)
		case len(person.Accounts) > 0:
			if f.Pull == nil {
				f.Pull = &Pull{Repository: f.Repository, Number: 1, Created: f.Now, Head: f.Commits.Head, Branch: f.Branch}
			}
			o.Source, o.Account, o.Subject.Pull = GitHub, person.Accounts[0], f.Pull.Number
		case len(person.Keys) > 0:
			o.Source, o.Person, o.Key, o.Until = Git, id, person.Keys[0].Text, f.Now.Add(time.Hour)
		default:
			return f, fmt.Errorf("%s has neither an account nor a key in the registry, and could not approve", id)
		}
		f.Opinions = append(f.Opinions[:len(f.Opinions):len(f.Opinions)], o)
	}
	return f, nil
}

// PersonOfKey finds whose key it is.
func (r Registry) PersonOfKey(key string) (id string, known bool) {
	person, known := r.byKey(key)
	return person.ID, known
}
