package coordinate_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const quotes = "/staff/quotes/reverse-mentoring/2021"

// chooseAll chooses the candidates of the draft as they stand.
func chooseAll(t *testing.T, s *stafftest.Site) {
	t.Helper()
	draft, err := collate.Round(t.Context(), s.Survey, s.Analysis, s.Round.ID)
	must(t, err)
	for _, sec := range draft.Sections {
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				if st.Theme != "" && !q.Chosen {
					_, err = s.Analysis.ChooseQuotes(t.Context(), "anna", analysis.Chosen{RoundID: s.Round.ID, Role: sec.Role, Theme: st.Theme, VerbatimID: q.VerbatimID, Span: q.Span, Hash: q.Hash})
					must(t, err)
				}
			}
		}
	}
}

const turning = "I was not sure at first. Now I feel more confident, and I speak up in every meeting we have. The room was cold."

// quotable starts a site with an answer under a theme, and returns the ID of the
// answer.
func quotable(t *testing.T) (*stafftest.Site, string) {
	t.Helper()
	s := stafftest.New(t)
	r := s.Answer("mentor", map[string]string{"changed": turning})
	s.Answer("mentor", map[string]string{"changed": "I feel more confident, but I will not be printed."}, survey.ThemesOnly)
	s.CatchUp()
	v := survey.VerbatimID(r.ID, "changed")
	must(t, s.Analysis.AddCoding(t.Context(), coded(survey.Verbatim{ID: v, Text: turning}, "confidence")))
	return s, v
}

// saves presses a button of the page on which a quote is chosen.
func saves(p *webtest.Page, v, do string, pairs ...string) *webtest.Page {
	f := p.Form(quotes + "/choose/" + v)
	f.Set(append([]string{"do", do}, pairs...)...)
	return f.Send()
}

// TestR1ChoosingWithoutScripts walks from a candidate to a printed quote: ends by
// the word and the sentence, a declared edit, the hinge that it hides, and what
// the page of quotes then says.
func TestR1ChoosingWithoutScripts(t *testing.T) {
	s, v := quotable(t)
	b := s.Coordinator()
	p := b.Get(quotes).Want(http.StatusOK)
	reads(t, p, "No quotes are chosen yet.", "A person put it under this theme", "Choose other words of it")
	if strings.Contains(p.Body, "will not be printed") {
		t.Error("words of somebody who does not agree to be quoted are candidates")
	}
	p = b.Get("/staff/quote/" + v).Want(http.StatusOK)
	reads(t, p, "Permitted", "Their words may be printed.", "whoever knows them may guess who speaks")
	printed := func(want string) {
		t.Helper()
		if got := webtest.Text(p.Class("quote-printed")[0]); got != want {
			t.Fatalf("prints %q, want %q", got, want)
		}
	}
	p = saves(p, v, "end-less-sentence")
	p = saves(p, v, "start-less-word")
	printed("was not sure at first. Now I feel more confident, and I speak up in every meeting we have.")
	p = saves(p, v, "start-more-word")
	p = saves(p, v, "add", "op", "omit", "from", "3", "to", "3")
	p.Want(http.StatusUnprocessableEntity)
	reads(t, p, "Say why the words are not to be printed")
	p = saves(p, v, "add", "op", "omit", "from", "3", "to", "3", "edit-reason", "shorter")
	printed("I was [...] sure at first. Now I feel more confident, and I speak up in every meeting we have.")
	reads(t, p, `The omission hides "not"`, "Left out: “not”")
	p = saves(p, v, "save", "theme", "confidence")
	p.Want(http.StatusUnprocessableEntity)
	reads(t, p, "Tick that you saw each warning")
	f := p.Form(quotes + "/choose/" + v)
	f.Set("do", "save")
	for _, in := range webtest.All(p.Find("main"), "input") {
		if webtest.Attr(in, "name") == "known" {
			f.Values.Add("known", webtest.Attr(in, "value"))
		}
	}
	p = f.Send().Want(http.StatusOK)
	reads(t, p, "1 quote from 1 of 2.", "I was [...] sure at first.", "Chosen by anna")
	all, err := s.Analysis.RoundChosen(t.Context(), s.Round.ID)
	must(t, err)
	if len(all) != 1 || len(all[0].Acknowledged) != 1 || all[0].Edits[0].By != "anna" || all[0].Theme != "confidence" {
		t.Fatalf("stored = %+v", all)
	}
	change := quotes + "/choose/" + v + "?quote=" + all[0].ID
	one, other := b.Get(change), b.Get(change)
	saves(one, v, "save", "reason", "the turning point").Want(http.StatusOK)
	reads(t, saves(other, v, "save", "reason", "mine").Want(http.StatusConflict), "has changed this quote since you opened it")
	out := b.Get(quotes).Form(quotes)
	out.Set("do", "out")
	reads(t, out.Send().Want(http.StatusOK), "The quote was taken out", "No quotes are chosen yet.")
}

// TestR8NotToBeQuoted holds that words without consent cannot be chosen by any
// address.
func TestR8NotToBeQuoted(t *testing.T) {
	s, _ := quotable(t)
	all, err := s.Survey.RoundVerbatims(t.Context(), s.Round.ID)
	must(t, err)
	for _, v := range all {
		if v.QuoteConsent.MayQuote() {
			continue
		}
		b := s.Coordinator()
		p := b.Get(quotes + "/choose/" + v.ID).Want(http.StatusOK)
		reads(t, p, "Not to be quoted", "none of it can be chosen")
		if strings.Contains(p.Body, "will not be printed") {
			t.Error("the words are shown to be chosen")
		}
		b.Post(quotes+"/choose/"+v.ID, url.Values{"do": {"save"}, "span": {"0-10"}}).Want(http.StatusForbidden)
	}
}

// TestR3FindTheseWords holds that words of an edited file are found with the
// edits that nobody has declared, and that other words are refused by their
// first difference.
func TestR3FindTheseWords(t *testing.T) {
	s, _ := quotable(t)
	b := s.Coordinator()
	find := func(words string) *webtest.Page {
		f := b.Get(quotes).Form(quotes + "/find")
		f.Set("words", words)
		return f.Send()
	}
	p := find("“Now I feel more confident, and I [...] in every meeting we have.”").Want(http.StatusOK)
	reads(t, p, "but for 1 edit that nobody has declared", "Left out: “speak up”")
	reads(t, find("Now I feel so confident, and I speak up").Want(http.StatusUnprocessableEntity), "printed 'so' where the answer has 'more'", "The answer that comes nearest")
}

func TestR29PublicTextsOnThePage(t *testing.T) {
	s, v := quotable(t)
	b := s.Coordinator()
	f := b.Get(quotes).Form(quotes + "/public")
	f.Set("title", "News of June", "text", "A mentor: “and I speak up in every meeting we have”.")
	reads(t, f.Send().Want(http.StatusOK), "News of June")
	reads(t, b.Get(quotes+"/choose/"+v), "stands in “News of June” too")
	f = b.Get(quotes).Form(quotes)
	f.Set("do", "take", "theme", "confidence", "take", v+"|0-"+"115")
	f.Send().Want(http.StatusUnprocessableEntity)
}

// reads fails unless a page says all of it.
func reads(t *testing.T, p *webtest.Page, want ...string) {
	t.Helper()
	text := webtest.Text(p.Find("main"))
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not said: %s", w, text)
		}
	}
}
