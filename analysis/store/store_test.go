package store_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	sstore "verbatim/survey/store"
	"verbatim/survey/surveytest"
)

type bench struct {
	*testing.T
	survey    *sstore.Store
	store     *store.Store
	programme survey.Programme
	wave      survey.Wave
}

// each runs a test on every engine, in a round that can be answered.
func each(t *testing.T, fn func(ctx context.Context, b *bench)) {
	t.Helper()
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		t.Helper()
		ctx := t.Context()
		b := &bench{T: t, programme: surveytest.Programme()}
		var err error
		b.survey, err = sstore.New(ctx, surveytest.Log(t), db)
		b.ok(err)
		b.store, err = store.New(ctx, surveytest.Log(t), db)
		b.ok(err)
		round := surveytest.Round(b.programme)
		b.ok(b.survey.SaveProgramme(ctx, b.programme))
		b.ok(b.survey.SaveRound(ctx, round))
		form, err := b.survey.PublishForm(ctx, b.programme.ID, surveytest.Form())
		b.ok(err)
		b.wave = surveytest.Wave(round, form)
		b.ok(b.survey.SaveWave(ctx, b.wave))
		fn(ctx, b)
	})
}

func (b *bench) ok(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// answer stores a response and returns its verbatim's ID and withdrawal code.
func (b *bench) answer(ctx context.Context, text string) (verbatim, code string) {
	b.Helper()
	r := surveytest.Response(b.wave, "mentor", text)
	receipt, err := b.survey.Submit(ctx, r, sstore.SubmitOptions{Key: r.ID})
	b.ok(err)
	return survey.VerbatimID(r.ID, "changed"), receipt.Code
}

func (b *bench) codings(ctx context.Context, v string) []analysis.Coding {
	b.Helper()
	cs, err := b.store.Codings(ctx, v)
	b.ok(err)
	return cs
}

func (b *bench) actions(ctx context.Context) []analysis.Action {
	b.Helper()
	as, err := b.store.RoundActions(ctx, b.wave.RoundID)
	b.ok(err)
	return as
}

func suggestion(theme string, start, end int, score float64) analysis.Coding {
	return analysis.Coding{Theme: theme, Span: analysis.Span{Start: start, End: end}, Score: score, Reason: analysis.Reason{Words: []string{"brave"}}}
}

func asked(start, end int) analysis.Action {
	return analysis.Action{Span: analysis.Span{Start: start, End: end}, Text: "words", Addressee: "the faculty", Score: 0.7, Match: analysis.Match{Reference: "2020-1", Score: 0.5, Shared: []string{"scheme"}}}
}

func TestReplaceSuggestions(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		v, _ := b.answer(ctx, "I am brave now. Pay us for our time.")
		first := []analysis.Coding{suggestion("courage", 0, 15, 0.5), suggestion("pay", 16, 36, 0.9), suggestion("time", 16, 36, 0.3)}
		b.ok(b.store.ReplaceSuggestions(ctx, v, "m1", first, []analysis.Action{asked(16, 36), asked(0, 5)}))
		before, actionsBefore := b.codings(ctx, v), b.actions(ctx)
		if len(before) != 3 || len(actionsBefore) != 2 {
			b.Fatalf("%d codings and %d actions, want 3 and 2", len(before), len(actionsBefore))
		}
		b.ok(b.store.ReplaceSuggestions(ctx, v, "m1", first, []analysis.Action{asked(16, 36), asked(0, 5)}))
		if diff := cmp.Diff(before, b.codings(ctx, v)) + cmp.Diff(actionsBefore, b.actions(ctx)); diff != "" {
			b.Errorf("doing it again changed something:\n%s", diff)
		}

		b.ok(b.store.DecideCoding(ctx, analysis.CodingID(v, "pay"), "ana", analysis.Rejected))
		b.ok(b.store.DecideAction(ctx, analysis.ActionID(v, analysis.Span{Start: 16, End: 36}), "ana", analysis.Rejected))
		b.ok(b.store.AddCoding(ctx, analysis.Coding{VerbatimID: v, Theme: "time", Span: analysis.Span{Start: 30, End: 34}, Coder: "ben"}))
		b.ok(b.store.ReplaceSuggestions(ctx, v, "m2", []analysis.Coding{suggestion("pay", 0, 36, 0.99), suggestion("time", 0, 36, 0.99), suggestion("new", 0, 4, 0.4)}, []analysis.Action{asked(17, 36)}))
		got := map[string]string{}
		for _, c := range b.codings(ctx, v) {
			got[c.Theme+" by "+c.Coder] = string(c.Status) + " " + c.Model
		}
		want := map[string]string{"pay by machine": "rejected m1", "time by ben": "accepted ", "new by machine": "suggested m2"}
		if diff := cmp.Diff(want, got); diff != "" {
			b.Errorf("after another model (-want +got):\n%s", diff)
		}
		if as := b.actions(ctx); len(as) != 1 || as[0].Status != analysis.Rejected || as[0].Span.Start != 16 {
			b.Errorf("actions = %+v, want the rejected one alone: a span moved by a byte is no new suggestion", as)
		}
	})
}

func TestRoundTrip(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		v, _ := b.answer(ctx, "I am brave now.")
		b.ok(b.store.ReplaceSuggestions(ctx, v, "m1", []analysis.Coding{suggestion("courage", 0, 15, 0.1234567890123)}, []analysis.Action{asked(0, 4)}))
		want := suggestion("courage", 0, 15, 0.1234567890123)
		want.ID, want.VerbatimID, want.Coder, want.Status, want.Model = analysis.CodingID(v, "courage"), v, analysis.Machine, analysis.Suggested, "m1"
		got, err := b.store.Coding(ctx, want.ID)
		b.ok(err)
		if diff := cmp.Diff(want, got); diff != "" {
			b.Errorf("Coding differs (-want +got):\n%s", diff)
		}
		act := asked(0, 4)
		act.ID, act.VerbatimID, act.Status, act.Model = analysis.ActionID(v, act.Span), v, analysis.Suggested, "m1"
		gotAct, err := b.store.Action(ctx, act.ID)
		b.ok(err)
		if diff := cmp.Diff(act, gotAct); diff != "" {
			b.Errorf("Action differs (-want +got):\n%s", diff)
		}
		cs, err := b.store.RoundCodings(ctx, b.wave.RoundID)
		b.ok(err)
		if diff := cmp.Diff([]analysis.Coding{want}, cs); diff != "" {
			b.Errorf("RoundCodings differ:\n%s", diff)
		}
		if _, err := b.store.Coding(ctx, "nobody"); fault.KindOf(err) != fault.NotFound {
			b.Errorf("Coding(nobody) = %v, want not found", err)
		}
	})
}

func TestWithdrawalErasesAll(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		v, code := b.answer(ctx, "I am brave now.")
		b.ok(b.store.ReplaceSuggestions(ctx, v, "m1", []analysis.Coding{suggestion("courage", 0, 15, 0.5)}, []analysis.Action{asked(0, 4)}))
		b.ok(b.store.DecideCoding(ctx, analysis.CodingID(v, "courage"), "ana", analysis.Accepted))
		b.ok(b.store.SetAside(ctx, v, "themes", "panic"))
		b.ok(b.store.SaveRecommendation(ctx, analysis.Recommendation{RoundID: b.wave.RoundID, Reference: "2021-1", Title: "Be brave", Sources: []string{v}}))
		b.ok(b.survey.Withdraw(ctx, code))
		failures, err := b.store.Failures(ctx)
		b.ok(err)
		recs, err := b.store.Recommendations(ctx, b.wave.RoundID)
		b.ok(err)
		examples, err := b.store.Examples(ctx, b.programme.ID)
		b.ok(err)
		if n := len(b.codings(ctx, v)) + len(b.actions(ctx)) + len(failures) + len(recs[0].Sources) + len(examples); n != 0 {
			b.Errorf("%d things are left of a withdrawn answer", n)
		}
		b.ok(b.store.SetAside(ctx, v, "themes", "late"))
		b.ok(b.store.ReplaceSuggestions(ctx, v, "m1", []analysis.Coding{suggestion("courage", 0, 15, 0.5)}, nil))
		if failures, _ = b.store.Failures(ctx); len(b.codings(ctx, v))+len(failures) != 0 {
			b.Error("something was stored for a withdrawn answer")
		}
	})
}

func TestExamples(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		v, _ := b.answer(ctx, "I am brave now.")
		w, _ := b.answer(ctx, "Nothing has changed.")
		b.ok(b.store.ReplaceSuggestions(ctx, v, "m1", []analysis.Coding{suggestion("courage", 0, 15, 0.5), suggestion("time", 0, 15, 0.5), suggestion("pay", 0, 15, 0.5)}, nil))
		b.ok(b.store.DecideCoding(ctx, analysis.CodingID(v, "courage"), "ana", analysis.Accepted))
		b.ok(b.store.DecideCoding(ctx, analysis.CodingID(v, "time"), "ana", analysis.Rejected))
		b.ok(b.store.AddCoding(ctx, analysis.Coding{VerbatimID: w, Theme: "none", Span: analysis.Span{End: 7}, Coder: "ana"}))
		got, err := b.store.Examples(ctx, b.programme.ID)
		b.ok(err)
		if len(got) != 2 || !cmp.Equal(got[0].Themes, []string{"courage"}) || !cmp.Equal(got[0].Not, []string{"time"}) || got[0].Text != "I am brave now." || !cmp.Equal(got[1].Themes, []string{"none"}) {
			b.Errorf("Examples() = %+v", got)
		}
		n, err := b.store.CountDecided(ctx, b.programme.ID)
		b.ok(err)
		first, err := b.store.FirstExamples(ctx, b.programme.ID, 1)
		b.ok(err)
		if n != 3 || len(first) != 1 || !cmp.Equal(first[0].Themes, []string{"courage"}) || len(first[0].Not) != 0 {
			b.Errorf("%d decisions, the first gives %+v", n, first)
		}
		b.ok(b.store.DecideCoding(ctx, analysis.CodingID(v, "courage"), "ana", analysis.Suggested))
		if n, _ = b.store.CountDecided(ctx, b.programme.ID); n != 2 {
			b.Errorf("%d decisions after one was taken back, want 2", n)
		}
	})
}

func TestCodebookVersions(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		if _, err := b.store.Codebook(ctx, b.programme.ID); fault.KindOf(err) != fault.NotFound {
			b.Errorf("Codebook() = %v before there is one, want not found", err)
		}
		book := analysis.Codebook{ProgrammeID: b.programme.ID, Themes: []analysis.Theme{{Key: "pay", Name: "Pay"}}}
		for _, want := range []int{1, 1, 2} {
			if want == 2 {
				book.Themes[0].Name = "Pay and thanks"
			}
			if got, err := b.store.SaveCodebook(ctx, book); err != nil || got != want {
				b.Errorf("SaveCodebook() = %d, %v, want version %d", got, err, want)
			}
		}
		got, err := b.store.Codebook(ctx, b.programme.ID)
		book.Version = 2
		if diff := cmp.Diff(book, got); err != nil || diff != "" {
			b.Errorf("Codebook() = %v:\n%s", err, diff)
		}
		book.Themes = append(book.Themes, analysis.Theme{Key: "pay", Name: "Again"})
		if _, err := b.store.SaveCodebook(ctx, book); fault.KindOf(err) != fault.Invalid {
			b.Errorf("SaveCodebook() with a key twice = %v, want invalid", err)
		}
	})
}

func TestRecommendations(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		v, _ := b.answer(ctx, "Pay us.")
		save := func(r analysis.Recommendation) error {
			r.RoundID = b.wave.RoundID
			return b.store.SaveRecommendation(ctx, r)
		}
		b.ok(save(analysis.Recommendation{Reference: "2021-2", Title: "Second", Position: 2}))
		b.ok(save(analysis.Recommendation{Reference: "2021-1", Title: "First", Position: 1, Sources: []string{v}}))
		b.ok(save(analysis.Recommendation{Reference: "2021-2", Title: "Second, reworded", Position: 2}))
		got, err := b.store.Recommendations(ctx, b.wave.RoundID)
		b.ok(err)
		if len(got) != 2 || got[0].Title != "First" || !cmp.Equal(got[0].Sources, []string{v}) || got[1].Title != "Second, reworded" {
			b.Errorf("Recommendations() = %+v", got)
		}
		if err := save(analysis.Recommendation{ID: "another", Reference: "2021-2", Title: "Third"}); fault.KindOf(err) != fault.Conflict {
			b.Errorf("a reference used again: %v, want conflict", err)
		}
	})
}

func TestDecisionsTellTheFeed(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		v, _ := b.answer(ctx, "I am brave now.")
		b.ok(b.store.ReplaceSuggestions(ctx, v, "m1", []analysis.Coding{suggestion("courage", 0, 15, 0.5)}, []analysis.Action{asked(0, 4)}))
		head, err := b.survey.Head(ctx)
		b.ok(err)
		b.ok(b.store.DecideCoding(ctx, analysis.CodingID(v, "courage"), "ana", analysis.Accepted))
		b.ok(b.store.DecideCoding(ctx, analysis.CodingID(v, "courage"), "ana", analysis.Accepted)) // nothing new
		b.ok(b.store.DecideAction(ctx, analysis.ActionID(v, analysis.Span{End: 4}), "ana", analysis.Accepted))
		changes, err := b.survey.Changes(ctx, head, 10)
		b.ok(err)
		if len(changes) != 2 || changes[0].Kind != survey.CodingChanged || changes[0].Entity != v {
			b.Errorf("the feed has %+v, want two coding changes", changes)
		}
		if err := b.store.DecideCoding(ctx, "nobody", "ana", analysis.Accepted); fault.KindOf(err) != fault.NotFound {
			b.Errorf("DecideCoding(nobody) = %v, want not found", err)
		}
		if err := b.store.DecideCoding(ctx, analysis.CodingID(v, "courage"), "ana", "perhaps"); fault.KindOf(err) != fault.Invalid {
			b.Errorf("DecideCoding(perhaps) = %v, want invalid", err)
		}
	})
}
