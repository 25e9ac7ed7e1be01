package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestMain lets tests have other processes do what must not be done in this one, as the program does.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childFlag {
		if err := beChild(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func TestChooseSaysWhatItLeavesOut(t *testing.T) {
	all := func(string) bool { return true }
	chosen, skipped, err := choose(rows(), "", all)
	if err != nil || slices.Contains(names(chosen), "curve 1k pages") || !slices.Contains(names(chosen), "history") {
		t.Errorf("%v, %v", names(chosen), err)
	}
	if text := strings.Join(skipped, "\n"); !strings.Contains(text, "curve 20k pages") || !strings.Contains(text, "-rows names it") {
		t.Errorf("%q", text)
	}
	if chosen, _, err = choose(rows(), "curve", all); err != nil || len(chosen) != 7 {
		t.Errorf("%v, %v", names(chosen), err)
	}
	chosen, skipped, err = choose(rows(), "^cold 1k$|history", func(program string) bool { return program != "git" })
	if err != nil || !slices.Equal(names(chosen), []string{"cold 1k"}) || !strings.Contains(strings.Join(skipped, "\n"), "history, history, 100 new commits: git is not installed") {
		t.Errorf("%v, %q, %v", names(chosen), skipped, err)
	}
	for _, pattern := range []string{"no such row", "("} {
		if _, _, err := choose(rows(), pattern, all); err == nil {
			t.Errorf("%q is taken", pattern)
		}
	}
}

func TestMediansAndRatios(t *testing.T) {
	seconds := func(n float64) sample { return sample{Wall: time.Duration(n * 1e9), CPU: time.Second, Peak: 1 << 20} }
	c := comparison{Ours: summary{Samples: []sample{seconds(1), seconds(3), seconds(2)}},
		Theirs: &summary{Samples: []sample{seconds(4), seconds(6), seconds(20)}}}
	c.conclude()
	if c.Ours.Median.Wall != 2*time.Second || c.Theirs.Median.Wall != 6*time.Second || c.Wall != 4 || c.CPU != 1 || c.Peak != 1 {
		t.Errorf("%+v", c)
	}
	if got := median([]float64{4, 1}); got != 2.5 {
		t.Errorf("median %v", got)
	}
	var hundred []int
	for i := range 100 {
		hundred = append(hundred, 100-i)
	}
	if p50, p95, all := quantile(hundred, 0.5), quantile(hundred, 0.95), quantile(hundred, 1); p50 != 50 || p95 != 95 || all != 100 {
		t.Errorf("%d, %d, %d", p50, p95, all)
	}
}

func TestReportInEachForm(t *testing.T) {
	one := summary{Name: "parley", Median: sample{1500 * time.Millisecond, 2 * time.Second, 200 << 20}}
	two := summary{Name: "hugo", Median: sample{15 * time.Second, 20 * time.Second, 0}}
	r := report{Date: "2026-11-22", Cores: 2, Memory: 8 << 30, Go: "go1.26", Hugo: "hugo v0.164.0", LeftOut: []string{"curve: why"}, LoadBefore: "1.5",
		Comparisons: []comparison{{Row: "cold", Ours: one, Theirs: &two, Wall: 10, CPU: 10}, {Row: "alone", Ours: one}},
		Previews:    []latency{{Row: "preview", Ours: delays{P50: 2 * time.Millisecond, P95: 3 * time.Millisecond, All: []time.Duration{1}}}}}
	wanted := map[string][]string{
		"text":     {"2 cores, 8192 MiB", "cold", "1.50 s", "15.0 s", "10.0", "2.0 ms", "left out: curve: why", "–", "no git", "Others were at work"},
		"markdown": {"| cold | 1.50 s | 2.00 s | 200 MiB | hugo | 15.0 s | 20.0 s | – | 10.0 | 10.0 | – |", "|---|---:|", "- curve: why"},
		"json":     {`"wall_ratio": 10`, `"cores": 2`},
	}
	for form, parts := range wanted {
		var out bytes.Buffer
		if err := formats[form](&out, r); err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if !strings.Contains(out.String(), part) {
				t.Errorf("%s lacks %q:\n%s", form, part, out.String())
			}
		}
		if form == "json" && !json.Valid(out.Bytes()) {
			t.Error("this is no JSON")
		}
	}
}

func TestUntilWaitsForTheWord(t *testing.T) {
	var asked atomic.Int32
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n := asked.Add(1); {
		case r.URL.Path != "/a/page/":
			http.NotFound(w, r)
		case n < 4:
			_, _ = io.WriteString(w, "the old text")
		default:
			_, _ = io.WriteString(w, "the new text")
		}
	}))
	defer web.Close()
	s := &server{addr: strings.TrimPrefix(web.URL, "http://")}
	if _, err := s.until(t.Context(), "/a/page/", "new text"); err != nil || asked.Load() != 4 {
		t.Errorf("asked %d times: %v", asked.Load(), err)
	}
	if _, err := s.get("/elsewhere/"); err == nil {
		t.Error("a page that is not there is taken")
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if _, err := s.until(ended, "/a/page/", "never there"); err == nil {
		t.Error("it goes on after it has been told to stop")
	}
}

func TestMeasureRunsAProcess(t *testing.T) {
	taken, err := measure(t.Context(), command{dir: ".", args: []string{"go", "env", "GOOS"}})
	if err != nil || taken.Wall <= 0 || taken.CPU <= 0 || knowsMemory && taken.Peak <= 0 {
		t.Errorf("%+v, %v", taken, err)
	}
	if _, err := measure(t.Context(), command{dir: ".", args: []string{"go", "no-such-command"}}); err == nil || !strings.Contains(err.Error(), "unknown command") {
		t.Errorf("%v", err)
	}
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{{"-format", "xml"}, {"-n", "0"}, {"more"}, {"-rows", "no such row"}, {"-child", "dance"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
}
