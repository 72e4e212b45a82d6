package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// calendar is a clock that a test turns.
type calendar struct{ now time.Time }

func (c *calendar) next() { c.now = c.now.AddDate(0, 0, 1) }

func newCalendar(s *store.Store) *calendar {
	c := &calendar{time.Date(2026, 6, 1, 9, 30, 0, 0, time.UTC)}
	s.Now = func() time.Time { return c.now }
	return c
}

func TestCountDays(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.AnonymousInvited)
		day := newCalendar(s.Store)
		before := len(audited(t, s.Store))
		submit := func(consent survey.QuoteConsent) survey.Receipt {
			r := surveytest.Response(s.wave, "mentor", "words")
			r.Answers[len(r.Answers)-1].QuoteConsent = consent
			receipt, err := s.Submit(t.Context(), r, store.SubmitOptions{Key: sqldb.NewID()})
			check(t, err)
			return receipt
		}
		for range 2 {
			submit(survey.QuoteWords)
		}
		gone := submit(survey.CountOnly)
		check(t, s.Withdraw(t.Context(), gone.Code))
		check(t, s.CountFailedSignIn(t.Context()))
		check(t, s.CountFailedSignIn(t.Context()))
		check(t, s.CountDays(t.Context()))
		if n := len(audited(t, s.Store)); n != before {
			t.Errorf("%d rows are written while the day lasts", n-before)
		}
		day.next()
		late := submit(survey.QuoteWords)
		submit(survey.ThemesOnly)
		for range 3 { // again and again, as several processes do
			check(t, s.CountDays(t.Context()))
		}
		day.next()
		check(t, s.Withdraw(t.Context(), late.Code))
		submit(survey.QuoteWords)
		submit(survey.QuoteWords)
		check(t, s.CountDays(t.Context()))
		day.next()
		check(t, s.CountDays(t.Context()))
		const wave = `"programme":"reverse-mentoring","responses":%s,"round":"2021","wave":"end"}`
		want := []string{
			"participants answers.received wave: {" + fmt.Sprintf(wave, "2"),
			"participants answers.withdrawn wave: {" + fmt.Sprintf(wave, "1"),
			`system staff.sign-ins-failed : {"attempts":2}`,
			"participants answers.received wave: {" + fmt.Sprintf(wave, "1"), // two, of which one was withdrawn before they were counted
			"participants answers.received wave: {" + fmt.Sprintf(wave, "2"),
			"participants answers.withdrawn wave: {" + fmt.Sprintf(wave, "1"),
			`participants consents.given wave: {"after":"","consent-quote":4,"consent-themes":1,` + fmt.Sprintf(wave, "5"),
		}
		diff(t, "the audit of participants", audited(t, s.Store)[before:], want)
		var days []string
		for r, err := range s.Audited(t.Context()) {
			check(t, err)
			if r.ActorKind == survey.ActorParticipants {
				days = append(days, r.At)
			}
		}
		if !slices.IsSorted(days) || days[0] != "2026-06-01" || days[len(days)-1] != "2026-06-03" {
			t.Errorf("days = %v", days)
		}
		wantSound(t, s.Store)
	})
}

// TestAuditJoinsNothing lets people answer and withdraw among what staff do, and
// looks for anything in the audit, and in what it keeps beside, that stands with
// a response, an answer, a draft, an invitation or a person too.
func TestAuditJoinsNothing(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.AnonymousInvited)
		day := newCalendar(s.Store)
		answerAll(t, s, 12)
		receipt, err := s.Submit(t.Context(), surveytest.Response(s.wave, "mentor", "withdrawn words"), store.SubmitOptions{Key: sqldb.NewID()})
		check(t, err)
		check(t, s.Withdraw(t.Context(), receipt.Code))
		wantNoTrace(t, s, receipt.ResponseID)
		day.next()
		check(t, s.CountDays(t.Context()))
		wantNoTrace(t, s, receipt.ResponseID)
		for r, err := range s.Audited(t.Context()) {
			check(t, err)
			kind, ok := r.Action.Kind()
			_, exact := r.Time()
			if !ok || exact == kind.Total || kind.Total && r.Day() >= survey.DayOf(day.now) {
				t.Errorf("row %d: %s at %s", r.Seq, r.Action, r.At)
			}
		}
	})
}

func wantNoTrace(t *testing.T, s site, withdrawn string) {
	t.Helper()
	public := map[string]bool{
		s.wave.ID: true, s.round.ID: true, s.form.Key: true, string(s.wave.Mode): true, "mentor": true,
		"consent": true, string(survey.QuoteWords): true, // words of the forms and of the audit
	}
	var audit []string
	for _, table := range []string{"audit", "audit_head", "audit_tally", "audit_counted"} {
		for v := range values(t, s.DB, table) {
			audit = append(audit, v)
		}
	}
	traces := map[string]string{withdrawn: "the withdrawn response", "withdrawn words": "its answer"}
	for _, table := range []string{"response", "answer", "submission", "draft", "invitation", "participant", "change"} {
		for v := range values(t, s.DB, table) {
			if _, err := survey.ParseDay(v); len(v) > 3 && !public[v] && err != nil {
				traces[v] = table
			}
		}
	}
	for v, what := range traces {
		for _, a := range audit {
			if strings.Contains(a, v) {
				t.Errorf("the audit holds %q of %s in %q", v, what, a)
			}
		}
	}
}
