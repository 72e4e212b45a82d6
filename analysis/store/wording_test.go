package store_test

import (
	"context"
	"testing"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

// TestWordsAreNotSavedOverOthers refuses whoever saves what they opened before
// somebody else did, and keeps what that one wrote.
func TestWordsAreNotSavedOverOthers(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		s, round := b.store, b.wave.RoundID
		w := analysis.Wording{RoundID: round, Role: "mentor", Theme: "confidence", Lead: "First."}
		o := analysis.Outline{RoundID: round, Title: "First"}
		p := analysis.Part{Heading: "First", Body: []string{"Words."}}
		st := analysis.Usual()
		st.ProgrammeID = b.programme.ID
		b.ok(s.SaveLead(ctx, w))
		b.ok(s.SaveOpening(ctx, o))
		b.ok(s.SavePart(ctx, round, p))
		b.ok(s.SaveStyle(ctx, st))
		is, err := s.Outline(ctx, round)
		b.ok(err)
		p.Key = is.Parts[0].Key
		w.Lead, o.Title, p.Heading = "Second.", "Second", "Second"
		for name, save := range map[string]func() error{
			"a sentence": func() error { return s.SaveLead(ctx, w) },
			"a title":    func() error { return s.SaveOpening(ctx, o) },
			"a section":  func() error { return s.SavePart(ctx, round, p) },
			"a scale":    func() error { return s.SaveStyle(ctx, st) },
		} {
			if err := save(); fault.KindOf(err) != fault.Conflict || codeOf(err) != "T01" {
				b.Errorf("saving %s over another: %v, want a conflict T01", name, err)
			}
		}
		ws, err := s.Wordings(ctx, round)
		b.ok(err)
		if is, err = s.Outline(ctx, round); err != nil || is.Title != "First" || is.Parts[0].Heading != "First" || len(ws) != 1 || ws[0].Lead != "First." {
			b.Errorf("stored are %+v and %+v, %v", is, ws, err)
		}
		w.Version, w.Lead = 1, "Second."
		b.ok(s.SaveLead(ctx, w))
	})
}

// TestPartsOfOthersSurviveAnOrder arranges a summary to which somebody has added
// a section meanwhile.
func TestPartsOfOthersSurviveAnOrder(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		s, round := b.store, b.wave.RoundID
		b.ok(s.SavePart(ctx, round, analysis.Part{Heading: "Theirs"}))
		b.ok(s.Arrange(ctx, round, []analysis.Part{{Key: analysis.BuildingPart}, {Key: analysis.NewPart, Hidden: true}, {Key: analysis.OwnPart("gone")}}))
		o, err := s.Outline(ctx, round)
		b.ok(err)
		if len(o.Parts) != 3 || o.Parts[0].Key != analysis.BuildingPart || !o.Parts[1].Hidden || o.Parts[2].Heading != "Theirs" {
			b.Errorf("parts = %+v", o.Parts)
		}
		b.ok(s.SavePart(ctx, round, analysis.Part{Key: o.Parts[2].Key, Version: 1}))
		if o, err = s.Outline(ctx, round); err != nil || len(o.Parts) != 2 {
			b.Errorf("parts = %+v after one was emptied, %v", o.Parts, err)
		}
	})
}

func TestWaiversAreKeptAndTakenBack(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		s, round := b.store, b.wave.RoundID
		w := analysis.Waiver{RoundID: round, Key: "k", Rule: "R22", Reason: " It is \n their experience. "}
		b.ok(s.Waive(ctx, w))
		all, err := s.Waivers(ctx, round)
		b.ok(err)
		if len(all) != 1 || all[0].Reason != "It is their experience." || all[0].At.IsZero() {
			b.Errorf("waivers = %+v", all)
		}
		w.Reason = " "
		if err := s.Waive(ctx, w); codeOf(err) != "T06" {
			b.Errorf("no reason: %v, want T06", err)
		}
		b.ok(s.Unwaive(ctx, w))
		if all, err = s.Waivers(ctx, round); err != nil || len(all) != 0 {
			b.Errorf("waivers = %+v, %v", all, err)
		}
	})
}
