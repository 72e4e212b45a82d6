package coordinate_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const (
	keeping  = "/staff/anonymity/" + stafftest.ProgrammeKey + "/" + stafftest.RoundKey
	withdraw = "/staff/withdraw/" + stafftest.ProgrammeKey + "/" + stafftest.RoundKey
)

// keptSite returns a site whose open wave is kept until three weeks from now,
// with a named wave that Åsa has answered.
func keptSite(t *testing.T) (*stafftest.Site, string) {
	t.Helper()
	s, ctx := stafftest.New(t), t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s.Answer("mentor", map[string]string{"changed": "We talked as equals."})
	w := s.Open
	w.ClosesOn, w.WithdrawUntil, w.RetainUntil = "2021-07-01", "2021-07-01", "2021-07-16"
	must(s.Survey.SaveWave(ctx, w))
	named := survey.Wave{
		ID: sqldb.NewID(), RoundID: s.Round.ID, Key: "log", Title: "Meeting log 2021", FormKey: s.Form.Key, FormVersion: s.Form.Version,
		Mode: survey.Named, WithdrawUntil: "2021-07-31",
	}
	must(s.Survey.SaveWave(ctx, named))
	person := survey.Participant{ID: sqldb.NewID(), RoundID: s.Round.ID, Role: "mentor", Name: "Åsa Berg"}
	must(s.Survey.SaveParticipant(ctx, person))
	receipt, err := s.Survey.Submit(ctx, survey.Response{
		WaveID: named.ID, Role: "mentor", ParticipantID: person.ID,
		Answers: []survey.Answer{{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{"mentor"}}},
	}, store.SubmitOptions{Key: "asa"})
	must(err)
	return s, receipt.ResponseID
}

// TestKeepingPage reads how long answers are kept, and keeps them longer.
func TestKeepingPage(t *testing.T) {
	s, _ := keptSite(t)
	b := s.Coordinator()
	round := "/staff/collect/" + stafftest.ProgrammeKey + "/" + stafftest.RoundKey
	if text := webtest.Text(b.Get(round).Want(http.StatusOK).Find("main")); !strings.Contains(text, "Decide soon. The answers to “End evaluation 2021” are kept until 16 July 2021") {
		t.Errorf("the round's page does not warn: %s", text)
	}
	main := webtest.Text(b.Get(keeping).Want(http.StatusOK).Find("main"))
	for _, want := range []string{"are kept until 16 July 2021. After that they become counts", "Until 16 July 2021", "No end is stated", "No response was withdrawn.", "Nobody could be joined with a response", "Identifiers", "Learnt nothing"} {
		if !strings.Contains(main, want) {
			t.Errorf("the page does not say %q: %s", want, main)
		}
	}
	action := keeping + "/" + s.Open.Key + "/keep"
	wrong := b.Get(keeping).Form(action).Set("until", "2022-06-30", "reason", "").Send().Want(http.StatusUnprocessableEntity)
	if text := webtest.Text(wrong.Find("main")); !strings.Contains(text, "give the reason for keeping them longer") {
		t.Errorf("without a reason the page says %s", text)
	}
	done := webtest.Text(b.Get(keeping).Form(action).Set("until", "2022-06-30", "reason", "The thesis is late").Send().Want(http.StatusOK).Find("main"))
	for _, want := range []string{"Until 30 June 2022", "Participants were toldUntil 16 July 2021", "The thesis is late"} {
		if !strings.Contains(strings.ReplaceAll(done, "told Until", "toldUntil"), want) {
			t.Errorf("after the change the page does not say %q: %s", want, done)
		}
	}
	start := webtest.Text(s.Visitor().Get("/f/" + stafftest.ProgrammeKey + "/" + stafftest.RoundKey + "/" + s.Open.Key).Want(http.StatusOK).Find("main"))
	for _, want := range []string{"30 June 2022", "The thesis is late"} {
		if !strings.Contains(start, want) {
			t.Errorf("the participants' page does not say %q: %s", want, start)
		}
	}
	s.Researcher().Get(keeping).Want(http.StatusForbidden)
	if text := webtest.Text(b.Get(round).Want(http.StatusOK).Find("main")); strings.Contains(text, "Decide soon") || !strings.Contains(text, "Keeping and anonymity") {
		t.Errorf("the round's page, with nothing to decide: %s", text)
	}
}

// TestWithdrawForPage withdraws for somebody who has asked.
func TestWithdrawForPage(t *testing.T) {
	s, id := keptSite(t)
	b := s.Coordinator()
	if text := webtest.Text(b.Get(withdraw).Want(http.StatusOK).Find("main")); !strings.Contains(text, "Åsa Berg") {
		t.Fatalf("the page does not list who answered: %s", text)
	}
	asked := b.Get(withdraw).Form(withdraw).Set("response", id).Send().Want(http.StatusOK)
	if text := webtest.Text(asked.Find("main")); !strings.Contains(text, "This cannot be undone") {
		t.Errorf("nothing asks once more: %s", text)
	}
	if _, err := s.Survey.Response(t.Context(), id); err != nil {
		t.Fatalf("the response is gone before it was confirmed: %v", err)
	}
	asked.Form(withdraw).Set("response", id, "confirm", "yes").Send().Want(http.StatusOK)
	if _, err := s.Survey.Response(t.Context(), id); err == nil {
		t.Error("the response is still there")
	}
	if text := webtest.Text(b.Get(keeping).Want(http.StatusOK).Find("main")); !strings.Contains(text, "1 response was withdrawn.") {
		t.Errorf("the page does not count the withdrawal: %s", text)
	}
	s.Researcher().Get(withdraw).Want(http.StatusForbidden)
}

// TestKeepingPagesAreSound looks at the pages in a browser, wide and narrow.
func TestKeepingPagesAreSound(t *testing.T) {
	chromium := browsertest.Start(t)
	s, _ := keptSite(t)
	b := s.Coordinator()
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 800, NoScript: true})
		p.Open(b.Base() + "/sign-in")
		p.Type("#name", "anna")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		for name, address := range map[string]string{"keeping": keeping, "withdraw-for": withdraw} {
			p.Open(b.Base() + address)
			p.Sound(name + "-" + strconv.FormatInt(width, 10))
		}
	}
}
