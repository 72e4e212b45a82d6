package sqldb_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// soon is how long a test waits for what takes milliseconds on an idle machine.
const soon = 10 * time.Second

func TestOneLeads(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		one, two := surveytest.Reopen(t, address), surveytest.Reopen(t, address)
		first, err := one.Lead(t.Context(), "work")
		check(t, err)
		for _, db := range []*sqldb.DB{one, two} {
			if _, err := db.Lead(t.Context(), "work"); fault.KindOf(err) != fault.Conflict || !strings.HasPrefix(fault.Text(err), "D30: ") {
				t.Errorf("a second Lead = %v, want D30", err)
			}
		}
		other, err := two.Lead(t.Context(), "other work")
		check(t, err)
		check(t, other.Leave())
		select {
		case <-first.Lost():
			t.Error("the lead is lost although nothing happened")
		default:
		}
		time.AfterFunc(50*time.Millisecond, func() {
			if err := first.Leave(); err != nil {
				t.Error(err)
			}
		})
		second, err := two.AwaitLead(t.Context(), "work")
		check(t, err)
		check(t, second.Leave())
	})
}

// TestLeadEndsWithItsConnection cuts the connection under a leader.
func TestLeadEndsWithItsConnection(t *testing.T) {
	address := surveytest.Postgres(t)
	one, two := surveytest.Reopen(t, address), surveytest.Reopen(t, address)
	first, err := one.Lead(t.Context(), "work")
	check(t, err)
	check(t, sqldb.Admin(t.Context(), address, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
		AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`))
	select {
	case <-first.Lost():
	case <-time.After(soon):
		t.Fatal("a leader whose connection was cut does not notice")
	}
	second, err := two.Lead(t.Context(), "work")
	check(t, err)
	check(t, first.Leave())
	select {
	case <-second.Lost():
		t.Error("the old leader's end took the new one's lead")
	default:
	}
	check(t, second.Leave())
}

// TestRelay wakes watchers of another process, and not their own relay's echo.
func TestRelay(t *testing.T) {
	address := surveytest.Postgres(t)
	one, two := surveytest.Reopen(t, address), surveytest.Reopen(t, address)
	check(t, one.Migrate(t.Context(), "pairs", pairs))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	here, there := one.Watch("news"), two.Watch("news")
	ended := make(chan struct{}, 2)
	for _, db := range []*sqldb.DB{one, two} {
		go func() { db.Relay(ctx); ended <- struct{}{} }()
	}
	await(t, here, "a new connection") // a relay that begins wakes everybody
	await(t, there, "a new connection")
	for i := range 3 {
		check(t, one.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			tx.Notify("news")
			return put(fmt.Sprint("relayed", i), i)(ctx, tx)
		}))
		await(t, here, "a commit in this process")
		await(t, there, "a commit in the other")
	}
	check(t, sqldb.Admin(t.Context(), address, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND query LIKE 'LISTEN%'`))
	await(t, there, "a connection after the last one was cut")
	stop()
	<-ended
	<-ended
}

func await(t *testing.T, c <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(soon):
		t.Fatalf("nobody was woken by %s", what)
	}
}

func TestIsAway(t *testing.T) {
	server := surveytest.Postgres(t)
	tests := []struct {
		name, address string
		want          bool
	}{
		{"nobody listens", "postgres://verbatim@127.0.0.1:1/x?sslmode=disable", true},
		{"no such database", strings.Replace(server, "verbatim_test_", "no_such_", 1), false},
		{"wrong password", strings.Replace(server, ":verbatim@", ":wrong@", 1), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db, err := sqldb.Open(t.Context(), surveytest.Log(t), tt.address)
			if err == nil {
				check(t, db.Close())
				t.Skip("the server lets us in all the same")
			}
			if got := sqldb.IsAway(err); got != tt.want {
				t.Errorf("IsAway(%v) = %t, want %t", err, got, tt.want)
			}
		})
	}
}
