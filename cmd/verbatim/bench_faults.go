package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"time"

	"verbatim/cmd/internal/faults"
	"verbatim/survey/fault"
)

type benchFaultsCmd struct {
	For         time.Duration `help:"How long to go on." default:"30m"`
	Database    string        `help:"sqlite, postgres (a server of our own, which is killed too), or the address of a PostgreSQL server where databases may be made." default:"sqlite" placeholder:"WHAT"`
	PostgresBin string        `help:"Folder of PostgreSQL's programs (default: looked for in the usual places)." placeholder:"DIR"`
	People      int           `short:"c" help:"How many people fill in the form at the same time." default:"16"`
	Seed        uint64        `help:"Which faults come in which order (default: by the clock)."`
	JSON        bool          `help:"Print one JSON object at the end."`
}

// Run breaks things and looks up what was acknowledged. It fails when something
// is lost or there twice.
func (f *benchFaultsCmd) Run(ctx context.Context, c *console) error {
	if err := f.check(); err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if f.Seed == 0 {
		f.Seed = uint64(time.Now().UnixNano())
	}
	say := c.say
	if f.JSON {
		say = func(string, string, ...any) {}
	}
	say("Faults", "for %s on %s, seed %d", f.For, f.kind(), f.Seed)
	r, err := faults.New(c.log, faults.Config{
		Program: program, For: f.For, Database: f.Database, PostgresBin: f.PostgresBin, People: f.People, Seed: f.Seed, Say: say,
	}).Run(ctx)
	if f.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetIndent("", " ")
		return errors.Join(err, enc.Encode(r))
	}
	printFaults(c, r)
	return err
}

func (f *benchFaultsCmd) kind() string {
	if strings.Contains(f.Database, "://") {
		return "a PostgreSQL server" // the address may hold a password
	}
	return f.Database
}

func (f *benchFaultsCmd) check() error {
	known := f.Database == faults.SQLite || f.Database == faults.Postgres || strings.HasPrefix(f.Database, "postgres://") || strings.HasPrefix(f.Database, "postgresql://")
	switch {
	case !known:
		return fault.Coded("T19", "-database is sqlite, postgres, or an address such as postgres://user:password@host:5432/postgres.")
	case f.People < 1 || f.For <= 0:
		return fault.Coded("T11", "-c takes a whole number from 1 on, and -for a time such as 30m.")
	}
	return nil
}

func printFaults(c *console, r faults.Result) {
	for _, kind := range r.Kinds() {
		c.say("Fault", "%s: %s", kind, some(r.Faults[kind], "round", "rounds"))
	}
	if r.Failover != "" {
		c.say("Failover", "to %s", r.Failover)
	}
	if r.Copies > 0 {
		c.say("Power cuts", "%s looked up in, each %s", some(r.Copies, "copy", "copies"), r.PowerCut)
	}
	for kind, n := range r.Errors {
		c.say("People met", "%s: %d", kind, n)
	}
	c.say("Ready", "p50 %.0f ms, max %.0f ms after a start; back at work p50 %.0f ms, max %.0f ms after a fault", r.ReadyP50, r.ReadyMax, r.BackP50, r.BackMax)
	c.say("Looked up", "%d times in %s: acknowledged %d, found %d, doubled %d, lost %d, stored unheard %d, strange %d",
		r.Looks, some(r.Databases, "database", "databases"), r.Tally.Acknowledged, r.Tally.Found, r.Tally.Doubled, r.Tally.Lost, r.Tally.Unheard, r.Tally.Strange)
	c.say("Result", "%s, %s in %s", some(r.Rounds, "round", "rounds"), some(r.Kills, "kill", "kills"), time.Duration(r.Took*float64(time.Second)).Round(time.Second))
}
