package research

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	astore "verbatim/analysis/store"
	"verbatim/analysis/theme"
	"verbatim/survey"
)

// The numbers of the page on which suggestions are measured.
const (
	fewestReviewed = 20  // decisions below which a cross-validation is noise
	fewestAnswers  = 5   // coded answers of a theme below which its figures are
	mostExamples   = 400 // decided answers measured at most, the latest: about two seconds' work
	mostRead       = 500 // answers of the round that are looked at for what is common, and for what to code next
	nextShown      = 10  // answers to code next: half an hour's
	nextRunes      = 160 // of each, enough to choose by
)

// MeasurePath returns the address of the page that measures a round's
// suggestions.
func MeasurePath(programme, round string) string {
	return "/staff/measure/" + roundPath(programme, round)
}

// measureView is what the address of the page says.
type measureView struct {
	programme, round string
	of               analysis.Status // which codings are counted: Accepted or Suggested
	by               string          // groups: "role" or "wave"
}

func readMeasureView(programme, round string, q url.Values) measureView {
	v := measureView{programme: programme, round: round, of: analysis.Accepted, by: byRole}
	if q.Get("of") == string(analysis.Suggested) {
		v.of = analysis.Suggested
	}
	if q.Get("by") == byWave {
		v.by = byWave
	}
	return v
}

func (v measureView) at() string {
	q := url.Values{}
	if v.of != analysis.Accepted {
		q.Set("of", string(v.of))
	}
	if v.by != byRole {
		q.Set("by", v.by)
	}
	if len(q) == 0 {
		return MeasurePath(v.programme, v.round)
	}
	return MeasurePath(v.programme, v.round) + "?" + q.Encode()
}

// measured is everything the page is made of.
type measured struct {
	view      measureView
	programme survey.Programme
	round     survey.Round
	waves     []survey.Wave
	book      analysis.Codebook
	verbatims []survey.Verbatim // of the round, that may be analysed
	codings   []analysis.Coding // of these
	failures  []astore.Failure
	examples  []theme.Example // of the programme
	decisions int             // of the programme
	quality   []theme.Quality // nil while there are too few decisions
	next      []string        // identifiers
	labels    Labels
	behind    int64
}

// Measure answers with how well the machine suggests in a round.
func (d *Desk) Measure(c *gin.Context) error {
	m, err := d.loadMeasured(c.Request.Context(), readMeasureView(c.Param("programme"), c.Param("round"), c.Request.URL.Query()))
	if err != nil {
		return err
	}
	d.lessons.learn(&m)
	p := measurePage(m)
	p.Layout = frame(c, p.Layout, "measure")
	return d.render.Page(c, http.StatusOK, "research-measure", p)
}

func (d *Desk) loadMeasured(ctx context.Context, v measureView) (m measured, err error) {
	m.view = v
	if m.programme, err = d.survey.ProgrammeByKey(ctx, v.programme); err != nil {
		return m, err
	}
	if m.round, err = d.survey.RoundByKey(ctx, m.programme.ID, v.round); err != nil {
		return m, err
	}
	if m.waves, err = d.survey.Waves(ctx, m.round.ID); err != nil {
		return m, err
	}
	if m.labels, err = LoadLabels(ctx, d.survey, d.analysis, m.programme.ID); err != nil {
		return m, err
	}
	if err := d.loadCodings(ctx, &m); err != nil {
		return m, err
	}
	if m.failures, err = d.analysis.RoundFailures(ctx, m.round.ID); err != nil {
		return m, err
	}
	if d.caught != nil {
		done, head := d.caught()
		m.behind = head - done
	}
	return m, d.loadExamples(ctx, &m)
}

// loadCodings reads the answers of the round that may be analysed and what
// stands on them.
func (d *Desk) loadCodings(ctx context.Context, m *measured) (err error) {
	if m.book, err = d.codebook(ctx, m.programme.ID); err != nil {
		return err
	}
	if m.verbatims, err = d.survey.RoundVerbatims(ctx, m.round.ID); err != nil {
		return err
	}
	m.verbatims = slices.DeleteFunc(m.verbatims, func(v survey.Verbatim) bool { return !v.QuoteConsent.MayAnalyse() })
	if m.codings, err = d.analysis.RoundCodings(ctx, m.round.ID); err != nil {
		return err
	}
	open := map[string]bool{}
	for _, v := range m.verbatims {
		open[v.ID] = true
	}
	m.codings = slices.DeleteFunc(m.codings, func(c analysis.Coding) bool { return !open[c.VerbatimID] })
	return nil
}

func (d *Desk) loadExamples(ctx context.Context, m *measured) (err error) {
	if m.decisions, err = d.analysis.CountDecided(ctx, m.programme.ID); err != nil {
		return err
	}
	m.examples, err = d.analysis.Examples(ctx, m.programme.ID)
	m.examples = m.examples[max(0, len(m.examples)-mostExamples):]
	return err
}

// learn measures the suggestions on what was decided, and chooses what to code
// next.
func (m *measured) learn() {
	if len(m.book.Themes) == 0 {
		return
	}
	coded := map[string]bool{}
	for _, c := range m.codings {
		coded[c.VerbatimID] = coded[c.VerbatimID] || c.Status != analysis.Suggested
	}
	var texts, ids, background []string
	for _, v := range m.verbatims {
		if len(background) < mostRead {
			background = append(background, v.Text)
		}
		if len(texts) < mostRead && !coded[v.ID] {
			texts, ids = append(texts, v.Text), append(ids, v.ID)
		}
	}
	if m.decisions >= fewestReviewed {
		m.quality = theme.Measure(m.book, m.examples, background)
	}
	if len(texts) == 0 {
		return
	}
	for _, i := range theme.New(m.book, m.examples, background).Next(texts, nextShown) {
		m.next = append(m.next, ids[i])
	}
}

// verbatim returns the answer with the identifier, and whether it may be read.
func (m measured) verbatim(id string) (survey.Verbatim, bool) {
	for _, v := range m.verbatims {
		if v.ID == id {
			return v, true
		}
	}
	return survey.Verbatim{}, false
}
