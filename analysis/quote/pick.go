package quote

import (
	"cmp"
	"slices"

	"verbatim/analysis"
)

// The length of a quote that reads well, in words: the shortest and the longest
// of the eleven quotes of a published executive summary.
const (
	ShortestLiked = 14
	LongestLiked  = 51
)

// Weights of the parts of a candidate's rank. How well it speaks for the theme
// comes first; length decides between candidates that speak alike.
const (
	scoreWeight  = 0.65
	lengthWeight = 0.25
	wholeWeight  = 0.10
)

// A Candidate is a quote that could be printed under a theme.
type Candidate struct {
	Quote    analysis.Quote
	Person   string  // who counts as one person; see survey.Verbatim
	Score    float64 // how well it speaks for the theme, 0 to 1
	Critical bool    // it speaks against the theme, or against the scheme
}

// Pick returns at most limit of the candidates, best first. It prefers those
// that speak for the theme, are 14 to 51 words long and begin and end with a
// sentence; it takes a second quote of one person only when nobody else is
// left; and when a critical voice is among the candidates and limit allows two,
// one is kept. Words that overlap, or that are the same, are taken once.
func Pick(cands []Candidate, limit int) []Candidate {
	left := weigh(cands)
	var picked []weighed
	for len(picked) < limit && len(left) > 0 {
		i := next(left, picked)
		if last := len(picked) == limit-1; last && limit > 1 && !slices.ContainsFunc(picked, isCritical) {
			if c := slices.IndexFunc(left, isCritical); c >= 0 {
				i = c
			}
		}
		c := left[i]
		picked = append(picked, c)
		left = slices.DeleteFunc(left, c.same)
	}
	slices.SortStableFunc(picked, func(a, b weighed) int { return cmp.Compare(b.rank, a.rank) })
	out := make([]Candidate, len(picked))
	for i, w := range picked {
		out[i] = w.Candidate
	}
	return out
}

// A weighed candidate has what it is compared by, worked out once.
type weighed struct {
	Candidate
	rank   float64
	folded string
}

// weigh returns the candidates, the worthiest first.
func weigh(cands []Candidate) []weighed {
	out := make([]weighed, len(cands))
	for i, c := range cands {
		out[i] = weighed{c, rank(c), fold(c.Quote.Text)}
	}
	slices.SortStableFunc(out, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.Quote.VerbatimID, b.Quote.VerbatimID), a.Quote.Span.Start-b.Quote.Span.Start)
	})
	return out
}

func isCritical(w weighed) bool { return w.Critical }

// next returns the index of the best candidate among those of the people who
// have been picked least.
func next(left, picked []weighed) int {
	times := map[string]int{}
	for _, w := range picked {
		times[w.Person]++
	}
	best := 0
	for i, w := range left {
		if times[w.Person] < times[left[best].Person] {
			best = i
		}
	}
	return best
}

func (w weighed) same(o weighed) bool {
	return w.Quote.VerbatimID == o.Quote.VerbatimID && w.Quote.Span.Overlaps(o.Quote.Span) || w.folded == o.folded
}

// rank is the worth of a candidate by itself, 0 to 1.
func rank(c Candidate) float64 {
	return scoreWeight*c.Score + lengthWeight*lengthWorth(countWords(c.Quote.Text)) + wholeWeight*wholeWorth(c.Quote)
}

// lengthWorth is 1 for a length that is liked and falls off on both sides.
func lengthWorth(words int) float64 {
	switch {
	case words < ShortestLiked:
		return float64(words) / ShortestLiked
	case words > LongestLiked:
		return LongestLiked / float64(words)
	}
	return 1
}

// wholeWorth is 1 for a quote that nothing is left out of and that ends where a
// sentence does.
func wholeWorth(q analysis.Quote) float64 {
	if len(q.Edits) > 0 {
		return 0
	}
	switch q.Text[max(0, len(q.Text)-1):] {
	case ".", "!", "?", `"`, ")":
		return 1
	}
	return 0.5
}

// Grow widens core, the words that speak for a theme, to whole sentences and
// then by the sentences after and before it until the quote is long enough to
// be understood, without going past what reads well. Sentences are those of
// text, in order.
func Grow(text string, core analysis.Span, sentences []analysis.Span) analysis.Span {
	first := slices.IndexFunc(sentences, core.Overlaps)
	if first < 0 {
		return core
	}
	last := first
	for last+1 < len(sentences) && sentences[last+1].Overlaps(core) {
		last++
	}
	words := func(from, to int) int { return countWords(join(sentences, from, to).In(text)) }
	for words(first, last) < ShortestLiked {
		switch {
		case last+1 < len(sentences) && words(first, last+1) <= LongestLiked:
			last++
		case first > 0 && words(first-1, last) <= LongestLiked:
			first--
		default:
			return join(sentences, first, last)
		}
	}
	return join(sentences, first, last)
}

func join(sentences []analysis.Span, from, to int) analysis.Span {
	return analysis.Span{Start: sentences[from].Start, End: sentences[to].End}
}
