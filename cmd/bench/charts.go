package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/chart"
)

// manyCharts is how many charts a large portal has, no two alike.
const manyCharts = 60

// drawn measures drawing charts in a process of their own: cold with no picture known, warm with all of them known.
func drawn(name string, isWarm bool) row {
	return row{name: name, run: func(ctx context.Context, b *bench) error {
		kept := filepath.Join(b.dir, "charts")
		ours := side{name: "parley", command: command{dir: b.dir, args: b.child("charts", kept)}}
		if !isWarm {
			ours.prepare = func(int) error { return b.aside(b.dir, "charts") }
		} else if _, err := measure(ctx, ours.command); err != nil { // one beforehand
			return err
		}
		return b.add(b.compare(ctx, name, ours, nil))
	}}
}

// drawCharts draws all charts that a file does not know, on all processors, and writes down what is known then.
func drawCharts(kept string) error {
	charts := chart.Keep(func() map[string]chart.Drawn {
		known := map[string]chart.Drawn{}
		if text, err := os.ReadFile(kept); err != nil || cbor.Unmarshal(text, &known) != nil {
			return nil
		}
		return known
	})
	next, failed := make(chan chart.Chart), make(chan error, manyCharts)
	var drawing sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		drawing.Go(func() {
			for c := range next {
				_, err := charts.SVG(c, "A chart")
				failed <- err
			}
		})
	}
	for n := range manyCharts {
		next <- chartOf(n)
	}
	close(next)
	drawing.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			return err
		}
	}
	_, used, drawn := charts.Known()
	if drawn == 0 {
		return nil
	}
	text, err := cbor.Marshal(used)
	return errors.Join(err, os.WriteFile(kept, text, fs.FileMode(0o600)))
}

// chartOf is one of the charts: of each kind in turn, with two series of eight quarters.
func chartOf(n int) chart.Chart {
	c := chart.Chart{Kind: chart.Kinds[n%len(chart.Kinds)], Dir: "ltr", Heading: "Quarter"}
	value := func(of int) chart.Value { return chart.Value{Number: strconv.Itoa(of), Text: strconv.Itoa(of)} }
	first, second := chart.Series{Name: "Sourced"}, chart.Series{Name: "Influenced"}
	for quarter := range 8 {
		c.Categories = append(c.Categories, fmt.Sprintf("Q%d %d", quarter%4+1, 2025+quarter/4))
		first.Values = append(first.Values, value(20+(n*7+quarter*13)%61))
		second.Values = append(second.Values, value(90+(n*11+quarter*5)%47))
	}
	c.Series = []chart.Series{first, second}
	if c.Kind == chart.Sankey {
		c.Categories, c.Series = nil, nil
		c.Flows = []chart.Flow{{From: "Europe", To: "Resellers", Value: value(3 + n)}, {From: "Asia", To: "Resellers", Value: value(5)}, {From: "Europe", To: "Integrators", Value: value(9)}}
	}
	for _, tick := range c.Scale() {
		text := strings.TrimSuffix(strings.TrimRight(tick.FloatString(3), "0"), ".")
		c.Ticks = append(c.Ticks, chart.Value{Number: text, Text: text})
	}
	return c
}
