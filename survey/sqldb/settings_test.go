package sqldb_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// TestEveryConnectionIsSetUp asks every connection of a file, opened at the same
// time, for what durability, references and secrecy hang on: set on one of a
// pool, a pragma would be missing on the others.
func TestEveryConnectionIsSetUp(t *testing.T) {
	db := surveytest.Reopen(t, filepath.Join(t.TempDir(), "verbatim.db"))
	pragmas := []string{"journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete", "temp_store", "query_only"}
	const full, memory = "2", "2"
	writer := map[string]string{
		"journal_mode": "wal", "synchronous": full, "foreign_keys": "1", "busy_timeout": "5000",
		"secure_delete": "1", "temp_store": memory, "query_only": "0",
	}
	all := sqldb.Pragmas(t, db, pragmas)
	if len(all) < 3 {
		t.Fatalf("%d connections, want one that writes and several that read", len(all))
	}
	for i, got := range all {
		want := writer
		if i > 0 { // readers never sync or erase: what they would do then is no matter
			want = map[string]string{
				"journal_mode": "wal", "synchronous": got["synchronous"], "foreign_keys": "1", "busy_timeout": "5000",
				"secure_delete": got["secure_delete"], "temp_store": memory, "query_only": "1",
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("connection %d (-want +got):\n%s", i, diff)
		}
	}
}
