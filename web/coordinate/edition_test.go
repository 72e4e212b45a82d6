package coordinate_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/store"
	"verbatim/web/session"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const editions = "/staff/editions/reverse-mentoring/2021"

// said are the answers of six mentors, of whom three speak of one theme.
var said = []string{
	"I speak up in meetings now.", "My voice is heard in the team.", "I dare to ask in front of everybody.",
	"The rooms were hard to find.", "We met on four days.", "Lunch was good.",
}

// heard are those of six mentees.
var heard = []string{
	"They took me seriously from the first day.", "It was a relief to be asked.", "For once somebody listened to the end.",
	"Parking costs too much.", "We laughed a lot.", "It could begin earlier in the year.",
}

// ready starts a site whose draft is decided by people: six mentors answered,
// three of them about one theme.
func ready(t *testing.T) *stafftest.Site {
	t.Helper()
	s := stafftest.New(t)
	for _, text := range said {
		s.Answer("mentor", map[string]string{"changed": text})
	}
	for _, text := range heard {
		s.Answer("mentee", map[string]string{"changed": text})
	}
	s.Answer("pair", map[string]string{"recommend": "Include cultural competency in the curriculum"})
	s.CatchUp()
	decideAll(t, s)
	all, err := s.Survey.RoundVerbatims(t.Context(), s.Round.ID)
	must(t, err)
	for _, v := range all {
		switch i := slices.Index(slices.Concat(said, heard), v.Text) % len(said); {
		case i >= 0 && i < 3:
			must(t, s.Analysis.AddCoding(t.Context(), coded(v, "confidence")))
		case i >= 3:
			must(t, s.Analysis.AddCoding(t.Context(), coded(v, "curriculum")))
		}
	}
	chooseAll(t, s)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func coded(v survey.Verbatim, theme string) analysis.Coding {
	return analysis.Coding{VerbatimID: v.ID, Theme: theme, Span: survey.Span{End: len(v.Text)}, Coder: "anna", Status: analysis.Accepted, Score: 1}
}

// decideAll accepts the recommendations that software found and rejects its
// themes: people gave theirs.
func decideAll(t *testing.T, s *stafftest.Site) {
	t.Helper()
	codings, err := s.Analysis.RoundCodings(t.Context(), s.Round.ID)
	must(t, err)
	for _, c := range codings {
		must(t, s.Analysis.DecideCoding(t.Context(), c.ID, "anna", analysis.Rejected))
	}
	actions, err := s.Analysis.RoundActions(t.Context(), s.Round.ID)
	must(t, err)
	for _, a := range actions {
		must(t, s.Analysis.DecideAction(t.Context(), a.ID, "anna", analysis.Accepted))
	}
}

// second returns a browser in which another coordinator, bea, is signed in.
func second(t *testing.T, s *stafftest.Site) *webtest.Browser {
	t.Helper()
	hash, err := session.HashPassword(stafftest.Password)
	must(t, err)
	must(t, s.Survey.CreateUser(t.Context(), survey.User{ID: "bea", Name: "bea", Level: survey.Coordinator}, hash))
	b := s.Visitor()
	b.Get("/sign-in").Form("/sign-in").Set("name", "bea", "password", stafftest.Password).Send().Want(http.StatusOK)
	return b
}

// proposed puts an edition up for signing and returns the address of its page.
func proposed(t *testing.T, b *webtest.Browser, values url.Values) string {
	t.Helper()
	p := b.Post(editions, values).Want(http.StatusOK)
	if !strings.Contains(webtest.Text(p.ID("open").Parent), "Nothing hinders it.") {
		t.Fatalf("the draft of the tests is not ready: %q", texts(p.Class("check")))
	}
	return p.Path
}

// publish takes a proposal through two signatures.
func publish(t *testing.T, at string, first, other *webtest.Browser) {
	t.Helper()
	for _, b := range []*webtest.Browser{first, other} {
		b.Get(at).Form(at + "/sign").Send().Want(http.StatusOK)
	}
	other.Get(at).Form(at + "/publish").Send().Want(http.StatusOK)
}

// TestR37SignedByTwo takes an edition through the hands of two people: neither
// can sign twice, a signature is void once the draft has changed, and what is
// published is what they saw.
func TestR37SignedByTwo(t *testing.T) {
	s := ready(t)
	anna, bea := s.Coordinator(), second(t, s)
	at := proposed(t, anna, url.Values{"kind": {"public"}})
	anna.Get(at).Form(at + "/sign").Send().Want(http.StatusOK)
	if p := anna.Get(at); strings.Contains(p.Body, at+"/sign") || strings.Contains(p.Body, at+"/publish") {
		t.Error("after one signature the same account can sign again, or publish")
	}
	anna.Post(at+"/sign", url.Values{"hash": {"0"}}).Want(http.StatusConflict)
	anna.Post(at+"/publish", url.Values{}).Want(http.StatusUnprocessableEntity)

	seen := bea.Get(at).Form(at + "/sign")
	s.Answer("mentor", map[string]string{"changed": "A seventh voice."})
	all, err := s.Survey.RoundVerbatims(t.Context(), s.Round.ID)
	must(t, err)
	for _, v := range all {
		if v.Text == "A seventh voice." {
			must(t, s.Analysis.AddCoding(t.Context(), coded(v, "confidence")))
		}
	}
	seen.Send().Want(http.StatusConflict) // the draft has changed under her
	if got := webtest.Text(bea.Get(at).ID("signatures").Parent); !strings.Contains(got, "void: the draft has changed since") {
		t.Errorf("anna’s signature after the change: %s", got)
	}
	publish(t, at, anna, bea)

	visitor := s.Visitor()
	list := visitor.Get("/published").Want(http.StatusOK)
	if got := webtest.Text(list.Find("main")); !strings.Contains(got, "2021: public edition 1") {
		t.Errorf("the list says %s", got)
	}
	read := visitor.Get("/published/reverse-mentoring/2021/public-1").Want(http.StatusOK)
	sum := sha256.Sum256([]byte(read.Body))
	record := visitor.Get("/published/reverse-mentoring/2021/public-1/record").Want(http.StatusOK)
	if !strings.Contains(record.Body, hex.EncodeToString(sum[:])) {
		t.Error("the record does not name the hash of the page that is read")
	}
	if got := read.Header.Get("Cache-Control"); !strings.Contains(got, "public") {
		t.Errorf("an edition may be kept: Cache-Control %q", got)
	}
	for _, never := range []string{"Mentor 1", "anna", "<script", "vq_"} {
		if strings.Contains(read.Body, never) {
			t.Errorf("the edition for everybody holds %q", never)
		}
	}
	if !strings.Contains(read.Body, "A mentor") || !strings.Contains(read.Body, "fewer than 5") {
		t.Error("the edition for everybody has no labels by role or no hidden count")
	}
	visitor.Get("/published/reverse-mentoring/2021/public-1/docx").Want(http.StatusOK)
	visitor.Get("/published/reverse-mentoring/2021/public-1/summary").Want(http.StatusNotFound)
	visitor.Get("/published/reverse-mentoring/2021/committee-1").Want(http.StatusNotFound)
	visitor.Get("/published/reverse-mentoring/2021/public-2").Want(http.StatusNotFound)
}

// TestR9WithdrawnWordsThatAreOut withdraws words that are out: the draft is right
// by itself, the edition is listed, and a person decides. The correction says
// what it corrects, and the one before says so too.
func TestR9WithdrawnWordsThatAreOut(t *testing.T) {
	s := ready(t)
	s.Survey.Erasers = []store.Eraser{astore.Erase}
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
	anna, bea := s.Coordinator(), second(t, s)
	publish(t, proposed(t, anna, url.Values{"kind": {"public"}}), anna, bea)
	const first = "/published/reverse-mentoring/2021/public-1"
	if !strings.Contains(s.Visitor().Get(first).Body, "My very own words.") {
		t.Fatal("the edition does not print the words")
	}
	must(t, s.Survey.Withdraw(t.Context(), receipt.Code))
	if draft := anna.Get(summary); strings.Contains(draft.Body, "My very own words.") {
		t.Error("the draft still prints withdrawn words")
	}
	p := anna.Get(editions).Want(http.StatusOK)
	listed := webtest.Text(p.Class("remnant")[0])
	if !strings.Contains(listed, "Withdrawn on 25 June 2021") || !strings.Contains(listed, "“My very own words.”") {
		t.Errorf("listed for a decision: %s", listed)
	}
	decide := webtest.Attr(webtest.All(p.Class("remnant")[0], "form")[0], "action")
	remnant := webtest.Attr(webtest.All(p.Class("remnant")[0], "input")[0], "value")
	anna.Post(decide, url.Values{"remnant": {remnant}, "choice": {"correct"}}).Want(http.StatusUnprocessableEntity)
	p = anna.Post(decide, url.Values{"remnant": {remnant}, "choice": {"correct"}, "reason": {"They withdrew."}}).Want(http.StatusOK)
	if len(p.Class("remnant")) != 0 || !strings.Contains(p.Body, "They withdrew.") {
		t.Error("the decision is not recorded, or still asked for")
	}
	id := p.Form(editions).Values.Get("corrects")
	anna.Post(editions, url.Values{"kind": {"public"}, "corrects": {id}}).Want(http.StatusUnprocessableEntity)
	publish(t, proposed(t, anna, url.Values{"kind": {"public"}, "corrects": {id}, "note": {"One quote was left out."}}), anna, bea)

	old := s.Visitor().Get(first).Want(http.StatusOK)
	if got := webtest.Text(old.Find("header")); !strings.Contains(got, "This edition was corrected on 25 June 2021: One quote was left out.") {
		t.Errorf("the corrected edition says %s", got)
	}
	newer := s.Visitor().Get("/published/reverse-mentoring/2021/public-2").Want(http.StatusOK)
	if strings.Contains(newer.Body, "My very own words.") || !strings.Contains(newer.Body, "This edition corrects public edition 1") {
		t.Error("the correction holds the words, or does not say what it corrects")
	}
	record := webtest.Text(s.Visitor().Get("/published/reverse-mentoring/2021/public-2/record").Find("main"))
	if !strings.Contains(record, "Removed. Mentors, Confidence and finding a voice: quote") {
		t.Errorf("the record of the correction says %s", record)
	}
	decide = strings.Replace(decide, "/decide", "", 1)
	anna.Post(decide+"/decide", url.Values{"choice": {"withdraw"}, "reason": {"Asked again."}}).Want(http.StatusOK)
	s.Visitor().Get(first).Want(http.StatusGone)
	if list := webtest.Text(s.Visitor().Get("/published").Find("main")); !strings.Contains(list, "Withdrawn") {
		t.Errorf("the list says %s", list)
	}
}
