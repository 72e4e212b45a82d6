package sqldb_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

func TestBackup(t *testing.T) {
	db := surveytest.OpenDB(t)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	check(t, db.Write(t.Context(), put("first", 1)))
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { // writing goes on
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				if err := db.Write(t.Context(), put(fmt.Sprint("more ", i), i)); err != nil {
					t.Error(err)
				}
			}
		}
	})
	path := filepath.Join(t.TempDir(), "backups", "one.db")
	err := db.Backup(t.Context(), path)
	close(stop)
	wg.Wait()
	check(t, err)
	copied := surveytest.Reopen(t, path)
	if got, err := sqldb.One(t.Context(), copied, scanPair, `SELECT k, v FROM pair WHERE k = $1`, "first"); err != nil || got != "first=1" {
		t.Errorf("the copy holds %q, %v", got, err)
	}
	check(t, copied.Migrate(t.Context(), "pairs", pairs))
	check(t, copied.Write(t.Context(), put("in the copy", 2)))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy has permissions %v, %v, want 600", info.Mode(), err)
	}
	if err := db.Backup(t.Context(), path); fault.KindOf(err) != fault.Invalid {
		t.Errorf("Backup over a file = %v, want Invalid", err)
	}
}

func TestBackupOfPostgres(t *testing.T) {
	db := surveytest.Reopen(t, surveytest.Postgres(t))
	if err := db.Backup(t.Context(), filepath.Join(t.TempDir(), "x.db")); fault.KindOf(err) != fault.Invalid {
		t.Errorf("Backup = %v, want Invalid", err)
	}
}
