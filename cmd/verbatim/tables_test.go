package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// allVersions returns how many versions the longest of the schemas has had.
func allVersions(t *testing.T) int64 {
	t.Helper()
	var newest int64
	for _, s := range schemas() {
		v, err := s.Newest()
		check(t, err)
		newest = max(newest, v)
	}
	return newest
}

// migrateAll brings a database to a version of each schema, or to the last that
// there is.
func migrateAll(t *testing.T, db *sqldb.DB, version int64) {
	t.Helper()
	for _, s := range schemas() {
		early := s.UpTo(version)
		check(t, db.Migrate(t.Context(), early.Set, early.Files))
	}
}

// fullDatabase returns a SQLite file of a version with rows in every table.
func fullDatabase(t *testing.T, version int64) (file string, db *sqldb.DB) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "verbatim.db")
	db = surveytest.Reopen(t, file)
	migrateAll(t, db, version)
	surveytest.FillEveryTable(t, db)
	for table, rows := range surveytest.Contents(t, db) {
		if len(rows) == 0 {
			t.Errorf("the table %s is empty: what is done to it is not tested", table)
		}
	}
	return file, db
}

// TestMoveEveryTable moves a database with rows in every table that the schemas
// make to PostgreSQL and from there into a file, and compares every row. Of the
// move the audit tells, on both sides; done again it changes nothing.
func TestMoveEveryTable(t *testing.T) {
	file, _ := fullDatabase(t, allVersions(t))
	there, back := surveytest.Postgres(t), filepath.Join(t.TempDir(), "back.db")
	for _, way := range [][2]string{{file, there}, {there, back}} {
		from := surveytest.Reopen(t, way[0])
		before := surveytest.Contents(t, from)
		runVerbatim(t, exitOK, "move", way[0], way[1], "-log", "error")
		want, got := surveytest.Contents(t, from), surveytest.Contents(t, surveytest.Reopen(t, way[1]))
		if noted := len(want["audit"]) - len(before["audit"]); noted != 1 {
			t.Errorf("the move added %d rows to the audit of the source, want 1", noted)
		}
		for _, table := range []string{"audit", "audit_head"} {
			delete(before, table)
		}
		for table, rows := range before {
			if diff := cmp.Diff(rows, want[table]); diff != "" {
				t.Errorf("the move changed the source's table %s (-before +after):\n%s", table, diff)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("after the move to %s (-source +target):\n%s", way[1], diff)
		}
		if out, _ := runVerbatim(t, exitOK, "move", way[0], way[1], "-log", "error"); !strings.Contains(out, "Unchanged") {
			t.Errorf("done again, the move says\n%s", out)
		}
	}
}

// changedByRestore are the tables that a restore changes on purpose: sessions
// end, old drafts go with what hangs from them, the audit tells of it, and the
// database becomes another for what follows it.
var changedByRestore = []string{"session", "draft", "carry", "attachment", "attachment_part", "audit", "audit_head", "secret"}

// TestRestoreEveryTable puts back backups of a database with rows in every
// table, and compares every row, on each engine.
func TestRestoreEveryTable(t *testing.T) {
	file, db := fullDatabase(t, allVersions(t))
	want := surveytest.Contents(t, db)
	for _, postgres := range []bool{false, true} {
		to := newPlace(t, postgres)
		copied := filepath.Join(t.TempDir(), "backup")
		runVerbatim(t, exitOK, "backup", copied, "-dir", filepath.Dir(file), "-log", "error")
		runVerbatim(t, exitOK, append([]string{"restore", copied}, to.flags()...)...)
		got := surveytest.Contents(t, surveytest.Reopen(t, to.database()))
		for table, rows := range want {
			if slices.Contains(changedByRestore, table) {
				continue
			}
			if diff := cmp.Diff(rows, got[table]); diff != "" {
				t.Errorf("%s after the restore (-before +after):\n%s", table, diff)
			}
		}
		if len(got["session"]) != 0 || len(got["audit"]) <= len(want["audit"]) {
			t.Errorf("a restored database has the sessions %v and %d rows of the audit, which had %d", got["session"], len(got["audit"]), len(want["audit"]))
		}
	}
}

// TestMigrateFromEveryVersion fills every table of each version there ever was,
// brings it up to date on both engines, and compares: no row is lost or changed
// in what it had, and both engines hold the same afterwards.
func TestMigrateFromEveryVersion(t *testing.T) {
	newest := allVersions(t)
	for version := range newest - 1 {
		version++
		_, db := fullDatabase(t, version)
		shape, before := surveytest.Shape(t, db), surveytest.Contents(t, db)
		there := surveytest.Reopen(t, surveytest.Postgres(t))
		migrateAll(t, there, version)
		s, err := db.Snapshot(t.Context())
		check(t, err)
		_, err = s.Copy(t.Context(), there, sqldb.CopyOptions{})
		s.Close()
		check(t, err)
		for _, d := range []*sqldb.DB{db, there} {
			migrateAll(t, d, newest)
			after := surveytest.ContentsOf(t, d, shape)
			for table, rows := range before {
				for _, row := range rows {
					if _, found := slices.BinarySearch(after[table], row); !found {
						t.Errorf("version %d on %s: the row of %s is lost or changed by the migrations:\n%s", version, d.Engine(), table, row)
					}
				}
			}
			found, err := d.Check(t.Context())
			check(t, err)
			if len(found.Problems) > 0 {
				t.Errorf("version %d on %s: after the migrations %v", version, d.Engine(), found.Problems)
			}
		}
		if diff := cmp.Diff(surveytest.Contents(t, db), surveytest.Contents(t, there)); diff != "" {
			t.Errorf("version %d: the engines hold different things after the migrations (-sqlite +postgresql):\n%s", version, diff)
		}
	}
}
