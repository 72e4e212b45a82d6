//go:build unix

package faults

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"verbatim/cmd/internal/load"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// think is the longest pause of a person between two forms: with it about
	// every third person has a request under way at any time.
	think = 100 * time.Millisecond
	// backWithin is how long the site may take to take answers again after a
	// fault. Tests wait longer than people would.
	backWithin = 90 * time.Second
	// slowBack is what is worth a line.
	slowBack = 5 * time.Second
	// lookEvery is how often that is looked at.
	lookEvery = 10 * time.Millisecond
	// lowestPort to highestPort are where servers listen: below the ports that
	// systems give to outgoing connections, of which one could else take the port
	// of a server that is down.
	lowestPort, highestPort = 20_000, 30_000
	// killedEarly is how many of a hundred starts end in another kill.
	killedEarly = 15
	// earlyWithin is how long after its start such a server is killed at the
	// latest: about as long as a start takes.
	earlyWithin = 200 * time.Millisecond
)

// A season is one database with its servers and the people who use them.
type season struct {
	*run
	dir      string
	database string
	disk     *disk                           // on which the database is; nil where none could be had
	drop     func(ctx context.Context) error // removes the database; nil for a file
	servers  []*load.Server
	addrs    []string
	log      *os.File
	ledger   *load.Ledger
	leave    context.CancelFunc
	met      chan load.Result // what the people met with, once they left
}

// newSeason makes a database, starts its servers and lets people in.
func (r *run) newSeason(ctx context.Context) (_ *season, err error) {
	s := &season{run: r, dir: filepath.Join(r.dir, fmt.Sprint("season", r.result.Databases)), ledger: load.NewLedger(), met: make(chan load.Result, 1)}
	if err := os.Mkdir(s.dir, 0o700); err != nil {
		return nil, err
	}
	if s.log, err = os.Create(filepath.Join(s.dir, "server.log")); err != nil {
		return nil, err
	}
	if err := s.makeDatabase(ctx); err != nil {
		return s, err
	}
	return s, s.begin(ctx)
}

// begin sets the form up, starts the servers and lets people in.
func (s *season) begin(ctx context.Context) error {
	if err := load.SetUp(ctx, s.Loop.log, s.database); err != nil {
		return err
	}
	var bases []string
	for i := range s.servers {
		port, err := freePort(s.random.IntN(highestPort - lowestPort))
		if err != nil {
			return err
		}
		s.addrs = append(s.addrs, port)
		bases = append(bases, "http://"+port)
		if err := s.start(ctx, i); err != nil {
			return err
		}
	}
	crowd := load.Crowd{Bases: bases, Size: s.People, Think: think, Insists: true, Mixed: true, Ledger: s.ledger, Seed: s.random.Uint64()}
	in, leave := context.WithCancel(context.WithoutCancel(ctx))
	s.leave = leave
	go func() { s.met <- crowd.Run(in) }()
	return s.working(ctx)
}

// makeDatabase makes an empty database. On PostgreSQL two servers share it.
func (s *season) makeDatabase(ctx context.Context) error {
	if s.Database == SQLite {
		s.servers = make([]*load.Server, 1)
		s.database = filepath.Join(s.place(ctx), "verbatim.db")
		return nil
	}
	s.servers = make([]*load.Server, 2)
	server := s.Database
	if s.cluster != nil {
		server = s.cluster.address("postgres")
	}
	name := "verbatim_faults_" + strings.ToLower(rand.Text())
	if err := sqldb.Admin(ctx, server, "CREATE DATABASE "+name); err != nil {
		return err
	}
	s.drop = func(ctx context.Context) error {
		return sqldb.Admin(ctx, server, "DROP DATABASE "+name+" WITH (FORCE)")
	}
	if s.cluster != nil {
		s.database = s.cluster.address(name)
		return nil
	}
	address, err := url.Parse(server)
	if err != nil {
		return fault.Coded("T07", "The address of the database server cannot be read: write it as postgres://user:password@host:5432/database.")
	}
	address.Path = "/" + name
	s.database = address.String()
	return nil
}

// place returns the folder for a SQLite file: on a disk of its own if it can be
// had.
func (s *season) place(ctx context.Context) string {
	if _, no := s.result.Skipped[ownDisk]; no {
		return s.dir
	}
	d, err := newDisk(ctx, s.dir)
	if err != nil {
		s.skip(ownDisk, fmt.Sprintf("%v; power cuts are tried on copies of the files", err))
		return s.dir
	}
	s.disk = d
	return d.dir
}

// ownDisk names what is skipped where nothing can be mounted.
const ownDisk = "power cut of a whole disk"

// freePort returns an address on which nobody listens.
func freePort(first int) (string, error) {
	for i := range highestPort - lowestPort {
		port := lowestPort + (first+i)%(highestPort-lowestPort)
		l, err := net.Listen("tcp", fmt.Sprint("127.0.0.1:", port)) //nolint:noctx // closed at once
		if err == nil {
			return l.Addr().String(), l.Close()
		}
	}
	return "", fault.Coded("T13", "No port between %d and %d is free.", lowestPort, highestPort)
}

// start starts a server, now and then killing it while it starts, and waits
// until it is ready.
func (s *season) start(ctx context.Context, i int) error {
	command := load.Command{Program: s.Program, Log: s.log, Env: []string{"VERBATIM_LOG=warn"}, Args: []string{
		"serve", "-addr", s.addrs[i], "-dir", filepath.Join(s.dir, fmt.Sprint("serve", i)), "-database", s.database,
	}}
	for s.random.IntN(100) < killedEarly {
		early, cancel := context.WithTimeout(ctx, s.between(0, earlyWithin))
		server, err := load.Start(early, command)
		if err == nil {
			server.Kill()
		}
		cancel()
		s.result.Kills++
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	server, err := load.Start(ctx, command)
	if err != nil {
		return s.explain(err)
	}
	s.servers[i] = server
	limited, cancel := context.WithTimeout(ctx, backWithin)
	defer cancel()
	took, err := server.Ready(limited)
	s.result.ready = append(s.result.ready, took)
	return s.explain(err)
}

// logShown is how many bytes of the end of a server's log an error holds.
const logShown = 4000

// explain adds the end of the servers' log to an error.
func (s *season) explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	b, readErr := os.ReadFile(s.log.Name())
	if readErr != nil {
		return errors.Join(err, readErr)
	}
	return fmt.Errorf("%w\nthe servers' log ends:\n%s", err, b[max(0, len(b)-logShown):])
}

// round lets people fill in forms for a while, breaks something, waits until
// the site is back, and looks everything up.
func (s *season) round(ctx context.Context, kinds []kind) error {
	if err := load.Pause(ctx, s.between(shortestQuiet, longestQuiet)); err != nil {
		return err
	}
	s.result.Rounds++
	k := s.choose(kinds)
	err := k.strike(s, ctx)
	if _, skipped := s.result.Skipped[k.name]; !skipped {
		s.result.Faults[k.name]++
	}
	struck := time.Now()
	if err == nil {
		err = s.working(ctx)
		s.result.back = append(s.result.back, time.Since(struck))
		if took := time.Since(struck); took > slowBack {
			s.Say("Slow", "round %d, %s: back at work after %s", s.result.Rounds, k.name, took.Round(time.Millisecond))
		}
	}
	if err == nil {
		err = s.look(ctx)
	}
	return label(k.name, s.result.Rounds, err)
}

// working waits until every server is ready and people's answers are taken.
func (s *season) working(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, backWithin)
	defer cancel()
	for _, server := range s.servers {
		if _, err := server.Ready(limited); err != nil {
			return s.explain(err)
		}
	}
	for before := s.ledger.Acknowledged(); s.ledger.Acknowledged() < before+s.People; {
		if err := load.Pause(limited, lookEvery); err != nil {
			if ctx.Err() == nil {
				err = s.explain(&fault.Error{Kind: fault.Internal, Code: "T14", Text: fmt.Sprintf("Answers are not taken %s after the fault.", backWithin)})
			}
			return err
		}
	}
	return nil
}

// look looks everything up, and checks the database.
func (s *season) look(ctx context.Context) error {
	t, err := s.count(ctx)
	s.result.Tally = s.done
	s.result.Tally.Add(t)
	return err
}

func (s *season) count(ctx context.Context) (load.Tally, error) {
	s.result.Looks++
	a := load.Audit{Log: s.Loop.log, Database: s.database, Ledger: s.ledger}
	t, err := a.Count(ctx)
	if err != nil {
		return t, err
	}
	return t, errors.Join(t.Err(), a.Sound(ctx))
}

// quiet lets people go home.
func (s *season) quiet() {
	if s.leave != nil {
		s.leave()
		met := <-s.met
		s.addErrors(met.Errors)
		s.leave = nil
	}
}

// end ends everything and removes the database.
func (s *season) end(ctx context.Context) error {
	s.quiet()
	for _, server := range s.servers {
		if server != nil {
			server.Kill()
		}
	}
	var err error
	if s.drop != nil {
		err = s.drop(ctx)
	}
	if s.disk != nil {
		err = errors.Join(err, s.disk.remove())
	}
	return errors.Join(err, s.log.Close(), os.RemoveAll(s.dir))
}
