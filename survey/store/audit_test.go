package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// as returns a context in which an account of the staff acts.
func as(t *testing.T, name string) context.Context {
	t.Helper()
	return survey.WithActor(t.Context(), survey.User{ID: "id-of-" + name, Name: name}.Actor())
}

// audited returns the audit as lines "actor action object: details".
func audited(t *testing.T, s *store.Store) []string {
	t.Helper()
	var lines []string
	for r, err := range s.Audited(t.Context()) {
		check(t, err)
		lines = append(lines, fmt.Sprintf("%s %s %s: %s", r.By(), r.Action, r.ObjectKind, r.Details))
	}
	return lines
}

func wantSound(t *testing.T, s *store.Store) survey.AuditReport {
	t.Helper()
	report, err := s.CheckAudit(t.Context(), "")
	check(t, err)
	if !report.Sound() {
		t.Errorf("CheckAudit finds %v", report.Problems)
	}
	return report
}

func TestAuditTellsWhatStaffDid(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.AnonymousInvited)
		anna := as(t, "anna")
		check(t, s.CreateUser(anna, survey.User{ID: "b", Name: "Bob", Level: survey.Researcher}, "hash"))
		check(t, s.SetPassword(anna, "bob", "other"))
		token, err := s.CreateSession(t.Context(), "b", time.Hour)
		check(t, err)
		check(t, s.DeleteSession(t.Context(), token))
		check(t, s.DeleteSession(t.Context(), token)) // ended already
		check(t, s.SaveParticipant(anna, survey.Participant{ID: "p", RoundID: s.round.ID, Name: "Carla Quirk", Email: "carla@example.org"}))
		_, err = s.Invite(anna, s.wave.ID, make([]survey.Invitation, 3))
		check(t, err)
		_, err = s.PublishForm(anna, s.programme.ID, surveytest.Form()) // nothing new
		check(t, err)
		_, err = s.SubmitAll(anna, []survey.Response{surveytest.Response(s.wave, "mentor", "words")}, []string{"k"})
		check(t, err)
		_, err = s.SubmitAll(anna, []survey.Response{surveytest.Response(s.wave, "mentor", "words")}, []string{"k"}) // nothing new
		check(t, err)
		check(t, s.Note(survey.WithActor(t.Context(), survey.Actor{Kind: survey.ActorCommandLine, Name: "root"}), survey.BackupMade, "", nil))
		diff(t, "audit", audited(t, s.Store), []string{
			"system audit.begun database: {}",
			`system programme.saved programme: {"programme":"reverse-mentoring"}`,
			`system round.saved round: {"pairs":12,"round":"2021"}`,
			`system form.published programme: {"form":"end","version":1}`,
			`system wave.saved wave: {"closes":"","form":"end","mode":"anonymous-invited","opens":"","retain-until":"","version":1,"wave":"end","withdraw-until":""}`,
			`anna account.added account: {"account":"bob","level":"researcher"}`,
			`anna account.changed account: {"account":"bob","changed":"password"}`,
			`bob staff.signed-in account: {}`,
			`bob staff.signed-out account: {}`,
			`anna participant.saved round: {}`,
			`anna invitations.made wave: {"invitations":3,"wave":"end"}`,
			`anna answers.imported wave: {"responses":1}`,
			`command line (root) backup.made database: {}`,
		})
		wantSound(t, s.Store)
	})
}

func TestAuditRefuses(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		for name, statement := range map[string]string{
			"update":  `UPDATE audit SET actor = 'nobody' WHERE seq = 2`,
			"delete":  `DELETE FROM audit WHERE seq = 2`,
			"replace": `INSERT INTO audit SELECT * FROM audit WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET actor = 'nobody'`,
			"person":  `INSERT INTO audit SELECT 100, at, 'participants', 'somebody', '', action, object_kind, object_id, details, hash FROM audit WHERE seq = 2`,
			"time":    `INSERT INTO audit SELECT 100, '2026-11-22T10:00:00.000000Z', 'participants', '', '', action, object_kind, object_id, details, hash FROM audit WHERE seq = 2`,
		} {
			if err := db.Write(t.Context(), execute(statement)); err == nil {
				t.Errorf("%s is not refused", name)
			}
		}
		only := map[sqldb.Engine]string{
			sqldb.SQLite:     `INSERT OR REPLACE INTO audit SELECT seq, at, actor_kind, actor_id, 'nobody', action, object_kind, object_id, details, hash FROM audit WHERE seq = 2`,
			sqldb.PostgreSQL: `TRUNCATE audit`,
		}[db.Engine()]
		if err := db.Write(t.Context(), execute(only)); err == nil {
			t.Errorf("%s is not refused", only)
		}
		for _, e := range []survey.AuditEvent{
			{Action: "made.up", At: time.Now()},
			{Action: survey.AnswersReceived, At: time.Now()}, // a total has no time
			{Action: survey.SignedIn},
			{Action: survey.SignedIn, At: time.Now(), Details: survey.AuditDetails{"list": []string{"a"}}},
			{Action: survey.SignedIn, At: time.Now(), Details: survey.AuditDetails{"long": strings.Repeat("x", 2000)}},
		} {
			if err := s.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return store.Audit(ctx, tx, e) }); err == nil {
				t.Errorf("Audit takes %+v", e)
			}
		}
		wantSound(t, s.Store)
	})
}

// TestAuditChainsConcurrently lets two servers write, with writes that fail
// among those that share a commit.
func TestAuditChainsConcurrently(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		one := newSite(t, surveytest.Reopen(t, address), survey.Open)
		two, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
		check(t, err)
		const writers, each = 8, 15
		var wg sync.WaitGroup
		for w := range writers {
			s := []*store.Store{one.Store, two}[w%2]
			wg.Go(func() {
				for i := range each {
					name := fmt.Sprintf("account-%d-%d", w, i)
					if err := s.CreateUser(t.Context(), survey.User{Name: name, Level: survey.Researcher}, "hash"); err != nil {
						t.Error(err)
					}
					if err := s.CreateUser(t.Context(), survey.User{Name: name, Level: survey.Researcher}, "hash"); err == nil {
						t.Error("the same account twice")
					}
					if _, err := s.Submit(t.Context(), surveytest.Response(one.wave, "mentor", name), store.SubmitOptions{}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		const begun, site = 1, 4
		if head := wantSound(t, two).Head; head.Seq != begun+site+writers*each {
			t.Errorf("the audit has %d rows, want %d", head.Seq, begun+site+writers*each)
		}
	})
}

// bare removes what keeps the audit append-only, as somebody can who has the
// database itself.
func bare(t *testing.T, db *sqldb.DB) {
	t.Helper()
	statements := []string{`DROP TRIGGER audit_refuses_update`, `DROP TRIGGER audit_refuses_delete`, `DROP TRIGGER audit_refuses_replace`}
	if db.Engine() == sqldb.PostgreSQL {
		statements = []string{`DROP TRIGGER audit_refuses ON audit`}
	}
	run(t, db, statements...)
}

func run(t *testing.T, db *sqldb.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		check(t, db.Write(t.Context(), execute(s)))
	}
}

// TestTamperingIsFound changes the stored rows in every way, and wants each
// found and named. The audit has 12 rows; the head of row 10 was noted.
func TestTamperingIsFound(t *testing.T) {
	const forge = `INSERT INTO audit SELECT %d, at, actor_kind, actor_id, 'nobody', action, object_kind, object_id, details, hash FROM audit WHERE seq = %d`
	cases := map[string]struct {
		statements []string
		want       []string // how the problems begin
	}{
		"nothing": {nil, nil},
		"changed": {[]string{`UPDATE audit SET actor = 'nobody' WHERE seq = 7`}, []string{"Row 7 does not follow from row 6"}},
		"changed details": {
			[]string{`UPDATE audit SET details = '{"level":"researcher", "account":"u1"}' WHERE seq = 7`},
			[]string{"Row 7 does not follow from row 6"},
		},
		"changed first": {[]string{`UPDATE audit SET object_id = 'other' WHERE seq = 1`}, []string{"Row 1 does not follow", "Row 1 names another database"}},
		"moved between fields": {
			[]string{`UPDATE audit SET object_kind = '', object_id = object_kind || object_id WHERE seq = 7`},
			[]string{"Row 7 does not follow"},
		},
		"missing":      {[]string{`DELETE FROM audit WHERE seq IN (6, 7)`}, []string{"Rows 6 to 7 are missing"}},
		"missing head": {[]string{`DELETE FROM audit WHERE seq = 1`}, []string{"Row 1 is missing"}},
		"taken out": {
			[]string{`DELETE FROM audit WHERE seq = 6`, `UPDATE audit SET seq = seq - 1 + 1000 WHERE seq > 6`, `UPDATE audit SET seq = seq - 1000 WHERE seq > 1000`, `UPDATE audit_head SET seq = 11`},
			[]string{"One row was taken out before row 6"},
		},
		"put in": {
			[]string{`UPDATE audit SET seq = seq + 1001 WHERE seq >= 6`, fmt.Sprintf(forge, 6, 5), `UPDATE audit SET seq = seq - 1000 WHERE seq > 1000`, `UPDATE audit_head SET seq = 13`},
			[]string{"Row 6 was put in between"},
		},
		"exchanged": {
			[]string{`UPDATE audit SET seq = 100 WHERE seq = 6`, `UPDATE audit SET seq = 6 WHERE seq = 7`, `UPDATE audit SET seq = 7 WHERE seq = 100`},
			[]string{"Rows 6 and 7 were exchanged"},
		},
		"exchanged far apart": {
			[]string{`UPDATE audit SET seq = 100 WHERE seq = 5`, `UPDATE audit SET seq = 5 WHERE seq = 9`, `UPDATE audit SET seq = 9 WHERE seq = 100`},
			[]string{"Rows 5 and 9 were exchanged"},
		},
		"appended":     {[]string{fmt.Sprintf(forge, 13, 12)}, []string{"Row 13 does not follow", "The rows after row 12 were put in"}},
		"end taken":    {[]string{`DELETE FROM audit WHERE seq > 9`}, []string{"The audit ends at row 9", "No row has the hash"}},
		"end hidden":   {[]string{`DELETE FROM audit WHERE seq > 9`, `UPDATE audit_head SET seq = 9, hash = (SELECT hash FROM audit WHERE seq = 9)`}, []string{"No row has the hash"}},
		"all taken":    {[]string{`DELETE FROM audit`}, []string{"The audit ends at row 0", "No row has the hash"}},
		"all hidden":   {[]string{`DELETE FROM audit`, `UPDATE audit_head SET seq = 0, hash = ''`}, []string{"No row has the hash"}},
		"head changed": {[]string{`UPDATE audit_head SET hash = 'x'`}, []string{"Row 12 is not the one that was written last"}},
	}
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		var noted survey.AuditHead
		for i := range 7 {
			check(t, s.CreateUser(t.Context(), survey.User{Name: fmt.Sprint("u", i), Level: survey.Researcher}, "hash"))
			if i == 4 {
				var err error
				noted, err = s.AuditHead(t.Context())
				check(t, err)
			}
		}
		bare(t, db)
		run(t, db, `CREATE TABLE kept AS SELECT * FROM audit`, `CREATE TABLE kept_head AS SELECT * FROM audit_head`)
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				run(t, db, c.statements...)
				report, err := s.CheckAudit(t.Context(), noted.Hash)
				check(t, err)
				run(t, db, `DELETE FROM audit`, `INSERT INTO audit SELECT * FROM kept`, `DELETE FROM audit_head`, `INSERT INTO audit_head SELECT * FROM kept_head`)
				if len(report.Problems) != len(c.want) {
					t.Fatalf("CheckAudit finds %+v, want %q", report.Problems, c.want)
				}
				for i, p := range report.Problems {
					if !strings.HasPrefix(p.Text, c.want[i]) {
						t.Errorf("problem %d: %q, want %q...", i, p.Text, c.want[i])
					}
				}
			})
		}
	})
}

// TestAuditRewritten replaces a row and writes all that follow anew, as only the
// noted head can tell.
func TestAuditRewritten(t *testing.T) {
	db := surveytest.Reopen(t, filepath.Join(t.TempDir(), "verbatim.db"))
	s := newSite(t, db, survey.Open)
	noted, err := s.AuditHead(t.Context())
	check(t, err)
	var rows []survey.AuditRow
	for r, err := range s.Audited(t.Context()) {
		check(t, err)
		if r.Seq == 3 {
			r.Actor = "nobody"
		}
		previous := ""
		if len(rows) > 0 {
			previous = rows[len(rows)-1].Hash
		}
		r.Hash = r.Chained(previous)
		rows = append(rows, r)
	}
	var statements []string
	for _, r := range rows {
		statements = append(statements, fmt.Sprintf(`UPDATE audit SET actor = '%s', hash = '%s' WHERE seq = %d`, r.Actor, r.Hash, r.Seq))
	}
	statements = append(statements, `UPDATE audit_head SET hash = (SELECT hash FROM audit WHERE seq = 5)`)
	bare(t, db)
	run(t, db, statements...)
	wantSound(t, s.Store) // it cannot be seen from the rows alone
	report, err := s.CheckAudit(t.Context(), noted.Hash)
	check(t, err)
	if report.Sound() {
		t.Error("CheckAudit with a noted head finds nothing")
	}
}
