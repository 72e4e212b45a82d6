package participate

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
)

// TrialRound stands in an address in the place of a round where a draft of a
// form is tried out. No round has a key like it. Only coordinators are let
// through to it (see package web).
const TrialRound = "~try"

// TrialPath returns the address at which the draft of a form is tried out.
func TrialPath(programme, form string) string {
	return "/f/" + url.PathEscape(programme) + "/" + TrialRound + "/" + url.PathEscape(form)
}

// trial reads the draft of a form as if a wave asked with it. It is never
// remembered: the next look is at the next state of the draft.
func (ps *places) trial(ctx context.Context, programme, form string) (p place, err error) {
	if p.programme, err = ps.survey.ProgrammeByKey(ctx, programme); err != nil {
		return p, unknownForm(err)
	}
	d, err := ps.survey.FormDraft(ctx, p.programme.ID, form)
	if err != nil {
		return p, unknownForm(err)
	}
	p.form = d.Form
	p.round = survey.Round{Key: TrialRound, ProgrammeID: p.programme.ID}
	p.wave = survey.Wave{ID: "trial of " + p.programme.ID + " " + form, Key: form, Title: "Test run: " + d.Form.Title, FormKey: form, Mode: survey.Open}
	p.tongues = newTongues(ps.render, p.form)
	return p, nil
}

// onTrial reports whether a draft is tried out here.
func (p place) onTrial() bool { return p.round.Key == TrialRound }

// tried ends a test run, which has gone through everything that a submission
// goes through but being stored. The draft of the answers goes with it.
func (d *Desk) tried(c *gin.Context, s sitting) error {
	if err := d.Survey.DeleteDraft(c.Request.Context(), s.secret); err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	d.setCookie(c, s.place, draftCookie+suffix(s.token), "", 0)
	return d.answer(c, s.halt(http.StatusOK, "This was a test run",
		"Everything was checked as it is for participants, and nothing was stored.",
		"To go back to the form, close this page or use your browser’s Back button."))
}
