package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// A past is a database as the first version left it, and what is in it.
type past struct {
	now                  time.Time
	response             survey.Response
	wave                 survey.Wave
	key, session, secret string // of the form instance, of the staff, of a draft
	words                string
}

// fillFirst fills every table of version 1 as that version did.
func fillFirst(t *testing.T, db *sqldb.DB) past {
	t.Helper()
	p, f := surveytest.Programme(), surveytest.Form()
	r := surveytest.Round(p)
	x := past{
		now: time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC), wave: surveytest.Wave(r, f),
		key: "instance", session: "session token", secret: "draft secret", words: "We talk more.\nMuch more – truly.",
	}
	x.wave.Mode = survey.Confidential
	x.response = surveytest.Response(x.wave, "mentor", x.words)
	x.response.ParticipantID = "person"
	body, err := json.Marshal(f)
	must(t, err)
	draft, err := seal(x.secret, survey.Draft{Key: "other instance"})
	must(t, err)
	code := (&Store{secret: []byte("mixed in")}).code(x.key)
	rows := [][]any{
		{`programme (id, key, name, organisation, addressee, aim, contact)`, p.ID, p.Key, p.Name, p.Organisation, p.Addressee, p.Aim, p.Contact},
		{`role (programme_id, key, place, singular, plural, joint)`, p.ID, "mentor", 0, "mentor", "mentors", false},
		{`role (programme_id, key, place, singular, plural, joint)`, p.ID, "pair", 1, "pair", "pairs", true},
		{`round (id, programme_id, key, pairs)`, r.ID, p.ID, r.Key, r.Pairs},
		{`form (programme_id, key, version, body)`, p.ID, f.Key, f.Version, string(body)},
		{
			`wave (id, round_id, programme_id, key, title, form_key, form_version, mode, opens_on, closes_on, withdraw_until)`,
			x.wave.ID, r.ID, p.ID, x.wave.Key, x.wave.Title, f.Key, f.Version, string(x.wave.Mode), "", "", "2027-01-31",
		},
		{`participant (id, round_id, role, name, email, pair_id)`, "person", r.ID, "mentor", "Åsa", "asa@example.org", "one"},
		{
			`invitation (id, token_hash, wave_id, mode, role, participant_id, crowd, spent)`,
			"invitation", hash("token", "token"), x.wave.ID, string(x.wave.Mode), "mentor", "person", 0, true,
		},
		{
			`response (id, wave_id, mode, form_key, form_version, role, participant_id, received_on)`,
			x.response.ID, x.wave.ID, string(x.wave.Mode), f.Key, f.Version, "mentor", "person", "2026-05-02",
		},
		{`submission (code_hash, response_id)`, hashCode(code), x.response.ID},
		{`draft (secret_hash, saved_on, body)`, hash("draft", x.secret), "2026-05-19", draft},
		{`change (seq, kind, entity)`, 1, string(survey.ResponseStored), x.response.ID},
		{`follower (name, seq)`, "pipeline", 1},
		{`staff (id, name, level, password_hash)`, "staff", "ada", "coordinator", "a hash"},
		{`session (token_hash, staff_id, expires_at)`, hash("session", x.session), "staff", sqldb.Micros(x.now.Add(time.Hour))},
		{`secret (name, value)`, codeSecret, "mixed in"},
	}
	for i, a := range x.response.Answers {
		choices := ""
		if len(a.Choices) > 0 {
			b, err := json.Marshal(a.Choices)
			must(t, err)
			choices = string(b)
		}
		rows = append(rows, []any{
			`answer (response_id, question, place, choices, text, hash, quote_consent)`,
			x.response.ID, a.Question, i, choices, a.Text, hashText(a.Text), string(a.QuoteConsent),
		})
	}
	must(t, db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		for _, row := range rows {
			if _, err := tx.Exec(ctx, fmt.Sprintf(`INSERT INTO %s VALUES (%s)`, row[0], sqldb.Params(len(row)-1)), row[1:]...); err != nil {
				return fmt.Errorf("%s: %w", row[0], err)
			}
		}
		_, err := tx.Exec(ctx, `UPDATE change_head SET seq = 1 WHERE one = 1`)
		return err
	}))
	return x
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestMigrateFromTheFirst fills a database of the first version, brings it up to
// date, and has the program work on it.
func TestMigrateFromTheFirst(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		ctx, first := t.Context(), Schema().UpTo(1)
		must(t, db.Migrate(ctx, first.Set, first.Files))
		x := fillFirst(t, db)
		before := surveytest.Rows(t, db)
		for table, n := range before {
			if n == 0 {
				t.Errorf("the table %s of version 1 is empty: a migration of it is not tested", table)
			}
		}
		s, err := New(ctx, surveytest.Log(t), db)
		must(t, err)
		s.Now = func() time.Time { return x.now }
		after := surveytest.Rows(t, db)
		for table, n := range before {
			if after[table] < n {
				t.Errorf("the table %s has %d rows after the migration, %d before", table, after[table], n)
			}
		}
		x.check(t, s)
	})
}

// check reads everything as the program does.
func (x past) check(t *testing.T, s *Store) {
	t.Helper()
	ctx := t.Context()
	r, err := s.Response(ctx, x.response.ID)
	if err != nil || r.ReceivedOn != "2026-05-02" || len(r.Answers) != len(x.response.Answers) {
		t.Errorf("Response() = %+v, %v", r, err)
	}
	v, err := s.Verbatim(ctx, survey.VerbatimID(x.response.ID, "changed"))
	if err != nil || v.Text != x.words || v.QuestionLabel != "What has changed?" {
		t.Errorf("Verbatim() = %+v, %v", v, err)
	}
	if u, err := s.SessionUser(ctx, x.session); err != nil || u.Name != "ada" {
		t.Errorf("SessionUser() = %+v, %v", u, err)
	}
	if _, passwordHash, err := s.UserByName(ctx, "Ada"); err != nil || passwordHash != "a hash" {
		t.Errorf("UserByName() = %q, %v", passwordHash, err)
	}
	if d, err := s.Draft(ctx, x.secret); err != nil || d.Key != "other instance" {
		t.Errorf("Draft() = %+v, %v", d, err)
	}
	if i, err := s.Invitation(ctx, "token"); err != nil || !i.Spent || i.ParticipantID != "person" {
		t.Errorf("Invitation() = %+v, %v", i, err)
	}
	if cs, err := s.Changes(ctx, 0, 10); err != nil || len(cs) != 1 || cs[0].Entity != x.response.ID {
		t.Errorf("Changes() = %+v, %v", cs, err)
	}
	if n, err := s.Cursor(ctx, "pipeline"); err != nil || n != 1 {
		t.Errorf("Cursor() = %d, %v", n, err)
	}
	receipt, err := s.Submit(ctx, x.response, SubmitOptions{Key: x.key})
	if err != nil || !receipt.Again || receipt.ResponseID != x.response.ID {
		t.Errorf("the same form instance sent again = %+v, %v, want its first receipt", receipt, err)
	}
	fresh := surveytest.Response(x.wave, "mentor", "A new one.")
	if _, err := s.Submit(ctx, fresh, SubmitOptions{Key: "another"}); err != nil {
		t.Errorf("Submit() after the migration = %v", err)
	}
	if err := s.Withdraw(ctx, strings.ToLower(receipt.Code)); err != nil {
		t.Errorf("Withdraw() = %v", err)
	}
	if _, err := s.Response(ctx, x.response.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("after the withdrawal Response() = %v, want NotFound", err)
	}
}
