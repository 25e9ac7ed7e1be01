package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// row is something that can be measured.
type row struct {
	name  string
	asked bool   // only when it is named
	needs string // a program without which it cannot be measured
	run   func(ctx context.Context, b *bench) error
}

var allLanguages = []string{"en", "fr", "de", "es", "ja", "ar", "it", "pt", "nl", "pl"}

func english(pages int) corpus { return corpus{pages, allLanguages[:1]} }

// rows is the table of everything that is measured, in this order.
func rows() []row {
	most := english(10_000)
	table := []row{
		cold("cold 1k", english(1000)),
		cold("cold 10k", most),
		cold("cold 2k x 5", corpus{2000, allLanguages[:5]}),
		warm("nothing changed", most, nothing),
		warm("body edited", most, editBody),
		warm("title edited", most, editTitle),
		warm("term edited", most, editTerm),
		preview("preview body", most, editBody),
		preview("preview title", most, editTitle),
		{name: "history", needs: "git", run: measureHistory},
		{name: "history, 100 new commits", needs: "git", run: measureMoreHistory},
		priced("price compute", fullMarket, []string{"usage"}, "price", "compute"),
		priced("price diff", fullMarket, []string{"usage"}, "price", "diff", "HEAD~1"),
		priced("price impact", fullMarket, nil, "price", "impact", "HEAD~1"),
		filled("translate 10k"),
		filledAlready("nothing to translate"),
		{name: "gate", needs: "git", run: measureGate},
		measured("metrics 1m cold", fullProgramme, false),
		measured("metrics 1m warm", fullProgramme, true),
		drawn("charts 60 cold", false),
		drawn("charts 60 warm", true),
	}
	for _, thousands := range []int{1, 5, 20} {
		table = append(table, curve(cold(fmt.Sprintf("curve %dk pages", thousands), english(1000*thousands))))
	}
	for _, languages := range []int{1, 2, 5, 10} {
		table = append(table, curve(cold(fmt.Sprintf("curve 1k x %d languages", languages), corpus{1000, allLanguages[:languages]})))
	}
	return table
}

// curve makes a row one that is measured only when it is named.
func curve(r row) row {
	r.asked = true
	return r
}

// choose divides rows into those that are to be measured and the reasons why others are not.
func choose(table []row, pattern string, has func(program string) bool) (chosen []row, skipped []string, err error) {
	wanted, err := regexp.Compile(pattern)
	if err != nil {
		return nil, nil, fmt.Errorf("-rows: %w", err)
	}
	reasons := map[string][]string{}
	var order []string
	skip := func(why, name string) {
		if reasons[why] == nil {
			order = append(order, why)
		}
		reasons[why] = append(reasons[why], name)
	}
	for _, r := range table {
		switch {
		case pattern == "" && r.asked:
			skip("measured only when -rows names it", r.name)
		case !wanted.MatchString(r.name):
			skip("-rows "+pattern+" does not match", r.name)
		case r.needs != "" && !has(r.needs):
			skip(r.needs+" is not installed", r.name)
		default:
			chosen = append(chosen, r)
		}
	}
	for _, why := range order {
		skipped = append(skipped, strings.Join(reasons[why], ", ")+": "+why)
	}
	if len(chosen) == 0 {
		return nil, skipped, fmt.Errorf("nothing is left to measure; rows are %s", strings.Join(names(table), ", "))
	}
	return chosen, skipped, nil
}

func names(table []row) []string {
	var all []string
	for _, r := range table {
		all = append(all, r.name)
	}
	return all
}
