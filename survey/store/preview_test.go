package store_test

import (
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestPreviews shows words to the person who has the code, lets them reply until
// the day, and takes everything along when they withdraw.
func TestPreviews(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := newSite(t, db, survey.AnonymousInvited), t.Context()
		day := time.Date(2021, 7, 5, 12, 0, 0, 0, time.UTC)
		s.Now = func() time.Time { return day }
		receipt, err := s.Submit(ctx, webResponse(s.wave, "We listen. It is loud."), store.SubmitOptions{Key: "k"})
		check(t, err)
		p := survey.Preview{ResponseID: receipt.ResponseID, Question: "changed", Words: "We listen.", Label: "A mentor", Heading: "Listening", Statement: "One mentor spoke of it:", Until: "2021-07-06"}
		loud := p
		loud.Words = "It is loud."
		check(t, s.ShowPreviews(ctx, s.round.ID, []survey.Preview{p, loud, {ResponseID: "gone", Question: "changed", Words: "x", Until: "2021-07-06"}}))
		shown, err := s.PreviewsByCode(ctx, receipt.Code)
		check(t, err)
		if len(shown) != 2 {
			t.Fatalf("PreviewsByCode() = %+v, want two", shown)
		}
		if _, err := s.PreviewsByCode(ctx, "AAAA-AAAA-AAAA-AAAA"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("PreviewsByCode(unknown) = %v, want not found", err)
		}
		if links, err := s.LinkPreviews(ctx, s.round.ID); err != nil || len(links) != 0 {
			t.Errorf("LinkPreviews() of an anonymous wave = %v, %v, want none", links, err)
		}
		of := func(words string) survey.Preview {
			all, err := s.RoundPreviews(ctx, s.round.ID)
			check(t, err)
			for _, v := range all {
				if v.Words == words {
					return v
				}
			}
			return survey.Preview{}
		}
		for _, bad := range []store.PreviewReply{{"", survey.PreviewAgreed, ""}, {of(p.Words).ID, "perhaps", ""}, {of(p.Words).ID, survey.PreviewChange, " "}} {
			if err := s.ReplyByCode(ctx, receipt.Code, []store.PreviewReply{bad}); err == nil {
				t.Errorf("ReplyByCode(%+v) was taken", bad)
			}
		}
		check(t, s.ReplyByCode(ctx, receipt.Code, []store.PreviewReply{{of(p.Words).ID, survey.PreviewChange, "Leave out “we”."}, {of(loud.Words).ID, survey.PreviewDeclined, ""}}))
		if got := of(p.Words); !got.Open() || got.Wish != "Leave out “we”." {
			t.Errorf("after a wish: %+v", got)
		}
		check(t, s.SettlePreview(ctx, of(p.Words).ID, "Left out."))
		if of(p.Words).Open() {
			t.Error("a settled wish is still open")
		}

		// Other words are to be printed now: what was declined is remembered.
		check(t, s.ShowPreviews(ctx, s.round.ID, []survey.Preview{p}))
		if got := of(loud.Words); got.Current || got.Reply != survey.PreviewDeclined {
			t.Errorf("declined words are %+v, want remembered and not current", got)
		}
		if got := of(p.Words); got.Reply != survey.PreviewChange || !got.Current {
			t.Errorf("shown again, the reply is %+v", got)
		}
		day = day.AddDate(0, 0, 2)
		if err := s.ReplyByCode(ctx, receipt.Code, []store.PreviewReply{{of(p.Words).ID, survey.PreviewAgreed, ""}}); fault.KindOf(err) != fault.Gone {
			t.Errorf("a reply after the last day = %v, want Gone", err)
		}
		check(t, s.Withdraw(ctx, receipt.Code))
		if all, err := s.RoundPreviews(ctx, s.round.ID); err != nil || len(all) != 0 {
			t.Errorf("after a withdrawal RoundPreviews() = %v, %v", all, err)
		}
	})
}
