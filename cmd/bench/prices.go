package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
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
	if err := b.writeMarket(ctx, m, dir, stateBefore); err != nil {
		return "", err
	}
	if err := b.commit(ctx, dir); err != nil {
		return "", err
	}
	if err := b.writeMarket(ctx, m, dir, stateAfter); err != nil {
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

// writeMarket has another process write the files of a state: the memory that this takes would be counted as that of every
// program which is started after it.
func (b *bench) writeMarket(ctx context.Context, m market, dir string, s state) error {
	_, err := measure(ctx, command{dir: b.dir, args: b.child("prices", dir, strconv.Itoa(int(s)), fmt.Sprint(m))})
	return err
}

// readMarket reads what fmt.Sprint has written of a market.
func readMarket(text string) (m market, err error) {
	_, err = fmt.Sscanf(text, "{%d %d %d %d %d %d}", &m.lists, &m.parts, &m.costs, &m.customers, &m.uses, &m.months)
	return m, err
}

// write writes the files of a state; the first is followed by the others.
func (m market) write(dir string, s state) error {
	if err := m.writeLists(dir, s); err != nil || s != stateBefore {
		return err
	}
	if err := m.writeRest(dir); err != nil {
		return err
	}
	return m.release(dir)
}
