package store_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// execute returns a write of one statement.
func execute(statement string, args ...any) func(context.Context, *sqldb.Tx) error {
	return func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, statement, args...)
		return err
	}
}

func TestSubmit(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		s.Now = func() time.Time { return time.Date(2021, 7, 1, 23, 59, 0, 0, time.UTC) }
		ctx := t.Context()
		r := surveytest.Response(s.wave, "", "We talk.\r\nAs equals, \u201creally\u201d.  ")
		r.FormKey, r.FormVersion, r.ID = "", 0, ""
		r.Answers = append(r.Answers,
			survey.Answer{Question: "role", Choices: []string{"mentor"}},
			survey.Answer{Question: "surprise", Text: "  \n "},
			survey.Answer{Question: "met", Choices: []string{"person", "online", "person"}, Text: "not asked"})
		receipt, err := s.Submit(ctx, r, store.SubmitOptions{Key: "k1"})
		check(t, err)

		got, err := s.Response(ctx, receipt.ResponseID)
		check(t, err)
		diff(t, "Response", got, survey.Response{
			ID: receipt.ResponseID, WaveID: s.wave.ID, FormKey: "end", FormVersion: 1, Role: "mentor", ReceivedOn: "2021-07-01",
			Answers: []survey.Answer{
				{Question: "consent", Choices: []string{"yes"}},
				{Question: "role", Choices: []string{"mentor"}},
				{Question: "met", Choices: []string{"online", "person"}},
				{Question: "scale", Choices: []string{"safe=2", "useful=3"}},
				{Question: "changed", Text: "We talk.\nAs equals, \u201creally\u201d.  ", QuoteConsent: survey.QuoteWords},
			},
		})
		vs, err := s.VerbatimsOf(ctx, receipt.ResponseID)
		check(t, err)
		want := survey.Verbatim{
			ID: receipt.ResponseID + ".changed", ResponseID: receipt.ResponseID, Person: receipt.ResponseID, WaveID: s.wave.ID, WaveKey: "end",
			RoundID: s.round.ID, RoundKey: "2021", ProgrammeID: s.programme.ID, ProgrammeKey: "reverse-mentoring", Role: "mentor",
			Question: "changed", QuestionLabel: "What has changed?", Purpose: survey.ForPraise, Text: "We talk.\nAs equals, \u201creally\u201d.  ",
			Hash:         fmt.Sprintf("%x", sha256.Sum256([]byte("We talk.\nAs equals, \u201creally\u201d.  "))),
			QuoteConsent: survey.QuoteWords, ReceivedOn: "2021-07-01",
		}
		diff(t, "VerbatimsOf", vs, []survey.Verbatim{want})
		v, err := s.Verbatim(ctx, want.ID)
		check(t, err)
		diff(t, "Verbatim", v, want)

		again, err := s.Submit(ctx, r, store.SubmitOptions{Key: "k1"})
		check(t, err)
		diff(t, "Submit with the same key", again, survey.Receipt{ResponseID: receipt.ResponseID, Code: receipt.Code, Again: true})
		counts, err := s.CountResponses(ctx, s.round.ID)
		check(t, err)
		diff(t, "CountResponses", counts, map[string]int{"mentor": 1})
	})
}

func TestSubmitRefuses(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		s.Now = func() time.Time { return time.Date(2021, 7, 1, 12, 0, 0, 0, time.UTC) }
		with := func(change func(*survey.Response)) survey.Response {
			r := surveytest.Response(s.wave, "mentor", "words")
			change(&r)
			return r
		}
		for _, c := range []struct {
			name string
			r    survey.Response
			o    store.SubmitOptions
			want fault.Kind
		}{
			{"no consent", with(func(r *survey.Response) { r.Answers = r.Answers[1:] }), store.SubmitOptions{}, fault.Invalid},
			{"unknown choice", with(func(r *survey.Response) { r.Answers[1].Choices = []string{"dean"} }), store.SubmitOptions{}, fault.Invalid},
			{"unknown question", with(func(r *survey.Response) { r.Answers[1].Question = "age" }), store.SubmitOptions{}, fault.Invalid},
			{"twice", with(func(r *survey.Response) { r.Answers = append(r.Answers, r.Answers[0]) }), store.SubmitOptions{}, fault.Invalid},
			{"too long", with(func(r *survey.Response) { r.Answers[3].Text = strings.Repeat("x", survey.DefaultMaxRunes+1) }), store.SubmitOptions{}, fault.Invalid},
			{"person in an open wave", with(func(r *survey.Response) { r.ParticipantID = "p" }), store.SubmitOptions{}, fault.Invalid},
			{"unknown wave", with(func(r *survey.Response) { r.WaveID = "w" }), store.SubmitOptions{}, fault.NotFound},
			{"unknown version", with(func(r *survey.Response) { r.FormVersion = 7 }), store.SubmitOptions{}, fault.Invalid},
			{"unknown invitation", with(func(*survey.Response) {}), store.SubmitOptions{InvitationID: "i"}, fault.NotFound},
		} {
			_, err := s.Submit(t.Context(), c.r, c.o)
			wantKind(t, "Submit("+c.name+")", err, c.want)
			if err != nil && strings.Contains(err.Error(), "words") {
				t.Errorf("Submit(%s) repeats an answer: %v", c.name, err)
			}
		}
		w := s.wave
		w.ClosesOn = "2021-06-30"
		check(t, s.SaveWave(t.Context(), w))
		_, err := s.Submit(t.Context(), surveytest.Response(w, "mentor", "late"), store.SubmitOptions{})
		wantKind(t, "Submit(closed)", err, fault.Gone)
		w.ClosesOn, w.OpensOn = "", "2021-07-02"
		check(t, s.SaveWave(t.Context(), w))
		_, err = s.Submit(t.Context(), surveytest.Response(w, "mentor", "early"), store.SubmitOptions{})
		wantKind(t, "Submit(not open yet)", err, fault.Forbidden)

		rs, err := s.RoundResponses(t.Context(), s.round.ID)
		check(t, err)
		head, err := s.Head(t.Context())
		check(t, err)
		if len(rs) != 0 || head != 0 {
			t.Errorf("after refusals there are %d responses and %d changes, want none", len(rs), head)
		}
	})
}

func TestSubmitConcurrentlyWithOneKey(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		const callers = 24
		receipts := make([]survey.Receipt, callers)
		var wg sync.WaitGroup
		for i := range callers {
			wg.Go(func() {
				var err error
				if receipts[i], err = s.Submit(t.Context(), surveytest.Response(s.wave, "mentor", fmt.Sprint("click ", i)), store.SubmitOptions{Key: "one"}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		first := 0
		for _, r := range receipts {
			if !r.Again {
				first++
			}
			if r.ResponseID != receipts[0].ResponseID || r.Code != receipts[0].Code || r.Code == "" {
				t.Errorf("receipts differ: %v and %v", r, receipts[0])
			}
		}
		rs, err := s.RoundResponses(t.Context(), s.round.ID)
		check(t, err)
		if first != 1 || len(rs) != 1 {
			t.Errorf("%d callers were told that theirs was the first and %d responses are stored, want 1 and 1", first, len(rs))
		}
	})
}

func TestInvitation(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		for _, mode := range []survey.Mode{survey.Named, survey.AnonymousInvited} {
			s := newSiteNamed(t, db, mode, string(mode))
			ctx := t.Context()
			person := survey.Participant{ID: sqldb.NewID(), RoundID: s.round.ID, Role: "mentee", Name: "Ada", Email: "ada@example.org"}
			check(t, s.SaveParticipant(ctx, person))
			tokens, err := s.Invite(ctx, s.wave.ID, []survey.Invitation{{Role: "mentee", ParticipantID: person.ID}, {}})
			check(t, err)
			inv, err := s.Invitation(ctx, tokens[0])
			check(t, err)
			diff(t, "Invitation", inv, survey.Invitation{ID: inv.ID, WaveID: s.wave.ID, Role: "mentee", ParticipantID: person.ID})
			_, err = s.Invitation(ctx, inv.ID)
			wantKind(t, "Invitation(its ID)", err, fault.NotFound)

			o := store.SubmitOptions{Key: string(mode) + "k", InvitationID: inv.ID, DraftSecret: "secret" + string(mode)}
			draft := survey.Draft{WaveID: s.wave.ID, InvitationID: inv.ID, Key: o.Key, SavedAt: time.Unix(5, 123456000).UTC(), Answers: []survey.Answer{{Question: "changed", Text: "half a"}}}
			check(t, s.SaveDraft(ctx, o.DraftSecret, draft))
			got, err := s.Draft(ctx, o.DraftSecret)
			check(t, err)
			draft.Version = 1
			diff(t, "Draft", got, draft)

			receipt, err := s.Submit(ctx, surveytest.Response(s.wave, "", "half a word"), o)
			check(t, err)
			stored, err := s.Response(ctx, receipt.ResponseID)
			check(t, err)
			wantPerson := ""
			if mode.Linked() {
				wantPerson = person.ID
			}
			if stored.Role != "mentee" || stored.ParticipantID != wantPerson {
				t.Errorf("%s: response of role %q by %q, want mentee and %q", mode, stored.Role, stored.ParticipantID, wantPerson)
			}
			inv, err = s.Invitation(ctx, tokens[0])
			check(t, err)
			invited, spent, err := s.InvitationCounts(ctx, s.wave.ID)
			check(t, err)
			if !inv.Spent || invited != 2 || spent != 1 {
				t.Errorf("%s: spent %v, counts %d and %d, want true, 2 and 1", mode, inv.Spent, invited, spent)
			}
			_, err = s.Draft(ctx, o.DraftSecret)
			wantKind(t, "Draft after submission", err, fault.NotFound)
			wantKind(t, "SaveDraft after submission", s.SaveDraft(ctx, o.DraftSecret, draft), fault.Gone)
			_, err = s.Submit(ctx, surveytest.Response(s.wave, "", "again"), store.SubmitOptions{Key: "other" + string(mode), InvitationID: inv.ID})
			wantKind(t, "Submit(spent)", err, fault.Gone)
			again, err := s.Submit(ctx, surveytest.Response(s.wave, "", "again"), o)
			check(t, err)
			if !again.Again {
				t.Error("the same form instance was stored twice")
			}
		}
	})
}

// newSiteNamed is newSite for tests that need several programmes.
func newSiteNamed(t testing.TB, db *sqldb.DB, mode survey.Mode, key string) site {
	t.Helper()
	s, err := store.New(t.Context(), surveytest.Log(t), db)
	check(t, err)
	p := surveytest.Programme()
	p.Key = key
	check(t, s.SaveProgramme(t.Context(), p))
	r := surveytest.Round(p)
	check(t, s.SaveRound(t.Context(), r))
	f, err := s.PublishForm(t.Context(), p.ID, surveytest.Form())
	check(t, err)
	w := surveytest.Wave(r, f)
	w.Mode = mode
	check(t, s.SaveWave(t.Context(), w))
	return site{s, p, r, f, w}
}

func TestSubmitAll(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		w := s.wave
		w.ClosesOn = "2001-01-01" // what is imported was asked long ago
		check(t, s.SaveWave(t.Context(), w))
		var rs []survey.Response
		var keys []string
		for i := range 300 {
			rs = append(rs, surveytest.Response(w, "mentor", fmt.Sprint("answer ", i)))
			rs[i].ReceivedOn = "2000-12-31"
			keys = append(keys, fmt.Sprint("row ", i))
		}
		bad := rs[200].Answers
		rs[200].Answers = nil
		_, err := s.SubmitAll(t.Context(), rs, keys)
		wantKind(t, "SubmitAll(one without consent)", err, fault.Invalid)
		if got, err := s.RoundResponses(t.Context(), s.round.ID); err != nil || len(got) != 0 {
			t.Fatalf("after a refusal %d responses are stored, %v", len(got), err)
		}
		rs[200].Answers = bad
		for _, want := range []int{300, 0} {
			n, err := s.SubmitAll(t.Context(), rs, keys)
			check(t, err)
			if n != want {
				t.Errorf("SubmitAll stored %d, want %d", n, want)
			}
		}
		vs, err := s.RoundVerbatims(t.Context(), s.round.ID)
		check(t, err)
		if len(vs) != 300 || vs[0].ReceivedOn != "2000-12-31" {
			t.Errorf("%d verbatims, the first received on %s", len(vs), vs[0].ReceivedOn)
		}
		ids := []string{vs[250].ID, "gone.changed", vs[3].ID, vs[77].ID, vs[3].ID}
		got, err := s.VerbatimsByID(t.Context(), ids)
		check(t, err)
		diff(t, "VerbatimsByID", got, []survey.Verbatim{vs[250], vs[3], vs[77], vs[3]})
	})
}

func TestWithdraw(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		s.Now = func() time.Time { return time.Date(2021, 7, 1, 12, 0, 0, 0, time.UTC) }
		ctx := t.Context()
		kept, err := s.Submit(ctx, surveytest.Response(s.wave, "mentor", "stays"), store.SubmitOptions{Key: "a"})
		check(t, err)
		gone, err := s.Submit(ctx, surveytest.Response(s.wave, "mentor", "goes"), store.SubmitOptions{Key: "b"})
		check(t, err)
		wantKind(t, "Withdraw(nonsense)", s.Withdraw(ctx, "AAAA-BBBB-CCCC-DDDD"), fault.NotFound)
		check(t, s.Withdraw(ctx, " "+strings.ToLower(strings.ReplaceAll(gone.Code, "-", " "))))
		_, err = s.Response(ctx, gone.ResponseID)
		wantKind(t, "Response(withdrawn)", err, fault.NotFound)
		vs, err := s.VerbatimsOf(ctx, gone.ResponseID)
		if len(vs) != 0 || err != nil {
			t.Errorf("a withdrawn response has %d verbatims, %v", len(vs), err)
		}
		wantKind(t, "Withdraw(again)", s.Withdraw(ctx, gone.Code), fault.NotFound)
		_, err = s.Submit(ctx, surveytest.Response(s.wave, "mentor", "goes"), store.SubmitOptions{Key: "b"})
		wantKind(t, "Submit(withdrawn key)", err, fault.Gone)
		changes, err := s.Changes(ctx, 0, 10)
		check(t, err)
		diff(t, "Changes", changes, []survey.Change{
			{Seq: 1, Kind: survey.ResponseStored, Entity: kept.ResponseID},
			{Seq: 2, Kind: survey.ResponseStored, Entity: gone.ResponseID},
			{Seq: 3, Kind: survey.ResponseWithdrawn, Entity: gone.ResponseID},
		})
		w := s.wave
		w.WithdrawUntil = "2021-06-30"
		check(t, s.SaveWave(ctx, w))
		wantKind(t, "Withdraw(too late)", s.Withdraw(ctx, kept.Code), fault.Gone)
	})
}

func TestVerbatimIsChecked(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		r, err := s.Submit(t.Context(), surveytest.Response(s.wave, "mentor", "as written"), store.SubmitOptions{})
		check(t, err)
		check(t, db.Write(t.Context(), execute(`UPDATE answer SET text = 'as tampered' WHERE text <> ''`)))
		id := survey.VerbatimID(r.ResponseID, "changed")
		_, err = s.Verbatim(t.Context(), id)
		wantKind(t, "Verbatim(tampered)", err, fault.Internal)
		if err == nil || !strings.Contains(err.Error(), id) || strings.Contains(err.Error(), "as tampered") {
			t.Errorf("the error should name the verbatim and not its words: %v", err)
		}
		_, err = s.Response(t.Context(), r.ResponseID)
		wantKind(t, "Response(tampered)", err, fault.Internal)
	})
}
