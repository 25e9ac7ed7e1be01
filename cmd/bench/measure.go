package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// command is a process to be run in a folder.
type command struct {
	dir  string
	args []string
	mute bool // what it prints on standard output is thrown away, not kept for the case of an error
}

// sample is one process from its start to its end.
type sample struct {
	Wall time.Duration `json:"wall_ns"`
	CPU  time.Duration `json:"cpu_ns"` // in the process and what it has started, user and system
	Peak int64         `json:"peak_bytes"`
}

// measure runs a process and says what it cost.
func measure(ctx context.Context, c command) (sample, error) {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Dir = c.dir
	var said bytes.Buffer
	if cmd.Stderr = &said; !c.mute {
		cmd.Stdout = &said
	}
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w\n%s", strings.Join(c.args, " "), err, end(said.String(), 2000))
	}
	return sample{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak(cmd.ProcessState)}, nil
}

// end is the last part of a text.
func end(text string, most int) string { return text[max(0, len(text)-most):] }

// side is one of two that are compared.
type side struct {
	name    string
	command command
	prepare func(round int) error // before each run, not measured; nil for nothing
}

// compare runs both sides in turns, n times. The second may be missing.
func (b *bench) compare(ctx context.Context, row string, ours side, theirs *side) (comparison, error) {
	result := comparison{Row: row, Ours: summary{Name: ours.name}}
	sides := []*side{&ours}
	if theirs != nil {
		result.Theirs = &summary{Name: theirs.name}
		sides = append(sides, theirs)
	}
	for round := range b.times {
		for i, s := range sides {
			if s.prepare != nil {
				if err := s.prepare(round); err != nil {
					return result, err
				}
			}
			settle()
			taken, err := measure(ctx, s.command)
			if err != nil {
				return result, err
			}
			b.say("%s, %d of %d: %s took %s", row, round+1, b.times, s.name, short(taken.Wall))
			to := &result.Ours
			if i == 1 {
				to = result.Theirs
			}
			to.Samples = append(to.Samples, taken)
		}
	}
	result.conclude()
	return result, nil
}

// comparison is a row of the report. A ratio is the median of the ratios of the pairs, theirs to ours: a pair has met
// the machine in one state.
type comparison struct {
	Row    string   `json:"row"`
	Ours   summary  `json:"ours"`
	Theirs *summary `json:"theirs,omitempty"`
	Wall   float64  `json:"wall_ratio,omitempty"`
	CPU    float64  `json:"cpu_ratio,omitempty"`
	Peak   float64  `json:"peak_ratio,omitempty"`
}

// summary is one side of a row: the medians of its samples.
type summary struct {
	Name    string   `json:"name"`
	Median  sample   `json:"median"`
	Samples []sample `json:"samples"`
}

func wallOf(s sample) float64 { return float64(s.Wall) }
func cpuOf(s sample) float64  { return float64(s.CPU) }
func peakOf(s sample) float64 { return float64(s.Peak) }

func (c *comparison) conclude() {
	c.Ours.conclude()
	if c.Theirs == nil {
		return
	}
	c.Theirs.conclude()
	ratio := func(of func(sample) float64) float64 {
		var ratios []float64
		for i, ours := range c.Ours.Samples {
			if of(ours) > 0 {
				ratios = append(ratios, of(c.Theirs.Samples[i])/of(ours))
			}
		}
		return median(ratios)
	}
	c.Wall, c.CPU, c.Peak = ratio(wallOf), ratio(cpuOf), ratio(peakOf)
}

func (s *summary) conclude() {
	of := func(value func(sample) float64) float64 {
		var values []float64
		for _, sample := range s.Samples {
			values = append(values, value(sample))
		}
		return median(values)
	}
	s.Median = sample{time.Duration(of(wallOf)), time.Duration(of(cpuOf)), int64(of(peakOf))}
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) == 0 {
		return 0
	}
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// quantile is the least value that so many of all do not exceed.
func quantile[T cmp.Ordered](values []T, part float64) T {
	sorted := slices.Sorted(slices.Values(values))
	at := int(part*float64(len(sorted))+0.9999) - 1
	return sorted[min(max(at, 0), len(sorted)-1)]
}

// find looks for a program in PATH, then in some folders.
func find(name string, folders ...string) (string, bool) {
	if found, err := exec.LookPath(name); err == nil {
		return found, true
	}
	for _, folder := range folders {
		if folder == "" {
			continue
		}
		if found, err := exec.LookPath(filepath.Join(folder, name)); err == nil {
			return found, true
		}
	}
	return "", false
}
