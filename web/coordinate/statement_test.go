package coordinate_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/store"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

// worded starts a site on which four mentors of five are coded with a theme, by
// a person, and returns the theme.
func worded(t *testing.T) (*stafftest.Site, string) {
	t.Helper()
	s := stafftest.New(t)
	book, err := s.Analysis.Codebook(t.Context(), s.Programme.ID)
	if err != nil {
		t.Fatal(err)
	}
	theme := book.Themes[0].Key
	for i, text := range []string{"I dare to speak up in meetings.", "I found my voice.", "I ask questions now.", "I feel heard in my team.", "The rooms were cold."} {
		s.Answer("mentor", map[string]string{"changed": text})
		if i == 4 {
			continue
		}
		vs, err := s.Survey.RoundVerbatims(t.Context(), s.Round.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range vs {
			if v.Text == text {
				if err := s.Analysis.AddCoding(t.Context(), analysis.Coding{VerbatimID: v.ID, Theme: theme, Span: analysis.Span{End: len(text)}, Coder: "anna"}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return s, theme
}

func draftOf(t *testing.T, s *stafftest.Site) analysis.Summary {
	t.Helper()
	sum, err := collate.Round(t.Context(), s.Survey, s.Analysis, s.Round.ID)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// word fills the form of a statement's sentence and presses a button.
func word(t *testing.T, p *webtest.Page, lead, do string) *webtest.Page {
	t.Helper()
	f := p.Form(p.Path)
	f.Values = url.Values{"lead": {lead}, "version": {f.Values.Get("version")}, "do": {do}}
	return f.Send()
}

func TestASentenceIsWordedAndFlagged(t *testing.T) {
	s, theme := worded(t)
	b := s.Coordinator()
	at := summary + "/statement/mentor/" + theme
	p := word(t, b.Get(at).Want(http.StatusOK), "Several mentors said so", "check").Want(http.StatusOK)
	if text := webtest.Text(p.Find("main")); !strings.Contains(text, "“Several” is now 4 of 5: “most”.") {
		t.Errorf("checked, the page does not say what the counts bear: %s", text)
	}
	if st := draftOf(t, s).Sections[0].Statements[0]; st.Own {
		t.Errorf("checking a sentence has saved it: %+v", st)
	}
	p = word(t, b.Get(at), "Several mentors said so", "save").Want(http.StatusOK)
	main := webtest.Text(p.Find("main"))
	for _, want := range []string{"Several mentors said so:", "“Several” is now 4 of 5: “most”.", "worded by anna"} {
		if !strings.Contains(main, want) {
			t.Errorf("the draft does not say %q: %s", want, main)
		}
	}
	p = word(t, b.Get(at), "", "computed").Want(http.StatusOK)
	if main = webtest.Text(p.Find("main")); !strings.Contains(main, "Most mentors (4 of 5 who answered)") || strings.Contains(main, "Several mentors said so") {
		t.Errorf("the sentence of the counts is not back: %s", main)
	}
}

// TestTwoWhoWordOneSentence lets neither lose their words.
func TestTwoWhoWordOneSentence(t *testing.T) {
	s, theme := worded(t)
	b := s.Coordinator()
	at := summary + "/statement/mentor/" + theme
	mine, theirs := b.Get(at), b.Get(at)
	word(t, theirs, "Most mentors (4 of 5 who answered) spoke up", "save").Want(http.StatusOK)
	p := word(t, mine, "Most mentors (4 of 5 who answered) found a voice", "save").Want(http.StatusConflict)
	text := webtest.Text(p.Find("main"))
	for _, want := range []string{"found a voice", "spoke up", "Saved meanwhile by anna", "Somebody has changed the sentence"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not show %q: %s", want, text)
		}
	}
	word(t, p, "Most mentors (4 of 5 who answered) spoke up and found a voice", "save").Want(http.StatusOK)
	if got := draftOf(t, s).Sections[0].Statements[0].Lead; got != "Most mentors (4 of 5 who answered) spoke up and found a voice" {
		t.Errorf("lead = %q", got)
	}
}

// TestWithdrawalChangesTheDraft withdraws an answer after somebody has worded the
// sentence: the words stay and are flagged, counts and quotes change.
func TestWithdrawalChangesTheDraft(t *testing.T) {
	s, theme := worded(t)
	const words = "I told the ward what I thought of it."
	s.Survey.Erasers = []store.Eraser{astore.Erase}
	receipt, err := s.Survey.Submit(t.Context(), survey.Response{
		WaveID: s.Open.ID, FormKey: s.Form.Key, FormVersion: s.Form.Version, Role: "mentor", ReceivedOn: "2021-06-20",
		Answers: []survey.Answer{{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{"mentor"}}, {Question: "changed", Text: words, QuoteConsent: survey.QuoteWords}},
	}, store.SubmitOptions{Key: "own"})
	must(t, err)
	must(t, s.Analysis.AddCoding(t.Context(), analysis.Coding{VerbatimID: survey.VerbatimID(receipt.ResponseID, "changed"), Theme: theme, Span: analysis.Span{End: len(words)}, Coder: "anna"}))
	b := s.Coordinator()
	const lead = "Most mentors (5 of 6 who answered) spoke up"
	word(t, b.Get(summary+"/statement/mentor/"+theme), lead, "save").Want(http.StatusOK)
	must(t, s.Analysis.SavePart(t.Context(), s.Round.ID, analysis.Part{Heading: "One voice", Body: []string{"Somebody wrote: I told the ward what I thought of it."}}))
	if text := webtest.Text(b.Get(summary).Find("main")); !strings.Contains(text, words) || strings.Contains(text, "The sentence says") {
		t.Fatalf("before the withdrawal the draft is %s", text)
	}
	must(t, s.Survey.Withdraw(t.Context(), receipt.Code))
	text := webtest.Text(b.Get(summary).Want(http.StatusOK).Find("main"))
	if strings.Contains(text, "what I thought of it") {
		t.Errorf("withdrawn words are still in the draft: %s", text)
	}
	for _, want := range []string{lead, "The sentence says 5 of 6; the counts are 4 of 5.", "“most” is 4 of 5", "The words that stood here were withdrawn"} {
		if !strings.Contains(text, want) {
			t.Errorf("the draft does not say %q: %s", want, text)
		}
	}
}

func TestAWarningIsClosedWithAReason(t *testing.T) {
	s, theme := worded(t)
	b := s.Coordinator()
	lead := "Most mentors (4 of 5 who answered) wrote of a substantial change"
	word(t, b.Get(summary+"/statement/mentor/"+theme), lead, "save")
	key := ""
	for _, k := range draftOf(t, s).Checks {
		if strings.Contains(k.Text, "substantial") {
			key = k.Key
		}
	}
	f := b.Get(summary).Form(summary + "/check")
	f.Values = url.Values{"key": {key}, "reason": {"The scale of the form measured it."}, "return": {summary}, "do": {"close"}}
	p := f.Send().Want(http.StatusOK)
	if text := webtest.Text(p.ID("check-" + key)); !strings.Contains(text, "Closed with a reason.") || !strings.Contains(text, "The scale of the form measured it.") || !strings.Contains(text, "anna") {
		t.Errorf("the closed warning says %q", text)
	}
	word(t, b.Get(summary+"/statement/mentor/"+theme), lead+" in confidence", "save")
	for _, k := range draftOf(t, s).Checks {
		if strings.Contains(k.Text, "substantial") && (k.Waiver != nil || !k.Hinders()) {
			t.Errorf("the reason for another sentence still holds: %+v", k)
		}
	}
}

func TestPartsAreArrangedAndWritten(t *testing.T) {
	s, theme := worded(t)
	b := s.Coordinator()
	edit := summary + "/edit"
	send := func(values url.Values) *webtest.Page {
		t.Helper()
		f := b.Get(edit).Want(http.StatusOK).Form(edit)
		f.Values = values
		return f.Send().Want(http.StatusOK)
	}
	send(url.Values{"do": {"section"}, "key": {""}, "version": {"0"}, "heading": {"What next"}, "body": {"First.\r\n\r\nSecond."}})
	own := draftOf(t, s).Outline.Parts
	key := own[len(own)-1].Key
	send(url.Values{"do": {"up " + key}})
	send(url.Values{"do": {"hide role:mentor"}})
	sum := draftOf(t, s)
	if got := sum.Printed(); len(got) != 1 || got[0].Key != key || len(got[0].Body) != 2 {
		t.Errorf("printed = %+v, want the section alone", got)
	}
	if len(sum.Sections) != 0 || len(sum.Aside) != 1 {
		t.Errorf("%d sections and %d aside after hiding the only one", len(sum.Sections), len(sum.Aside))
	}
	send(url.Values{"do": {"show role:mentor"}})
	word(t, b.Get(summary+"/statement/mentor/"+theme), "", "leave").Want(http.StatusOK)
	for _, sec := range draftOf(t, s).Sections {
		for _, st := range sec.Statements {
			if st.Theme == theme {
				t.Errorf("the statement that was left out is printed: %+v", st)
			}
		}
	}
	f := b.Get(edit).Form(edit)
	f.Values = url.Values{"do": {"opening"}, "version": {"0"}, "title": {"What mentors said"}, "introduction": {"We asked. They answered."}}
	f.Send().Want(http.StatusOK)
	f.Values.Set("introduction", "Somebody else wrote this.")
	p := f.Send().Want(http.StatusConflict)
	if text := webtest.Text(p.Find("main")); !strings.Contains(text, "We asked. They answered.") || !strings.Contains(text, "Somebody else wrote this.") {
		t.Errorf("both introductions are not shown: %s", text)
	}
}

func TestTheScaleOfAProgrammeIsChanged(t *testing.T) {
	s, _ := worded(t)
	b := s.Coordinator()
	at := "/staff/wording/reverse-mentoring"
	f := b.Get(at).Want(http.StatusOK).Form(at)
	f.Values.Set("several", "{quantifier} {role} {did} ({count})")
	words := f.Values["counts-word"]
	words[3] = "the bulk of"
	f.Send().Want(http.StatusOK)
	sum := draftOf(t, s)
	if st := sum.Sections[0].Statements[0]; sum.Style.Version != 1 || st.Quantifier != "the bulk of" || !strings.HasPrefix(st.Lead, "The bulk of mentors ") || !strings.HasSuffix(st.Lead, "(4 of 5 who answered)") {
		t.Errorf("version %d, statement %+v", sum.Style.Version, st)
	}
	f = b.Get(at).Form(at)
	f.Values.Set("several", "{quantifier} people")
	p := f.Send().Want(http.StatusUnprocessableEntity)
	if text := webtest.Text(p.Find("main")); !strings.Contains(text, "must hold {role} once") {
		t.Errorf("the page does not say what is wrong: %s", text)
	}
}
