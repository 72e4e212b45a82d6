package collate

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/survey"
)

// A Candidate is a quote that could be chosen for a theme, with what speaks for
// and against it.
type Candidate struct {
	analysis.Quote
	Wave  string   // key
	Why   []string // what put it where it stands, the weightiest first
	Worth float64  // 0 to 1
}

// Weights of what makes a candidate worth choosing. That it carries the theme
// comes first; whom and when it adds comes before how long it is.
const (
	themeWorth  = 0.45
	personWorth = 0.25
	waveWorth   = 0.10
	lengthWorth = 0.20
)

// A Weigher weighs the quotes that could be chosen in a round.
type Weigher struct {
	draft    *draft
	critical func(survey.Verbatim) bool
	sounds   map[string]bool // of a verbatim, once it was read
	quoted   map[string]int  // how often a person is quoted already
	waves    map[string]bool // those that are quoted
}

// NewWeigher returns what weighs the quotes of a round. critical says whether
// words sound critical; words that somebody coded against a theme are critical
// whatever it says.
func NewWeigher(in Input, critical func(survey.Verbatim) bool) *Weigher {
	w := &Weigher{draft: &draft{cohort: newCohort(in), shown: map[string]bool{}}, critical: critical, sounds: map[string]bool{}, quoted: map[string]int{}, waves: map[string]bool{}}
	for _, k := range in.Chosen {
		v := w.draft.verbatims[k.VerbatimID]
		w.quoted[v.Person]++
		w.waves[v.WaveKey] = true
	}
	return w
}

// Candidates returns the quotes that could be chosen for a role's theme, best
// first: how well they carry it, whether their author, role and wave are quoted
// already, and how they read.
func (w *Weigher) Candidates(role, theme string) []Candidate {
	var out []Candidate
	for _, v := range w.draft.inOrder() {
		if v.Role != role || !v.QuoteConsent.MayQuote() || w.draft.elsewhere(v.ID) {
			continue
		}
		if cand, ok := w.draft.candidate(v, theme); ok {
			cand.Critical = cand.Critical || w.sound(v)
			cand.weigh(w.quoted[v.Person], w.waves[v.WaveKey], len(w.waves) > 0, w.draft.codings[v.ID])
			out = append(out, cand)
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(b.Worth, a.Worth) })
	return out
}

func (w *Weigher) sound(v survey.Verbatim) bool {
	is, known := w.sounds[v.ID]
	if !known {
		is = w.critical(v)
		w.sounds[v.ID] = is
	}
	return is
}

// candidate makes a quote of what a verbatim says about a theme.
func (d *draft) candidate(v survey.Verbatim, theme string) (c Candidate, ok bool) {
	q := quotable{verbatim: v, codings: bestFirst(d.codings[v.ID], nil)}
	q.theme = slices.IndexFunc(q.codings, func(k analysis.Coding) bool { return k.Theme == theme })
	if q.theme < 0 && (theme != "" || len(q.codings) > 0 || blank(v.Text)) {
		return c, false
	}
	made, err := quote.New(v, q.span(), nil)
	if err != nil {
		if made, err = quote.New(v, trimmed(v.Text), nil); err != nil {
			return c, false
		}
	}
	made.Label, made.Theme, made.Person = d.labels[personIn{v.Role, v.Person}], theme, v.Person
	made.Critical = slices.ContainsFunc(q.codings, func(k analysis.Coding) bool { return k.Theme == theme && k.Against })
	return Candidate{Quote: made, Wave: v.WaveKey}, true
}

// weigh works out what a candidate is worth and says why.
func (c *Candidate) weigh(times int, waveQuoted, anyQuoted bool, codings []analysis.Coding) {
	carries := 0.0
	person := false
	for _, k := range codings {
		if k.Theme == c.Theme && k.Status != analysis.Rejected {
			carries = max(carries, k.Score)
			person = person || k.Status == analysis.Accepted
		}
	}
	switch {
	case person:
		c.Why = append(c.Why, "a person put it under this theme")
	case carries > 0:
		c.Why = append(c.Why, "the machine suggests this theme")
	}
	if c.Critical {
		c.Why = append(c.Why, "a critical voice")
	}
	c.Worth = themeWorth*carries + personWorth/float64(1+times)
	switch times {
	case 0:
		c.Why = append(c.Why, "nobody has quoted "+uncapital(c.Label)+" yet")
	case 1:
		c.Why = append(c.Why, c.Label+" is quoted once")
	default:
		c.Why = append(c.Why, c.Label+" is quoted "+quote.Times(times))
	}
	if !waveQuoted {
		c.Worth += waveWorth
		if anyQuoted {
			c.Why = append(c.Why, "its wave is not quoted yet")
		}
	}
	switch n := quote.CountWords(c.Text); {
	case n < quote.ShortestLiked:
		c.Worth += lengthWorth * float64(n) / quote.ShortestLiked
		c.Why = append(c.Why, "short")
	case n > quote.LongestLiked:
		c.Worth += lengthWorth * quote.LongestLiked / float64(n)
		c.Why = append(c.Why, "long")
	default:
		c.Worth += lengthWorth
		c.Why = append(c.Why, "reads well in length")
	}
}

// Fairness measures how the quotes of a summary that people chose are spread.
func Fairness(in Input, s analysis.Summary) quote.Fairness {
	base := 0
	for _, b := range s.Base {
		if !b.Joint {
			base += b.FreeText
		}
	}
	return quote.Fair(said(in, s, func(q analysis.Quote) bool { return q.Chosen }), base)
}

// said returns those quotes of a summary that count, as fairness sees them.
func said(in Input, s analysis.Summary, counts func(analysis.Quote) bool) []quote.Said {
	waves := map[string]string{}
	for _, w := range in.Waves {
		waves[w.ID] = cmp.Or(w.Title, w.Key)
	}
	of := map[string]survey.Verbatim{}
	for _, v := range in.Verbatims {
		of[v.ID] = v
	}
	plural := map[string]string{}
	for _, b := range s.Base {
		plural[b.Role] = b.Plural
	}
	var out []quote.Said
	for q := range s.Quotes() {
		if v := of[q.VerbatimID]; counts(*q) {
			out = append(out, quote.Said{Person: v.Role + "\x00" + v.Person, Label: q.Label, Role: plural[v.Role], Wave: waves[v.WaveID], Words: quote.CountWords(q.Text), Critical: q.Critical})
		}
	}
	return out
}

// FairnessLine is the meter on one line, to stand beside a summary.
func FairnessLine(in Input, s analysis.Summary) string {
	return strings.Join(Fairness(in, s).Lines(), " ")
}
