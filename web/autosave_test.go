package web_test

import (
	"net/http"
	"testing"

	"verbatim/survey"
	"verbatim/web/browsertest"
)

// slowAnswers makes answers to what a page stores by itself come late, and notes
// whether the page was left before one was there.
const slowAnswers = `(() => {
	const real = window.fetch;
	let running = 0;
	window.fetch = async (...what) => {
		running++;
		const answer = await real(...what);
		await new Promise(done => setTimeout(done, 300));
		running--;
		return answer;
	};
	window.addEventListener("pagehide", () => sessionStorage.setItem("running", String(running)));
	return true;
})()`

// TestButtonWaitsForTheStore presses a button while the first page of an invited
// form stores itself. There is no draft yet, and two posts at once would begin
// one each, of which the browser keeps that with fewer words or that with more.
func TestButtonWaitsForTheStore(t *testing.T) {
	b := browsertest.Start(t)
	s := newSite(t)
	token := s.invite(s.ask("invited", survey.AnonymousInvited), "")
	p := b.Tab(t, browsertest.Options{Width: 1280, Height: 900})
	p.Open(s.browser.Base() + "/i/" + token)
	p.Press("main form .button.large")
	browsertest.Eval[bool](p, slowAnswers)
	p.Click(`[name="answer.agree"]`)
	p.Click(`[name="answer.role"][value="mentor"]`)
	if status := p.Press("#form .actions .button:not(.second)"); status != http.StatusOK {
		t.Errorf("the page after the first = status %d, want 200", status)
	}
	if running := browsertest.Eval[string](p, `sessionStorage.getItem("running")`); running != "0" {
		t.Errorf("%s pages were being stored when the page was left, want 0", running)
	}
	p.Open(s.browser.Base() + "/f/reverse-mentoring/2021/invited/page/1")
	if n := p.Count("#form input:checked"); n != 2 {
		t.Errorf("%d answers are kept, want 2", n)
	}
}
