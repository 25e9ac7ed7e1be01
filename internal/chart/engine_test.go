package chart

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

// names are texts of each language of the sample company, and names that things in an engine have already.
var names = map[string][]string{
	"en":      {"Q1 2026", "Europe", "Referral partners", "Asia and Pacific"},
	"fr":      {"T1 2026", "Europe", "Partenaires apporteurs", "Asie et Pacifique"},
	"de":      {"Q1 2026", "Europa", "Vermittlungspartner", "Asien und Pazifik"},
	"es":      {"T1 2026", "Europa", "Socios de referencia", "Asia y Pacífico"},
	"ja":      {"2026年第1四半期", "ヨーロッパ", "紹介パートナー", "アジア太平洋"},
	"ar":      {"الربع 1، 2026", "أوروبا", "شركاء الإحالة", "آسيا والمحيط الهادئ"},
	"objects": {"__proto__", "constructor", "hasOwnProperty", "toString"},
	"more":    {"valueOf", "toLocaleString", "__defineGetter__", "isPrototypeOf"},
	"ECharts": {"__ec_inner_1", "_EC_0", "length", "0"},
}

// written are charts of all kinds with texts of a language.
func written(language string) []Chart {
	dir, words := "ltr", names[language]
	if language == "ar" {
		dir = "rtl"
	}
	all := samples(dir)
	for n, c := range all {
		if c.Kind != Sankey {
			all[n].Categories = words
		}
		for i := range c.Series {
			c.Series[i].Name = words[(i+1)%len(words)]
		}
		for i := range c.Flows {
			c.Flows[i].From, c.Flows[i].To = words[i%2], words[2+i%2]
		}
		for i := range c.Ticks {
			c.Ticks[i].Text = words[0] + c.Ticks[i].Text
		}
	}
	return all
}

// torn are charts with gaps, values below nothing and names that are too long, and charts without anything in them.
func torn(charts []Chart) []Chart {
	var all []Chart
	for _, c := range charts {
		all = append(all, Chart{Kind: c.Kind, Dir: c.Dir})
		words := names["fr"]
		c.Labels = []string{strings.Repeat(words[1], 9), "", words[2] + "\n" + words[3], words[0]}
		c.Series = slices.Clone(c.Series)
		for i := range c.Series {
			c.Series[i].Values = values("", "-3", "", "1/3")
		}
		all = append(all, scaled(c))
	}
	return all
}

// TestAnEngineDrawsEachChartAsANewOneDoes draws charts of all kinds in all languages in one engine, in an order drawn by lot, and in
// another by engines that work side by side, of which it is one: nothing that an engine has drawn shows in what it draws next.
func TestAnEngineDrawsEachChartAsANewOneDoes(t *testing.T) {
	if testing.Short() {
		t.Skip("a new engine for each chart: go test without -short starts them")
	}
	all := torn(written("objects"))
	for _, language := range slices.Sorted(maps.Keys(names)) {
		all = append(all, written(language)...)
	}
	var options, want []string
	for _, c := range all {
		option, err := c.encode()
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := start()
		if err != nil {
			t.Fatal(err)
		}
		picture, err := picture(fresh.draw, string(option))
		if err != nil {
			t.Fatalf("%s: %v", option, err)
		}
		options, want = append(options, string(option)), append(want, picture)
	}
	shared, err := start()
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 0))
	for _, i := range random.Perm(len(options)) {
		if got, err := picture(shared.draw, options[i]); err != nil || got != want[i] {
			t.Fatalf("as chart %d of an engine, this one differs, %v:\n%s\nnew:    %s\nshared: %s", shared.drawn, err, options[i], want[i], got)
		}
	}
	for len(idle) > 0 {
		<-idle
	}
	idle <- shared
	var group sync.WaitGroup
	for part := range slices.Chunk(random.Perm(len(options)), len(options)/4) {
		group.Go(func() {
			for _, i := range part {
				if got, err := picture(draw, options[i]); err != nil || got != want[i] {
					t.Errorf("drawn beside others, this one differs, %v:\n%s\nnew:    %s\nshared: %s", err, options[i], want[i], got)
				}
			}
		})
	}
	group.Wait()
}

// picture is what is kept of a drawing, without the counters of ECharts.
func picture(draw func([]byte) (string, error), option string) (string, error) {
	svg, err := draw([]byte(option))
	if err != nil {
		return "", err
	}
	shapes, err := clean(svg, strings.Contains(option, `"right":true`))
	return string(shapes), err
}

// TestAnEngineIsNotKeptForever: not when something has gone wrong in it, not when it has drawn a lot, and no more of them than can work.
func TestAnEngineIsNotKeptForever(t *testing.T) {
	option, err := samples("ltr")[0].encode()
	if err != nil {
		t.Fatal(err)
	}
	for len(idle) > 0 {
		<-idle
	}
	if _, err := draw(option); err != nil || len(idle) != 1 {
		t.Errorf("an engine that has drawn a chart is not kept: %d are, %v", len(idle), err)
	}
	if _, err := draw([]byte(`{"option":1}`)); err == nil || len(idle) != 0 {
		t.Errorf("an engine is kept in which something went wrong: %d are, %v", len(idle), err)
	}
	tired, err := start()
	if err != nil {
		t.Fatal(err)
	}
	tired.drawn = most - 1
	idle <- tired
	if _, err := draw(option); err != nil || len(idle) != 0 {
		t.Errorf("an engine is kept that has drawn enough: %d are, %v", len(idle), err)
	}
}

// TestTheTableOfWidthsIsBare: in another version of ECharts it may be made in another way, and then needs another look.
func TestTheTableOfWidthsIsBare(t *testing.T) {
	if n := strings.Count(echartsText, widths[0]); n != 1 || strings.Count(mended(), widths[1]) != 1 {
		t.Errorf("ECharts makes %d tables as it did: see whether a text constructor has a width", n)
	}
}

// TestNothingCanBeAddedToWhatChartsShare tries what no text of a chart should ever come to.
func TestNothingCanBeAddedToWhatChartsShare(t *testing.T) {
	e, err := start()
	if err != nil {
		t.Fatal(err)
	}
	for _, shared := range []string{"Object.prototype", "Array.prototype", "String.prototype", "Object", "Object.prototype.toString", "Array.prototype.slice", "Map.prototype.get"} {
		if _, err := e.world.RunString(`"use strict"; ` + shared + `.added = 1`); err == nil {
			t.Errorf("something was added to %s", shared)
		}
	}
}
