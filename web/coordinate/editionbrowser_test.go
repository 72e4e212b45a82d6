package coordinate_test

import (
	"strconv"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/store"
	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
)

// TestEditionInABrowser makes an edition, has it signed by two people, publishes
// it, reads it signed out, corrects it, and looks at what changed, wide and
// narrow, without scripts.
func TestEditionInABrowser(t *testing.T) {
	chromium := browsertest.Start(t)
	s := ready(t)
	base := s.Coordinator().Base()
	second(t, s)
	tab := func(name string, width int64) *browsertest.Page {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 800, NoScript: true})
		if name == "" {
			return p
		}
		p.Open(base + "/sign-in")
		p.Type("#name", name)
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		return p
	}
	anna, bea, visitor := tab("anna", 1280), tab("bea", 320), tab("", 320)
	walk := func(first bool) {
		anna.Press(`form[action$="/sign"] button`)
		anna.Sound("edition-sign-1280")
		bea.Open(browsertest.Eval[string](anna, `location.href`))
		bea.Sound("edition-sign-320")
		bea.Press(`form[action$="/sign"] button`)
		bea.Press(`form[action$="/publish"] button`)
		bea.Sound("editions-320-" + strconv.FormatBool(first))
	}
	anna.Open(base + editions)
	anna.Sound("editions-1280-none")
	anna.Click("#kind-public")
	anna.Click("#annex")
	anna.Press(`form.edition-form button[type=submit]`)
	proposal := browsertest.Eval[string](anna, `location.href`)
	anna.Press(`a[href$="/read"]`)
	anna.Sound("edition-read-1280")
	anna.Open(proposal)
	walk(true)
	visitor.Open(base + "/published")
	visitor.Sound("published-320")
	visitor.Open(base + "/published/reverse-mentoring/2021/public-1")
	visitor.Sound("published-edition-320")

	s.Answer("mentor", map[string]string{"changed": "A seventh voice."})
	all, err := s.Survey.RoundVerbatims(t.Context(), s.Round.ID)
	must(t, err)
	for _, v := range all {
		if v.Text == "A seventh voice." {
			must(t, s.Analysis.AddCoding(t.Context(), coded(v, "confidence")))
			_, err := s.Analysis.ChooseQuotes(t.Context(), "anna", analysis.Chosen{RoundID: s.Round.ID, Theme: "confidence", VerbatimID: v.ID, Span: analysis.Span{End: len(v.Text)}})
			must(t, err)
		}
	}
	anna.Open(base + editions)
	anna.Press(`a[href*="corrects="]`)
	anna.Sound("edition-correct-1280")
	anna.Type("#note", "One more answer came by post.")
	anna.Press(`form.edition-form button[type=submit]`)
	walk(false)
	anna.Open(base + editions)
	anna.Press(`a[href*="/difference/"]`)
	anna.Sound("edition-difference-1280")
	if got := anna.Text("main"); !strings.Contains(got, "A seventh voice.") || !strings.Contains(got, "From public edition 1 to public edition 2") {
		t.Errorf("the difference says %s", got)
	}
	visitor.Open(base + "/published/reverse-mentoring/2021/public-1")
	visitor.Sound("published-corrected-320")
	visitor.Open(base + "/published/reverse-mentoring/2021/public-2/record")
	visitor.Sound("published-record-320")
}

// TestPreviewInABrowser shows quoted people their words: by the code of a
// receipt, and what the coordinator sees of what they said.
func TestPreviewInABrowser(t *testing.T) {
	chromium := browsertest.Start(t)
	s := ready(t)
	receipt, err := s.Survey.Submit(t.Context(), survey.Response{
		WaveID: s.Open.ID, FormKey: s.Form.Key, FormVersion: s.Form.Version, Role: "mentor", ReceivedOn: "2021-06-20",
		Answers: []survey.Answer{{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{"mentor"}}, {Question: "changed", Text: "My very own words.", QuoteConsent: survey.QuoteWords}},
	}, store.SubmitOptions{Key: "own"})
	must(t, err)
	v, err := s.Survey.Verbatim(t.Context(), survey.VerbatimID(receipt.ResponseID, "changed"))
	must(t, err)
	must(t, s.Analysis.AddCoding(t.Context(), coded(v, "confidence")))
	_, err = s.Analysis.ChooseQuotes(t.Context(), "anna", analysis.Chosen{RoundID: s.Round.ID, Role: "mentor", Theme: "confidence", VerbatimID: v.ID, Span: survey.Span{End: len(v.Text)}})
	must(t, err)
	base := s.Coordinator().Base()
	anna := chromium.Tab(t, browsertest.Options{Width: 1280, Height: 800, NoScript: true})
	anna.Open(base + "/sign-in")
	anna.Type("#name", "anna")
	anna.Type("#password", stafftest.Password)
	anna.Press(`main form button[type=submit]`)
	anna.Open(base + editions + "/previews")
	anna.Type("#until", "07102021") // as the keys of a date field are pressed
	anna.Press(`form[action$="/previews"] button`)
	anna.Sound("previews-1280")

	person := chromium.Tab(t, browsertest.Options{Width: 320, Height: 800, NoScript: true})
	person.Open(base + "/preview")
	person.Sound("preview-code-320")
	person.Type("#code", strings.ToLower(receipt.Code))
	person.Press(`main form button[type=submit]`)
	person.Sound("preview-320")
	if got := person.Text("main"); !strings.Contains(got, "My very own words.") || !strings.Contains(got, "A mentor") {
		t.Errorf("the person sees %s", got)
	}
	person.Click("#change-0")
	person.Type("#wish-0", "Leave out the last word.")
	person.Press(`button[name=send]`)
	person.Sound("preview-done-320")
	anna.Open(base + editions + "/previews")
	anna.Sound("previews-said-1280")
	if got := anna.Text("main"); !strings.Contains(got, "Leave out the last word.") || !strings.Contains(got, "1 ask for a change") {
		t.Errorf("the coordinator sees %s", got)
	}
}
