package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web/webtest"
)

// everyForm asks with every kind of question that is answered by typing and
// choosing, with what hangs on other answers, and page after page of meetings.
const everyForm = `{"key": "every", "title": "Meeting log", "pages": [
	{"key": "you", "title": "About you", "questions": [
		{"key": "agree", "kind": "consent", "label": "I agree to take part", "required": true},
		{"key": "role", "kind": "single", "label": "What was your part?", "purpose": "role", "required": true, "choices": [{"key": "mentor", "label": "Mentor"}, {"key": "mentee", "label": "Mentee"}]},
		{"key": "paid", "kind": "single", "label": "Were you paid, as a ${role}?", "relevant": "${role} = 'mentor'", "required": true, "choices": [{"key": "yes", "label": "Yes"}, {"key": "other", "label": "In another way", "other": true}]},
		{"key": "met", "kind": "number", "label": "How often did you meet?", "whole": true, "required": true, "constraint": ". <= 6", "constraint_text": "Six meetings at most"}
	]},
	{"key": "views", "title": "Your views", "questions": [
		{"key": "scale", "kind": "likert", "label": "How far do you agree?", "required": true, "items": [{"key": "listen", "label": "I listen"}, {"key": "speak", "label": "I speak"}], "choices": [{"key": "1", "label": "No"}, {"key": "5", "label": "Yes"}]},
		{"key": "topics", "kind": "multiple", "label": "What about?", "choices": [{"key": "study", "label": "Studies"}, {"key": "work", "label": "Work"}, {"key": "none", "label": "Nothing", "alone": true}]},
		{"key": "order", "kind": "ranking", "label": "What mattered most?", "items": [{"key": "time", "label": "Time"}, {"key": "trust", "label": "Trust"}]},
		{"key": "stars", "kind": "rating", "label": "How good was it?", "least": 1, "most": 5},
		{"key": "change", "kind": "long-text", "label": "What should change?", "quotable": true, "soft": true}
	]},
	{"key": "each", "title": "Each meeting", "relevant": "${met} > 0", "repeat": {"key": "meetings", "label": "Meeting", "least": 1, "most": 3}, "questions": [
		{"key": "day", "kind": "date", "label": "When?", "required": true},
		{"key": "minutes", "kind": "number", "label": "How long, in minutes?", "required": true},
		{"key": "place", "kind": "short-text", "label": "Where, for the ${minutes} minutes?", "relevant": "${minutes} >= 60"},
		{"key": "hours", "kind": "calculated", "label": "", "calculation": "round(${minutes} div 60, 2)"}
	]},
	{"key": "last", "title": "Together", "questions": [
		{"key": "total", "kind": "calculated", "label": "", "calculation": "sum(${minutes})"},
		{"key": "told", "kind": "info", "label": "You met for ${total} minutes."},
		{"key": "few", "kind": "long-text", "label": "Why only ${total} minutes?", "relevant": "${total} < 200"}
	]}
], "translations": {"cy": {"title": "Cofnod cyfarfodydd", "page/you/title": "Amdanoch chi", "question/met/label": "Pa mor aml wnaethoch chi gwrdd?", "page/each/title": "Pob cyfarfod"}}}`

// every asks with everyForm in the site's round.
func (s *site) every() {
	s.t.Helper()
	var f survey.Form
	must(s.t, json.Unmarshal([]byte(everyForm), &f))
	f, err := s.store.PublishForm(s.t.Context(), s.programme.ID, f)
	must(s.t, err)
	s.wave = survey.Wave{
		ID: sqldb.NewID(), RoundID: s.round.ID, Key: "log", FormKey: f.Key, FormVersion: f.Version, Mode: survey.Open,
		OpensOn: "2021-06-01", ClosesOn: "2021-07-03", WithdrawUntil: "2021-07-31",
	}
	must(s.t, s.store.SaveWave(s.t.Context(), s.wave))
	s.path = "/f/reverse-mentoring/2021/log"
}

// A step is a page as a participant fills it in, and where that leads.
type step struct {
	at    string // below the path of the form
	pairs []string
	to    string
}

// everySteps fill in everyForm. The first page is answered twice: what a mentor
// is asked appears when the part is known.
func everySteps() []step {
	return []step{
		{"/page/1", []string{"answer.agree", "yes", "answer.role", "mentor", "answer.met", "4"}, "/page/1"},
		{"/page/1", []string{"answer.paid", "other", "other.paid", "With “tea” & cake"}, "/page/2"},
		{"/page/2", []string{
			"answer.scale.listen", "5", "answer.scale.speak", "1", "answer.topics", "study", "answer.order.time", "2", "answer.order.trust", "1",
			"answer.stars", "4", "answer.change", said, "quote.change", "quote",
		}, "/page/3"},
		{"/page/3", []string{"answer.day@1.day", "1", "answer.day@1.month", "6", "answer.day@1.year", "2021", "answer.minutes@1", "90"}, "/page/3"},
		{"/page/3", []string{"answer.place@1", " A café\u00a0"}, "/page/4"},
		{"/page/4", []string{"answer.few", "مرحبا\nIll."}, "/check"},
	}
}

// everyAnswers are what is stored of everySteps.
func everyAnswers() []survey.Answer {
	return []survey.Answer{
		{Question: "agree", Choices: []string{"yes"}},
		{Question: "role", Choices: []string{"mentor"}},
		{Question: "paid", Choices: []string{"other"}, Text: "With “tea” & cake"},
		{Question: "met", Choices: []string{"4"}},
		{Question: "scale", Choices: []string{"listen=5", "speak=1"}},
		{Question: "topics", Choices: []string{"study"}},
		{Question: "order", Choices: []string{"time=2", "trust=1"}},
		{Question: "stars", Choices: []string{"4"}},
		{Question: "change", Text: said, QuoteConsent: survey.QuoteWords},
		{Question: "day#1", Choices: []string{"2021-06-01"}},
		{Question: "minutes#1", Choices: []string{"90"}},
		{Question: "place#1", Text: " A café\u00a0"},
		{Question: "hours#1", Choices: []string{"1.5"}},
		{Question: "total", Choices: []string{"90"}},
		{Question: "few", Text: "مرحبا\nIll."},
	}
}

// wantStored fails the test unless there is one response, with these answers.
func (s *site) wantStored(want []survey.Answer) {
	s.t.Helper()
	got := s.wantResponses(1)[0].Answers
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("stored (-want +got):\n%s", diff)
	}
}

// typed sends a step with everything that the page has. Where a step has lines,
// they end as browsers send them.
func (s *site) typed(p *webtest.Page, st step) *webtest.Page {
	s.t.Helper()
	return s.typing(p, st).Send().Want(http.StatusOK).WantAt(s.path + st.to)
}

func (s *site) typing(p *webtest.Page, st step) *webtest.Form {
	s.t.Helper()
	f := p.Form(s.path + st.at)
	for i := 0; i+1 < len(st.pairs); i += 2 {
		f.Set(st.pairs[i], strings.ReplaceAll(st.pairs[i+1], "\n", "\r\n"))
	}
	return f
}

// walk goes through steps from the page where they begin.
func (s *site) walk(b *webtest.Browser, steps []step) *webtest.Page {
	s.t.Helper()
	p := b.Get(s.path + steps[0].at).Want(http.StatusOK)
	for _, st := range steps {
		p = s.typed(p, st)
	}
	return p
}

func (s *site) send(check *webtest.Page) *webtest.Page {
	s.t.Helper()
	return check.Form(s.path + "/check").Send().Want(http.StatusOK).WantAt(s.path + "/receipt")
}

// press sends a form with a button that has a name.
func press(f *webtest.Form, name, value string) *webtest.Page {
	f.Values[name] = []string{value}
	defer delete(f.Values, name)
	return f.Send()
}

// valueOf returns what a field of a page holds.
func valueOf(t testing.TB, p *webtest.Page, action, field string) string {
	t.Helper()
	return p.Form(action).Values.Get(field)
}
