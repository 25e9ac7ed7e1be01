package main

import (
	"context"
	"path/filepath"
)

// priced measures a command about prices, whole, beside a process that only reads the same files.
func priced(name string, m market, without []string, args ...string) row {
	return row{name: name, needs: "git", run: func(ctx context.Context, b *bench) error {
		dir, err := b.market(ctx, m)
		if err != nil {
			return err
		}
		ours := side{name: "parley", command: command{dir: dir, args: append([]string{b.parley}, args...), mute: true}}
		theirs := side{name: "reading", command: command{dir: b.dir, args: b.child(append([]string{"read", filepath.Join(dir, "pricing")}, without...)...)}}
		return b.add(b.compare(ctx, name, ours, &theirs))
	}}
}

// market writes a repository of prices when it is asked for first: a commit before a change of all lists, and one after.
func (b *bench) market(ctx context.Context, m market) (string, error) {
	dir := filepath.Join(b.dir, "prices")
	if b.written[dir] {
		return dir, nil
	}
	b.say("writing %d price lists with %d parts, and %d rows of usage", m.lists, m.lists*m.parts, m.customers*m.uses*m.months)
	if err := m.writeRest(dir); err != nil {
		return "", err
	}
	if err := m.writeLists(dir, stateBefore); err != nil {
		return "", err
	}
	if err := m.release(dir); err != nil {
		return "", err
	}
	if err := b.commit(ctx, dir); err != nil {
		return "", err
	}
	if err := m.writeLists(dir, stateAfter); err != nil {
		return "", err
	}
	for _, args := range [][]string{{"commit", "-q", "-a", "-m", "Each fifth part costs more"}, {"gc", "-q"}} {
		if err := b.runGit(ctx, dir, nil, args...); err != nil {
			return "", err
		}
	}
	b.written[dir] = true
	return dir, nil
}
