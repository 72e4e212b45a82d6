package searchbench

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// memory is what the process holds in bytes: its own, and files that are mapped
// to it, which the system takes back when it needs room.
type memory struct{ own, mapped int64 }

// memoryNow reads what the system counts; where it does not say, what Go has
// asked it for.
func memoryNow() memory {
	var m memory
	status, _ := os.ReadFile("/proc/self/status")
	for line := range bytes.Lines(status) {
		fields := strings.Fields(string(line))
		if len(fields) < 2 {
			continue
		}
		kB, _ := strconv.ParseInt(fields[1], 10, 64)
		switch fields[0] {
		case "RssAnon:":
			m.own = kB << 10
		case "RssFile:":
			m.mapped = kB << 10
		}
	}
	if m.own == 0 {
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		m.own = int64(s.Sys)
	}
	return m
}

// watchEvery is the time between two looks at the memory: short beside the
// second or so that a block of answers takes.
const watchEvery = 50 * time.Millisecond

// watch returns a function that ends the watch and returns the most that was
// held meanwhile.
func watch() func() memory {
	var most memory
	stop := make(chan struct{})
	var wg sync.WaitGroup
	look := func() {
		now := memoryNow()
		most.own, most.mapped = max(most.own, now.own), max(most.mapped, now.mapped)
	}
	look()
	wg.Go(func() {
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				look()
			case <-stop:
				return
			}
		}
	})
	return func() memory {
		close(stop)
		wg.Wait()
		look()
		return most
	}
}

// load returns the load of the machine over the last minute, as the system says
// it.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(text), " ")
	return one
}
