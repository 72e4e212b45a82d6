package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

func (b *bench) choice(v, text, words string) analysis.Chosen {
	b.Helper()
	at := strings.Index(text, words)
	if at < 0 {
		b.Fatalf("%q is not in %q", words, text)
	}
	return analysis.Chosen{RoundID: b.wave.RoundID, Theme: "confidence", VerbatimID: v, Span: analysis.Span{Start: at, End: at + len(words)}}
}

// choose stores one choice and returns it as it is kept.
func (b *bench) choose(ctx context.Context, c analysis.Chosen) analysis.Chosen {
	b.Helper()
	ids, err := b.store.ChooseQuotes(ctx, "ana", c)
	b.ok(err)
	kept, err := b.store.Chosen(ctx, ids[0])
	b.ok(err)
	return kept
}

// places returns what is chosen in the round as it reads.
func (b *bench) chosenWords(ctx context.Context, texts map[string]string) (out []string) {
	b.Helper()
	all, err := b.store.RoundChosen(ctx, b.wave.RoundID)
	b.ok(err)
	for _, c := range all {
		out = append(out, c.Span.In(texts[c.VerbatimID]))
	}
	return out
}

// TestR7ChosenQuotesAreOverlays holds that choosing leaves the answer as it is,
// that the same words are chosen once, and that what does not fit is refused.
func TestR7ChosenQuotesAreOverlays(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		const text = "I was not sure at first. Now I speak up."
		v, _ := b.answer(ctx, text)
		c := b.choice(v, text, "Now I speak up.")
		kept := b.choose(ctx, c)
		if again := b.choose(ctx, c); again.ID != kept.ID {
			b.Errorf("the same words are chosen twice: %s, %s", kept.ID, again.ID)
		}
		for _, bad := range []struct {
			name, code string
			change     func(*analysis.Chosen)
		}{
			{"cuts a word", "Q03", func(c *analysis.Chosen) { c.Span.End -= 2 }},
			{"outside", "Q02", func(c *analysis.Chosen) { c.Span.End += 500 }},
			{"another answer", "Q12", func(c *analysis.Chosen) { c.Hash = strings.Repeat("0", 64) }},
			{"no reason", "Q53", func(c *analysis.Chosen) {
				c.Edits = []analysis.Edit{{Op: analysis.Sic, Span: analysis.Span{Start: c.Span.End, End: c.Span.End}}}
			}},
		} {
			n := c
			bad.change(&n)
			if _, err := b.store.ChooseQuotes(ctx, "ana", n); codeOf(err) != bad.code {
				b.Errorf("%s: ChooseQuotes = %v, want %s", bad.name, err, bad.code)
			}
		}
		if d := cmp.Diff([]string{"Now I speak up."}, b.chosenWords(ctx, map[string]string{v: text})); d != "" {
			b.Errorf("chosen (-want +got):\n%s", d)
		}
	})
}

func TestQuotesMoveAndDoNotUndoEachOther(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		const text = "One thing. Two things. Three things."
		v, _ := b.answer(ctx, text)
		texts := map[string]string{v: text}
		one := b.choose(ctx, b.choice(v, text, "One thing."))
		two := b.choose(ctx, b.choice(v, text, "Two things."))
		three := b.choose(ctx, b.choice(v, text, "Three things."))
		b.ok(b.store.MoveQuote(ctx, three.ID, -1))
		b.ok(b.store.MoveQuote(ctx, one.ID, -1))
		b.ok(b.store.MoveQuote(ctx, two.ID, 1))
		if d := cmp.Diff([]string{"One thing.", "Three things.", "Two things."}, b.chosenWords(ctx, texts)); d != "" {
			b.Errorf("order (-want +got):\n%s", d)
		}
		longer := one
		longer.Span.End = strings.Index(text, " Three")
		b.ok(b.store.ChangeQuote(ctx, "ben", longer))
		if err := b.store.ChangeQuote(ctx, "ana", one); codeOf(err) != "Q54" || fault.KindOf(err) != fault.Conflict {
			b.Errorf("changing what somebody changed = %v, want Q54", err)
		}
		if err := b.store.RemoveQuote(ctx, one.ID, one.Version); codeOf(err) != "Q54" {
			b.Errorf("removing what somebody changed = %v, want Q54", err)
		}
		b.ok(b.store.RemoveQuote(ctx, three.ID, three.Version))
		if d := cmp.Diff([]string{"One thing. Two things.", "Two things."}, b.chosenWords(ctx, texts)); d != "" {
			b.Errorf("after the changes (-want +got):\n%s", d)
		}
	})
}

// TestR8WithdrawalTakesChosenQuotes holds that a quote goes with its answer.
func TestR8WithdrawalTakesChosenQuotes(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		const text = "Now I speak up."
		v, code := b.answer(ctx, text)
		b.choose(ctx, b.choice(v, text, text))
		b.ok(b.survey.Withdraw(ctx, code))
		all, err := b.store.RoundChosen(ctx, b.wave.RoundID)
		b.ok(err)
		if len(all) != 0 {
			b.Errorf("%d chosen quotes are left of a withdrawn answer", len(all))
		}
	})
}

func TestPublicTexts(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		p := analysis.PublicText{ProgrammeID: b.programme.ID, Title: "Summary of 2020", Text: "They said so.", By: "ana"}
		b.ok(b.store.AddPublicText(ctx, p))
		if err := b.store.AddPublicText(ctx, analysis.PublicText{ProgrammeID: p.ProgrammeID, Title: "x"}); codeOf(err) != "Q55" {
			b.Errorf("a text without words = %v, want Q55", err)
		}
		all, err := b.store.PublicTexts(ctx, p.ProgrammeID)
		b.ok(err)
		if len(all) != 1 || all[0].Text != p.Text || all[0].By != "ana" {
			b.Fatalf("texts = %v", all)
		}
		b.ok(b.store.RemovePublicText(ctx, p.ProgrammeID, all[0].ID))
		if all, err = b.store.PublicTexts(ctx, p.ProgrammeID); err != nil || len(all) != 0 {
			b.Errorf("after removing: %v, %v", all, err)
		}
	})
}
