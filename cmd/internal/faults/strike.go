//go:build unix

package faults

import (
	"context"
	"time"

	"verbatim/cmd/internal/load"
	"verbatim/survey/sqldb"
)

// kill ends one server as a power cut would, and starts it again.
func (s *season) kill(ctx context.Context) error {
	i := s.random.IntN(len(s.servers))
	s.servers[i].Kill()
	s.result.Kills++
	return s.start(ctx, i)
}

// stop asks one server to end in the middle of its work, as an update does.
func (s *season) stop(ctx context.Context) error {
	i := s.random.IntN(len(s.servers))
	s.servers[i].Stop()
	return s.start(ctx, i)
}

const (
	endOurs = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
	// mostEnds is how often connections are ended in one round.
	mostEnds = 5
	// endsApart is how long lies between two of these at most.
	endsApart = 300 * time.Millisecond
)

// endConnections lets PostgreSQL end every connection to the database, a few
// times.
func (s *season) endConnections(ctx context.Context) error {
	for range 1 + s.random.IntN(mostEnds) {
		if err := sqldb.Admin(ctx, s.database, endOurs); err != nil {
			return err
		}
		if err := load.Pause(ctx, s.between(0, endsApart)); err != nil {
			return err
		}
	}
	return nil
}

// killDatabase kills PostgreSQL and starts it again.
func (s *season) killDatabase(ctx context.Context) error {
	s.cluster.kill(s.random.IntN(2) == 0)
	return s.restartDatabase(ctx)
}

// stopDatabase ends PostgreSQL without a word to anybody and starts it again.
func (s *season) stopDatabase(ctx context.Context) error {
	s.cluster.stopAtOnce()
	return s.restartDatabase(ctx)
}

// downFor is how long PostgreSQL is away at most.
const downFor = time.Second

func (s *season) restartDatabase(ctx context.Context) error {
	if err := load.Pause(ctx, s.between(0, downFor)); err != nil {
		return err
	}
	return s.cluster.start(ctx)
}

// failover lets a copy of the database that has followed it take its place.
func (s *season) failover(ctx context.Context) (err error) {
	s.result.Failover = failoverIs
	return s.cluster.failover(ctx, func() error { return load.Pause(ctx, s.between(shortestQuiet, longestQuiet)) })
}
