package participate

import (
	"context"
	"crypto/rand"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// A sitting is one person filling in one form in one browser, as a request
// finds it.
type sitting struct {
	place
	invitation survey.Invitation // zero without one
	token      string            // of the invitation; "" without one
	secret     string            // of the draft; "" when the browser has none
	instance   string            // key of the form instance that the browser last kept a draft of; "" for none
	draft      survey.Draft
	found      bool // the draft is in the store
	receipt    proof
	sent       bool // the browser holds a receipt
}

// sit reads what the browser and the store hold of a form. It fails with a halt
// when the address names no form or the invitation is missing.
func (d *Desk) sit(c *gin.Context) (s sitting, err error) {
	if s.place, err = d.at(c); err != nil {
		return s, err
	}
	if err := d.speak(c, &s); err != nil {
		return s, err
	}
	ctx := c.Request.Context()
	if err := d.readInvitation(ctx, &s, d.cookie(c, invitationCookie)); err != nil {
		return s, err
	}
	s.receipt, s.sent = parseProof(d.cookie(c, receiptCookie+suffix(s.invitation.ID)))
	if s.secret, s.instance = parseDraft(d.cookie(c, draftCookie+suffix(s.invitation.ID))); s.secret == "" {
		return s, nil
	}
	s.draft, err = d.Survey.Draft(ctx, s.secret)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		err = nil
	case err == nil:
		s.found = s.draft.WaveID == s.wave.ID
	}
	if !s.found {
		s.draft = survey.Draft{}
	}
	if err != nil || s.draft.Language == "" {
		return s, err
	}
	return s, d.speak(c, &s)
}

// readInvitation looks up the token that the browser holds for this form. In
// open waves an invitation that fits nothing is passed over.
func (d *Desk) readInvitation(ctx context.Context, s *sitting, token string) error {
	if token != "" {
		inv, err := d.Survey.Invitation(ctx, token)
		if fault.KindOf(err) == fault.NotFound && err != nil {
			inv, err = d.Survey.ReplacedInvitation(ctx, token) // begun before a newer link was sent
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if err == nil && inv.WaveID == s.wave.ID {
			s.token, s.invitation = token, inv
		}
	}
	if s.token == "" && s.wave.Mode != survey.Open {
		return s.byInvitation()
	}
	return nil
}

// ready fails with a halt, or leads to the receipt, when the form cannot be
// filled in now.
func (d *Desk) ready(s sitting) error {
	switch {
	case s.sent && !s.found:
		return &moved{s.path("receipt")}
	case s.invitation.Spent:
		return s.spent()
	}
	return s.open(survey.DayOf(d.Now()))
}

// sitReady is sit and ready.
func (d *Desk) sitReady(c *gin.Context) (sitting, error) {
	s, err := d.sit(c)
	if err != nil {
		return s, err
	}
	return s, d.ready(s)
}

// role returns the role that the invitation states, or "".
func (s sitting) role() string { return s.invitation.Role }

// roleWords returns that role as people say it, with its language: the programme
// has words for it in one, and the form may have in others.
func (s sitting) roleWords() string {
	r, ok := s.programme.Role(s.role())
	if !ok {
		return ""
	}
	if q, asks := s.tongue.form.Purposed(survey.ForRole); asks && !s.tongue.own {
		if label := s.tongue.foreign.Choice(q, r.Key); label == q.ChoiceLabel(r.Key) && label != r.Key {
			return label
		}
	}
	return s.tongue.foreign.Own(r.Singular)
}

// merge puts the answers of one page in the place of what the draft had.
func (s *sitting) merge(answers []survey.Answer) {
	s.draft.Answers = slices.DeleteFunc(slices.Clone(s.draft.Answers), func(a survey.Answer) bool {
		return slices.ContainsFunc(answers, func(n survey.Answer) bool { return n.Question == a.Question })
	})
	s.draft.Answers = append(s.draft.Answers, answers...)
}

// key names the form instance. One that was posted is kept where the browser
// has lost its draft, so that the page it stands on is still the same instance;
// where nothing was posted it is that of the draft that is gone: its answers may
// have been stored without the browser hearing of it, and are not to be stored
// again.
func (s sitting) key(posted string) string {
	switch {
	case s.draft.Key != "":
		return s.draft.Key
	case validKey(posted):
		return posted
	case validKey(s.instance):
		return s.instance
	case s.secret != "":
		return instanceKey(s.secret)
	}
	return ""
}

// validKey reports whether key has the form of one that instanceKey made.
func validKey(key string) bool {
	if len(key) != len(instanceKey("")) {
		return false
	}
	for _, r := range key {
		if (r < 'a' || r > 'z') && (r < '2' || r > '7') {
			return false
		}
	}
	return true
}

// save stores the draft and makes sure that the browser can find it again. An
// invitation whose answers must not be joined to it is not noted in the draft.
func (d *Desk) save(c *gin.Context, s *sitting, postedKey string) error {
	if s.secret == "" {
		s.secret = rand.Text()
	}
	s.draft.WaveID, s.draft.Key = s.wave.ID, s.key(postedKey)
	s.draft.Role, s.draft.SavedAt = s.role(), d.Now()
	if s.wave.Mode.Linked() {
		s.draft.InvitationID = s.invitation.ID
	}
	if err := d.Survey.SaveDraft(c.Request.Context(), s.secret, s.draft); err != nil {
		return err
	}
	s.found = true
	if s.draft.Version > 0 {
		s.draft.Version++ // as it is stored now
	}
	d.setCookie(c, s.place, draftCookie+suffix(s.invitation.ID), writeDraft(s.secret, s.draft.Key), draftLife)
	return nil
}

// forget removes the draft from the store and all traces from the browser.
func (d *Desk) forget(c *gin.Context, s sitting) error {
	if s.found {
		if err := d.Survey.DeleteDraft(c.Request.Context(), s.secret); err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	for _, name := range []string{draftCookie + suffix(s.invitation.ID), receiptCookie + suffix(s.invitation.ID), invitationCookie} {
		d.setCookie(c, s.place, name, "", 0)
	}
	return nil
}

// answers returns every answer that the draft holds, with the role that the
// invitation states as the answer to the question that asks for it.
func (s sitting) answers() []survey.Answer {
	if s.role() == "" {
		return s.draft.Answers
	}
	q, asks := s.form.Purposed(survey.ForRole)
	if !asks {
		return s.draft.Answers
	}
	rest := slices.DeleteFunc(slices.Clone(s.draft.Answers), func(a survey.Answer) bool { return a.Question == q.Key })
	return append(rest, survey.Answer{Question: q.Key, Choices: []string{s.role()}})
}

// layout returns the layout of a page of this form.
func (s sitting) layout(c *gin.Context, title string) page.Layout {
	l := page.Participant(c, title, s.programme)
	l.Lang, l.Tongues = s.tongue.tag, s.tongue.buttons
	return l
}
