package store_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestAnonymousCannotBeJoined invites people, lets some answer, and then tries
// to join who was invited with what was answered from all that is stored.
func TestAnonymousCannotBeJoined(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.AnonymousInvited)
		answerAll(t, s, 12)
		for _, table := range []string{"response", "answer", "submission", "change", "draft"} {
			shared := sharedValues(t, db, "invitation", table)
			delete(shared, s.wave.ID)
			delete(shared, string(s.wave.Mode))
			if len(shared) > 0 {
				t.Errorf("invitation and %s share values: %v", table, shared)
			}
		}
		for _, table := range []string{"response", "answer", "submission", "invitation"} {
			for _, column := range columns(t, db, table) {
				if strings.HasSuffix(column, "_at") || strings.Contains(column, "time") {
					t.Errorf("%s.%s looks like a time: only days may be stored", table, column)
				}
			}
		}
		withPerson := `INSERT INTO response (id, wave_id, mode, form_key, form_version, role, participant_id, received_on)
			SELECT 'r', w.id, w.mode, w.form_key, w.form_version, '', p.id, '2021-01-01' FROM wave w, participant p`
		if err := db.Write(t.Context(), execute(withPerson)); err == nil {
			t.Error("the table takes an anonymous response with its participant")
		}
		if err := db.Write(t.Context(), execute(strings.ReplaceAll(withPerson, "w.mode", "'named'"))); err == nil {
			t.Error("the table takes a response in another mode than its wave's")
		}
	})
}

// answerAll invites n people and lets every second one answer. The draft of one
// that has not finished stays.
func answerAll(t *testing.T, s site, n int) {
	t.Helper()
	invs := make([]survey.Invitation, n)
	for i := range invs {
		p := survey.Participant{ID: sqldb.NewID(), RoundID: s.round.ID, Role: "mentor", Name: fmt.Sprint("Person ", i)}
		check(t, s.SaveParticipant(t.Context(), p))
		invs[i] = survey.Invitation{ParticipantID: p.ID}
	}
	tokens, err := s.Invite(t.Context(), s.wave.ID, invs)
	check(t, err)
	for i, token := range tokens {
		inv, err := s.Invitation(t.Context(), token)
		check(t, err)
		o := store.SubmitOptions{Key: sqldb.NewID(), InvitationID: inv.ID, DraftSecret: sqldb.NewID()}
		r := webResponse(s.wave, fmt.Sprint("answer number ", i))
		check(t, s.SaveDraft(t.Context(), o.DraftSecret, survey.Draft{WaveID: s.wave.ID, InvitationID: inv.ID, Answers: r.Answers, Key: o.Key}))
		if i%2 == 0 {
			_, err = s.Submit(t.Context(), r, o)
			check(t, err)
		}
	}
}

// sharedValues returns the values that stand in both tables and are long enough
// to tell something apart.
func sharedValues(t *testing.T, db *sqldb.DB, a, b string) map[string]bool {
	t.Helper()
	shared, inA := map[string]bool{}, values(t, db, a)
	for v := range values(t, db, b) {
		if len(v) > 3 && inA[v] {
			shared[v] = true
		}
	}
	return shared
}

func values(t *testing.T, db *sqldb.DB, table string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, c := range columns(t, db, table) {
		vs, err := sqldb.Collect(t.Context(), db, scanText, `SELECT COALESCE(CAST(`+c+` AS TEXT), '') FROM `+table)
		check(t, err)
		for _, v := range vs {
			all[v] = true
		}
	}
	return all
}

func columns(t *testing.T, db *sqldb.DB, table string) []string {
	t.Helper()
	query := `SELECT column_name FROM information_schema.columns WHERE table_name = $1`
	if db.Engine() == sqldb.SQLite {
		query = `SELECT name FROM pragma_table_info($1)`
	}
	names, err := sqldb.Collect(t.Context(), db, scanText, query, table)
	check(t, err)
	if len(names) == 0 {
		t.Fatalf("there is no table %s", table)
	}
	return names
}

func scanText(r sqldb.Row) (v string, err error) {
	err = r.Scan(&v)
	return v, err
}

// TestOrderTellsNothing looks at what an engine keeps beside the columns.
func TestOrderTellsNothing(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		db := surveytest.OpenDB(t)
		newSite(t, db, survey.Open)
		for _, table := range []string{"submission", "invitation", "draft"} {
			if _, err := sqldb.Collect(t.Context(), db, scanText, `SELECT rowid FROM `+table); err == nil {
				t.Errorf("%s has row IDs, which tell the order of insertion", table)
			}
		}
	})
	t.Run("postgresql", func(t *testing.T) {
		db := surveytest.Reopen(t, surveytest.Postgres(t))
		s := newSite(t, db, survey.AnonymousInvited)
		answerAll(t, s, 12)
		writers, err := sqldb.Collect(t.Context(), db, scanText, `SELECT DISTINCT CAST(xmin AS TEXT) FROM invitation`)
		check(t, err)
		if len(writers) != 1 {
			t.Errorf("invitations were written last by %d transactions, want one: they tell which response came with which", len(writers))
		}
	})
}

// TestFilesKeepNoSecrets searches the database file for what must not be in it.
func TestFilesKeepNoSecrets(t *testing.T) {
	path := t.TempDir() + "/verbatim.db"
	db := surveytest.Reopen(t, path)
	s := newSite(t, db, survey.Open)
	ctx := t.Context()
	tokens, err := s.Invite(ctx, s.wave.ID, make([]survey.Invitation, 1))
	check(t, err)
	check(t, s.SaveDraft(ctx, "draftsecret", survey.Draft{WaveID: s.wave.ID, Key: "draftkey", Answers: []survey.Answer{{Question: "changed", Text: "unfinished words"}}}))
	kept, err := s.Submit(ctx, surveytest.Response(s.wave, "mentor", "words that stay"), store.SubmitOptions{Key: "submitkey"})
	check(t, err)
	gone, err := s.Submit(ctx, surveytest.Response(s.wave, "mentor", "words that go"), store.SubmitOptions{Key: "otherkey"})
	check(t, err)
	check(t, s.Withdraw(ctx, gone.Code))
	check(t, db.Close()) // folds the log into the file and deletes it
	content, err := os.ReadFile(path)
	check(t, err)
	for _, secret := range []string{tokens[0], "draftsecret", "draftkey", "unfinished words", "submitkey", kept.Code, plain(kept.Code), "words that go"} {
		if strings.Contains(string(content), secret) {
			t.Errorf("the file holds %q", secret)
		}
	}
	if !strings.Contains(string(content), "words that stay") {
		t.Error("the file does not hold what was stored: does the test look at the right one?")
	}
}

func plain(code string) string { return strings.ReplaceAll(code, "-", "") }
