package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"verbatim/survey/fault"
)

// A Setting is a property of a database that durability hangs on: what it is,
// and what it should be.
type Setting struct{ Name, Value, Want string }

// Settings are what an engine says about itself.
type Settings struct {
	Version string // of the engine
	Number  int    // the same for PostgreSQL as a number that can be compared, such as 150018
	All     []Setting
	Skew    time.Duration // how far the server's clock is ahead of this machine's; 0 on SQLite
}

var (
	sqliteSettings = []Setting{
		{Name: "journal_mode", Want: "wal"},
		{Name: "synchronous", Want: "2"}, // FULL
		{Name: "foreign_keys", Want: "1"},
		{Name: "secure_delete", Want: "1"},
	}
	postgresSettings = []Setting{
		{Name: "fsync", Want: "on"},
		{Name: "full_page_writes", Want: "on"},
		{Name: "synchronous_commit", Want: "on"},
		{Name: "server_encoding", Want: "UTF8"},
		{Name: "session_replication_role", Want: "origin"}, // else foreign keys are not looked at
	}
)

// Settings reads them on a connection like those that write.
func (db *DB) Settings(ctx context.Context, now func() time.Time) (s Settings, err error) {
	defer fault.Wrap(&err, "sqldb.Settings")
	handle := db.open()
	defer func() { err = errors.Join(explain(err), handle.Close()) }()
	conn, err := handle.Conn(ctx)
	if err != nil {
		return s, err
	}
	defer conn.Close()
	ask, wanted := `PRAGMA `, sqliteSettings
	if db.engine == PostgreSQL {
		ask, wanted = `SHOW `, postgresSettings
	}
	for _, w := range wanted {
		if err := conn.QueryRowContext(ctx, ask+w.Name).Scan(&w.Value); err != nil {
			return s, err
		}
		s.All = append(s.All, w)
	}
	if db.engine == SQLite {
		return s, conn.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&s.Version)
	}
	return s, s.ofServer(ctx, conn, now)
}

// ofServer asks the server for its version and its clock. The question takes
// its time both ways; what is asked in the middle of it is meant.
func (s *Settings) ofServer(ctx context.Context, conn *sql.Conn, now func() time.Time) error {
	var micros int64
	before := now()
	err := conn.QueryRowContext(ctx, `SELECT current_setting('server_version'), CAST(current_setting('server_version_num') AS INTEGER),
		CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)`).Scan(&s.Version, &s.Number, &micros)
	after := now()
	s.Skew = Time(micros).Sub(before.Add(after.Sub(before) / 2))
	return err
}
