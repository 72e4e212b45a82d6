// Package faults breaks what a running site stands on, again and again, while
// people fill in its form, and looks up after each time whether everything that
// was acknowledged is there once, byte for byte.
//
// It is for `verbatim bench faults`. The site is the real program as a process
// of its own; the people are those of package load, who repeat what was not
// acknowledged as people at a browser do: they send the page again, double
// click, or go back to the form. What is broken is chosen at random: servers
// are killed, also while they start; files are copied as a power cut would
// leave them and read on their own; a disk fills up; requests come that nobody
// should send; connections to PostgreSQL are ended, its processes killed, and a
// copy that followed it takes its place.
//
// It works in scratch folders and databases that it makes and removes, never on
// data that anybody keeps. It needs a Unix system.
package faults

import (
	"log/slog"
	"maps"
	"slices"
	"time"

	"verbatim/cmd/internal/load"
)

// What Config.Database may name beside the address of a server.
const (
	SQLite   = "sqlite"
	Postgres = "postgres" // a cluster of our own
)

// Config says what is broken and for how long.
type Config struct {
	Program     string        // the program, which understands serve
	For         time.Duration // begin no new round after this
	Database    string        // SQLite, Postgres, or the address of a PostgreSQL server where databases may be made
	PostgresBin string        // folder of PostgreSQL's programs; empty means the usual places
	People      int           // who fill in the form at the same time
	Seed        uint64
	Say         func(about, format string, args ...any)
}

// A Result is what the faults did.
type Result struct {
	Engine    string            `json:"engine"`
	Took      float64           `json:"took_s"`
	Rounds    int               `json:"rounds"`
	Kills     int               `json:"kills"`     // servers ended by SIGKILL
	Faults    map[string]int    `json:"faults"`    // rounds by kind
	Skipped   map[string]string `json:"skipped"`   // kinds that could not be had here, and why
	Failover  string            `json:"failover"`  // what took the place of the database server
	PowerCut  string            `json:"power_cut"` // what a power cut was taken to leave
	Copies    int               `json:"copies"`    // of that, in which everything was looked up
	Databases int               `json:"databases"`
	Tally     load.Tally        `json:"looked_up"` // of the last look at each database
	Looks     int               `json:"looks"`     // how often everything was looked up
	Errors    map[string]int    `json:"errors"`    // what people met with, by kind
	ReadyP50  float64           `json:"ready_p50_ms"`
	ReadyMax  float64           `json:"ready_max_ms"`
	BackP50   float64           `json:"back_p50_ms"` // from the end of a fault until as many answers are taken as there are people
	BackMax   float64           `json:"back_max_ms"`

	ready, back []time.Duration
}

// Kinds returns the kinds of fault that were tried, in order.
func (r *Result) Kinds() []string { return slices.Sorted(maps.Keys(r.Faults)) }

func (r *Result) close(began time.Time) {
	r.Took = time.Since(began).Seconds()
	r.ReadyP50, r.ReadyMax = middleAndMost(r.ready)
	r.BackP50, r.BackMax = middleAndMost(r.back)
}

// middleAndMost returns the median and the longest, in milliseconds.
func middleAndMost(ds []time.Duration) (middle, most float64) {
	slices.Sort(ds)
	ms := func(q float64) float64 { return float64(load.Quantile(ds, q).Microseconds()) / 1000 }
	return ms(.5), ms(1)
}

// A Loop breaks things until its time is over.
type Loop struct {
	Config
	log *slog.Logger
}

// New returns a loop.
func New(log *slog.Logger, c Config) *Loop { return &Loop{Config: c, log: log} }
