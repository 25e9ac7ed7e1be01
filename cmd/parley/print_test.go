package main

import (
	"testing"
	"time"
)

func TestTheTimeLeftIsToldOnceItCanBe(t *testing.T) {
	for _, test := range []struct {
		passed    time.Duration
		done, all int
		want      string
	}{
		{time.Second, 50, 100, ""}, {5 * time.Second, 0, 100, ""}, {5 * time.Second, 100, 100, ""},
		{5 * time.Second, 50, 100, ", 6 s left"}, {time.Minute, 25, 100, ", 3 min left"},
	} {
		if got := timeLeft(test.passed, test.done, test.all); got != test.want {
			t.Errorf("%d of %d after %s: %q, want %q", test.done, test.all, test.passed, got, test.want)
		}
	}
}
