package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"verbatim/survey/sqldb"
)

// A server for one evaluation rests nearly always, often on a small machine
// beside others. When it has come to rest it gives back the memory that its last
// work, or its start, needed: the runtime itself keeps as much again as is in
// use, which speeds up only who allocates.
const (
	restEvery = 10 * time.Second // between two looks
	restCalm  = 1 << 20          // bytes allocated between two looks: less is rest
	restWorth = 8 << 20          // bytes allocated since memory was given back: less is not worth it
)

// rest gives memory back whenever the server has come to rest, until ctx ends:
// that of the database's connections first, so that nothing of it is kept.
func rest(ctx context.Context, db *sqldb.DB) {
	tick := time.NewTicker(restEvery)
	defer tick.Stop()
	var r resting
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if r.due(allocated()) {
			_ = db.Rest(ctx) // a database that is away has other memory to give back
			runtime.GC()     // what lies in pools goes with the second collection only
			debug.FreeOSMemory()
			giveBackFiles()
			r.given = allocated()
		}
	}
}

// resting is what is known of the work so far, in bytes allocated.
type resting struct{ last, given uint64 }

// due reports whether work was done since memory was given back, and is over.
func (r *resting) due(total uint64) bool {
	calm := total-r.last < restCalm
	r.last = total
	return calm && total-r.given >= restWorth
}

// allocated returns how many bytes the process has allocated since its start.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
