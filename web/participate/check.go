package participate

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
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
	r, w := d.read(s), s.tongue.words
	asked, repeats := r.pages(), r.Repeats()
	for i := range repeats {
		repeats[i] = s.tongue.foreign.Repeated(repeats[i])
	}
	data := page.Check{
		Layout: s.layout(c, s.say("Check your answers")), Role: s.roleWords(), Notice: notice, Stored: page.Stored(s.wave)[:1],
		Sections: page.Sections(asked, s.draft.Answers, func(i int, q string) string { return s.changePath(i) + "#" + page.AnswerField(q, "") }),
		Problems: page.Problems(w, problems, func(q string) string { return s.changePath(r.placeOf(q)) }, asked...),
		Adds:     page.Addings(w, repeats),
		Action:   s.path("check"), Back: s.pagePath(max(len(r.sheets), 1)),
		Key: s.key(parseTicket(c.PostForm("key")).key), Hidden: encode(s.form, s.draft.Answers),
		Notes: d.notes(c, s, r), Later: s.path("later"),
	}
	data.Wrong, data.Scripts = len(problems) > 0, []string{"form.js"}
	return s.tongue.moulds.Check(c, status, data)
}

// changePath is the address of a sheet, by its place, that leads back to the
// answers to check.
func (s sitting) changePath(place int) string {
	return s.pagePath(place+1) + "?return=" + returnToCheck
}

// Submit sends the answers: once, however often it is asked to.
func (d *Desk) Submit(c *gin.Context) error {
	s, err := d.sit(c)
	if err != nil {
		return d.unreadCheck(c, s, err)
	}
	if s.sent && !s.found && (s.token != "" || s.receipt.key == parseTicket(c.PostForm("key")).key) {
		c.Redirect(http.StatusSeeOther, s.path("receipt"))
		return nil
	}
	carries := carriesAnswers(c.Request.PostForm)
	if !s.found && !carries {
		c.Redirect(http.StatusSeeOther, s.pagePath(1))
		return nil
	}
	changed := s.adopt(c.Request.PostForm)
	if done, err := d.beforeSending(c, s); done {
		return err
	}
	if changed && carries {
		return d.showCheck(c, http.StatusConflict, s, nil, s.say("You have changed an answer in another window since this page was shown. Check the answers once more, then send them."))
	}
	if len(encode(s.form, s.draft.Answers)) == 0 {
		return d.showCheck(c, http.StatusUnprocessableEntity, s, nil, s.say("There is nothing to send yet: answer at least one question."))
	}
	if problems := d.read(s).AllProblems(); len(problems) > 0 {
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

func (d *Desk) isReady(s sitting) bool { return d.ready(s) == nil }

// beforeSending does what the other buttons on the page ask for: another
// language, or a page to be asked once more.
func (d *Desk) beforeSending(c *gin.Context, s sitting) (done bool, err error) {
	if !d.isReady(s) { // which is said when the answers are sent
		return false, nil
	}
	if done, err := d.letStand(c, s); done {
		return true, err
	}
	if chosen, err := d.choose(c, &s); err != nil || !chosen {
		if err != nil {
			return true, err
		}
		return d.add(c, s)
	}
	if err := d.save(c, &s, parseTicket(c.PostForm("key")).key); err != nil {
		return true, d.unsent(c, s, err)
	}
	c.Redirect(http.StatusSeeOther, s.path("check"))
	return true, nil
}

// adopt takes over the answers that the page carried when the draft is gone.
// Where there is a draft, it reports whether that differs from what was shown.
func (s *sitting) adopt(posted url.Values) (changed bool) {
	carried := DecodeAll(s.form, posted)
	if q, asks := s.form.Purposed(survey.ForRole); asks && s.role() != "" {
		carried = slices.DeleteFunc(carried, func(a survey.Answer) bool { return a.Question == q.Key })
	}
	if !s.found {
		s.draft = survey.Draft{WaveID: s.wave.ID, Role: s.role(), Answers: carried, Key: s.key(parseTicket(posted.Get("key")).key), Language: s.draft.Language}
		return false
	}
	return !sameAnswers(carried, s.draft.Answers)
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

// sameAnswers reports whether what a page carried is what is stored: each answer
// of the one, and each of the other, which may have turns that the page had not.
func sameAnswers(carried, stored []survey.Answer) bool {
	for _, a := range carried {
		if !sameAnswer(a, page.AnswerTo(stored, a.Question).Normalise()) {
			return false
		}
	}
	for _, b := range stored {
		if !b.Empty() && !sameAnswer(page.AnswerTo(carried, b.Question), b.Normalise()) {
			return false
		}
	}
	return true
}

func sameAnswer(a, b survey.Answer) bool {
	return a.Text == b.Text && a.QuoteConsent == b.QuoteConsent && slices.Equal(a.Choices, b.Choices)
}

// submit stores the response: what was asked and answered. Words that belong to
// nothing that is asked stay in the draft, which goes.
func (d *Desk) submit(c *gin.Context, s sitting) (survey.Receipt, error) {
	r := survey.Response{
		WaveID: s.wave.ID, FormKey: s.form.Key, FormVersion: s.form.Version, Role: s.role(), ReceivedOn: survey.DayOf(d.Now()), Answers: s.answers(),
	}
	if s.wave.Mode.Linked() {
		r.ParticipantID = s.invitation.ParticipantID
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
		return d.answer(c, d.withWords(s, h))
	case fault.Unavailable, fault.Internal:
		status, notice := kept(c, err)
		return d.showCheck(c, status, s, nil, s.say(notice))
	}
	return d.showCheck(c, http.StatusUnprocessableEntity, s, nil, s.tongue.words.Fault(err))
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
