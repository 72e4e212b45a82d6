package sqldb_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// smallDisk mounts a disk of so many KiB, in memory, and returns its folder.
func smallDisk(t *testing.T, kibibytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", kibibytes)); err != nil {
		t.Skipf("not tested on a real disk that is full or read-only: mounting one needs the superuser (%v)", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestRealDiskFull fills a disk under writers: who is refused is told why, what
// was acknowledged can be read all the while, and as soon as there is room the
// same process stores again.
func TestRealDiskFull(t *testing.T) {
	dir := smallDisk(t, 1024)
	db := surveytest.Reopen(t, filepath.Join(dir, "verbatim.db"))
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	ballast := filepath.Join(dir, "ballast")
	check(t, os.WriteFile(ballast, make([]byte, 400<<10), 0o600))
	long, outcomes := strings.Repeat("x", 2000), map[string]error{}
	for i, refused := 0, 0; refused < 10; i++ {
		if i == 500 {
			t.Fatal("the disk never fills")
		}
		a, b := fmt.Sprint(i, "a", long), fmt.Sprint(i, "b", long)
		errs := together(t, db, put(a, i), put(b, i))
		outcomes[a], outcomes[b] = errs[0], errs[1]
		for _, err := range errs {
			if err == nil {
				continue
			}
			refused++
			if fault.KindOf(err) != fault.Unavailable || !strings.HasPrefix(fault.Text(err), "D12: ") {
				t.Errorf("a write to a full disk = %v, want D12", err)
			}
		}
	}
	compare(t, db, outcomes)
	check(t, os.Remove(ballast))
	check(t, db.Write(t.Context(), put("room again", 1)))
	outcomes["room again"] = nil
	compare(t, db, outcomes)
	wantSound(t, db)
}

// TestReadOnlyDisk opens a database on a disk that was made read-only, as the
// system does after errors of the hardware.
func TestReadOnlyDisk(t *testing.T) {
	dir := smallDisk(t, 1024)
	path := filepath.Join(dir, "verbatim.db")
	db, err := sqldb.Open(t.Context(), surveytest.Log(t), path)
	check(t, err)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	check(t, db.Close())
	check(t, syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	if _, err := sqldb.Open(t.Context(), surveytest.Log(t), path); !strings.HasPrefix(fault.Text(err), "D03: ") || !strings.Contains(fault.Text(err), path) {
		t.Errorf("Open on a read-only disk = %v, want D03 that names the file", err)
	}
	check(t, syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, ""))
	check(t, surveytest.Reopen(t, path).Write(t.Context(), put("writable again", 1)))
}

// wantSound reads every page and index of a SQLite database.
func wantSound(t *testing.T, db *sqldb.DB) {
	t.Helper()
	result, err := sqldb.One(t.Context(), db, func(r sqldb.Row) (s string, err error) {
		err = r.Scan(&s)
		return s, err
	}, `PRAGMA integrity_check`)
	check(t, err)
	if result != "ok" {
		t.Errorf("the database is damaged: %s", result)
	}
}

// TestDiskTurnsReadOnly lets the engine refuse writes as it does when a disk was
// made read-only under it: reading goes on, nothing is half stored, and the
// writer opens the file anew, so that it writes again once that is possible.
func TestDiskTurnsReadOnly(t *testing.T) {
	db := surveytest.OpenDB(t)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	check(t, db.Write(t.Context(), put("before", 1)))
	check(t, db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, `PRAGMA query_only = ON`)
		return err
	}))
	wantRefused(t, db, "D13")
	wantPairs(t, db, "before=1")
	check(t, db.Write(t.Context(), put("after", 2)))
	wantPairs(t, db, "after=2 before=1")
}
