package load

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
	"verbatim/web/participate"
)

// auditSite is a database in which everything can be broken.
type auditSite struct {
	*store.Store
	Audit
	t    *testing.T
	wave string
	rand *rand.Rand
}

func newAuditSite(t *testing.T, address string) *auditSite {
	t.Helper()
	ctx, log := t.Context(), surveytest.Log(t)
	must(t, SetUp(ctx, log, address))
	must(t, SetUp(ctx, log, address)) // a second time changes nothing
	st, err := store.New(ctx, log, surveytest.Reopen(t, address))
	must(t, err)
	p, err := st.ProgrammeByKey(ctx, programmeKey)
	must(t, err)
	r, err := st.RoundByKey(ctx, p.ID, roundKey)
	must(t, err)
	w, err := st.WaveByKey(ctx, r.ID, waveKey)
	must(t, err)
	return &auditSite{Store: st, Audit: Audit{Log: log, Database: address, Ledger: NewLedger()}, t: t, wave: w.ID, rand: rand.New(rand.NewPCG(2, 2))}
}

// submit stores a filling under the key and returns the response's ID.
func (s *auditSite) submit(f Filling, key string) string {
	s.t.Helper()
	r, err := s.Submit(s.t.Context(), survey.Response{WaveID: s.wave, Answers: participate.DecodeAll(Form(), f.Fields)}, store.SubmitOptions{Key: key})
	must(s.t, err)
	return r.ResponseID
}

func (s *auditSite) exec(query string, args ...any) {
	s.t.Helper()
	must(s.t, s.DB.Write(s.t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}))
}

// TestAudit breaks a database in every way that an audit is there to see.
func TestAudit(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		s := newAuditSite(t, address)
		var ids []string
		var fillings []Filling
		for range 12 {
			f := NewFilling(s.rand)
			s.Ledger.sent(f.Digest)
			fillings = append(fillings, f)
		}
		for _, f := range fillings[:10] { // the last two never arrive
			ids = append(ids, s.submit(f, sqldb.NewID()))
		}
		for _, f := range fillings[:9] { // the tenth is stored and nobody hears of it
			s.Ledger.acknowledged(f.Digest)
		}
		s.want(Tally{Acknowledged: 9, Found: 9, Unheard: 1, Stored: 10}, "")
		sound(t, s, "")

		s.Ledger.acknowledged(fillings[10].Digest)
		s.want(Tally{Acknowledged: 10, Found: 9, Lost: 1, Unheard: 1, Stored: 10}, "T01")
		s.submit(fillings[10], "again")
		s.submit(fillings[0], "other key")
		s.want(Tally{Acknowledged: 10, Found: 10, Doubled: 1, Unheard: 1, Stored: 12}, "T01")
		s.exec(`UPDATE answer SET text = $1, hash = $2 WHERE response_id = $3 AND question = $4`, "other words", "hash", ids[1], textKey(0))
		s.want(Tally{Acknowledged: 10, Found: 9, Lost: 1, Doubled: 1, Unheard: 1, Strange: 1, Stored: 12}, "T01")
		sound(t, s, "")

		s.exec(`DELETE FROM change WHERE seq <= 2`) // cleared away: followers have it
		sound(t, s, "")
		s.exec(`UPDATE change SET entity = $1 WHERE entity = $2`, ids[4], ids[5])
		sound(t, s, "T04")
		s.exec(`DELETE FROM change WHERE seq = 5`)
		sound(t, s, "T03")
	})
}

func (s *auditSite) want(want Tally, code string) {
	s.t.Helper()
	got, err := s.Count(s.t.Context())
	must(s.t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("Count (-want +got):\n%s", diff)
	}
	if err := got.Err(); !says(err, code) {
		s.t.Errorf("Err = %v, want %q", err, code)
	}
}

func sound(t *testing.T, s *auditSite, code string) {
	t.Helper()
	if err := s.Sound(t.Context()); !says(err, code) {
		t.Errorf("Sound = %v, want %q", err, code)
	}
}

// says reports whether err has the number, and no error when there is to be
// none.
func says(err error, code string) bool {
	if err == nil || code == "" {
		return err == nil && code == ""
	}
	return strings.Contains(err.Error(), code+": ")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
