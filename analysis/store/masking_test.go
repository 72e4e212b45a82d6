package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/identify"
	sstore "verbatim/survey/store"
)

func (b *bench) masking(v, text, words string) analysis.Masking {
	b.Helper()
	at := strings.Index(text, words)
	if at < 0 {
		b.Fatalf("%q is not in %q", words, text)
	}
	return analysis.Masking{RoundID: b.wave.RoundID, VerbatimID: v, Span: analysis.Span{Start: at, End: at + len(words)}, Kind: identify.Name, Decision: analysis.Masked, Descriptor: "senior doctor"}
}

// decided returns the decisions in force about the round as they read.
func (b *bench) decided(ctx context.Context) (out []string) {
	b.Helper()
	ms, err := b.store.ProgrammeMaskings(ctx, b.programme.ID)
	b.ok(err)
	for _, m := range ms {
		out = append(out, string(m.Decision)+" "+m.Descriptor+m.Reason+" "+m.By+"/"+m.Agreed)
	}
	slices.Sort(out)
	return out
}

// TestR4LogIsAppendOnly holds the log to a row for each replacement, and undoing
// to a row of its own.
func TestR4LogIsAppendOnly(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		const text = "Dr Jane Smith said that Ward C3 was hers."
		v, _ := b.answer(ctx, text)
		smith := b.masking(v, text, "Dr Jane Smith")
		b.ok(b.store.Decide(ctx, "ana", smith))
		ward := b.masking(v, text, "Ward C3")
		ward.Decision, ward.Descriptor, ward.Reason = analysis.Kept, "", "every ward is meant"
		b.ok(b.store.Decide(ctx, "ana", ward))
		own := smith
		own.Decision = analysis.Agreed
		if err := b.store.Decide(ctx, "ana", own); codeOf(err) != "I27" {
			b.Errorf("agreeing with oneself = %v, want I27", err)
		}
		b.ok(b.store.Decide(ctx, "ben", own))
		if d := cmp.Diff([]string{"kept every ward is meant ana/", "masked senior doctor ana/ben"}, b.decided(ctx)); d != "" {
			b.Errorf("decisions in force (-want +got):\n%s", d)
		}
		part := b.masking(v, text, "Jane Smith")
		b.ok(b.store.Decide(ctx, "ben", part)) // takes the overlapping one back
		part.Decision = analysis.Undone
		b.ok(b.store.Decide(ctx, "ana", part))
		if err := b.store.Decide(ctx, "ana", part); fault.KindOf(err) != fault.Conflict {
			b.Errorf("undoing twice = %v, want a conflict", err)
		}
		log, err := b.store.MaskingLog(ctx, b.wave.RoundID)
		b.ok(err)
		var got []string
		for _, m := range log {
			got = append(got, string(m.Decision)+" "+m.Span.In(text))
		}
		want := []string{"masked Dr Jane Smith", "kept Ward C3", "agreed Dr Jane Smith", "undone Dr Jane Smith", "masked Jane Smith", "undone Jane Smith"}
		if d := cmp.Diff(want, got); d != "" {
			b.Errorf("log (-want +got):\n%s", d)
		}
		if d := cmp.Diff([]string{"kept every ward is meant ana/"}, b.decided(ctx)); d != "" {
			b.Errorf("decisions left (-want +got):\n%s", d)
		}
	})
}

// TestR5DictionaryRules holds an entity to one descriptor wherever it is masked.
func TestR5DictionaryRules(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		const text = "Dr Jane Smith helped, and Smith listened."
		v, _ := b.answer(ctx, text)
		id, err := b.store.SaveEntity(ctx, analysis.Entity{ProgrammeID: b.programme.ID, Kind: identify.Name, Name: "Dr  Jane Smith", Also: []string{"Smith", "Smith"}, Descriptor: "senior doctor", By: "ana", Found: true})
		b.ok(err)
		first, second := b.masking(v, text, "Dr Jane Smith"), b.masking(v, text, "Smith listened")
		second.Span.End = second.Span.Start + len("Smith")
		first.Entity, second.Entity = id, id
		b.ok(b.store.Decide(ctx, "ana", first, second))
		again, err := b.store.SaveEntity(ctx, analysis.Entity{ProgrammeID: b.programme.ID, Kind: identify.Name, Name: "dr jane smith", Descriptor: "consultant", By: "ben", Found: true})
		b.ok(err)
		if again != id {
			b.Errorf("the same name made entry %s, want %s", again, id)
		}
		ms, err := b.store.ProgrammeMaskings(ctx, b.programme.ID)
		b.ok(err)
		for _, m := range ms {
			if m.Descriptor != "consultant" || m.By != "ben" {
				b.Errorf("masked as %q by %s, want the dictionary's new word", m.Descriptor, m.By)
			}
		}
		if err := b.store.DeleteEntity(ctx, b.programme.ID, id); codeOf(err) != "I20" {
			b.Errorf("deleting an entry in use = %v, want I20", err)
		}
	})
}

func TestSaveList(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		lists := [][]analysis.Entity{
			{{Name: "Ward C3", By: "ana"}, {Name: "Poole Hospital", Descriptor: "a hospital", By: "ana"}},
			{{Name: "ward c3", Descriptor: "a ward", By: "ana"}},
		}
		for _, list := range lists {
			b.ok(b.store.SaveList(ctx, b.programme.ID, identify.Place, list))
		}
		all, err := b.store.Entities(ctx, b.programme.ID)
		b.ok(err)
		if len(all) != 1 || all[0].Name != "ward c3" || all[0].Descriptor != "a ward" || all[0].Kind != identify.Place {
			b.Errorf("dictionary = %+v, want the ward alone", all)
		}
		for _, bad := range []string{"", "[ward]", strings.Repeat("x", 121)} {
			err := b.store.SaveList(ctx, b.programme.ID, identify.Place, []analysis.Entity{{Name: bad + " ", Descriptor: bad, By: "ana"}})
			if codeOf(err) == "" {
				b.Errorf("SaveList(%q) = %v, want a numbered fault", bad, err)
			}
		}
	})
}

// TestMaskingsGoWithTheAnswer holds a withdrawal to taking the decisions along,
// and what only that answer told of.
func TestMaskingsGoWithTheAnswer(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		const text = "Dr Jane Smith said so."
		v, code := b.answer(ctx, text)
		for _, found := range []bool{true, false} {
			name := map[bool]string{true: "Dr Jane Smith", false: "Ward C3"}[found]
			id, err := b.store.SaveEntity(ctx, analysis.Entity{ProgrammeID: b.programme.ID, Kind: identify.Name, Name: name, Descriptor: "x", By: "ana", Found: found})
			b.ok(err)
			m := b.masking(v, text, "Dr Jane Smith")
			m.Entity = id
			b.ok(b.store.Decide(ctx, "ana", m))
		}
		b.ok(b.store.SaveHints(ctx, map[string][]analysis.Span{v: {{Start: 3, End: 7}}}))
		if hints, err := b.store.RoundHints(ctx, b.wave.RoundID); err != nil || len(hints[v]) != 1 {
			b.Errorf("hints = %v, %v", hints, err)
		}
		b.survey.Erasers = []sstore.Eraser{store.Erase}
		b.ok(b.survey.Withdraw(ctx, code))
		log, err := b.store.MaskingLog(ctx, b.wave.RoundID)
		b.ok(err)
		all, err := b.store.Entities(ctx, b.programme.ID)
		b.ok(err)
		hints, err := b.store.RoundHints(ctx, b.wave.RoundID)
		b.ok(err)
		if len(log) != 0 || len(hints) != 0 || len(all) != 1 || all[0].Found {
			b.Errorf("left: %v, %v and %v, want the entry that staff made", log, hints, all)
		}
	})
}

func TestDecideRefuses(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		const text = "Dr Jane Smith said so."
		v, _ := b.answer(ctx, text)
		good := b.masking(v, text, "Jane")
		tests := []struct {
			code   string
			by     string
			change func(*analysis.Masking)
		}{
			{"I24", "", func(*analysis.Masking) {}},
			{"I25", "ana", func(m *analysis.Masking) { m.Descriptor = " " }},
			{"I25", "ana", func(m *analysis.Masking) { m.Descriptor = "a]b" }},
			{"I25", "ana", func(m *analysis.Masking) { m.Descriptor = "..." }},
			{"I28", "ana", func(m *analysis.Masking) { m.Decision = analysis.Kept }},
			{"I28", "ana", func(m *analysis.Masking) { m.Reason = strings.Repeat("x", 501) }},
			{"I29", "ana", func(m *analysis.Masking) { m.Decision = "burnt" }},
			{"I30", "ana", func(m *analysis.Masking) { m.Span = survey.Span{Start: 3, End: 99} }},
		}
		for _, tt := range tests {
			m := good
			tt.change(&m)
			if err := b.store.Decide(ctx, tt.by, m); codeOf(err) != tt.code {
				b.Errorf("Decide(%+v) = %v, want %s", m, err, tt.code)
			}
		}
		if got := b.decided(ctx); len(got) != 0 {
			b.Errorf("refused decisions are in force: %v", got)
		}
	})
}
