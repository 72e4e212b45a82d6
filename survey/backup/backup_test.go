package backup_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"filippo.io/age"

	"verbatim/survey"
	"verbatim/survey/backup"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

var now = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func archive(t testing.TB, more ...sqldb.Schema) *backup.Archive {
	t.Helper()
	return backup.New(surveytest.Log(t), backup.Config{Schemas: append([]sqldb.Schema{store.Schema()}, more...), Program: "test", Now: func() time.Time { return now }})
}

// filled returns a store with a wave that is answered by invitation, one
// response, a session and two drafts.
func filled(t testing.TB, address string) (s *store.Store, session string) {
	t.Helper()
	s, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
	check(t, err)
	s.Now = func() time.Time { return now }
	p, f := surveytest.Programme(), surveytest.Form()
	r := surveytest.Round(p)
	w := surveytest.Wave(r, f)
	w.Mode = survey.AnonymousInvited
	check(t, s.SaveProgramme(t.Context(), p))
	check(t, s.SaveRound(t.Context(), r))
	_, err = s.PublishForm(t.Context(), p.ID, f)
	check(t, err)
	check(t, s.SaveWave(t.Context(), w))
	_, err = s.Invite(t.Context(), w.ID, []survey.Invitation{{Role: "mentor"}, {Role: "mentee"}})
	check(t, err)
	_, err = s.Submit(t.Context(), surveytest.Response(w, "mentor", "It was good."), store.SubmitOptions{Key: "key"})
	check(t, err)
	u := survey.User{ID: sqldb.NewID(), Name: "ada", Level: survey.Coordinator}
	check(t, s.CreateUser(t.Context(), u, "hash"))
	session, err = s.CreateSession(t.Context(), u.ID, 24*time.Hour)
	check(t, err)
	check(t, s.SaveDraft(t.Context(), "young", survey.Draft{Key: "k1"}))
	s.Now = func() time.Time { return now.Add(-backup.DraftLife - 48*time.Hour) }
	check(t, s.SaveDraft(t.Context(), "old", survey.Draft{Key: "k2"}))
	s.Now = func() time.Time { return now }
	return s, session
}

func write(t testing.TB, s *store.Store, to ...age.Recipient) (file string, r backup.Report) {
	t.Helper()
	dir := t.TempDir()
	file = filepath.Join(dir, "one.backup")
	r, err := archive(t).Write(t.Context(), s.DB, backup.WriteOptions{File: file, To: to, Scratch: filepath.Join(dir, "scratch")})
	check(t, err)
	if left, err := os.ReadDir(filepath.Join(dir, "scratch")); len(left) > 0 {
		t.Errorf("a backup leaves %v behind, %v", left, err)
	}
	return file, r
}

func TestWriteAndRestore(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		s, session := filled(t, address)
		file, r := write(t, s)
		if r.Rows("response") != 1 || r.Verbatims != 1 || r.Engine != s.DB.Engine() || len(r.Linkable) != 1 {
			t.Errorf("Write() = %+v", r)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 || info.Size() != r.Size {
			t.Errorf("the backup is %v, %v", info, err)
		}
		before, err := s.Identity(t.Context())
		check(t, err)
		dir := filepath.Join(t.TempDir(), "restored")
		db := filepath.Join(dir, "verbatim.db")
		r, err = archive(t).Restore(t.Context(), backup.RestoreOptions{File: file, Dir: dir, Database: db})
		check(t, err)
		if !r.MadeAt.Equal(now) || r.Sessions != 1 || r.Drafts != 1 {
			t.Errorf("Restore() = %+v, want one session ended and one draft deleted", r)
		}
		restored, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, db))
		check(t, err)
		after, err := restored.Identity(t.Context())
		check(t, err)
		if after == before || !strings.HasPrefix(after, before) {
			t.Errorf("the identity was %q and is %q: want a new epoch of the same", before, after)
		}
		restored.Now = s.Now
		if _, err := restored.SessionUser(t.Context(), session); err == nil {
			t.Error("a session opens after a restore")
		}
		if _, err := restored.Draft(t.Context(), "young"); err != nil {
			t.Errorf("a young draft is lost: %v", err)
		}
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("the folder is %v, %v", info.Mode(), err)
		}
		if left, _ := backup.LeftOver(dir); len(left) > 0 {
			t.Errorf("a restore leaves %v behind", left)
		}
	})
}

// TestRestoreOfWhatIsNotWhole changes, cuts and forges backups.
func TestRestoreOfWhatIsNotWhole(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	check(t, err)
	other, err := age.GenerateX25519Identity()
	check(t, err)
	s, _ := filled(t, filepath.Join(t.TempDir(), "verbatim.db"))
	bare, _ := write(t, s)
	sealed, _ := write(t, s, id.Recipient())
	plain, err := os.ReadFile(bare)
	check(t, err)
	secret, err := os.ReadFile(sealed)
	check(t, err)
	if bytes.Contains(secret, []byte("It was good.")) || !bytes.Contains(plain, []byte("It was good.")) {
		t.Error("the answers can be read in the encrypted backup, or cannot in the plain one")
	}
	flip := func(b []byte, old, with string) []byte {
		if !bytes.Contains(b, []byte(old)) {
			t.Fatalf("the backup does not hold %q", old)
		}
		return bytes.Replace(b, []byte(old), []byte(with), 1)
	}
	late := bytes.Clone(secret)
	late[len(late)-3] ^= 1
	early := bytes.Clone(secret)
	early[len(early)/2] ^= 1
	for name, c := range map[string]struct {
		content []byte
		key     age.Identity
		want    string
	}{
		"empty":                  {nil, id, "B10"},
		"letters":                {[]byte("Dear Sir or Madam"), id, "B10"},
		"plain, cut":             {plain[:len(plain)*2/3], id, "B12"},
		"plain, head only":       {plain[:100], id, "B12"},
		"plain, an answer":       {flip(plain, "It was good.", "It was bad.."), id, "B12"},
		"plain, a name":          {flip(plain, "EDI education", "EDI educatiom"), id, "B12"},
		"encrypted, no key":      {secret, nil, "B11"},
		"encrypted, another key": {secret, other, "B11"},
		"encrypted, cut":         {secret[:len(secret)-20], id, "B12"},
		"encrypted, head only":   {secret[:60], id, "B12"},
		"encrypted, changed":     {early, id, "B12"},
		"encrypted, end changed": {late, id, "B12"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "backup")
			check(t, os.WriteFile(file, c.content, 0o600))
			o := backup.RestoreOptions{File: file, Dir: filepath.Join(t.TempDir(), "new")}
			o.Database = filepath.Join(o.Dir, "verbatim.db")
			if c.key != nil {
				o.Identities = []age.Identity{c.key}
			}
			if _, err := archive(t).Restore(t.Context(), o); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Restore() = %v, want %s", err, c.want)
			}
			if _, err := os.Stat(o.Dir); err == nil {
				t.Error("a restore that failed leaves its folder behind")
			}
		})
	}
}

// TestOlderAndNewerSchema restores a backup of before a migration, and refuses
// one of after it.
func TestOlderAndNewerSchema(t *testing.T) {
	files := fstest.MapFS{
		"1_a.sql": {Data: []byte("-- +goose Up\nCREATE TABLE extra (id TEXT PRIMARY KEY);\nINSERT INTO extra (id) VALUES ('x');")},
		"2_b.sql": {Data: []byte("-- +goose Up\nALTER TABLE extra ADD COLUMN later TEXT NOT NULL DEFAULT 'yes';")},
	}
	extra := sqldb.Schema{Set: "extra", Files: files}
	s, _ := filled(t, filepath.Join(t.TempDir(), "verbatim.db"))
	early := extra.UpTo(1)
	check(t, s.DB.Migrate(t.Context(), early.Set, early.Files))
	file := filepath.Join(t.TempDir(), "old")
	_, err := archive(t, extra).Write(t.Context(), s.DB, backup.WriteOptions{File: file})
	check(t, err)
	o := backup.RestoreOptions{File: file, Dir: filepath.Join(t.TempDir(), "new")}
	o.Database = filepath.Join(o.Dir, "verbatim.db")
	_, err = archive(t, extra).Restore(t.Context(), o)
	check(t, err)
	scan := func(r sqldb.Row) (v string, err error) { err = r.Scan(&v); return v, err }
	db := surveytest.Reopen(t, o.Database)
	if got, err := sqldb.One(t.Context(), db, scan, `SELECT id || later FROM extra`); got != "xyes" || err != nil {
		t.Errorf("after the migration a row reads %q, %v, want xyes", got, err)
	}
	file = filepath.Join(t.TempDir(), "new")
	_, err = archive(t, extra).Write(t.Context(), db, backup.WriteOptions{File: file})
	check(t, err)
	o = backup.RestoreOptions{File: file, Dir: filepath.Join(t.TempDir(), "third"), Database: filepath.Join(t.TempDir(), "x.db")}
	if _, err := archive(t, early).Restore(t.Context(), o); err == nil || !strings.Contains(err.Error(), "B13") {
		t.Errorf("Restore of a newer schema = %v, want B13", err)
	}
}
