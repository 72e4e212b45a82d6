package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"verbatim/survey/fault"
)

const (
	// postgresWriters is how many transactions are under way at once: while
	// one waits for its commit to reach the disk, another can talk.
	postgresWriters = 3
	// postgresReaders leaves room for several web processes below the 100
	// connections that PostgreSQL allows by default.
	postgresReaders = 12
	// connectionLife ends connections now and then, so that they follow a
	// server that moved and give back the memory of their cached plans.
	connectionLife = 30 * time.Minute
	// connectTimeout is how long a server may take to let us in, where the
	// address names no other limit: one that is there takes milliseconds.
	connectTimeout = 5 * time.Second
)

// aliveSettings let the server give up a transaction that we began and can no
// longer end, because this machine or the network stands still: what it has
// locked would hold up the others. None of ours pauses for a second.
var aliveSettings = map[string]string{
	"idle_in_transaction_session_timeout": "15s",
	"tcp_keepalives_idle":                 "5",
	"tcp_keepalives_interval":             "2",
	"tcp_keepalives_count":                "4",
}

// openPostgres opens one pool for writing, durably whatever the server's own
// setting is, and one whose transactions are read-only.
func (db *DB) openPostgres(ctx context.Context, address string) error {
	db.engine, db.place = PostgreSQL, redact(address)
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return fault.Coded("D04", "The address %s cannot be read: write it as postgres://user:password@host:5432/database.", db.place)
	}
	db.open = func() *sql.DB {
		return postgresPool(config, map[string]string{"synchronous_commit": "on"}, postgresWriters)
	}
	db.write = db.open()
	db.read = postgresPool(config, map[string]string{"default_transaction_read_only": "on"}, postgresReaders)
	if err := db.write.PingContext(ctx); err != nil {
		_ = db.write.Close() // the fault below is what matters
		_ = db.read.Close()
		return db.explainOpen(err)
	}
	return nil
}

func postgresPool(config *pgx.ConnConfig, settings map[string]string, size int) *sql.DB {
	c := config.Copy()
	c.RuntimeParams["application_name"] = "verbatim"
	maps.Copy(c.RuntimeParams, aliveSettings)
	c.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsPrimary // after a failover the address may lead to a standby
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTimeout
	}
	maps.Copy(c.RuntimeParams, settings)
	pool := stdlib.OpenDB(*c)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxLifetime(connectionLife)
	return pool
}

// redact returns the address without its password and parameters.
func redact(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		scheme, _, _ := strings.Cut(address, "://")
		return scheme + "://..."
	}
	u.RawQuery = ""
	return u.Redacted()
}

// Admin runs one statement outside of any transaction on a PostgreSQL server,
// such as CREATE DATABASE.
func Admin(ctx context.Context, address, statement string) (err error) {
	defer fault.Wrap(&err, "sqldb.Admin(%q)", redact(address))
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return explain(err)
	}
	_, err = conn.Exec(ctx, statement)
	return explain(errors.Join(err, conn.Close(ctx)))
}
