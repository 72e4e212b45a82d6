package sqldb_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// zoo has a column of each kind, tables named so that their order is not that
// of the references, a table without a key, and one that refuses changes.
var zoo = sqldb.Schema{Set: "zoo", Files: fstest.MapFS{
	"1_zoo.sql": {Data: []byte(`-- +goose Up
CREATE TABLE parent (id TEXT PRIMARY KEY, n INTEGER NOT NULL);
CREATE TABLE child (parent_id TEXT NOT NULL REFERENCES parent (id), "order" BIGINT NOT NULL, ok BOOLEAN, score DOUBLE PRECISION, words TEXT, PRIMARY KEY (parent_id, "order"));
CREATE TABLE aunt (parent_id TEXT NOT NULL, place BIGINT NOT NULL, FOREIGN KEY (parent_id, place) REFERENCES child (parent_id, "order"));
CREATE TABLE seeded (one INTEGER PRIMARY KEY);
INSERT INTO seeded (one) VALUES (1);
`)},
	"2_more.sql": {Data: []byte("-- +goose Up\nALTER TABLE parent ADD COLUMN later TEXT NOT NULL DEFAULT '';")},
}}

// refuse makes the table parent refuse changes, as a log does that nobody may
// mend afterwards.
func refuse(t *testing.T, db *sqldb.DB) {
	t.Helper()
	statements := []string{`CREATE TRIGGER refuse_insert BEFORE INSERT ON parent BEGIN SELECT RAISE(ABORT, 'refused'); END`}
	if db.Engine() == sqldb.PostgreSQL {
		statements = []string{
			`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END'`,
			`CREATE TRIGGER refuse_insert BEFORE INSERT OR DELETE ON parent FOR EACH STATEMENT EXECUTE FUNCTION refuse()`,
		}
	}
	for _, s := range statements {
		check(t, db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, s)
			return err
		}))
	}
}

func fillZoo(t *testing.T, db *sqldb.DB, n int) {
	t.Helper()
	check(t, db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		var parents, children, aunts [][]any
		for i := range n {
			id := fmt.Sprintf("%x-Ä", (i*7919)%n) // not in order
			parents = append(parents, []any{id, -i, "later"})
			children = append(children, []any{id, int64(1) << 40, i%2 == 0, float64(i) / 3, strings.Repeat("wörter ", i%50)}, []any{id, 2, nil, nil, nil})
			aunts = append(aunts, []any{id, 2}, []any{id, 2})
		}
		return errors.Join(
			sqldb.Insert(ctx, tx, `INSERT INTO parent (id, n, later) VALUES`, parents),
			sqldb.Insert(ctx, tx, `INSERT INTO child (parent_id, "order", ok, score, words) VALUES`, children),
			sqldb.Insert(ctx, tx, `INSERT INTO aunt (parent_id, place) VALUES`, aunts))
	}))
}

// sumsOf returns the sums of all tables, by name.
func sumsOf(t *testing.T, db *sqldb.DB) map[string]sqldb.TableSum {
	t.Helper()
	s, err := db.Snapshot(t.Context())
	check(t, err)
	defer s.Close()
	sums, err := s.Sums(t.Context(), s.Tables())
	check(t, err)
	return byTable(sums)
}

func byTable(sums []sqldb.TableSum) map[string]sqldb.TableSum {
	by := map[string]sqldb.TableSum{}
	for _, sum := range sums {
		by[sum.Table] = sum
	}
	return by
}

func migrated(t *testing.T, address string, s sqldb.Schema) *sqldb.DB {
	t.Helper()
	db := surveytest.Reopen(t, address)
	check(t, db.Migrate(t.Context(), s.Set, s.Files))
	return db
}

func TestCopy(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, from string) {
		source := migrated(t, from, zoo)
		fillZoo(t, source, 1500)
		surveytest.EachAddress(t, func(t *testing.T, to string) {
			target := migrated(t, to, zoo)
			refuse(t, target)
			snapshot, err := source.Snapshot(t.Context())
			check(t, err)
			defer snapshot.Close()
			if got, want := snapshot.Tables(), []string{"parent", "seeded", "child", "aunt"}; !slices.Equal(got, want) {
				t.Errorf("Tables() = %v, want %v", got, want)
			}
			progress := 0
			sums, err := snapshot.Copy(t.Context(), target, sqldb.CopyOptions{Progress: func(done, total int) {
				if done < progress || total != 7501 {
					t.Errorf("progress %d of %d after %d", done, total, progress)
				}
				progress = done
			}})
			check(t, err)
			if progress != 7501 {
				t.Errorf("progress ends at %d", progress)
			}
			want := sumsOf(t, source)
			for _, got := range []map[string]sqldb.TableSum{byTable(sums), sumsOf(t, target)} {
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("the copy (-want +got):\n%s", diff)
				}
			}
			if found, err := target.Check(t.Context()); err != nil || len(found.Problems) > 0 {
				t.Errorf("Check() of the copy = %v, %v", found.Problems, err)
			}
			err = target.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO parent (id, n) VALUES ('x', 1)`)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "refused") {
				t.Errorf("after the copy the target's trigger lets pass what it refused: %v", err)
			}
		})
	})
}

// TestCopyIsOfOneMoment writes to the source after the snapshot was taken.
func TestCopyIsOfOneMoment(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, from string) {
		source := migrated(t, from, zoo)
		fillZoo(t, source, 10)
		want := sumsOf(t, source)
		snapshot, err := source.Snapshot(t.Context())
		check(t, err)
		defer snapshot.Close()
		check(t, source.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM aunt`)
			return err
		}))
		target, err := sqldb.NewFile(t.Context(), surveytest.Log(t), filepath.Join(t.TempDir(), "new.db"))
		check(t, err)
		check(t, target.Migrate(t.Context(), zoo.Set, zoo.Files))
		_, err = snapshot.Copy(t.Context(), target, sqldb.CopyOptions{})
		check(t, err)
		if diff := cmp.Diff(want, sumsOf(t, target)); diff != "" {
			t.Errorf("the copy (-want +got):\n%s", diff)
		}
		check(t, target.Finish())
	})
}

// TestCopyRefused makes copies that must change nothing.
func TestCopyRefused(t *testing.T) {
	source := migrated(t, filepath.Join(t.TempDir(), "source.db"), zoo)
	fillZoo(t, source, 3)
	surveytest.EachAddress(t, func(t *testing.T, to string) {
		copyInto := func(db *sqldb.DB, o sqldb.CopyOptions) error {
			snapshot, err := source.Snapshot(t.Context())
			check(t, err)
			defer snapshot.Close()
			_, err = snapshot.Copy(t.Context(), db, o)
			return err
		}
		old := migrated(t, to, zoo.UpTo(1))
		if v, err := old.SchemaVersion(t.Context(), zoo); err != nil || v != 1 {
			t.Errorf("SchemaVersion() = %d, %v, want 1", v, err)
		}
		if err := copyInto(old, sqldb.CopyOptions{}); err == nil || !strings.Contains(err.Error(), "B25: The table parent") {
			t.Errorf("Copy into other tables = %v, want B25", err)
		}
		target := migrated(t, to, zoo)
		before := sumsOf(t, target)
		var seen map[string]sqldb.TableSum
		err := copyInto(target, sqldb.CopyOptions{Into: func(held []sqldb.TableSum) error {
			seen = byTable(held)
			return fault.New(fault.Conflict, "not empty")
		}})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("Copy refused by Into = %v, want Conflict", err)
		}
		if diff := cmp.Diff(before, seen); diff != "" {
			t.Errorf("what Into is told (-want +got):\n%s", diff)
		}
		ctx, cancel := context.WithCancel(t.Context())
		snapshot, err := source.Snapshot(t.Context())
		check(t, err)
		defer snapshot.Close()
		if _, err := snapshot.Copy(ctx, target, sqldb.CopyOptions{Into: func([]sqldb.TableSum) error { cancel(); return nil }}); err == nil {
			t.Error("a copy that was interrupted reports none")
		}
		if diff := cmp.Diff(before, sumsOf(t, target)); diff != "" {
			t.Errorf("the target after refused copies (-want +got):\n%s", diff)
		}
	})
}

// TestCopyOfWhatIsNoText has SQLite hold what PostgreSQL cannot.
func TestCopyOfWhatIsNoText(t *testing.T) {
	for name, value := range map[string]string{"bytes": `x'00ff'`, "nul": `char(65, 0, 66)`, "not UTF-8": `CAST(x'ff' AS TEXT)`} {
		t.Run(name, func(t *testing.T) {
			source := migrated(t, filepath.Join(t.TempDir(), "source.db"), zoo)
			check(t, source.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO parent (id, n) VALUES (`+value+`, 1)`)
				return err
			}))
			s, err := source.Snapshot(t.Context())
			check(t, err)
			defer s.Close()
			if _, err := s.Sums(t.Context(), s.Tables()); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "B24: Row 1 of the table parent") {
				t.Errorf("Sums() = %v, want B24 that names the row", err)
			}
		})
	}
}

// TestCheckFindsOrphans takes a row away from under those that refer to it.
func TestCheckFindsOrphans(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		db := migrated(t, address, zoo)
		fillZoo(t, db, 4)
		if db.Engine() == sqldb.SQLite {
			orphan(t, "sqlite3", address, `DELETE FROM parent WHERE n = -3`) // by a program that does not ask for foreign keys
		} else {
			orphan(t, "pgx", address, `ALTER TABLE parent DISABLE TRIGGER ALL`, `DELETE FROM parent WHERE n = -3`)
		}
		found, err := db.Check(t.Context())
		check(t, err)
		if !slices.ContainsFunc(found.Problems, func(p string) bool { return strings.HasPrefix(p, "2 rows of ") }) {
			t.Errorf("Check() = %+v, want rows that refer to nothing", found)
		}
	})
}

// orphan changes the database behind our back.
func orphan(t *testing.T, driver, address string, statements ...string) {
	t.Helper()
	db, err := sql.Open(driver, address)
	check(t, err)
	defer db.Close()
	for _, s := range statements {
		_, err := db.ExecContext(t.Context(), s)
		check(t, err)
	}
}
