package collate

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/analysis/quote"
	"verbatim/survey"
)

const (
	// smallCap is how many quotes a statement prints in a cohort of thirty or
	// fewer, as real ones are; one more is printed for each doubling.
	smallCap    = 6
	smallCohort = 30
	mostQuotes  = 12

	// unthemedCap is how many quotes are listed under no theme. A cohort's are
	// all there to be coded; of a large survey's the rest is found by searching
	// for answers without a theme.
	unthemedCap = 30

	// wholeWords is the length up to which an answer is quoted whole.
	wholeWords = 80

	// maxPicked is how many candidates are weighed for one statement.
	maxPicked = 64
)

// quoteCap returns how many quotes one statement prints.
func quoteCap(base int) int {
	n := smallCap
	for size := smallCohort; size < base && n < mostQuotes; size *= 2 {
		n++
	}
	return n
}

// A quotable is a verbatim that may be quoted, under one of its themes.
type quotable struct {
	verbatim survey.Verbatim
	codings  []analysis.Coding // best first
	theme    int               // which of codings it stands under; -1 for none
	score    float64
}

// assign puts each verbatim that may be quoted under its best theme, then gives
// themes that went without one a quote from those that have several.
func (d *draft) assign(vs []survey.Verbatim, themes []tallied) map[string][]quotable {
	rank := map[string]int{}
	for i, t := range themes {
		rank[t.key] = i
	}
	under := map[string][]quotable{}
	for _, v := range vs {
		if d.printed[v.ID] || !v.QuoteConsent.MayQuote() {
			continue
		}
		q := quotable{verbatim: v, codings: bestFirst(d.codings[v.ID], rank), theme: -1}
		if len(q.codings) > 0 {
			q.theme, q.score = 0, q.codings[0].Score
			under[q.codings[0].Theme] = append(under[q.codings[0].Theme], q)
		} else if blank(v.Text) {
			d.blank++
		} else {
			under[""] = append(under[""], q)
		}
	}
	for _, t := range themes {
		if len(under[t.key]) == 0 {
			lend(under, themes, t.key)
		}
	}
	return under
}

// bestFirst orders codings of one verbatim: what people decided, then what the
// machine is surest of, then the theme that more people share.
func bestFirst(ks []analysis.Coding, rank map[string]int) []analysis.Coding {
	ks = slices.Clone(ks)
	slices.SortFunc(ks, func(a, b analysis.Coding) int {
		return cmp.Or(cmp.Compare(one(b.Status == analysis.Accepted), one(a.Status == analysis.Accepted)), cmp.Compare(b.Score, a.Score),
			cmp.Compare(rank[a.Theme], rank[b.Theme]), b.Span.Len()-a.Span.Len(), cmp.Compare(a.ID, b.ID))
	})
	return ks
}

// lend moves the quote that speaks best for the theme under it, from a theme
// that keeps another. A person's decision is not given up for a suggestion.
func lend(under map[string][]quotable, themes []tallied, theme string) {
	from, at := "", -1
	var best quotable
	for _, t := range themes {
		if len(under[t.key]) < 2 {
			continue
		}
		for i, q := range under[t.key] {
			k := slices.IndexFunc(q.codings, func(c analysis.Coding) bool { return c.Theme == theme })
			if k < 0 || q.codings[q.theme].Status == analysis.Accepted && q.codings[k].Status != analysis.Accepted {
				continue
			}
			if at < 0 || q.codings[k].Score > best.score {
				from, at, best = t.key, i, q
				best.theme, best.score = k, q.codings[k].Score
			}
		}
	}
	if at >= 0 {
		under[from] = slices.Delete(slices.Clone(under[from]), at, at+1)
		under[theme] = []quotable{best}
	}
}

// choose returns the quotes that people chose for a theme or, while there are
// none, candidates made of what stands under it. While all fit, all are
// printed; else the picker chooses, with a spread over people.
func (d *draft) choose(role, theme string, qs []quotable) []analysis.Quote {
	if chosen := d.chosenFor(role, theme); len(chosen) > 0 {
		return chosen
	}
	qs = slices.DeleteFunc(slices.Clone(qs), func(q quotable) bool { return d.elsewhere(q.verbatim.ID) })
	limit := quoteCap(d.base[role].FreeText)
	if theme == "" {
		limit = unthemedCap
	}
	slices.SortStableFunc(qs, func(a, b quotable) int { return cmp.Compare(b.score, a.score) })
	d.omitted += max(0, len(qs)-limit)
	var cands []quote.Candidate
	for _, q := range qs[:min(len(qs), max(maxPicked, limit))] {
		made, err := quote.New(q.verbatim, q.span(), nil)
		if err != nil { // a coding that cuts a word cannot be quoted as it is
			made, err = quote.New(q.verbatim, trimmed(q.verbatim.Text), nil)
		}
		if err != nil {
			d.omitted++
			continue
		}
		made.Label, made.Person = d.labels[personIn{role, q.verbatim.Person}], q.verbatim.Person
		cands = append(cands, quote.Candidate{Quote: made, Person: q.verbatim.Person, Score: q.score})
	}
	if len(cands) > limit {
		cands = quote.Pick(cands, limit)
	}
	var out []analysis.Quote
	for _, c := range cands {
		out = append(out, c.Quote)
	}
	return out
}

// span returns what is quoted: the whole answer, or of a long one the sentences
// that carry the theme.
func (q quotable) span() analysis.Span {
	text := q.verbatim.Text
	all := trimmed(text)
	if q.theme < 0 || len(strings.Fields(text)) <= wholeWords {
		return all
	}
	core := q.codings[q.theme]
	hull := core.Span
	for _, k := range q.codings {
		if k.Theme == core.Theme && k.Status == core.Status {
			hull.Start, hull.End = min(hull.Start, k.Span.Start), max(hull.End, k.Span.End)
		}
	}
	if len(strings.Fields(hull.In(text))) > wholeWords {
		hull = core.Span
	}
	if hull.Len() >= all.Len() {
		return all
	}
	return quote.Grow(text, hull, nlp.Sentences(text))
}

// trimmed returns the span of text without white space at its ends.
func trimmed(text string) analysis.Span {
	start := len(text) - len(strings.TrimLeft(text, whiteSpace))
	return analysis.Span{Start: start, End: max(start, len(strings.TrimRight(text, whiteSpace)))}
}

const whiteSpace = " \t\n\r\v\f\u00a0\u2028\u2029"

// nothing are answers that say that there is none.
var nothing = []string{"", "n/a", "na", "none", "no", "nil", "nothing", "nope", "no comment", "no comments", "not applicable", "as above", "see above"}

// blank reports whether an answer says only that there is none.
func blank(text string) bool {
	return slices.Contains(nothing, strings.ToLower(strings.Trim(text, whiteSpace+".-–—!?")))
}
