package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/survey/fault"
)

// save keeps a search that must be kept, and returns its ID.
func (b *bench) save(ctx context.Context, name, query string) string {
	b.Helper()
	id, err := b.store.SaveSearch(ctx, store.SavedSearch{Name: name, Query: query, By: "rob"})
	b.ok(err)
	return id
}

// saved returns all saved searches, one a line.
func (b *bench) saved(ctx context.Context) string {
	b.Helper()
	all, err := b.store.SavedSearches(ctx)
	b.ok(err)
	var lines []string
	for _, n := range all {
		lines = append(lines, n.Name+" = "+n.Query+" by "+n.By)
	}
	return strings.Join(lines, "\n")
}

// codeOf returns the number of the innermost fault of a chain.
func codeOf(err error) (code string) {
	for ; err != nil; err = errors.Unwrap(err) {
		if e, ok := errors.AsType[*fault.Error](err); ok && e.Code != "" {
			code = e.Code
		}
	}
	return code
}

func TestSavedSearches(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		voices := b.save(ctx, "  Voices  heard ", "voice OR heard")
		b.save(ctx, "of mentors", `role:mentor saved:"voices heard"`)
		want := "of mentors = role:mentor saved:\"voices heard\" by rob\nVoices heard = voice OR heard by rob"
		if diff := cmp.Diff(want, b.saved(ctx)); diff != "" {
			t.Errorf("saved (-want +got):\n%s", diff)
		}
		b.ok(b.store.ChangeSearch(ctx, voices, "Heard: at last", "", "anna"))
		want = "Heard: at last = voice OR heard by anna\nof mentors = role:mentor saved:\"Heard: at last\" by rob"
		if diff := cmp.Diff(want, b.saved(ctx)); diff != "" {
			t.Errorf("renamed (-want +got):\n%s", diff)
		}
		b.ok(b.store.ChangeSearch(ctx, voices, "", "voice", "anna"))
		if err := b.store.DeleteSearch(ctx, voices); codeOf(err) != "Q33" || !strings.Contains(fault.Text(err), "of mentors") {
			t.Errorf("deleting what another uses: %v, want Q33 that names it", err)
		}
	})
}

func TestSavedSearchesRefused(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		a := b.save(ctx, "a", "word")
		bb := b.save(ctx, "b", "saved:a")
		for _, tt := range []struct{ name, query, code string }{
			{"", "x", "Q30"},
			{`say "it"`, "x", "Q30"},
			{strings.Repeat("n", 61), "x", "Q30"},
			{"Á", "x", "Q31"},
			{"c", " ", "Q32"},
			{"c", "(x", "Q03"},
			{"c", "saved:nothing", "Q27"},
			{"c", "x saved:C", "Q26"},
		} {
			if _, err := b.store.SaveSearch(ctx, store.SavedSearch{Name: tt.name, Query: tt.query, By: "rob"}); codeOf(err) != tt.code {
				t.Errorf("SaveSearch(%q, %q) = %v, want %s", tt.name, tt.query, err, tt.code)
			}
		}
		if err := b.store.ChangeSearch(ctx, a, "", "y saved:b", "rob"); codeOf(err) != "Q26" {
			t.Errorf("a circle of two is saved: %v", err)
		}
		if err := b.store.ChangeSearch(ctx, a, "B", "", "rob"); codeOf(err) != "Q31" {
			t.Errorf("a name that is taken is given: %v", err)
		}
		b.ok(b.store.DeleteSearch(ctx, bb))
		b.ok(b.store.DeleteSearch(ctx, a))
		if err := b.store.DeleteSearch(ctx, a); fault.KindOf(err) != fault.NotFound {
			t.Errorf("deleting twice: %v", err)
		}
		if got := b.saved(ctx); got != "" {
			t.Errorf("left: %s", got)
		}
	})
}

func TestCodeAllAndUndo(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		const text = "I found my voice. It grew."
		one, _ := b.answer(ctx, text)
		two, _ := b.answer(ctx, text)
		three, _ := b.answer(ctx, text)
		first := analysis.Span{Start: 0, End: 17}
		b.ok(b.store.AddCoding(ctx, analysis.Coding{VerbatimID: one, Theme: "voice", Span: first, Coder: "anna"}))
		b.ok(b.store.ReplaceSuggestions(ctx, two, "m", []analysis.Coding{suggestion("voice", first.Start, first.End, .7)}, nil))
		did, err := b.store.CodeAll(ctx, "voice", "voice", "rob", []store.Place{{VerbatimID: one, Span: first}, {VerbatimID: two, Span: first}, {VerbatimID: three, Span: first}, {VerbatimID: three, Span: first}})
		b.ok(err)
		if did.Places != 2 {
			t.Errorf("CodeAll coded %d places, want the suggestion and the answer without the theme", did.Places)
		}
		if got, want := b.codingsOf(ctx, one, two, three), "anna accepted anna; machine accepted rob; rob accepted rob"; got != want {
			t.Errorf("codings = %q, want %q", got, want)
		}
		undone, err := b.store.UndoCodeAll(ctx, did.ID)
		b.ok(err)
		if got, want := b.codingsOf(ctx, one, two, three), "anna accepted anna; machine suggested "; undone != 2 || got != want {
			t.Errorf("after undoing %d: %q, want %q", undone, got, want)
		}
		if undone, err = b.store.UndoCodeAll(ctx, did.ID); undone != 0 || err != nil {
			t.Errorf("undoing twice takes back %d, %v", undone, err)
		}
		if s, err := b.store.SpreadByID(ctx, did.ID); err != nil || !s.Undone || s.Query != "voice" || s.Coder != "rob" {
			t.Errorf("SpreadByID = %+v, %v", s, err)
		}
	})
}

func TestUndoLeavesLaterDecisions(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		v, _ := b.answer(ctx, "I found my voice.")
		did, err := b.store.CodeAll(ctx, "voice", "voice", "rob", []store.Place{{VerbatimID: v, Span: analysis.Span{Start: 0, End: 17}}})
		b.ok(err)
		all, err := b.store.Codings(ctx, v)
		b.ok(err)
		b.ok(b.store.DecideCoding(ctx, all[0].ID, "anna", analysis.Rejected))
		if undone, err := b.store.UndoCodeAll(ctx, did.ID); undone != 0 || err != nil {
			t.Errorf("what anna decided since is undone: %d, %v", undone, err)
		}
		if got := b.codingsOf(ctx, v); got != "rob rejected anna" {
			t.Errorf("codings = %q", got)
		}
	})
}

func (b *bench) codingsOf(ctx context.Context, verbatims ...string) string {
	b.Helper()
	var out []string
	for _, v := range verbatims {
		all, err := b.store.Codings(ctx, v)
		b.ok(err)
		for _, c := range all {
			out = append(out, c.Coder+" "+string(c.Status)+" "+c.DecidedBy)
		}
	}
	return strings.Join(out, "; ")
}
