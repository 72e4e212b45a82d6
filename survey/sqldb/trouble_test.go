package sqldb_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// TestDiskFull lets the file grow no further, as a full disk does: writes that
// need more are refused in words, those before are there, and work goes on once
// there is room.
func TestDiskFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "verbatim.db")
	db := sqldb.OpenWithRoom(t, path, 40)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	long, stored := strings.Repeat("x", 2000), 0
	var refusal error
	for i := range 200 {
		errs := together(t, db, put(fmt.Sprint(i, "a", long), i), put(fmt.Sprint(i, "b", long), i))
		for _, err := range errs {
			if err == nil {
				stored++
				continue
			}
			refusal = err
		}
		if refusal != nil {
			break
		}
	}
	if fault.KindOf(refusal) != fault.Unavailable || !strings.HasPrefix(fault.Text(refusal), "D12: ") {
		t.Fatalf("a write to a full disk = %v, want D12", refusal)
	}
	check(t, db.Close())
	db = surveytest.Reopen(t, path)
	check(t, db.Write(t.Context(), put("room again "+long, 1)))
	n, err := sqldb.One(t.Context(), db, scanInt, `SELECT count(*) FROM pair`)
	check(t, err)
	if n != stored+1 {
		t.Errorf("%d rows are stored, want the %d acknowledged", n, stored+1)
	}
}

// TestReadOnlyFile takes away the permission to write a database.
func TestReadOnlyFile(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("permissions do not bind the superuser")
	}
	path := filepath.Join(t.TempDir(), "verbatim.db")
	check(t, os.WriteFile(path, nil, 0o400))
	if _, err := sqldb.Open(t.Context(), surveytest.Log(t), path); !strings.HasPrefix(fault.Text(err), "D03: ") {
		t.Errorf("Open of a file that may not be written = %v, want D03", err)
	}
}

// TestDamagedFile overwrites the middle of a database.
func TestDamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "verbatim.db")
	db := surveytest.Reopen(t, path)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	var rows [][]any
	for i := range 500 {
		rows = append(rows, []any{fmt.Sprintf("%04d%s", i, strings.Repeat("y", 100)), i})
	}
	check(t, db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return sqldb.Insert(ctx, tx, insertRows, rows) }))
	check(t, db.Close())
	content, err := os.ReadFile(path)
	check(t, err)
	for i := 5 * 4096; i < len(content); i++ {
		content[i] = 0xA5
	}
	check(t, os.WriteFile(path, content, 0o600))
	damaged := surveytest.Reopen(t, path)
	_, err = sqldb.Collect(t.Context(), damaged, scanPair, selectAll)
	if err == nil || !strings.Contains(err.Error(), "D14") {
		t.Errorf("reading a damaged file = %v, want D14", err)
	}
	if !sqldb.IsDamaged(err) {
		t.Errorf("IsDamaged(%v) = false", err)
	}
	if found, err := damaged.Check(t.Context()); err != nil || len(found.Problems) == 0 {
		t.Errorf("Check of a damaged file = %+v, %v, want what is wrong", found, err)
	}
}

// TestConnectionsKilled ends all connections of the server again and again while
// several write. A write that was acknowledged is stored, one that was refused
// is not, and of those of unknown outcome (D18) nothing is said.
func TestConnectionsKilled(t *testing.T) {
	address := surveytest.Postgres(t)
	db := surveytest.Reopen(t, address)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	stop := make(chan struct{})
	var mu sync.Mutex
	outcomes := map[string]error{}
	var wg sync.WaitGroup
	for w := range 6 {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				k := fmt.Sprint(w, "-", i)
				err := db.Write(t.Context(), put(k, i))
				mu.Lock()
				outcomes[k] = err
				mu.Unlock()
			}
		})
	}
	for range 8 {
		check(t, sqldb.Admin(t.Context(), address, `SELECT pg_terminate_backend(pid), pg_sleep(0.02) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`))
	}
	close(stop)
	wg.Wait()
	check(t, db.Write(t.Context(), put("after all", 1))) // connected again by itself
	compare(t, db, outcomes)
}

// compare looks for each write whether what its caller was told is true.
func compare(t *testing.T, db *sqldb.DB, outcomes map[string]error) {
	t.Helper()
	keys, err := sqldb.Collect(t.Context(), db, func(r sqldb.Row) (k string, err error) {
		err = r.Scan(&k)
		return k, err
	}, `SELECT k FROM pair`)
	check(t, err)
	stored := map[string]bool{}
	for _, k := range keys {
		stored[k] = true
	}
	acknowledged, unknown := 0, 0
	for k, err := range outcomes {
		switch {
		case err == nil:
			acknowledged++
			if !stored[k] {
				t.Errorf("%s was acknowledged and is not stored", k)
			}
		case strings.HasPrefix(fault.Text(err), "D18: "):
			unknown++
		default:
			if fault.KindOf(err) != fault.Unavailable {
				t.Errorf("%s: %v, want Unavailable", k, err)
			}
			if stored[k] {
				t.Errorf("%s was refused and is stored: %v", k, err)
			}
		}
	}
	if acknowledged == 0 {
		t.Error("nothing was acknowledged")
	}
	t.Logf("%d acknowledged, %d of unknown outcome, %d in all", acknowledged, unknown, len(outcomes))
}
