package collate_test

import (
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/quote"
	"verbatim/survey"
)

// said returns a cohort in which three guides were coded with courage, and the
// verbatim of the first.
func said() (*cohort, string) {
	c := newCohort()
	first := c.answer("a", "guide", "I was not sure at first. Now I speak up in every meeting we have.", survey.QuoteWords, "")
	c.code(first, "courage", "ana", analysis.Accepted, 1)
	for _, p := range []string{"b", "c"} {
		c.code(c.answer(p, "guide", "I found the courage to say what I think, said "+p+".", survey.QuoteWords, ""), "courage", "ana", analysis.Accepted, 1)
	}
	return c, first
}

func (c *cohort) choose(verbatim, words string, edits ...analysis.Edit) {
	text := c.text(verbatim)
	at := strings.Index(text, words)
	for i := range edits {
		edits[i].By, edits[i].Reason = "ana", "shorter"
	}
	c.Chosen = append(c.Chosen, analysis.Chosen{
		ID: "q" + string(rune('0'+len(c.Chosen))), RoundID: "r2023", Role: "guide", Theme: "courage", VerbatimID: verbatim,
		Span: analysis.Span{Start: at, End: at + len(words)}, Edits: edits, Hash: quote.Hash(text), Place: len(c.Chosen) + 1, By: "ana",
	})
}

// quotesOf returns the quotes of the first statement.
func quotesOf(s analysis.Summary) (out []string) {
	for _, q := range s.Sections[0].Statements[0].Quotes {
		out = append(out, q.Text)
	}
	return out
}

// has returns how many checks of a rule and severity there are.
func has(s analysis.Summary, severity analysis.Severity, rule, text string) (n int) {
	for _, c := range s.Checks {
		if c.Severity == severity && c.Rule == rule && strings.Contains(c.Text, text) {
			n++
		}
	}
	return n
}

func TestR1ChosenQuotesArePrinted(t *testing.T) {
	c, v := said()
	s := collate.Collate(c.Input)
	if n := has(s, analysis.Block, "P8", "nobody has chosen"); n != 1 || len(quotesOf(s)) != 3 {
		t.Errorf("candidates: %d quotes, %d checks; want 3 and 1", len(quotesOf(s)), n)
	}
	c.choose(v, "Now I speak up in every meeting we have.", analysis.Edit{Op: analysis.Omit, Span: analysis.Span{Start: 40, End: 56}})
	s = collate.Collate(c.Input)
	if got := quotesOf(s); len(got) != 1 || got[0] != "Now I speak up [...] we have." {
		t.Errorf("printed = %q", got)
	}
	if n := has(s, analysis.Block, "P8", "nobody has chosen"); n != 0 {
		t.Error("the check is still there when somebody has chosen")
	}
}

// TestR7AChangedAnswerBlocks holds that a quote whose answer is not the one that
// was quoted is not printed and blocks, as does one without consent.
func TestR7AChangedAnswerBlocks(t *testing.T) {
	c, v := said()
	c.choose(v, "Now I speak up")
	c.Chosen[0].Hash = strings.Repeat("0", 64)
	s := collate.Collate(c.Input)
	if has(s, analysis.Block, "R7", "not the same") != 1 || s.Sections[0].Statements[0].Quotes[0].Chosen {
		t.Errorf("a changed answer: %v", s.Checks)
	}
	c.Chosen[0].Hash = quote.Hash(c.text(v))
	c.Verbatims[0].QuoteConsent = survey.ThemesOnly
	if s := collate.Collate(c.Input); has(s, analysis.Block, "R8", "does not agree") != 1 {
		t.Errorf("R8: without consent: %v", s.Checks)
	}
}

func TestR3EditsAreDeclared(t *testing.T) {
	c, v := said()
	c.choose(v, "Now I speak up", analysis.Edit{Op: analysis.Insert, Span: analysis.Span{Start: 39, End: 39}, Text: "loudly"})
	if s := collate.Collate(c.Input); has(s, analysis.Block, "R3", "") != 0 {
		t.Errorf("a declared edit blocks: %v", s.Checks)
	}
	c.Chosen[0].Edits[0].Reason = ""
	if s := collate.Collate(c.Input); has(s, analysis.Block, "R3", "no reason") != 1 {
		t.Errorf("an edit without a reason passes: %v", s.Checks)
	}
}

// TestR28HingesAreAcknowledged holds that an omission which hides "not" warns
// until somebody has said that they saw it.
func TestR28HingesAreAcknowledged(t *testing.T) {
	c, v := said()
	c.choose(v, "I was not sure at first.", analysis.Edit{Op: analysis.Omit, Span: analysis.Span{Start: 6, End: 9}})
	warned := func() (text string) {
		for _, k := range collate.Collate(c.Input).Checks {
			if k.Rule == "R28" && k.Severity == analysis.Warn {
				text += strings.TrimSuffix(k.Text, " Acknowledge it where the quote is chosen, or quote other words.")
			}
		}
		return text
	}
	text := warned()
	if !strings.Contains(text, `"not"`) {
		t.Fatalf("R28 says %q, want it to name the hinge", text)
	}
	c.Chosen[0].Acknowledged = []string{text}
	if got := warned(); got != "" {
		t.Errorf("acknowledged, it still says %q", got)
	}
}

func TestR29PublicWordsWarn(t *testing.T) {
	c, v := said()
	c.choose(v, "Now I speak up in every meeting we have.")
	c.Public = []analysis.PublicText{{Title: "News of June", Text: "One guide said: “now I speak up in every meeting we have”, and smiled."}}
	if s := collate.Collate(c.Input); has(s, analysis.Warn, "R29", "News of June") != 1 {
		t.Errorf("words that are public: %v", s.Checks)
	}
	c.Public[0].Text = "Now I speak up in each meeting we have."
	if s := collate.Collate(c.Input); has(s, analysis.Warn, "R29", "") != 0 {
		t.Error("five words in a row are no find")
	}
}

// TestR19AChoiceNeedsItsTheme holds that a quote under a theme that nobody is
// coded with is not lost without a word.
func TestR19AChoiceNeedsItsTheme(t *testing.T) {
	c, v := said()
	c.choose(v, "Now I speak up")
	c.Chosen[0].Theme = "time"
	if s := collate.Collate(c.Input); has(s, analysis.Warn, "R20", "is not printed") != 1 {
		t.Errorf("checks = %v", s.Checks)
	}
}

// TestR9WithdrawalTakesTheQuote holds that the next draft is without the words.
func TestR9WithdrawalTakesTheQuote(t *testing.T) {
	c, v := said()
	c.choose(v, "Now I speak up")
	c.withdraw("resp000")
	c.Chosen = nil // by the foreign key
	if got := quotesOf(collate.Collate(c.Input)); len(got) != 2 || strings.Contains(strings.Join(got, ""), "speak up") {
		t.Errorf("after the withdrawal = %q", got)
	}
}

// TestR23CandidatesSpread holds that whoever is quoted already comes after those
// who are not, that words against the theme are named, and what a theme is not
// coded with is no candidate.
func TestR23CandidatesSpread(t *testing.T) {
	c, v := said()
	calm := func(survey.Verbatim) bool { return false }
	c.choose(v, "Now I speak up")
	again := c.answer("a", "guide", "I found the courage to say what I think, and I will say it again next year.", survey.QuoteWords, "")
	c.code(again, "courage", "ana", analysis.Accepted, 1)
	against := c.answer("d", "guide", "It took all my courage away, and nobody asked me why I was so quiet there.", survey.QuoteWords, "")
	c.code(against, "courage", "ana", analysis.Accepted, 1)
	c.Codings[len(c.Codings)-1].Against = true
	c.code(c.answer("e", "guide", "The rooms were too small for all of us, as they were last year.", survey.QuoteWords, ""), "time", "ana", analysis.Accepted, 1)
	c.code(c.answer("f", "guide", "Courage, but I do not want to be printed.", survey.ThemesOnly, ""), "courage", "ana", analysis.Accepted, 1)
	got := collate.NewWeigher(c.Input, calm).Candidates("guide", "courage")
	if len(got) != 4 {
		t.Fatalf("%d candidates, want 4", len(got))
	}
	if last := got[len(got)-1]; last.VerbatimID != again || !strings.Contains(strings.Join(last.Why, "; "), "is quoted once") {
		t.Errorf("the last candidate = %q (%q), want the second one of somebody who is quoted", last.Text, last.Why)
	}
	for _, k := range got {
		if k.Critical != (k.VerbatimID == against) {
			t.Errorf("%q: critical = %v", k.Text, k.Critical)
		}
	}
	line := collate.FairnessLine(c.Input, collate.Collate(c.Input))
	if !strings.HasPrefix(line, "1 quote from 1 of 6.") {
		t.Errorf("the meter = %q", line)
	}
}

// TestR23NobodySpeaksForAll asks for a reason where one person gives several
// quotes under a theme, or more than a quarter of all.
func TestR23NobodySpeaksForAll(t *testing.T) {
	c, v := said()
	c.choose(v, "I was not sure at first.")
	if n := has(collate.Collate(c.Input), analysis.Warn, "R23", "more than once"); n != 0 {
		t.Errorf("one quote of one person gives %d warnings", n)
	}
	c.choose(v, "Now I speak up")
	c.choose(v, "in every meeting we have.")
	s := collate.Collate(c.Input)
	if n := has(s, analysis.Warn, "R23", "Guide 3 is quoted more than once under this theme") + has(s, analysis.Warn, "R23", "Guide 1 is quoted more than once under this theme") + has(s, analysis.Warn, "R23", "Guide 2 is quoted more than once under this theme"); n != 1 {
		t.Errorf("three quotes of one person give %d warnings about the theme, want 1: %+v", n, s.Checks)
	}
	for _, p := range []string{"b", "c"} {
		for _, other := range c.Verbatims {
			if other.Person == p {
				c.choose(other.ID, "I found the courage")
			}
		}
	}
	if n := has(collate.Collate(c.Input), analysis.Warn, "R23", "gives 3 of 5 quotes, more than a quarter"); n != 1 {
		t.Errorf("three of five quotes of one person give %d warnings, want 1", n)
	}
}
