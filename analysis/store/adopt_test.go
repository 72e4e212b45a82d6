package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	sstore "verbatim/survey/store"
)

// asks stores answers that each ask for one thing, and returns the actions.
func (b *bench) asks(ctx context.Context, texts ...string) (ids, codes []string) {
	b.Helper()
	for _, text := range texts {
		v, code := b.answer(ctx, text)
		span := analysis.Span{End: len(text)}
		b.ok(b.store.ReplaceSuggestions(ctx, v, "m1", nil, []analysis.Action{{Span: span, Text: text, Score: 0.9}}))
		ids, codes = append(ids, analysis.ActionID(v, span)), append(codes, code)
	}
	return ids, codes
}

func (b *bench) recommendations(ctx context.Context) []analysis.Recommendation {
	b.Helper()
	all, err := b.store.Recommendations(ctx, b.wave.RoundID)
	b.ok(err)
	return all
}

// earlier makes a recommendation of the round before and returns its ID.
func (b *bench) earlier(ctx context.Context, reference string) string {
	b.Helper()
	before := survey.Round{ID: "before", ProgrammeID: b.programme.ID, Key: "2020"}
	b.ok(b.survey.SaveRound(ctx, before))
	b.ok(b.store.SaveRecommendation(ctx, analysis.Recommendation{RoundID: before.ID, Reference: reference, Title: "Expand the scheme"}))
	all, err := b.store.Recommendations(ctx, before.ID)
	b.ok(err)
	return all[len(all)-1].ID
}

func references(all []analysis.Recommendation) string {
	var out []string
	for _, r := range all {
		out = append(out, r.Reference)
	}
	return strings.Join(out, " ")
}

// TestReferencesAreNeverUsedAgain takes up, merges, splits and takes back: every
// recommendation gets a reference that no other ever had, and nothing that they
// rest on is lost.
func TestReferencesAreNeverUsedAgain(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		s, round := b.store, b.wave.RoundID
		actions, _ := b.asks(ctx, "Pay the mentors.", "Mentors should be paid.", "Buy lunch.")
		pay, err := s.Adopt(ctx, analysis.Adoption{RoundID: round, Title: " Pay mentors ", Actions: actions[:1]})
		b.ok(err)
		again, err := s.Adopt(ctx, analysis.Adoption{RoundID: round, Title: "Pay them", Actions: actions[1:2], Points: []string{"Monthly", "In full"}})
		b.ok(err)
		if _, err := s.Adopt(ctx, analysis.Adoption{RoundID: round, Title: "Pay", Actions: actions[:1]}); codeOf(err) != "L27" {
			b.Errorf("taking up twice: %v, want L27", err)
		}
		merged, err := s.Adopt(ctx, analysis.Adoption{RoundID: round, Title: "Pay mentors for their hours", Replaces: []string{pay, again}})
		b.ok(err)
		all := b.recommendations(ctx)
		if references(all) != "2021-R03" || !slices.Equal(all[0].Actions, actions[:2]) || len(all[0].Sources) != 2 {
			b.Fatalf("merged into %+v", all)
		}
		parts, err := s.AdoptParts(ctx, analysis.Adoption{RoundID: round, Replaces: []string{merged}}, []string{"Pay mentors", "Count their hours"})
		b.ok(err)
		all = b.recommendations(ctx)
		if len(parts) != 2 || references(all) != "2021-R04 2021-R05" || !slices.Equal(all[1].Actions, actions[:2]) || len(all[1].Notes) != 3 {
			b.Fatalf("split into %+v", all)
		}
		b.ok(s.TakeBack(ctx, parts[1]))
		_, err = s.Adopt(ctx, analysis.Adoption{RoundID: round, Title: "Buy lunch", Actions: actions[2:]})
		b.ok(err)
		if all = b.recommendations(ctx); references(all) != "2021-R04 2021-R06" {
			b.Errorf("references = %s", references(all))
		}
		for _, a := range b.actions(ctx) {
			if a.Status != analysis.Accepted {
				b.Errorf("%s was taken up and is %s", a.Text, a.Status)
			}
		}
		if _, err := s.Recommendation(ctx, merged); fault.KindOf(err) != fault.NotFound {
			b.Errorf("a split recommendation is still there: %v", err)
		}
		if err := s.SaveRecommendation(ctx, analysis.Recommendation{RoundID: round, Reference: "2021-R03", Title: "Again"}); codeOf(err) != "A14" {
			b.Errorf("a reference of one that is gone: %v, want A14", err)
		}
	})
}

// TestLinksGoBackInTime links this round's to an earlier one's, and neither
// forward nor across programmes.
func TestLinksGoBackInTime(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		s := b.store
		old := b.earlier(ctx, "2020-1")
		id, err := s.Adopt(ctx, analysis.Adoption{RoundID: b.wave.RoundID, Title: "Expand the scheme to the wards", Own: true, Links: []analysis.Link{{To: old, Kind: analysis.Splits}}})
		b.ok(err)
		b.ok(s.LinkTo(ctx, id, analysis.Link{To: old, Kind: analysis.Continues}))
		r, err := s.Recommendation(ctx, id)
		b.ok(err)
		if len(r.Links) != 1 || r.Links[0].Kind != analysis.Continues || r.Links[0].Reference != "2020-1" {
			b.Errorf("links = %+v", r.Links)
		}
		for name, l := range map[string]struct {
			from string
			link analysis.Link
		}{
			"forward":       {old, analysis.Link{To: id, Kind: analysis.Continues}},
			"to itself":     {id, analysis.Link{To: id, Kind: analysis.Continues}},
			"of what kind?": {id, analysis.Link{To: old, Kind: "likes"}},
		} {
			if err := s.LinkTo(ctx, l.from, l.link); codeOf(err) != "L03" {
				b.Errorf("%s: %v, want L03", name, err)
			}
		}
		if err := s.TakeBack(ctx, old); codeOf(err) != "L28" {
			b.Errorf("taking back what is gone on with: %v, want L28", err)
		}
		b.ok(s.Unlink(ctx, id, old))
		b.ok(s.TakeBack(ctx, old))
	})
}

// TestNotesAreOnlyAdded reads status, dates and response off a history that
// nothing can change.
func TestNotesAreOnlyAdded(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		s := b.store
		id := b.earlier(ctx, "2020-1")
		for _, n := range []analysis.Note{
			{Kind: analysis.DueNote, Value: "2021-06-30"},
			{Kind: analysis.ResponseNote, Value: string(analysis.ResponsePartly), Words: "Two wards only.", Public: true},
			{Kind: analysis.StatusNote, Value: string(analysis.InProgress), Day: "2021-02-01"},
			{Kind: analysis.DueNote, Value: "2022-01-31", Words: "The ward was closed."},
		} {
			n.RecommendationID = id
			b.ok(s.AddNote(ctx, n))
		}
		r, err := s.Recommendation(ctx, id)
		b.ok(err)
		response, _ := r.Response()
		if r.FirstDue() != "2021-06-30" || r.Due() != "2022-01-31" || r.Status() != analysis.InProgress || response.Words != "Two wards only." || !r.Overdue("2022-02-01") || r.Overdue("2022-01-31") {
			b.Errorf("read off %+v: first %q, due %q, %s", r.Notes, string(r.FirstDue()), string(r.Due()), r.Status())
		}
		for name, n := range map[string]analysis.Note{
			"an unknown status":        {Kind: analysis.StatusNote, Value: "overdue"},
			"dropped without a reason": {Kind: analysis.StatusNote, Value: string(analysis.NotTaken)},
			"a wrong day":              {Kind: analysis.DueNote, Value: "30 June"},
			"an unknown response":      {Kind: analysis.ResponseNote, Value: "maybe"},
			"closed by nobody":         {Kind: analysis.ClosureNote},
			"an empty remark":          {Kind: analysis.Remark, Words: " "},
			"no kind":                  {Kind: "joke"},
		} {
			n.RecommendationID = id
			if err := s.AddNote(ctx, n); codeOf(err) != "L09" {
				b.Errorf("%s: %v, want L09", name, err)
			}
		}
		for _, statement := range []string{
			`UPDATE recommendation_note SET value = 'done' WHERE recommendation_id = $1`,
			`UPDATE recommendation_note SET words = 'All wards.' WHERE recommendation_id = $1`,
			`DELETE FROM recommendation_note WHERE recommendation_id = $1`,
		} {
			err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { _, err := tx.Exec(ctx, statement, id); return err })
			if err == nil {
				b.Errorf("%s changed the history", statement)
			}
		}
	})
}

// TestTwoPeopleEditARecommendation keeps the words of the first and tells the
// second.
func TestTwoPeopleEditARecommendation(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		s := b.store
		r, err := s.Recommendation(ctx, b.earlier(ctx, "2020-1"))
		b.ok(err)
		r.Title, r.Body, r.CoOwners, r.FeedsInto, r.Points = "Expand it", "EDI committee", []string{"Ana", " "}, []string{"work on the curriculum"}, []analysis.Point{{Title: "To wards"}, {Title: "To theatres"}}
		b.ok(s.EditRecommendation(ctx, r))
		if err := s.EditRecommendation(ctx, r); fault.KindOf(err) != fault.Conflict || codeOf(err) != "L02" {
			b.Errorf("saving over another: %v, want a conflict L02", err)
		}
		is, err := s.Recommendation(ctx, r.ID)
		b.ok(err)
		if is.Version != 1 || is.By == "" || !cmp.Equal(is.CoOwners, []string{"Ana"}) || !cmp.Equal(is.Points, []analysis.Point{{Number: 1, Title: "To wards"}, {Number: 2, Title: "To theatres"}}) {
			b.Errorf("stored is %+v", is)
		}
		is.Points = []analysis.Point{{Title: "To clinics"}, {Number: 1, Title: "To all wards"}}
		b.ok(s.EditRecommendation(ctx, is))
		is, err = s.Recommendation(ctx, r.ID)
		b.ok(err)
		if !cmp.Equal(is.Points, []analysis.Point{{Number: 3, Title: "To clinics"}, {Number: 1, Title: "To all wards"}}) {
			b.Errorf("points = %+v, want none with the number 2 again", is.Points)
		}
		b.ok(s.SaveRecommendation(ctx, analysis.Recommendation{RoundID: is.RoundID, Reference: "2020-1", Title: "As it was imported", Points: []analysis.Point{{Title: "To all wards"}, {Title: "To schools"}}}))
		if is, err = s.Recommendation(ctx, r.ID); err != nil || is.Title != "Expand it" || len(is.Points) != 3 || is.PointReference(is.Points[2]) != "2020-1.4" {
			b.Errorf("an import made it %+v, %v", is, err)
		}
	})
}

// TestFatesAreStated says what became of an earlier recommendation, and takes it
// back.
func TestFatesAreStated(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		s := b.store
		old := b.earlier(ctx, "2020-1")
		f := analysis.StatedFate{RoundID: b.wave.RoundID, RecommendationID: old, Kind: analysis.FateDropped}
		if err := s.StateFate(ctx, f); codeOf(err) != "L61" {
			b.Errorf("dropped without a reason: %v, want L61", err)
		}
		f.Why = "Nobody has the time."
		b.ok(s.StateFate(ctx, f))
		f.Kind, f.Why = analysis.FateDone, ""
		b.ok(s.StateFate(ctx, f))
		all, err := s.StatedFates(ctx, b.programme.ID)
		b.ok(err)
		if len(all) != 1 || all[0].Kind != analysis.FateDone || all[0].At.IsZero() {
			b.Errorf("fates = %+v", all)
		}
		if err := s.StateFate(ctx, analysis.StatedFate{RoundID: "before", RecommendationID: old, Kind: analysis.FateDone}); codeOf(err) != "L62" {
			b.Errorf("a round about itself: %v, want L62", err)
		}
		b.ok(s.TakeFateBack(ctx, b.wave.RoundID, old))
		if all, err = s.StatedFates(ctx, b.programme.ID); err != nil || len(all) != 0 {
			b.Errorf("fates = %+v, %v", all, err)
		}
	})
}

// TestWithdrawalGoesThroughRecommendations takes withdrawn words out of all that
// people wrote about recommendations.
func TestWithdrawalGoesThroughRecommendations(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		const planted = "give every mentor a quiet room with a green door"
		s, old := b.store, b.earlier(ctx, "2020-1")
		b.survey.Erasers = []sstore.Eraser{store.Erase}
		actions, codes := b.asks(ctx, "We want you to "+planted+".", "A quiet room would be good.")
		id, err := s.Adopt(ctx, analysis.Adoption{RoundID: b.wave.RoundID, Title: "They say: " + planted, Actions: actions, Points: []string{"To " + planted}})
		b.ok(err)
		r, err := s.Recommendation(ctx, id)
		b.ok(err)
		r.PublicText, r.Body, r.Owner, r.CoOwners, r.FeedsInto = "We "+planted, "Those who "+planted, "Who "+planted, []string{planted}, []string{planted}
		b.ok(s.EditRecommendation(ctx, r))
		b.ok(s.AddNote(ctx, analysis.Note{RecommendationID: id, Kind: analysis.Remark, Words: planted, Evidence: planted}))
		b.ok(s.StateFate(ctx, analysis.StatedFate{RoundID: b.wave.RoundID, RecommendationID: old, Kind: analysis.FateDropped, Why: planted}))
		b.ok(b.survey.Withdraw(ctx, codes[0]))
		r, err = s.Recommendation(ctx, id)
		b.ok(err)
		fates, err := s.StatedFates(ctx, b.programme.ID)
		b.ok(err)
		if all := fmt.Sprint(r, fates); strings.Contains(all, "green door") || len(r.Sources) != 1 || len(r.Actions) != 1 {
			b.Errorf("withdrawn words are left in %+v and %+v", r, fates)
		}
	})
}

// TestWhatTakesThePlaceOfAnotherHandsOnItsHistory goes on with one recommendation
// alone, entry by entry, and tells those of several in remarks; of withdrawn words
// none come back.
func TestWhatTakesThePlaceOfAnotherHandsOnItsHistory(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		s, round := b.store, b.wave.RoundID
		actions, _ := b.asks(ctx, "Pay the mentors.", "Mentors should be paid.")
		first, err := s.Adopt(ctx, analysis.Adoption{RoundID: round, Title: "Pay mentors", Actions: actions[:1]})
		b.ok(err)
		r, err := s.Recommendation(ctx, first)
		b.ok(err)
		r.Body, r.Owner, r.PublicText, r.FeedsInto = "the board", "Ana", "We will pay.", []string{"work on pay"}
		b.ok(s.EditRecommendation(ctx, r))
		for _, n := range []analysis.Note{
			{Kind: analysis.DueNote, Value: "2022-01-31", Day: "2021-07-01"},
			{Kind: analysis.StatusNote, Value: string(analysis.InProgress), Words: "Asked.", Public: true},
			{Kind: analysis.StatusNote, Value: string(analysis.NotTaken), Words: "No money."},
			{Kind: analysis.DueNote, Value: "2022-06-30"},
		} {
			n.RecommendationID = first
			b.ok(s.AddNote(ctx, n))
		}
		b.ok(s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE recommendation_note SET words = '' WHERE words = 'No money.'`)
			return err
		}))
		grown, err := s.Adopt(ctx, analysis.Adoption{RoundID: round, Title: "Pay all mentors", Actions: actions[1:], Replaces: []string{first}})
		b.ok(err)
		r, err = s.Recommendation(ctx, grown)
		b.ok(err)
		if r.FirstDue() != "2022-01-31" || r.Due() != "2022-06-30" || r.Status() != analysis.NotTaken || r.Body != "the board" || r.Owner != "Ana" || r.PublicText != "We will pay." || len(r.Notes) != 5 || r.Notes[1].Day != "2021-07-01" {
			b.Errorf("gone on with one: %+v", r)
		}
		parts, err := s.AdoptParts(ctx, analysis.Adoption{RoundID: round, Replaces: []string{grown}}, []string{"Pay mentors", "Pay mentees"})
		b.ok(err)
		r, err = s.Recommendation(ctx, parts[1])
		b.ok(err)
		told := fmt.Sprint(r.Notes)
		for _, want := range []string{"2021-R02 read: “Pay all mentors”. It was addressed to the board. Ana saw to it.", "everybody was told:", "We will pay.", "2021-R02, status in progress, by system: Asked.", "2021-R02, due 2022-01-31, by system"} {
			if !strings.Contains(told, want) {
				b.Errorf("a part does not tell %q: %s", want, told)
			}
		}
		if r.Body != "the board" || r.PublicText != "" || r.Status() != analysis.NotStarted || r.Due() != "" || !slices.Equal(r.FeedsInto, []string{"work on pay"}) {
			b.Errorf("a part: %+v", r)
		}
		if _, err := s.AdoptParts(ctx, analysis.Adoption{RoundID: round, Replaces: parts[:1]}, []string{"Pay", " "}); codeOf(err) != "L24" {
			b.Errorf("a part without words: %v, want L24", err)
		}
		if all := b.recommendations(ctx); references(all) != "2021-R03 2021-R04" {
			b.Errorf("references = %s", references(all))
		}
	})
}
