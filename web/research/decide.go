package research

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/session"
)

// Verbatim answers with the whole response around one of its answers.
func (d *Desk) Verbatim(c *gin.Context) error {
	v, err := d.survey.Verbatim(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	r := reading{here: v.ID, sentences: nlp.Sentences}
	if r.response, err = d.survey.Response(c.Request.Context(), v.ResponseID); err != nil {
		return err
	}
	if r.form, err = d.survey.Form(c.Request.Context(), v.ProgrammeID, r.response.FormKey, r.response.FormVersion); err != nil {
		return err
	}
	if r.verbatims, err = d.survey.VerbatimsOf(c.Request.Context(), v.ResponseID); err != nil {
		return err
	}
	ids := make([]string, 0, len(r.verbatims))
	for _, o := range r.verbatims {
		ids = append(ids, o.ID)
	}
	if r.codings, err = d.analysis.Codings(c.Request.Context(), ids...); err != nil {
		return err
	}
	if r.labels, err = LoadLabels(c.Request.Context(), d.survey, d.analysis, v.ProgrammeID); err != nil {
		return err
	}
	guard, err := d.find.Guard(c.Request.Context(), v)
	if err != nil {
		return err
	}
	r.apart = guard.Keeps(v)
	p := verbatimPage(r)
	p.Layout = frame(c, p.Layout, "search")
	return d.render.Page(c, http.StatusOK, "research-verbatim", p)
}

// DecideCoding records a decision about a coding and returns to where it was
// taken.
func (d *Desk) DecideCoding(c *gin.Context) error {
	coding, err := d.analysis.Coding(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if side := c.PostForm("status"); side == sideAgainst || side == sideFor {
		err = d.analysis.SetAgainst(c.Request.Context(), coding.ID, session.User(c).Name, side == sideAgainst)
	} else {
		err = d.decideCoding(c, coding)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, LocalReturn(c.PostForm("return"), VerbatimPath(coding.VerbatimID)))
	return nil
}

// Whether the words of a coding speak for the theme or against it, as buttons
// send it.
const (
	sideFor     = "for"
	sideAgainst = "against"
)

func (d *Desk) decideCoding(c *gin.Context, coding analysis.Coding) error {
	status, err := ReadDecision(c.PostForm("status"))
	if err != nil {
		return err
	}
	return d.analysis.DecideCoding(c.Request.Context(), coding.ID, session.User(c).Name, status)
}

// ReadDecision reads the decision that a button sent. Sending "suggested" takes
// a decision back.
func ReadDecision(value string) (analysis.Status, error) {
	s := analysis.Status(value)
	if !s.Valid() {
		return "", fault.New(fault.Invalid, "Choose to accept or to reject, with one of the buttons of the page.")
	}
	return s, nil
}

// AddCoding puts a theme on an answer or on one of its sentences by hand.
func (d *Desk) AddCoding(c *gin.Context) error {
	v, err := d.survey.Verbatim(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	coding, err := d.newCoding(c.Request.Context(), v, c.PostForm("theme"), c.PostForm("span"))
	if err != nil {
		return err
	}
	coding.Coder = session.User(c).Name
	coding.Against = c.PostForm("side") == sideAgainst
	if err := d.analysis.AddCoding(c.Request.Context(), coding); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, LocalReturn(c.PostForm("return"), VerbatimPath(v.ID)))
	return nil
}

// newCoding checks what was sent: an answer that may be read, a theme that the
// codebook has, a place that is one of the answer's, and not there already.
func (d *Desk) newCoding(ctx context.Context, v survey.Verbatim, theme, span string) (analysis.Coding, error) {
	c := analysis.Coding{VerbatimID: v.ID, Theme: theme}
	if !v.QuoteConsent.MayAnalyse() {
		return c, fault.New(fault.Forbidden, "This participant wants the answer counted only, so no theme can be put on it.")
	}
	book, err := d.codebook(ctx, v.ProgrammeID)
	if err != nil {
		return c, err
	}
	if _, ok := book.Theme(theme); !ok {
		return c, fault.New(fault.Invalid, "Choose a theme of the codebook. If it was renamed meanwhile, go back and load the page anew.")
	}
	var ok bool
	if c.Span, ok = readSpan(span, v.Text); !ok {
		return c, fault.New(fault.Invalid, "Choose the whole answer or one of its sentences.")
	}
	have, err := d.analysis.Codings(ctx, v.ID)
	if err != nil {
		return c, err
	}
	if slices.ContainsFunc(have, func(o analysis.Coding) bool {
		return o.Theme == theme && o.Span == c.Span && o.Status == analysis.Accepted
	}) {
		return c, fault.New(fault.Conflict, "The answer has this theme at this place already.")
	}
	return c, nil
}

// Review answers with the suggested codings that wait in one round.
func (d *Desk) Review(c *gin.Context) error {
	q := queue{view: readReviewView(c.Request.URL.Query())}
	found, err := d.chooseRound(c.Request.Context(), &q)
	if err != nil {
		return err
	}
	if found {
		if err := d.fillQueue(c.Request.Context(), &q); err != nil {
			return err
		}
	}
	p := reviewPage(q)
	p.Layout = frame(c, p.Layout, "review")
	return d.render.Page(c, http.StatusOK, "research-review", p)
}

// chooseRound finds the programme and round that the address names, or the
// first programme and its latest round. It reports whether there is one.
func (d *Desk) chooseRound(ctx context.Context, q *queue) (bool, error) {
	programmes, err := d.survey.Programmes(ctx)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(programmes, func(p survey.Programme) bool { return q.view.programme == "" || p.Key == q.view.programme })
	if i < 0 && q.view.programme != "" {
		return false, fault.New(fault.NotFound, "There is no programme with this key.")
	}
	if i < 0 {
		return false, nil
	}
	q.programme = programmes[i]
	q.view.programme = q.programme.Key
	if q.rounds, err = d.survey.Rounds(ctx, q.programme.ID); err != nil {
		return false, err
	}
	for _, r := range slices.Backward(q.rounds) {
		if q.view.round == "" || r.Key == q.view.round {
			q.round = r
			q.view.round = r.Key
			return true, nil
		}
	}
	if q.view.round != "" {
		return false, fault.New(fault.NotFound, "This programme has no such round.")
	}
	return false, nil
}

// fillQueue reads the round's codings and the answers of those on the page.
func (d *Desk) fillQueue(ctx context.Context, q *queue) (err error) {
	if q.labels, err = LoadLabels(ctx, d.survey, d.analysis, q.programme.ID); err != nil {
		return err
	}
	if q.codings, err = d.analysis.RoundCodings(ctx, q.round.ID); err != nil {
		return err
	}
	_, _, items := q.shown()
	ids := make([]string, 0, len(items))
	for _, c := range items {
		ids = append(ids, c.VerbatimID)
	}
	slices.Sort(ids)
	verbatims, err := d.survey.VerbatimsByID(ctx, slices.Compact(ids))
	q.verbatims = map[string]survey.Verbatim{}
	for _, v := range verbatims {
		q.verbatims[v.ID] = v
	}
	return err
}

// roundPath is programme and round in an address.
func roundPath(programme, round string) string {
	return url.PathEscape(programme) + "/" + url.PathEscape(round)
}
