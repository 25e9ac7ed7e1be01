package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// measured measures ten measures of a million rows: cold beside a process that reads the same files with the library's reader and adds
// the same ten figures up in maps, with no check and no query; warm beside one that only reads the files.
func measured(name string, p programme, isWarm bool) row {
	return row{name: name, run: func(ctx context.Context, b *bench) error {
		dir := filepath.Join(b.dir, "facts")
		if !b.written[dir] {
			b.say("writing %d invoices of %d partners", p.invoices, p.partners)
			if err := p.write(dir); err != nil {
				return err
			}
			b.written[dir] = true
		}
		data := filepath.Join(dir, "content", "metrics", "data")
		ours := side{name: "parley", command: command{dir: dir, args: []string{b.parley, "metrics", "--as-of", factsDay}, mute: true}}
		if !isWarm {
			ours.prepare = func(int) error { return b.aside(b.dir, cacheFolder) }
			return b.add(b.compare(ctx, name, ours, &side{name: "adding up", command: command{dir: dir, args: b.child("add up", data)}}))
		}
		b.say("%s: a run beforehand", name)
		if _, err := measure(ctx, ours.command); err != nil {
			return err
		}
		return b.add(b.compare(ctx, name, ours, &side{name: "reading", command: command{dir: dir, args: b.child("read", data)}}))
	}}
}

// segment is what figures are told apart by.
type segment struct{ period, region, tier, kind, partner string }

// figure is the sum of something, and how many rows it is of.
type figure struct{ value, of int64 }

// figures are those of the ten measures, in the order of grouped.
type figures [10]map[segment]figure

func (f *figures) add(measure int, s segment, value int64) {
	was := f[measure][s]
	f[measure][s] = figure{was.value + value, was.of + 1}
}

// addUp is the least program that does the work of the ten measures: it believes every byte.
func addUp(folder string) (*figures, error) {
	var f figures
	for i := range f {
		f[i] = map[segment]figure{}
	}
	partners, active := map[string]segment{}, map[segment]bool{}
	if err := eachRow(filepath.Join(folder, "partners.csv"), func(cells []string) {
		partners[cells[0]] = segment{region: cells[1], tier: cells[2], kind: cells[3], partner: cells[0]}
	}); err != nil {
		return nil, err
	}
	for file := range invoiceFiles {
		err := eachRow(filepath.Join(folder, fmt.Sprintf("invoices-%d.csv", file+1)), func(cells []string) {
			by := partners[cells[1]]
			day, month := cells[5], cells[5][:len("2026-01")]
			cents, _ := strconv.ParseInt(strings.Replace(cells[6], ".", "", 1), 10, 64) // they all have two decimals
			by.period = month
			f.whole(cells, by, cents)
			f.add(4, segment{period: day, region: by.region}, 1)
			if met := (segment{period: month, region: by.region, partner: by.partner}); !active[met] {
				active[met] = true
				f.add(6, segment{period: month, region: by.region}, 1)
			}
			f.add(7, segment{period: month, region: by.region, tier: by.tier, kind: by.kind}, cents)
			f.add(8, by, one(cells[8] == "yes"))
		})
		if err != nil {
			return nil, err
		}
	}
	return &f, nil
}

// whole adds what is asked for by month and partner, and what was invoiced.
func (f *figures) whole(cells []string, by segment, cents int64) {
	switch cells[2] {
	case "sourced":
		f.add(0, by, cents)
	case "influenced":
		f.add(1, by, cents)
	}
	if cells[3] == "invoice" {
		f.add(2, segment{period: by.period, region: by.region, tier: by.tier}, cents)
	}
	f.add(3, by, one(cells[3] == "credit"))
	if seats, err := strconv.ParseInt(cells[7], 10, 64); err == nil {
		f.add(5, by, seats)
	}
	if cells[4] == "engine" {
		f.add(9, by, cents)
	}
}

func one(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// eachRow reads a file, without its header.
func eachRow(name string, take func(cells []string)) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	reader := csv.NewReader(file)
	if _, err := reader.Read(); err != nil {
		return err
	}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		take(cells)
	}
}

// rows are the figures of a measure as lines, sorted.
func (f *figures) rows(measure int) []string {
	var lines []string
	for s, sum := range f[measure] {
		lines = append(lines, fmt.Sprintf("%s|%s|%s|%s|%s|%d|%d", s.period, s.region, s.tier, s.kind, s.partner, sum.value, sum.of))
	}
	slices.Sort(lines)
	return lines
}
