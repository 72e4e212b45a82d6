package participate

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// Check shows all answers before they are sent.
func (d *Desk) Check(c *gin.Context) error {
	s, err := d.sitReady(c)
	if err != nil {
		return d.answer(c, err)
	}
	if !s.found {
		c.Redirect(http.StatusSeeOther, s.pagePath(1))
		return nil
	}
	return d.showCheck(c, http.StatusOK, s, nil, "")
}

func (d *Desk) showCheck(c *gin.Context, status int, s sitting, problems []survey.Problem, notice string) error {
	pages := s.pages(s.role())
	data := page.Check{
		Layout: s.layout(c, "Check your answers"), Role: s.roleWords(), Notice: notice, Stored: page.Stored(s.wave)[:1],
		Sections: page.Sections(asked(pages), s.draft.Answers, func(i int, q string) string { return s.changePath(i+1) + "#" + page.AnswerField(q, "") }),
		Problems: page.Problems(words.Words{}, problems, func(q string) string { return s.changePath(pageOf(pages, q)) }),
		Action:   s.path("check"), Back: s.pagePath(len(pages)), Key: s.key(c.PostForm("key")), Hidden: encode(s.form, s.draft.Answers),
	}
	data.Wrong, data.Scripts = len(problems) > 0, []string{"form.js"}
	return s.moulds.Check(c, status, data)
}

// changePath is the address of a page that leads back to the answers to check.
func (s sitting) changePath(n int) string { return s.pagePath(n) + "?return=" + returnToCheck }

// Submit sends the answers: once, however often it is asked to.
func (d *Desk) Submit(c *gin.Context) error {
	s, err := d.sit(c)
	if err != nil {
		return d.unreadCheck(c, s, err)
	}
	if s.sent && !s.found && (s.token != "" || s.receipt.key == c.PostForm("key")) {
		c.Redirect(http.StatusSeeOther, s.path("receipt"))
		return nil
	}
	carries := carriesAnswers(c.Request.PostForm)
	if !s.found && !carries {
		c.Redirect(http.StatusSeeOther, s.pagePath(1))
		return nil
	}
	if changed := s.adopt(c.Request.PostForm); changed && carries {
		return d.showCheck(c, http.StatusConflict, s, nil, "You have changed an answer in another window since this page was shown. Check the answers once more, then send them.")
	}
	if len(encode(s.form, s.draft.Answers)) == 0 {
		return d.showCheck(c, http.StatusUnprocessableEntity, s, nil, "There is nothing to send yet: answer at least one question.")
	}
	if problems := s.form.Validate(s.answers()); len(problems) > 0 {
		return d.showCheck(c, http.StatusUnprocessableEntity, s, problems, "")
	}
	if s.onTrial() {
		return d.tried(c, s)
	}
	receipt, err := d.submit(c, s)
	if err != nil {
		return d.unsent(c, s, err)
	}
	return d.acknowledge(c, s, receipt)
}

// adopt takes over the answers that the page carried when the draft is gone.
// Where there is a draft, it reports whether that differs from what was shown.
func (s *sitting) adopt(posted url.Values) (changed bool) {
	var shown []survey.Answer
	for _, pg := range s.pages(s.role()) {
		shown = append(shown, Decode(pg.Questions, 0, posted)...)
	}
	if !s.found {
		s.draft = survey.Draft{WaveID: s.wave.ID, Role: s.role(), Answers: shown, Key: s.key(posted.Get("key"))}
		return false
	}
	return !sameAnswers(shown, s.draft.Answers)
}

// carriesAnswers reports whether a posted form holds answers at all.
func carriesAnswers(posted url.Values) bool {
	for name := range posted {
		if page.IsAnswer(name) {
			return true
		}
	}
	return false
}

func sameAnswers(shown, stored []survey.Answer) bool {
	for _, a := range shown {
		b := page.AnswerTo(stored, a.Question).Normalise()
		if a.Text != b.Text || a.QuoteConsent != b.QuoteConsent || strings.Join(a.Choices, "\n") != strings.Join(b.Choices, "\n") {
			return false
		}
	}
	return true
}

// submit stores the response. Questions that were left out have no answer.
func (d *Desk) submit(c *gin.Context, s sitting) (survey.Receipt, error) {
	r := survey.Response{
		WaveID: s.wave.ID, FormKey: s.form.Key, FormVersion: s.form.Version, Role: s.role(), ReceivedOn: survey.DayOf(d.Now()),
	}
	if s.wave.Mode.Linked() {
		r.ParticipantID = s.invitation.ParticipantID
	}
	for _, a := range s.answers() {
		if a = a.Normalise(); !a.Empty() {
			r.Answers = append(r.Answers, a)
		}
	}
	if q, ok := s.form.Purposed(survey.ForRole); ok && r.Role == "" {
		if a, ok := r.Answer(q.Key); ok {
			r.Role = a.Choices[0]
		}
	}
	key := s.draft.Key
	if key == "" {
		return survey.Receipt{}, fault.New(fault.Invalid, "This page has lost the key of its form. Open the form again: what you wrote is kept as a draft.")
	}
	return d.Survey.Submit(c.Request.Context(), r, store.SubmitOptions{Key: key, InvitationID: s.invitation.ID, DraftSecret: s.secret})
}

// unsent shows why answers could not be stored, with every word.
func (d *Desk) unsent(c *gin.Context, s sitting, err error) error {
	switch fault.KindOf(err) {
	case fault.Gone:
		h := s.closed()
		if inv, lookErr := d.Survey.Invitation(c.Request.Context(), s.token); s.token != "" && lookErr == nil && inv.Spent {
			h = s.spent()
		}
		return d.answer(c, s.withWords(h))
	case fault.Unavailable, fault.Internal:
		status, notice := kept(c, err)
		return d.showCheck(c, status, s, nil, notice)
	}
	return d.showCheck(c, http.StatusUnprocessableEntity, s, nil, fault.Text(err))
}

// acknowledge gives the browser its receipt and takes the draft's secret away.
// The code of a response that was stored before is kept from the first time.
func (d *Desk) acknowledge(c *gin.Context, s sitting, r survey.Receipt) error {
	p := proof{r.ResponseID, r.Code, s.draft.Key}
	if p.code == "" && s.sent && s.receipt.response == r.ResponseID {
		p.code = s.receipt.code
	}
	d.setCookie(c, s.place, receiptCookie+suffix(s.invitation.ID), p.String(), receiptLife)
	d.setCookie(c, s.place, draftCookie+suffix(s.invitation.ID), "", 0)
	c.Redirect(http.StatusSeeOther, s.path("receipt"))
	return nil
}
