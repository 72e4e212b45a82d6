package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"verbatim/cmd/internal/bare"
	"verbatim/cmd/internal/load"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// onFreePort lets the system choose where a measured server serves.
const onFreePort = "127.0.0.1:0"

// firstServer names the first of the servers that are measured.
const firstServer = "serve0"

// A bench is what a measurement works in: a scratch folder, and databases that
// are dropped when it ends.
type bench struct {
	c       *console
	program string // this program
	dir     string
	server  string // address of the PostgreSQL server on which databases are made; empty on SQLite
	undo    []func() error
}

// newBench makes the scratch folder. Close removes everything again.
func newBench(c *console, server string) (*bench, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "verbatim-bench-")
	if err != nil {
		return nil, err
	}
	b := &bench{c: c, program: program, dir: dir, server: server}
	b.undo = append(b.undo, func() error { return os.RemoveAll(dir) })
	return b, nil
}

// close undoes what was done, the last thing first.
func (b *bench) close() error {
	var errs []error
	for _, undo := range slices.Backward(b.undo) {
		errs = append(errs, undo())
	}
	b.undo = nil
	return errors.Join(errs...)
}

// database makes a new, empty database and returns its address.
func (b *bench) database(ctx context.Context, name string) (string, error) {
	if b.server == "" {
		return filepath.Join(b.dir, name+".db"), nil
	}
	address, err := url.Parse(b.server)
	if err != nil {
		return "", fault.Coded("T07", "The address of the database server cannot be read: write it as postgres://user:password@host:5432/database.")
	}
	name = "verbatim_bench_" + strings.ToLower(rand.Text())
	if err := sqldb.Admin(ctx, b.server, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	b.undo = append(b.undo, func() error {
		return sqldb.Admin(context.WithoutCancel(ctx), b.server, "DROP DATABASE "+name+" WITH (FORCE)")
	})
	address.Path = "/" + name
	return address.String(), nil
}

// serve starts n servers of this program on one database, each with an index of
// its own.
func (b *bench) serve(ctx context.Context, database string, n int) ([]*load.Server, error) {
	var servers []*load.Server
	for i := range n {
		s, err := b.start(ctx, fmt.Sprint("serve", i), "serve", "-addr", onFreePort, "-dir", filepath.Join(b.dir, fmt.Sprint("serve", i)), "-database", database)
		if err != nil {
			return servers, err
		}
		servers = append(servers, s)
	}
	return servers, nil
}

// bare starts the server that ours is measured against.
func (b *bench) bare(ctx context.Context) (*load.Server, error) {
	database, err := b.database(ctx, "bare")
	if err != nil {
		return nil, err
	}
	return b.start(ctx, "bare", "bench", "bare", "-addr", onFreePort, database)
}

// start starts this program as a server that writes its log to the scratch
// folder, and waits until it is ready.
func (b *bench) start(ctx context.Context, name string, args ...string) (*load.Server, error) {
	log, err := os.OpenFile(filepath.Join(b.dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close() // the child has its own
	s, err := load.Start(ctx, load.Command{Program: b.program, Args: args, Env: []string{load.TellHeap}, Log: log})
	if err != nil {
		return nil, err
	}
	b.undo = append(b.undo, func() error { s.Stop(); return nil })
	_, err = s.Ready(ctx)
	return s, err
}

// memory returns what a server that start has started holds.
func (b *bench) memory(name string, s *load.Server) (m load.Memory, rested bool) {
	m = s.Memory()
	log, err := os.Open(filepath.Join(b.dir, name+".log"))
	if err != nil {
		return m, false
	}
	defer log.Close()
	h, _ := load.LastHeap(log)
	m.Heap = h.Live
	return m, h.Rested
}

type benchBareCmd struct {
	Database string `arg:"" help:"A new SQLite file, or the address of an empty PostgreSQL database."`
	Addr     string `help:"Address to serve on." default:"127.0.0.1:0"`
}

// Run serves the bare server until it is told to stop.
func (s *benchBareCmd) Run(ctx context.Context, c *console) (err error) {
	l, err := listen(ctx, s.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	server, err := bare.New(ctx, c.log, s.Database, load.Form())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	c.say("Site", "http://%s/", l.Addr())
	return server.Serve(ctx, l)
}
