package research

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/sentiment"
	"verbatim/analysis/stats"
	"verbatim/survey"
)

// mostHeard is the most answers of the round that are read for how they sound,
// about a second's work.
const mostHeard = 1000

// TypicalPath returns the address of the page that compares the words of a
// round.
func TypicalPath(programme, round string) string {
	return "/staff/words/" + roundPath(programme, round)
}

// typicalView is what the address of the page says.
type typicalView struct {
	programme, round string
	sides            stats.Comparison // the zero value for the page to choose
	small            bool             // function words are listed
}

func readTypicalView(programme, round string, q url.Values) typicalView {
	v := typicalView{programme: programme, round: round, small: q.Get("small") == "yes"}
	a, b := q.Get("by")+"="+q.Get("a"), ""
	if q.Get("b") != "" {
		b = q.Get("by") + "=" + q.Get("b")
	}
	if c, err := stats.ParseComparison(a, b); err == nil {
		v.sides = c
	}
	return v
}

func (v typicalView) at() string {
	q := url.Values{"by": {v.sides.By}, "a": {v.sides.A}}
	if v.sides.B != "" {
		q.Set("b", v.sides.B)
	}
	if v.small {
		q.Set("small", "yes")
	}
	return TypicalPath(v.programme, v.round) + "?" + q.Encode()
}

// worded is everything the page is made of.
type worded struct {
	view      typicalView
	programme survey.Programme
	round     survey.Round
	rounds    []survey.Round
	waves     []survey.Wave
	verbatims []survey.Verbatim // of the round that may be analysed
	apart     stats.Apart
	readings  []sound
	unheard   int // answers beyond mostHeard
	labels    Labels
}

// A sound is how one person's answer to a question sounds.
type sound struct {
	question, role, person string
	class                  sentiment.Class
}

// Typical answers with the words that set two sides of a round apart.
func (d *Desk) Typical(c *gin.Context) error {
	w, err := d.loadWorded(c.Request.Context(), readTypicalView(c.Param("programme"), c.Param("round"), c.Request.URL.Query()))
	if err != nil {
		return err
	}
	w.listen(d.hearing)
	p := typicalPage(w)
	p.Layout = frame(c, p.Layout, "typical")
	return d.render.Page(c, http.StatusOK, "research-typical", p)
}

func (d *Desk) loadWorded(ctx context.Context, v typicalView) (w worded, err error) {
	w.view = v
	if w.programme, err = d.survey.ProgrammeByKey(ctx, v.programme); err != nil {
		return w, err
	}
	if w.round, err = d.survey.RoundByKey(ctx, w.programme.ID, v.round); err != nil {
		return w, err
	}
	if w.rounds, err = d.survey.Rounds(ctx, w.programme.ID); err != nil {
		return w, err
	}
	if w.waves, err = d.survey.Waves(ctx, w.round.ID); err != nil {
		return w, err
	}
	if w.labels, err = LoadLabels(ctx, d.survey, d.analysis, w.programme.ID); err != nil {
		return w, err
	}
	if w.verbatims, err = d.readable(ctx, w.round.ID); err != nil {
		return w, err
	}
	return w, d.setApart(ctx, &w)
}

// readable returns the answers of a round that may be analysed.
func (d *Desk) readable(ctx context.Context, roundID string) ([]survey.Verbatim, error) {
	vs, err := d.survey.RoundVerbatims(ctx, roundID)
	return slices.DeleteFunc(vs, func(v survey.Verbatim) bool { return !v.QuoteConsent.MayAnalyse() }), err
}

// setApart compares the sides that the address names, or else the first two
// that there are.
func (d *Desk) setApart(ctx context.Context, w *worded) error {
	if all := w.comparisons(); w.view.sides.By == "" && len(all) > 0 {
		w.view.sides = all[0]
	}
	s := w.view.sides
	if s.By == "" {
		return nil
	}
	vs := w.verbatims
	for _, r := range w.rounds {
		if r.ID != w.round.ID && slices.Contains(s.Rounds(w.round.Key), r.Key) {
			more, err := d.readable(ctx, r.ID)
			if err != nil {
				return err
			}
			vs = slices.Concat(vs, more)
		}
	}
	a, b := s.Sides(vs)
	w.apart = stats.SetApart(a, b, w.view.small)
	return nil
}

// comparisons lists the sides that there are: roles, waves, and the round
// against the others of the programme.
func (w worded) comparisons() []stats.Comparison {
	var roles, waves []string
	for _, r := range w.programme.Roles {
		if slices.ContainsFunc(w.verbatims, func(v survey.Verbatim) bool { return v.Role == r.Key }) {
			roles = append(roles, r.Key)
		}
	}
	for _, x := range w.waves {
		if slices.ContainsFunc(w.verbatims, func(v survey.Verbatim) bool { return v.WaveKey == x.Key }) {
			waves = append(waves, x.Key)
		}
	}
	out := append(pairsOf(stats.ByRole, roles), pairsOf(stats.ByWave, waves)...)
	for _, r := range w.rounds {
		if r.ID != w.round.ID {
			out = append(out, stats.Comparison{By: stats.ByRound, A: w.round.Key, B: r.Key})
		}
	}
	return out
}

// pairsOf returns every two of the keys and, where there are more than two, each
// against all others.
func pairsOf(by string, keys []string) (out []stats.Comparison) {
	for i, a := range keys {
		for _, b := range keys[i+1:] {
			out = append(out, stats.Comparison{By: by, A: a, B: b})
		}
	}
	if len(keys) > 2 {
		for _, a := range keys {
			out = append(out, stats.Comparison{By: by, A: a})
		}
	}
	return out
}

// listen reads how the answers sound.
func (w *worded) listen(a *sentiment.Analyser) {
	heard := w.verbatims[:min(len(w.verbatims), mostHeard)]
	w.unheard = len(w.verbatims) - len(heard)
	for _, v := range heard {
		w.readings = append(w.readings, sound{v.Question, v.Role, cmp.Or(v.Person, v.ID), a.Read(v.Text, v.Purpose).Class})
	}
}
