package performance

import (
	"errors"
	"strings"
	"testing"
	"time"

	"parley/internal/engine"
)

func TestUsageAddsUp(t *testing.T) {
	at := time.Date(2026, 11, 30, 23, 30, 0, 0, time.FixedZone("", -3600)) // December in UTC
	var all []Usage
	for attempt := 1; attempt <= 2; attempt++ {
		record := engine.Record{At: at, Provider: "azure", To: "fr", Attempt: attempt, Units: []string{"a", "b"}, Characters: 100, Billed: 120, Latency: 30}
		if attempt == 1 {
			record.Status, record.Class = 503, engine.Temporary
		}
		all = AddUsage(all, record, "10.00", "EUR")
	}
	want := Usage{Month: "2026-12", Provider: "azure", Language: "fr", Requests: 2, Units: 2, Characters: 120, Retries: 1, Failures: 1, Latency: 60, Cost: "0.001200", Currency: "EUR"}
	if len(all) != 1 || all[0] != want {
		t.Errorf("%+v", all)
	}
	if Spent(all, "2026-12", "azure") != 120 || Spent(all, "2026-11", "azure") != 0 || Spent(all, "2026-12", "deepl") != 0 {
		t.Error("what was spent is counted in another month, or for another service")
	}
	read, err := ReadUsage(WriteUsage(append(all, Usage{Month: "2026-11", Provider: "deepl", Language: "de"})))
	if err != nil || len(read) != 2 || read[0].Month != "2026-11" || read[1] != want {
		t.Errorf("%+v, %v", read, err)
	}
	good := string(WriteUsage(all))
	for broken, line := range map[string]int{
		"month,provider\n": 1, "a\"b": 1, good + "2026-13,a,fr,1,1,1,0,0,1,,\n": 3, good + "\"": 3, good + "2026-11,a\n": 3,
		strings.Replace(good, ",azure,", ",=1+1,", 1): 2, strings.Replace(good, ",EUR", ",@EUR", 1): 2, strings.Replace(good, ",120,", ",many,", 1): 2, strings.Replace(good, ",120,", ",-1,", 1): 2, strings.Replace(good, ",120,", ",9000000000000000000,", 1): 2, strings.Replace(good, "0.001200", "1e9", 1): 2,
	} {
		var fault *Fault
		if _, err := ReadUsage([]byte(broken)); !errors.As(err, &fault) || fault.Line != line {
			t.Errorf("%q is read, or the wrong line named: %v", broken, err)
		}
	}
}
