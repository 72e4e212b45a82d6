package coordinate

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/edition"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/session"
)

// press returns what makes editions.
func (d *Desk) press() edition.Press {
	return edition.Press{Survey: d.survey, Analysis: d.analysis, Now: d.now, Software: edition.Software()}
}

// Editions shows what a round has published, what waits to be signed, and what
// must be decided about editions that are out.
func (d *Desk) Editions(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	return d.showEditions(c, p, http.StatusOK, analysis.EditionProposal{Corrects: c.Query("corrects")}, "")
}

// A shelf is what there is to know of the editions of a round.
type shelf struct {
	editions  []analysis.Edition
	proposals []analysis.EditionProposal
	remnants  []analysis.Remnant
	decisions []analysis.EditionDecision
	hashes    map[string]string              // of proposals, as they are now
	words     map[string]map[string][]string // of editions with remnants: quotes by ID
}

func (d *Desk) shelf(c *gin.Context, p place) (s shelf, err error) {
	ctx := c.Request.Context()
	if s.editions, err = d.analysis.Editions(ctx, p.round.ID); err != nil {
		return s, err
	}
	if s.proposals, err = d.analysis.Proposals(ctx, p.round.ID); err != nil {
		return s, err
	}
	if s.remnants, err = d.analysis.Remnants(ctx, p.round.ID); err != nil {
		return s, err
	}
	if s.decisions, err = d.analysis.EditionDecisions(ctx, p.round.ID); err != nil {
		return s, err
	}
	s.hashes = map[string]string{}
	for _, q := range s.proposals {
		m, err := d.press().Make(ctx, q)
		if err != nil {
			return s, err
		}
		s.hashes[q.ID] = m.Hash
	}
	s.words, err = d.remnantWords(c, s)
	return s, err
}

// remnantWords reads what editions print of answers that were withdrawn.
func (d *Desk) remnantWords(c *gin.Context, s shelf) (map[string]map[string][]string, error) {
	out := map[string]map[string][]string{}
	for _, r := range s.remnants {
		e, ok := editionOf(s.editions, r.EditionID)
		if !ok || e.Withdrawn || out[e.ID] != nil {
			continue
		}
		sum, err := d.press().Summary(c.Request.Context(), e)
		if err != nil {
			return nil, err
		}
		out[e.ID] = edition.PrintedByID(sum)
	}
	return out, nil
}

func (d *Desk) showEditions(c *gin.Context, p place, status int, typed analysis.EditionProposal, problem string) error {
	s, err := d.shelf(c, p)
	if err != nil {
		return err
	}
	built := editionsPage(p, s, typed)
	built.Problem, built.Wrong = problem, problem != ""
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-editions", built)
}

// Propose takes down that an edition is to be made.
func (d *Desk) Propose(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	q := analysis.EditionProposal{
		RoundID: p.round.ID, Kind: analysis.EditionKind(c.PostForm("kind")), Corrects: c.PostForm("corrects"), Note: c.PostForm("note"),
		Settings: analysis.EditionSettings{Labels: analysis.Labels(c.PostForm("labels")), Annex: c.PostForm("annex") != ""},
	}
	switch q.Settings.Labels {
	case "", analysis.NumberedLabels, analysis.RoleLabels, analysis.NoLabels:
	default:
		return fault.Coded("E12", "Choose how quotes are attributed.")
	}
	id, err := d.analysis.Propose(c.Request.Context(), q)
	if fault.KindOf(err) == fault.Invalid && err != nil {
		return d.showEditions(c, p, http.StatusUnprocessableEntity, q, fault.Text(err))
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, p.proposal(id))
	return nil
}

// proposal returns the address of the page of a proposal.
func (p place) proposal(id string) string {
	return p.at("editions") + "/proposals/" + url.PathEscape(id)
}

// findProposal reads the proposal that the address names.
func (d *Desk) findProposal(c *gin.Context) (p place, q analysis.EditionProposal, err error) {
	if p, err = d.find(c); err != nil {
		return p, q, err
	}
	if q, err = d.analysis.Proposal(c.Request.Context(), c.Param("proposal")); err != nil {
		return p, q, err
	}
	if q.RoundID != p.round.ID {
		return p, q, fault.New(fault.NotFound, "This edition is of another round.")
	}
	return p, q, nil
}

// Proposal shows an edition that waits to be signed.
func (d *Desk) Proposal(c *gin.Context) error {
	p, q, err := d.findProposal(c)
	if err != nil {
		return err
	}
	return d.showProposal(c, p, q, http.StatusOK, "")
}

func (d *Desk) showProposal(c *gin.Context, p place, q analysis.EditionProposal, status int, problem string) error {
	m, err := d.press().Make(c.Request.Context(), q)
	if err != nil {
		return err
	}
	user, _ := session.Of(c)
	built := proposalPage(p, q, m, user)
	built.Problem, built.Wrong = problem, problem != ""
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-edition", built)
}

// Proof answers with the edition as it would be published.
func (d *Desk) Proof(c *gin.Context) error {
	_, q, err := d.findProposal(c)
	if err != nil {
		return err
	}
	f, err := d.press().Proof(c.Request.Context(), q)
	if err != nil {
		return err
	}
	Document(c, f.Media, f.Body)
	return nil
}

// Sign stores the signature of the account that is signed in.
func (d *Desk) Sign(c *gin.Context) error {
	p, q, err := d.findProposal(c)
	if err != nil {
		return err
	}
	user, ok := session.Of(c)
	if !ok {
		return fault.New(fault.Forbidden, "Sign in first.")
	}
	if err := d.press().Sign(c.Request.Context(), q.ID, c.PostForm("hash"), user); err != nil {
		return d.unsigned(c, p, q, err)
	}
	return done(c, p.proposal(q.ID), "You have signed this edition.")
}

// WaiveForEdition stores the reason for which a warning is let be.
func (d *Desk) WaiveForEdition(c *gin.Context) error {
	p, q, err := d.findProposal(c)
	if err != nil {
		return err
	}
	m, err := d.press().Make(c.Request.Context(), q)
	if err != nil {
		return err
	}
	w, err := typedWaiver(c, p, m.Checks)
	if err == nil {
		err = d.analysis.Waive(c.Request.Context(), w)
	}
	if err != nil {
		return d.unsigned(c, p, q, err)
	}
	return done(c, p.proposal(q.ID), "The reason is on record.")
}

// unsigned shows the page again with what hinders.
func (d *Desk) unsigned(c *gin.Context, p place, q analysis.EditionProposal, err error) error {
	switch fault.KindOf(err) {
	case fault.Invalid:
		return d.showProposal(c, p, q, http.StatusUnprocessableEntity, fault.Text(err))
	case fault.Conflict:
		return d.showProposal(c, p, q, http.StatusConflict, fault.Text(err))
	}
	return err
}

// PublishEdition publishes an edition that two people have signed.
func (d *Desk) PublishEdition(c *gin.Context) error {
	p, q, err := d.findProposal(c)
	if err != nil {
		return err
	}
	e, err := d.press().Publish(c.Request.Context(), q.ID)
	if err != nil {
		return d.unsigned(c, p, q, err)
	}
	return done(c, p.at("editions")+"#"+e.ID, capital(edition.Title(e))+" is published.")
}

// DropProposal gives up an edition that was to be made.
func (d *Desk) DropProposal(c *gin.Context) error {
	p, q, err := d.findProposal(c)
	if err != nil {
		return err
	}
	if err := d.analysis.DropProposal(c.Request.Context(), q.ID); err != nil {
		return err
	}
	return done(c, p.at("editions"), "This edition is not made.")
}

// findEdition reads the edition that the address names.
func (d *Desk) findEdition(c *gin.Context) (p place, e analysis.Edition, err error) {
	if p, err = d.find(c); err != nil {
		return p, e, err
	}
	if e, err = d.analysis.Edition(c.Request.Context(), c.Param("edition")); err != nil {
		return p, e, err
	}
	if e.RoundID != p.round.ID {
		return p, e, fault.New(fault.NotFound, "This edition is of another round.")
	}
	return p, e, nil
}

// EditionFile answers with a file of an edition.
func (d *Desk) EditionFile(c *gin.Context) error {
	p, e, err := d.findEdition(c)
	if err != nil {
		return err
	}
	name := c.Param("file")
	if name == edition.SummaryFile {
		return fault.New(fault.NotFound, "There is no such file.")
	}
	f, err := d.analysis.EditionFile(c.Request.Context(), e, name)
	if err != nil {
		return err
	}
	if err := d.survey.Note(c.Request.Context(), survey.SummaryDownloaded, p.round.ID, survey.AuditDetails{"format": name, "edition": e.ID}); err != nil {
		return err
	}
	if name == edition.Canonical {
		Document(c, f.Media, f.Body)
		return nil
	}
	attachment(c, f.Media, fileName(p, e, name), f.Body)
	return nil
}

func fileName(p place, e analysis.Edition, ending string) string {
	return p.programme.Key + "-" + p.round.Key + "-" + edition.Key(e) + "." + ending
}

// DecideEdition stores what is decided about an edition that is out.
func (d *Desk) DecideEdition(c *gin.Context) error {
	p, e, err := d.findEdition(c)
	if err != nil {
		return err
	}
	choice := analysis.EditionChoice(c.PostForm("choice"))
	err = d.analysis.DecideEdition(c.Request.Context(), analysis.EditionDecision{
		EditionID: e.ID, RemnantID: c.PostForm("remnant"), Choice: choice, Reason: c.PostForm("reason"),
	})
	if err != nil && fault.KindOf(err) == fault.Invalid {
		return d.showEditions(c, p, http.StatusUnprocessableEntity, analysis.EditionProposal{}, fault.Text(err))
	}
	if err != nil {
		return err
	}
	page.SetFlash(c, "The decision is recorded.")
	to := p.at("editions")
	if choice == analysis.CorrectEdition && e.CorrectedBy == "" {
		to += "?corrects=" + url.QueryEscape(e.ID) + "#make"
	}
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// EditionDifference says what an edition has apart from the one before it.
func (d *Desk) EditionDifference(c *gin.Context) error {
	p, e, err := d.findEdition(c)
	if err != nil {
		return err
	}
	other, err := d.analysis.Edition(c.Request.Context(), c.Param("other"))
	if err != nil {
		return err
	}
	if other.RoundID != e.RoundID {
		return fault.New(fault.NotFound, "These editions are of two rounds.")
	}
	before, err := d.press().Summary(c.Request.Context(), other)
	if err != nil {
		return err
	}
	after, err := d.press().Summary(c.Request.Context(), e)
	if err != nil {
		return err
	}
	built := page.Difference{Scope: p.scope(), Back: page.Link{Text: "Editions", Address: p.at("editions")}, Changes: Changes(edition.Difference(before, after))}
	built.Title = "From " + edition.Title(other) + " to " + edition.Title(e)
	built.Guard = "Counts were compared when the edition was made: nothing that one of the two hides follows from the other."
	if !e.Kind.Public() || !other.Kind.Public() {
		built.Guard = ""
	}
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, http.StatusOK, "coordinate-difference", built)
}
