package collate

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/analysis/similar"
	"verbatim/survey"
)

// outcomes is what the answers ask for, sorted.
type outcomes struct {
	fresh     []analysis.Outcome
	building  []analysis.Building
	printed   map[string]bool    // verbatims that are printed as recommendations
	silent    []analysis.Outcome // whose authors did not permit their words to be printed
	merged    []merger
	coarse    bool // there were too many to compare them all
	elsewhere int  // suggestions in answers to other questions that nobody has decided
}

// A merger is an outcome that stands for several answers in different words.
type merger struct {
	text  string
	other int // answers whose words are not printed
}

// A breath is what one answer asks for at one time: one line of it.
type breath struct {
	verbatim survey.Verbatim
	text     string // as it would be printed
	actions  []analysis.Action
}

// reference returns the earlier recommendation that a breath builds on: the
// one that its actions name most surely.
func (b breath) reference() string {
	best := analysis.Match{}
	for _, a := range b.actions {
		if a.Match.Reference != "" && a.Match.Score > best.Score {
			best = a.Match
		}
	}
	return best.Reference
}

// outcomes sorts what was asked for into what is new and what builds on an
// earlier recommendation.
func (c *cohort) outcomes() outcomes {
	o := outcomes{printed: map[string]bool{}}
	by := map[string][]breath{}
	known := c.previous()
	for _, b := range c.breaths(&o) {
		ref := b.reference()
		if _, ok := known[ref]; !ok {
			ref = ""
		}
		by[ref] = append(by[ref], b)
	}
	taken := c.adopted(&o)
	o.fresh = append(taken[""], c.collect(&o, by[""])...)
	for _, e := range c.Earlier {
		for _, r := range inPlace(e.Recommendations) {
			if known[r.Reference].ID != r.ID {
				continue
			}
			if points := append(taken[r.Reference], c.collect(&o, by[r.Reference])...); len(points) > 0 {
				o.building = append(o.building, analysis.Building{Previous: r, Points: points})
			}
		}
	}
	return o
}

// previous returns the earlier recommendations by reference. Where two rounds
// used the same one, the later round's is meant.
func (c *cohort) previous() map[string]analysis.Recommendation {
	all := map[string]analysis.Recommendation{}
	for _, e := range c.Earlier {
		for _, r := range e.Recommendations {
			all[r.Reference] = r
		}
	}
	return all
}

func inPlace(rs []analysis.Recommendation) []analysis.Recommendation {
	rs = slices.Clone(rs)
	slices.SortStableFunc(rs, func(a, b analysis.Recommendation) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Reference, b.Reference))
	})
	return rs
}

// breaths returns what the answers ask for. Answers to the question for
// recommendations count until a person rejects what they ask for; what was
// found in other answers counts only after a person has accepted it.
func (c *cohort) breaths(o *outcomes) []breath {
	actions := map[string][]analysis.Action{}
	taken := c.isTaken()
	for _, a := range c.Actions {
		v, ok := c.verbatims[a.VerbatimID]
		if !ok || taken[a.ID] || a.Span.In(v.Text) == "" || v.Purpose != survey.ForRecommendation && a.Status == analysis.Rejected {
			continue
		}
		if v.Purpose != survey.ForRecommendation && a.Status == analysis.Suggested {
			o.elsewhere++
			continue
		}
		actions[v.ID] = append(actions[v.ID], a)
	}
	var out []breath
	for _, v := range c.inOrder() {
		as := actions[v.ID]
		slices.SortFunc(as, func(a, b analysis.Action) int { return cmp.Or(a.Span.Start-b.Span.Start, a.Span.End-b.Span.End) })
		out = append(out, breathsOf(v, as)...)
	}
	return out
}

// breathsOf puts the actions of one line together: what is asked for on
// different lines are different recommendations.
func breathsOf(v survey.Verbatim, actions []analysis.Action) []breath {
	var out []breath
	for len(actions) > 0 {
		line := analysis.LineAt(v.Text, actions[0].Span)
		n := 1
		for n < len(actions) && actions[n].Span.Start < line.End {
			line.End = max(line.End, analysis.LineAt(v.Text, actions[n].Span).End)
			n++
		}
		if b, ok := breathOf(v, line, actions[:n]); ok {
			out = append(out, b)
		}
		actions = actions[n:]
	}
	return out
}

// breathOf returns what a line asks for: its sentences that ask for something
// where a question asked for recommendations and nothing in them was rejected,
// else the words of the actions that are left.
func breathOf(v survey.Verbatim, line analysis.Span, all []analysis.Action) (breath, bool) {
	left := slices.DeleteFunc(slices.Clone(all), func(a analysis.Action) bool { return a.Status == analysis.Rejected })
	b := breath{verbatim: v, text: asking(v.Text, line, left), actions: left}
	if v.Purpose != survey.ForRecommendation || len(left) < len(all) {
		b.text = strings.Join(b.points(), "; ")
	}
	return b, len(left) > 0
}

// asking returns the sentences of a line that hold an action, as they stand, with
// [...] for sentences between them that hold none. What somebody tells before or
// after is the reason, and is read in the answer.
func asking(text string, line analysis.Span, actions []analysis.Action) string {
	var b strings.Builder
	end := -1    // of the last sentence taken
	gap := false // whether one was left out since
	for _, s := range nlp.Sentences(text) {
		if !s.Overlaps(line) {
			continue
		}
		s.Start, s.End = max(s.Start, line.Start), min(s.End, line.End) // a line leaves its bullet out
		if !slices.ContainsFunc(actions, func(a analysis.Action) bool { return a.Span.Overlaps(s) }) {
			gap = true
			continue
		}
		switch {
		case end < 0:
		case gap:
			b.WriteString(" [...] ")
		default:
			b.WriteString(text[end:s.Start])
		}
		b.WriteString(s.In(text))
		end, gap = s.End, false
	}
	return b.String()
}

func (b breath) points() []string {
	var ps []string
	for _, a := range b.actions {
		ps = append(ps, a.Span.In(b.verbatim.Text))
	}
	return ps
}

// collect makes outcomes of breaths, one for those that say nearly the same.
func (c *cohort) collect(o *outcomes, bs []breath) []analysis.Outcome {
	o.coarse = o.coarse || len(bs) > maxGrouped
	var out []analysis.Outcome
	for _, group := range groups(bs) {
		best := slices.IndexFunc(group, func(b breath) bool { return b.verbatim.QuoteConsent.MayQuote() })
		if best < 0 {
			o.silent = append(o.silent, c.outcome(&outcomes{printed: map[string]bool{}}, group[0], group))
			continue
		}
		out = append(out, c.outcome(o, group[best], group))
	}
	slices.SortStableFunc(out, func(a, b analysis.Outcome) int {
		return cmp.Or(cmp.Compare(supporters(b), supporters(a)), cmp.Compare(a.Text, b.Text))
	})
	return out
}

func supporters(o analysis.Outcome) (n int) {
	for _, s := range o.Support {
		n += s.People
	}
	return n
}

// maxGrouped is how many outcomes are compared with each other, pair by pair, in
// about a tenth of a second. Of more, only those in equal words are put together.
const maxGrouped = 300

// groups puts breaths that say nearly the same together, each group with the
// one first that says least: what all of them support is no more than that.
func groups(bs []breath) [][]breath {
	texts := make([]string, len(bs))
	for i, b := range bs {
		texts[i] = b.text
	}
	group := make([]int, len(bs)) // number of the group + 1
	var out [][]breath
	for _, members := range alike(texts) {
		var g []breath
		for _, i := range members {
			g = append(g, bs[i])
			group[i] = len(out) + 1
		}
		slices.SortStableFunc(g, func(a, b breath) int {
			return cmp.Or(cmp.Compare(len(a.actions), len(b.actions)), cmp.Compare(len(a.text), len(b.text)), cmp.Compare(a.text, b.text))
		})
		out = append(out, g)
	}
	for i, b := range bs {
		if group[i] == 0 {
			out = append(out, []breath{b})
		}
	}
	return out
}

// alike returns the groups of texts that say nearly the same.
func alike(texts []string) [][]int {
	if len(texts) <= maxGrouped {
		return similar.Groups(texts)
	}
	same := map[string][]int{}
	for i, t := range texts {
		key := strings.Join(strings.Fields(strings.ToLower(strings.TrimRight(t, ".!? "))), " ")
		same[key] = append(same[key], i)
	}
	var out [][]int
	for _, g := range same {
		if len(g) > 1 {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return a[0] - b[0] })
	return out
}

// outcome returns the outcome that best says and the group supports.
func (c *cohort) outcome(o *outcomes, best breath, group []breath) analysis.Outcome {
	out := analysis.Outcome{Action: best.actions[0], Actions: best.actions, Text: best.text}
	if len(best.actions) > 1 {
		out.Points = best.points()
	}
	people := map[string]map[string]bool{}
	words := map[string]bool{}
	for _, b := range group {
		put(people, b.verbatim.Role, b.verbatim.Person)
		o.printed[b.verbatim.ID] = true
		words[b.text] = true
		if !slices.Contains(out.Verbatims, b.verbatim.ID) {
			out.Verbatims = append(out.Verbatims, b.verbatim.ID)
		}
		for _, a := range b.actions {
			if !slices.ContainsFunc(out.Actions, func(x analysis.Action) bool { return x.ID == a.ID }) {
				out.Actions = append(slices.Clip(out.Actions), a)
			}
		}
	}
	slices.Sort(out.Verbatims)
	out.Support = c.support(people)
	if len(words) > 1 {
		o.merged = append(o.merged, merger{out.Text, len(words) - 1})
	}
	return out
}
