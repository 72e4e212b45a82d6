package coordinate

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/doctor"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
)

// mostTried is how many responses a round may have for anonymity to be tried
// while somebody waits for the page: some seconds of work.
const mostTried = 5000

// Anonymity answers with how long the answers of a round are kept, how many
// were withdrawn, and what came of trying to join people with responses.
func (d *Desk) Anonymity(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	return d.showKeeping(c, http.StatusOK, p, page.KeptWave{})
}

// Keep changes until when the answers to a wave are kept.
func (d *Desk) Keep(c *gin.Context) error {
	ctx := c.Request.Context()
	p, err := d.find(c)
	if err != nil {
		return err
	}
	wave, err := d.survey.WaveByKey(ctx, p.round.ID, c.Param("wave"))
	if err != nil {
		return err
	}
	typed := page.KeptWave{Anchor: wave.Key, Day: strings.TrimSpace(c.PostForm("until")), Why: strings.TrimSpace(c.PostForm("reason"))}
	err = d.survey.KeepUntil(ctx, wave.ID, survey.Day(typed.Day), typed.Why)
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Gone:
		if err != nil {
			typed.Problem = fault.Text(err)
			return d.showKeeping(c, http.StatusUnprocessableEntity, p, typed)
		}
	}
	if err != nil {
		return err
	}
	return done(c, p.at("anonymity"), "The answers to “"+wave.Title+"” are kept until "+survey.Day(typed.Day).String()+".")
}

func (d *Desk) showKeeping(c *gin.Context, status int, p place, typed page.KeptWave) error {
	ctx := c.Request.Context()
	kept, err := d.survey.Retentions(ctx, p.round.ID)
	if err != nil {
		return err
	}
	withdrawn, err := d.survey.CountWithdrawn(ctx, p.round.ID)
	if err != nil {
		return err
	}
	built := page.Keeping{Scope: p.scope()}
	built.Title = "Keeping and anonymity"
	built.Wrong = typed.Problem != ""
	for _, r := range kept {
		built.Waves = append(built.Waves, d.keptWave(p, r, withdrawn[r.WaveID], typed))
		if r.Soon(d.now()) {
			built.Warnings = append(built.Warnings, goesSoon(r))
		}
	}
	if err := d.linked(ctx, p, &built); err != nil {
		return err
	}
	if err := d.tried(ctx, p, &built); err != nil {
		return err
	}
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, status, "coordinate-anonymity", built)
}

// goesSoon is the warning that stands on the round's pages for a month before
// answers go.
func goesSoon(r store.Retention) string {
	return "The answers to “" + r.WaveTitle + "” are kept until " + r.Until.String() + ". After that they become counts: what is to be published must be approved by then."
}

// keptNotMuchLonger warns, for a month before, that the answers to a wave go.
func keptNotMuchLonger(w survey.Wave, today survey.Day) []string {
	r := store.Retention{WaveTitle: w.Title, Until: w.RetainUntil}
	now, err := time.Parse(time.DateOnly, string(today))
	if err != nil || w.RetainUntil < today || !r.Soon(now) {
		return nil
	}
	return []string{goesSoon(r)}
}

func (d *Desk) keptWave(p place, r store.Retention, withdrawn int, typed page.KeptWave) page.KeptWave {
	w := page.KeptWave{
		Anchor: r.WaveKey, Title: r.WaveTitle, Until: r.Until.String(), Reason: r.Reason, Ended: r.EndedOn.String(),
		Withdrawn: withdrawnWords(withdrawn), Day: string(r.Until), Why: r.Reason,
	}
	if r.Told != r.Until {
		w.Told = r.Told.String()
	}
	if w.Ended != "" {
		w.Responses = r.Responses
	}
	if r.EndedOn == "" && (r.Until == "" || survey.DayOf(d.now()) <= r.Until) {
		w.Action = p.at("anonymity") + "/" + r.WaveKey + "/keep"
	}
	if typed.Anchor == r.WaveKey {
		w.Day, w.Why, w.Problem = typed.Day, typed.Why, typed.Problem
	}
	return w
}

// withdrawnWords says how many responses were withdrawn. Nothing tells when.
func withdrawnWords(n int) string {
	switch n {
	case 0:
		return "No response was withdrawn."
	case 1:
		return "1 response was withdrawn."
	}
	return fmt.Sprintf("%d responses were withdrawn.", n)
}

// linked offers to withdraw for somebody, where responses are joined to people.
func (d *Desk) linked(ctx context.Context, p place, built *page.Keeping) error {
	waves, err := d.survey.Waves(ctx, p.round.ID)
	for _, w := range waves {
		if w.Mode.Linked() {
			built.Withdraw = p.at("withdraw")
		}
	}
	return err
}

// tried tries to join people with the responses to the anonymous waves of the
// round.
func (d *Desk) tried(ctx context.Context, p place, built *page.Keeping) error {
	counts, err := d.survey.CountResponses(ctx, p.round.ID)
	if err != nil {
		return err
	}
	n := 0
	for _, c := range counts {
		n += c
	}
	if built.TooLarge = n > mostTried; built.TooLarge {
		return nil
	}
	reports, err := doctor.Anonymity(ctx, doctor.AnonymityConfig{DB: d.survey.DB, Round: p.round.ID, Now: d.now})
	for _, r := range reports {
		built.Tried = append(built.Tried, triedWave(r))
	}
	return err
}

func triedWave(r doctor.AnonymityReport) page.TriedWave {
	w := page.TriedWave{Title: r.Title, Summary: verdictWords(r.Worst)}
	for _, a := range r.Attempts {
		w.Attempts = append(w.Attempts, page.TriedView{
			Channel: capital(a.Channel), Tried: capital(a.Tried), Found: capital(a.Found) + ".", Do: a.Do,
			Verdict: a.Verdict.String(), Word: attemptWords(a.Verdict),
		})
	}
	return w
}

// capital returns a sentence of the doctor's as it stands in a table.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func verdictWords(v doctor.Verdict) string {
	switch v {
	case doctor.Linked:
		return "Somebody who has the database could join people with their responses, or single them out: see below how, and what to do."
	case doctor.Limited:
		return "Nobody could be joined with a response. Some attempts learnt something that is worth knowing when you publish."
	}
	return "Nobody could be joined with a response, and nothing was learnt that would help."
}

func attemptWords(v doctor.Verdict) string {
	switch v {
	case doctor.Linked:
		return "Joins people with responses"
	case doctor.Limited:
		return "Learnt something, joins nobody by itself"
	}
	return "Learnt nothing"
}
