package collate

import (
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/analysis/suggest"
	"verbatim/survey"
)

// adopted returns the recommendations of the round that people took up, by the
// reference of the earlier one that each goes on with; under "" those that are
// new.
func (c *cohort) adopted(o *outcomes) map[string][]analysis.Outcome {
	by := map[string][]analysis.Outcome{}
	known := c.previous()
	for _, r := range inPlace(c.TakenUp) {
		ref := ""
		for _, l := range r.Links {
			if known[l.Reference].ID == l.To {
				ref = l.Reference
				break
			}
		}
		by[ref] = append(by[ref], c.outcomeOf(o, r))
	}
	return by
}

// outcomeOf returns a recommendation that was taken up, with the people behind
// it. Its words are those of whoever took it up.
func (c *cohort) outcomeOf(o *outcomes, r analysis.Recommendation) analysis.Outcome {
	out := analysis.Outcome{Recommendation: r, Own: true, Text: r.Title}
	for _, p := range r.Points {
		out.Points = append(out.Points, p.Title)
	}
	for _, a := range c.Actions {
		if slices.Contains(r.Actions, a.ID) {
			out.Actions = append(out.Actions, a)
		}
	}
	if len(out.Actions) > 0 {
		out.Action = out.Actions[0]
	}
	people := map[string]map[string]bool{}
	for _, id := range r.Sources {
		if v, ok := c.verbatims[id]; ok {
			put(people, v.Role, v.Person)
			if v.Purpose == survey.ForRecommendation {
				o.printed[id] = true // an answer to another question can be quoted for what else it says
			}
			out.Verbatims = append(out.Verbatims, id)
		}
	}
	slices.Sort(out.Verbatims)
	out.Support = c.support(people)
	return out
}

// support counts people by role.
func (c *cohort) support(people map[string]map[string]bool) []analysis.Count {
	var out []analysis.Count
	for _, r := range c.roles {
		if n := len(people[r.Key]); n > 0 {
			out = append(out, analysis.Count{Role: r.Key, People: n})
		}
	}
	return out
}

// isTaken returns the actions that recommendations of the round were made of.
func (c *cohort) isTaken() map[string]bool {
	taken := map[string]bool{}
	for _, r := range c.TakenUp {
		for _, id := range r.Actions {
			taken[id] = true
		}
	}
	return taken
}

// ownWords looks at a recommendation in somebody's words: one action, verb first,
// resting on something, with a reason where it was not accepted, and without the
// words of people who did not agree to be printed.
func (k *checker) ownWords(o analysis.Outcome) {
	r := o.Recommendation
	k.about = []string{r.Title}
	defer func() { k.about = nil }()
	if n := len(suggest.Split(r.Title)); n > 1 {
		k.add(analysis.Warn, ruleOneAction, r.Reference, "%s asks for %d things: nobody can report on them apart. Split it, or record why they belong together.", r.Reference, n)
	}
	if k.asks == nil {
		k.asks = suggest.New()
	}
	if !k.asks.BeginsWithAction(r.Title) {
		k.add(analysis.Warn, ruleOneAction, r.Reference, "“%s” does not begin with what is to be done: begin with a verb.", analysis.Excerpt(r.Title))
	}
	if !r.Own && len(o.Verbatims)+len(r.Themes) == 0 {
		k.add(analysis.Warn, ruleOneAction, r.Reference, "%s rests on no answer and on no theme. Name the theme, or mark it as your own.", r.Reference)
	}
	k.reasoned(r)
	k.borrowed(r)
}

// reasoned asks for the reason of a response that is less than yes.
func (k *checker) reasoned(r analysis.Recommendation) {
	if n, ok := r.Response(); ok && analysis.Response(n.Value).WantsReason() && n.Words == "" {
		k.add(analysis.Warn, ruleReason, r.Reference, "%s is %s without a reason. Those who asked for it will want to know it: note the response again with its reason.", r.Reference, n.Value)
	}
}

// borrowed blocks a recommendation in words of somebody who did not agree to be
// printed. Words that somebody who agreed wrote too are theirs to give.
func (k *checker) borrowed(r analysis.Recommendation) {
	var given, kept []analysis.PublicText
	for _, id := range r.Sources {
		v, ok := k.verbatims[id]
		switch text := (analysis.PublicText{Text: v.Text}); {
		case !ok:
		case v.QuoteConsent.MayQuote():
			given = append(given, text)
		default:
			kept = append(kept, text)
		}
	}
	for _, text := range append([]string{r.Title}, titles(r.Points)...) {
		if in(text, kept) && !in(text, given) {
			k.add(analysis.Block, ruleConsent, r.Reference, "%s is in words of somebody who did not agree to be printed. Say it in your own.", r.Reference)
			return
		}
	}
}

// in reports whether some of the answers have the words, or a run of them that
// could be searched for.
func in(words string, answers []analysis.PublicText) bool {
	return len(quote.NewShingles(answers).Find(words)) > 0 || slices.ContainsFunc(answers, func(a analysis.PublicText) bool {
		return strings.EqualFold(strings.Trim(a.Text, " .\n"), strings.Trim(words, " ."))
	})
}

func titles(points []analysis.Point) []string {
	out := make([]string, len(points))
	for i, p := range points {
		out[i] = p.Title
	}
	return out
}
