package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"parley/internal/chart"
)

// TestManyChartsAreDifferentOnes draws no two charts alike, and none again that is known.
func TestManyChartsAreDifferentOnes(t *testing.T) {
	var charts chart.Kept
	for n := range len(chart.Kinds) + 1 {
		if _, err := charts.SVG(chartOf(n), "A chart"); err != nil {
			t.Fatal(err)
		}
	}
	if _, used, drawn := charts.Known(); drawn != len(chart.Kinds)+1 || len(used) != drawn {
		t.Errorf("%d drawn, %d known", drawn, len(used))
	}
	kept := filepath.Join(t.TempDir(), "kept")
	if err := drawCharts(kept); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	if err := drawCharts(kept); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(kept); err != nil || !bytes.Equal(before, after) {
		t.Errorf("charts that are known are drawn again: %v", err)
	}
}
