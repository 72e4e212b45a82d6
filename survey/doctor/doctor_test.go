package doctor_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/doctor"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// A patient is an installation that something can be done to.
type patient struct {
	t       *testing.T
	s       *store.Store
	dir     string
	now     time.Time
	wave    survey.Wave
	receipt survey.Receipt // of a response that is still there
}

// newPatient returns an installation with three responses, of which one was
// withdrawn and noted outside.
func newPatient(t *testing.T, db *sqldb.DB) *patient {
	t.Helper()
	p := &patient{t: t, dir: t.TempDir(), now: time.Now()}
	s, err := store.New(t.Context(), surveytest.Log(t), db)
	check(t, err)
	s.Now = func() time.Time { return p.now }
	s.Outside = &store.Removals{Path: p.list()}
	p.s = s
	g, f := surveytest.Programme(), surveytest.Form()
	r := surveytest.Round(g)
	p.wave = surveytest.Wave(r, f)
	check(t, s.SaveProgramme(t.Context(), g))
	check(t, s.SaveRound(t.Context(), r))
	_, err = s.PublishForm(t.Context(), g.ID, f)
	check(t, err)
	check(t, s.SaveWave(t.Context(), p.wave))
	for range 2 {
		p.receipt, err = s.Submit(t.Context(), surveytest.Response(p.wave, "mentor", "We talk more."), store.SubmitOptions{})
		check(t, err)
	}
	gone, err := s.Submit(t.Context(), surveytest.Response(p.wave, "mentor", "Forget this."), store.SubmitOptions{})
	check(t, err)
	check(t, s.Withdraw(t.Context(), gone.Code))
	return p
}

func (p *patient) list() string { return filepath.Join(p.dir, store.RemovalsFile) }

// sql changes the database behind the program's back.
func (p *patient) sql(statement string, args ...any) {
	p.t.Helper()
	check(p.t, p.s.DB.Write(p.t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, statement, args...)
		return err
	}))
}

// examine returns the findings of one check.
func (p *patient) examine(name string, now time.Time) []doctor.Finding {
	p.t.Helper()
	c := doctor.Config{
		DB: p.s.DB, Schemas: []sqldb.Schema{store.Schema()}, Dir: p.dir, Index: filepath.Join(p.dir, "index"),
		Now: func() time.Time { return now }, DraftLife: 14 * 24 * time.Hour,
	}
	var found []doctor.Finding
	for _, one := range c.Checks() {
		if one.Name != name {
			continue
		}
		all, err := doctor.New(surveytest.Log(p.t)).Examine(p.t.Context(), []doctor.Check{one}, func(doctor.Finding) {})
		check(p.t, err)
		found = append(found, all...)
	}
	return found
}

// damage closes the database, overwrites the page at which the answers begin, and
// opens it again.
func (p *patient) damage() {
	p.t.Helper()
	const page = 4096
	spoilt, err := sqldb.One(p.t.Context(), p.s.DB, func(r sqldb.Row) (n int64, err error) { err = r.Scan(&n); return n, err },
		`SELECT rootpage FROM sqlite_master WHERE name = 'answer'`)
	check(p.t, err)
	path := p.s.DB.Place()
	check(p.t, p.s.DB.Close())
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	check(p.t, err)
	_, err = f.WriteAt(bytes.Repeat([]byte{0xA5}, page), (spoilt-1)*page)
	check(p.t, errors.Join(err, f.Close()))
	p.s.DB = surveytest.Reopen(p.t, path)
}

// TestEveryCheckIsContent wants nothing to be wrong with an installation to which
// nothing was done, on each engine.
func TestEveryCheckIsContent(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		p := newPatient(t, db)
		check(t, os.Chmod(p.dir, 0o700))
		for _, one := range (doctor.Config{}).Checks() {
			found := p.examine(one.Name, p.now)
			if len(found) == 0 {
				t.Errorf("%s found nothing, not even that all is well", one.Name)
			}
			for _, f := range found {
				if f.Level == doctor.Wrong && !strings.HasPrefix(f.What, unsynced) {
					t.Errorf("%s: %+v", one.Name, f)
				}
			}
		}
	})
}

// unsynced is what is rightly found where the PostgreSQL of the tests does not
// wait for the disk, to be quicker.
const unsynced = `fsync is "off"`

// TestWhatIsWrongIsFound breaks one thing after the other: on SQLite, and on
// PostgreSQL where the database itself is looked at in another way there.
func TestWhatIsWrongIsFound(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name, check string
		harm        func(p *patient)
		later       time.Duration // how far this machine's clock is ahead
		level       doctor.Level
		want        string
	}{
		{"feed, a row gone", "feed", func(p *patient) { p.sql(`DELETE FROM change WHERE seq = 2`) }, 0, doctor.Wrong, "the feed has gaps: 3 changes between 1 and 4, its head is 4"},
		{"feed, its head behind", "feed", func(p *patient) { p.sql(`UPDATE change_head SET seq = 3`) }, 0, doctor.Wrong, "its head is 3"},
		{"feed, a follower ahead", "feed", func(p *patient) { p.sql(`INSERT INTO follower (name, seq) VALUES ('x', 9)`) }, 0, doctor.Wrong, "it has followed the feed to change 9, which ends at 4"},
		{"feed, a follower behind", "feed", func(p *patient) { p.sql(`INSERT INTO follower (name, seq) VALUES ('x', 1)`) }, 0, doctor.Note, "it is 3 changes behind"},
		{"feed, somebody back", "feed", func(p *patient) {
			p.sql(`INSERT INTO change (seq, kind, entity) VALUES (5, $1, $2)`, string(survey.ResponseWithdrawn), p.receipt.ResponseID)
			p.sql(`UPDATE change_head SET seq = 5`)
		}, 0, doctor.Wrong, "1 responses are there that the feed says were withdrawn"},
		{"clock, behind what is stored", "clock", func(*patient) {}, -3 * day, doctor.Wrong, "the clock is wrong now, or was"},
		{"removals, no list", "removals", func(p *patient) { check(p.t, os.Remove(p.list())) }, 0, doctor.Warning, "there is no list of what was withdrawn: 1 of 1"},
		{"removals, one not noted", "removals", func(p *patient) {
			p.sql(`INSERT INTO withdrawal (response_id, wave_id, code_hash, expired) VALUES ('other', $1, '', FALSE)`, p.wave.ID)
		}, 0, doctor.Warning, "1 of 2 withdrawn responses are not noted"},
		{"removals, one is back", "removals", func(p *patient) {
			p.sql(`INSERT INTO response (id, wave_id, mode, form_key, form_version, role, received_on)
				SELECT w.response_id, r.wave_id, r.mode, r.form_key, r.form_version, r.role, r.received_on FROM withdrawal w, response r WHERE r.id = $1`, p.receipt.ResponseID)
		}, 0, doctor.Wrong, "1 responses are there that the list says were withdrawn"},
		{"removals, of another database", "removals", func(p *patient) { p.sql(`UPDATE secret SET value = 'another' WHERE name = 'identity'`) }, 0, doctor.Wrong, "of another database"},
		{"removals, damaged", "removals", func(p *patient) { check(p.t, os.WriteFile(p.list(), []byte("Dear Sir"), 0o600)) }, 0, doctor.Wrong, "L14"},
		{"audit, a row changed", "audit", func(p *patient) {
			p.sql(`DROP TRIGGER audit_refuses_update`)
			p.sql(`UPDATE audit SET at = at + 1 WHERE seq = 2`)
		}, 0, doctor.Wrong, "one of them was changed"},
		{"database, a page overwritten", "database", (*patient).damage, 0, doctor.Wrong, "the file is damaged so that it cannot be read through"},
		{"verbatims, on a page overwritten", "verbatims", (*patient).damage, 0, doctor.Wrong, "this could not be looked at: the database is damaged"},
		{"schema, of a newer program", "schema", func(p *patient) { p.sql(`INSERT INTO survey_version (version_id, is_applied) VALUES (999, TRUE)`) }, 0, doctor.Wrong, "version 999 of the survey tables"},
		{"files, open to others", "files", func(p *patient) {
			check(p.t, os.Chmod(p.dir, 0o755))
			check(p.t, os.Chmod(p.list(), 0o644))
		}, 0, doctor.Wrong, "its permissions are 0644, not 0600"},
		{"files, left by a backup that was killed", "files", func(p *patient) { check(p.t, os.Mkdir(filepath.Join(p.dir, ".making-x"), 0o700)) }, 0, doctor.Warning, "a database that is being made"},
		{"accounts, nobody decides", "accounts", func(*patient) {}, 0, doctor.Warning, "nobody is a coordinator"},
		{"waves, withdrawing ends first", "waves", func(p *patient) { p.sql(`UPDATE wave SET closes_on = '2999-12-31', withdraw_until = '2999-01-01'`) }, 0, doctor.Warning, "who answers last cannot withdraw"},
		{"verbatims, changed", "verbatims", func(p *patient) { p.sql(`UPDATE answer SET text = 'We talk less.' WHERE question = 'changed'`) }, 0, doctor.Wrong, "is not what was stored"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			examine := func(t *testing.T, db *sqldb.DB) {
				p := newPatient(t, db)
				tt.harm(p)
				var said []string
				for _, f := range p.examine(tt.check, p.now.Add(tt.later)) {
					if f.Level == tt.level && strings.Contains(f.What, tt.want) && f.Do != "" {
						return
					}
					said = append(said, f.Level.String()+": "+f.What)
				}
				t.Errorf("%s says %q, want %s: %s, with what to do", tt.check, said, tt.level, tt.want)
			}
			if strings.HasSuffix(tt.name, "gone") || strings.HasSuffix(tt.name, "back") {
				surveytest.EachDB(t, examine)
				return
			}
			examine(t, surveytest.OpenDB(t))
		})
	}
}

// TestServersClockIsCompared sets this machine's clock apart from the server's: a
// file has none of its own.
func TestServersClockIsCompared(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		p := newPatient(t, db)
		apart := false
		for _, f := range p.examine("clock", p.now.Add(time.Hour)) {
			apart = apart || f.Level == doctor.Warning && strings.Contains(f.What, "the database server's clock differs by")
		}
		if want := db.Engine() == sqldb.PostgreSQL; apart != want {
			t.Errorf("an hour apart, the clocks are found to differ: %v, want %v", apart, want)
		}
	})
}

// TestServersSettingsAreLookedAt has the server accept what is not on its disk,
// which a role or a database can be set to.
func TestServersSettingsAreLookedAt(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		p := newPatient(t, db)
		if db.Engine() == sqldb.PostgreSQL {
			name, err := sqldb.One(t.Context(), db, func(r sqldb.Row) (s string, err error) { err = r.Scan(&s); return s, err }, `SELECT current_database()`)
			check(t, err)
			p.sql(`ALTER DATABASE ` + name + ` SET session_replication_role = 'replica'`)
		}
		wrong := false
		for _, f := range p.examine("settings", p.now) {
			wrong = wrong || f.Level == doctor.Wrong && strings.Contains(f.What, `session_replication_role is "replica"`)
		}
		if want := db.Engine() == sqldb.PostgreSQL; wrong != want {
			t.Errorf("a server that looks at no foreign keys is found: %v, want %v", wrong, want)
		}
	})
}
