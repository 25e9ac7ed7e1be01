package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// usualMemory is how many bytes a build takes before it looks for garbage. While little is in use, to look for it again and
// again takes longer than anything that it gives back: a build of 10,000 pages, which would do so 48 times, does so 15 times.
const usualMemory = 280 << 20

// spendMemory trades memory for time: garbage is collected once usualMemory is taken or, where that is not enough for what
// is in use, two and a half times of this. Who sets GOGC or GOMEMLIMIT has decided otherwise.
var spendMemory = sync.OnceFunc(func() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(usualMemory)
	limitAnew(usualMemory)
})

// limitAnew sets the limit anew after each collection: one that stays while more and more is in use would do nothing but collect.
func limitAnew(limit int64) {
	runtime.AddCleanup(new([64]byte), func(limit int64) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		if wanted := max(usualMemory, int64(live[0].Value.Uint64())*5/2); wanted != limit {
			debug.SetMemoryLimit(wanted)
			limit = wanted
		}
		limitAnew(limit)
	}, limit)
}
