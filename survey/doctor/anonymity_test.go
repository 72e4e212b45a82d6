package doctor_test

import (
	"context"
	"fmt"
	"math/rand/v2"
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

// A cohort is a round with an anonymous wave that people were invited to.
type cohort struct {
	*store.Store
	db       *sqldb.DB
	wave     survey.Wave
	round    survey.Round
	tokens   []string // of those who have not answered at the end
	used     []string // invitations in the order of their use
	receipts []survey.Receipt
}

// cohortSize is how many people are invited, of whom three in four answer.
const cohortSize = 32

func at(s *store.Store, day int) {
	s.Now = func() time.Time { return time.Date(2021, 7, day, 12, 0, 0, 0, time.UTC) }
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newCohort(t *testing.T, db *sqldb.DB) *cohort {
	t.Helper()
	ctx := t.Context()
	s, err := store.New(ctx, surveytest.Log(t), db)
	check(t, err)
	c := &cohort{Store: s, db: db}
	at(s, 1)
	p := surveytest.Programme()
	check(t, s.SaveProgramme(ctx, p))
	c.round = surveytest.Round(p)
	check(t, s.SaveRound(ctx, c.round))
	form, err := s.PublishForm(ctx, p.ID, surveytest.Form())
	check(t, err)
	c.wave = surveytest.Wave(c.round, form)
	c.wave.Mode = survey.AnonymousInvited
	check(t, s.SaveWave(ctx, c.wave))
	invs := make([]survey.Invitation, cohortSize)
	for i := range invs {
		role := []string{"mentor", "mentee"}[i%2]
		person := survey.Participant{ID: sqldb.NewID(), RoundID: c.round.ID, Role: role, Name: fmt.Sprintf("Given%d Family%d", i, i)}
		check(t, s.SaveParticipant(ctx, person))
		invs[i] = survey.Invitation{ParticipantID: person.ID, Role: role}
	}
	c.tokens, err = s.Invite(ctx, c.wave.ID, invs)
	check(t, err)
	// People answer in an order that has nothing to do with the list.
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(c.tokens), func(i, j int) { c.tokens[i], c.tokens[j] = c.tokens[j], c.tokens[i] })
	for range cohortSize * 3 / 4 {
		c.answer(t, "We met often and talked about many things that matter to us.")
	}
	return c
}

// answer lets the next person answer.
func (c *cohort) answer(t *testing.T, words string) {
	t.Helper()
	inv, err := c.Invitation(t.Context(), c.tokens[0])
	check(t, err)
	r := surveytest.Response(c.wave, inv.Role, words)
	r.ID = ""
	receipt, err := c.Submit(t.Context(), r, store.SubmitOptions{Key: sqldb.NewID(), InvitationID: inv.ID})
	check(t, err)
	c.tokens, c.used, c.receipts = c.tokens[1:], append(c.used, inv.ID), append(c.receipts, receipt)
}

// examine returns the attempts by channel.
func (c *cohort) examine(t *testing.T, config doctor.AnonymityConfig) map[string]doctor.Attempt {
	t.Helper()
	config.DB, config.Now = c.db, c.Now
	all, err := doctor.Anonymity(t.Context(), config)
	check(t, err)
	if len(all) != 1 || all[0].Responses != len(c.receipts) || all[0].Invited != cohortSize {
		t.Fatalf("Anonymity() = %+v, want one wave with %d responses", all, len(c.receipts))
	}
	by := map[string]doctor.Attempt{}
	for _, a := range all[0].Attempts {
		by[a.Channel] = a
		if a.Tried == "" || a.Found == "" || a.Verdict != doctor.Closed && a.Do == "" {
			t.Errorf("%s: %+v says too little", a.Channel, a)
		}
	}
	return by
}

// TestCleanCannotBeLinked tries everything on a database as the program leaves
// it, on the day of the answers and on the next, and must fail.
func TestCleanCannotBeLinked(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		c := newCohort(t, db)
		for channel, a := range c.examine(t, doctor.AnonymityConfig{}) {
			if a.Verdict == doctor.Linked {
				t.Errorf("on the day %s links: %+v", channel, a)
			}
		}
		at(c.Store, 2)
		_, err := c.Unorder(t.Context())
		check(t, err)
		check(t, c.SetCursor(t.Context(), "pipeline", int64(len(c.receipts))))
		_, err = c.PruneChanges(t.Context())
		check(t, err)
		for channel, a := range c.examine(t, doctor.AnonymityConfig{}) {
			if a.Verdict != doctor.Closed {
				t.Errorf("on the next day %s is not closed: %+v", channel, a)
			}
		}
	})
}

// TestLeaksAreFound plants one leak after the other, and each must be found by
// the attempt that is there for it.
func TestLeaksAreFound(t *testing.T) {
	for _, leak := range []struct {
		name, channel string
		plant         func(c *cohort, t *testing.T, config *doctor.AnonymityConfig)
		want          doctor.Verdict
	}{
		{"the participant beside an answer", "identifiers", (*cohort).leakColumn, doctor.Linked},
		{"a value on both sides", "identifiers", (*cohort).leakValue, doctor.Linked},
		{"the order of use beside invitations", "order", (*cohort).leakOrder, doctor.Linked},
		{"a time beside responses", "times", (*cohort).leakTime, doctor.Linked},
		{"a link in a log", "logs", func(c *cohort, t *testing.T, config *doctor.AnonymityConfig) {
			c.leakLog(t, config, "GET /i/"+c.tokens[0]+" 200")
		}, doctor.Linked},
		{"words in a log", "logs", func(c *cohort, t *testing.T, config *doctor.AnonymityConfig) {
			c.leakLog(t, config, `body="... often and talked about many things that ..."`)
		}, doctor.Linked},
		{"a code in a log", "logs", func(c *cohort, t *testing.T, config *doctor.AnonymityConfig) {
			c.leakLog(t, config, "code="+c.receipts[3].Code)
		}, doctor.Linked},
		{"a name in a log", "logs", func(c *cohort, t *testing.T, config *doctor.AnonymityConfig) {
			c.leakLog(t, config, "user given3 family3 signed on")
		}, doctor.Linked},
		{"one answer between two backups", "backups", (*cohort).leakBackups, doctor.Linked},
		{"the only one of a role", "small roles", (*cohort).leakRole, doctor.Linked},
		{"answers that nobody else has", "combinations", (*cohort).leakCombination, doctor.Limited},
		{"a name in an answer", "names in answers", func(c *cohort, t *testing.T, _ *doctor.AnonymityConfig) {
			c.answer(t, "Thanks to Given5 Family5.")
		}, doctor.Limited},
		{"the feed, not cleared", "order of arrival", func(*cohort, *testing.T, *doctor.AnonymityConfig) {}, doctor.Limited},
		{"files made for each answer", "files", (*cohort).leakFiles, doctor.Limited},
	} {
		t.Run(leak.name, func(t *testing.T) {
			c := newCohort(t, surveytest.OpenDB(t))
			var config doctor.AnonymityConfig
			leak.plant(c, t, &config)
			if a := c.examine(t, config)[leak.channel]; a.Verdict != leak.want {
				t.Errorf("%s: %+v, want %s", leak.channel, a, leak.want)
			}
		})
	}
}

func (c *cohort) sql(t *testing.T, statement string, args ...any) {
	t.Helper()
	check(t, c.db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, statement, args...)
		return err
	}))
}

func (c *cohort) leakColumn(t *testing.T, _ *doctor.AnonymityConfig) {
	c.sql(t, `ALTER TABLE answer ADD COLUMN invitation TEXT NOT NULL DEFAULT ''`)
	c.sql(t, `UPDATE answer SET invitation = $1 WHERE response_id = $2 AND question = 'changed'`, c.used[4], c.receipts[4].ResponseID)
}

func (c *cohort) leakValue(t *testing.T, _ *doctor.AnonymityConfig) {
	for table, key := range map[string]string{"response": c.receipts[2].ResponseID, "participant": ""} {
		c.sql(t, `ALTER TABLE `+table+` ADD COLUMN device TEXT NOT NULL DEFAULT ''`)
		if key == "" {
			c.sql(t, `UPDATE participant SET device = 'Phone0123456789abc' WHERE name = 'Given2 Family2'`)
		} else {
			c.sql(t, `UPDATE response SET device = 'Phone0123456789abc' WHERE id = $1`, key)
		}
	}
}

func (c *cohort) leakOrder(t *testing.T, _ *doctor.AnonymityConfig) {
	c.sql(t, `ALTER TABLE invitation ADD COLUMN spent_as BIGINT`)
	for i, id := range c.used {
		c.sql(t, `UPDATE invitation SET spent_as = $1 WHERE id = $2`, i+1, id)
	}
}

func (c *cohort) leakTime(t *testing.T, _ *doctor.AnonymityConfig) {
	c.sql(t, `ALTER TABLE response ADD COLUMN received_at BIGINT NOT NULL DEFAULT 0`)
	c.sql(t, `UPDATE response SET received_at = $1`, sqldb.Micros(time.Date(2021, 7, 1, 9, 26, 53, 0, time.UTC)))
}

func (c *cohort) leakLog(t *testing.T, config *doctor.AnonymityConfig, line string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "access.log")
	check(t, os.WriteFile(name, []byte("starting\n"+strings.Repeat("GET / 200\n", 3)+line+"\n"), 0o600))
	config.Logs = []string{name}
}

func (c *cohort) leakBackups(t *testing.T, config *doctor.AnonymityConfig) {
	config.Before = c.copied(t)
	c.answer(t, "One more.")
	config.After = c.copied(t)
}

func (c *cohort) copied(t *testing.T) *sqldb.DB {
	t.Helper()
	to, schema := surveytest.OpenDB(t), store.Schema()
	check(t, to.Migrate(t.Context(), schema.Set, schema.Files))
	from, err := c.db.Snapshot(t.Context())
	check(t, err)
	defer from.Close()
	_, err = from.Copy(t.Context(), to, sqldb.CopyOptions{})
	check(t, err)
	return to
}

func (c *cohort) leakRole(t *testing.T, _ *doctor.AnonymityConfig) {
	c.sql(t, `UPDATE participant SET role = 'pair' WHERE name = 'Given7 Family7'`)
	c.sql(t, `UPDATE response SET role = 'pair' WHERE id = $1`, c.receipts[7].ResponseID)
}

func (c *cohort) leakCombination(t *testing.T, _ *doctor.AnonymityConfig) {
	c.sql(t, `INSERT INTO answer (response_id, question, place, choices, text, hash, quote_consent) VALUES ($1, 'met', 3, '["person"]', '', '', '')`, c.receipts[5].ResponseID)
}

func (c *cohort) leakFiles(t *testing.T, config *doctor.AnonymityConfig) {
	config.Dir = t.TempDir()
	for i := range c.receipts {
		name := filepath.Join(config.Dir, fmt.Sprintf("%012x.zap", i))
		check(t, os.WriteFile(name, []byte("x"), 0o600))
		when := time.Date(2021, 7, 1, 9, i, 0, 0, time.UTC)
		check(t, os.Chtimes(name, when, when))
	}
}

// TestOrderOfUseShows holds that the order in which transactions wrote
// invitations is found on PostgreSQL, where it is kept with each row.
func TestOrderOfUseShows(t *testing.T) {
	db := surveytest.Reopen(t, surveytest.Postgres(t))
	c := newCohort(t, db)
	for _, id := range c.used {
		c.sql(t, `UPDATE invitation SET spent = spent WHERE id = $1`, id)
	}
	if a := c.examine(t, doctor.AnonymityConfig{})["order"]; a.Verdict != doctor.Linked || a.Hits < float64(len(c.used))/2 {
		t.Errorf("order: %+v, want nearly all linked", a)
	}
}

func TestAnonymityRefuses(t *testing.T) {
	c := newCohort(t, surveytest.OpenDB(t))
	_, err := doctor.Anonymity(t.Context(), doctor.AnonymityConfig{DB: c.db, Now: c.Now, Wave: "nothing 2021 end"})
	if err == nil || !strings.Contains(err.Error(), "D31") {
		t.Errorf("Anonymity(unknown wave) = %v, want D31", err)
	}
	_, err = doctor.Anonymity(t.Context(), doctor.AnonymityConfig{DB: c.db, Now: c.Now, Logs: []string{"/nowhere.log"}})
	if err == nil || !strings.Contains(err.Error(), "D33") {
		t.Errorf("Anonymity(unreadable log) = %v, want D33", err)
	}
}
