package research

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/similar"
	"verbatim/survey"
	"verbatim/web/page"
)

// The likeness from which two texts are called so. The highest is that from
// which near-duplicates are offered for merging.
const (
	veryLike     = similar.Near
	like         = 0.5
	somewhatLike = 0.35 // below it the nearest texts have a word in common by chance
)

// likeness puts how alike two texts are in words; "" is not alike.
func likeness(score float64) string {
	switch {
	case score >= veryLike:
		return "Very like, " + Score(score)
	case score >= like:
		return "Like, " + Score(score)
	case score >= somewhatLike:
		return "Somewhat like, " + Score(score)
	}
	return ""
}

// An alike is an answer with the place in it that fits best.
type alike struct {
	verbatim survey.Verbatim
	span     analysis.Span
	score    float64
}

// likePage builds the page of answers that are most like the chosen words.
func likePage(r resembling) page.Like {
	words := r.span.In(r.chosen.Text)
	p := page.Like{
		Chosen:     pieces(r.chosen.Text, []analysis.Span{r.span}, nil, nil),
		Attributes: attributes(r.chosen, r.labels), Response: VerbatimPath(r.chosen.ID),
	}
	p.Title = "More like this"
	p.Rounds, p.Roles = r.likeChoices()
	found := r.nearest()
	for i, a := range found {
		marks := sharedWords(a.verbatim.Text, a.span, words)
		h := page.LikeHit{Likeness: likeness(a.score), Repeated: r.repeated(found[:i], a)}
		h.Address, h.Label = VerbatimPath(a.verbatim.ID), r.labels.Role(a.verbatim.Role)
		h.Attributes = attributes(a.verbatim, r.labels)
		keep := []analysis.Span{a.span}
		if a.span.Len() == len(a.verbatim.Text) {
			keep = excerpt(a.verbatim.Text, marks)
		}
		h.Pieces = pieces(a.verbatim.Text, keep, marks, nil)
		p.Hits = append(p.Hits, h)
	}
	p.Total = "No answer is like this"
	if len(found) > 0 {
		p.Total = Plural(len(found), "answer", "answers") + ", most alike first"
	}
	if r.preselect {
		p.Looked = "There are more than " + Number(mostCompared) + " answers: looked at were the " + strconv.Itoa(mostChosen) + " that share most words with these."
	}
	if len(found) == 0 {
		p.Onward = r.nothingLike()
	}
	return p
}

// nearest returns the answers most like the chosen words, most alike first.
func (r resembling) nearest() []alike {
	words := r.span.In(r.chosen.Text)
	if len(contentWords(words)) == 0 {
		return nil
	}
	texts := make([]string, 0, len(r.candidates))
	for _, v := range r.candidates {
		texts = append(texts, v.Text)
	}
	space := similar.NewSpace(append(texts, words))
	var out []alike
	for _, v := range r.candidates {
		if a := r.best(space, words, v); a.score >= somewhatLike {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b alike) int {
		return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.verbatim.ID, b.verbatim.ID))
	})
	return out[:min(len(out), mostAlike)]
}

// best returns the whole answer, or the sentence of it that is more like words.
func (r resembling) best(space *similar.Space, words string, v survey.Verbatim) alike {
	a := alike{verbatim: v, span: analysis.Span{Start: 0, End: len(v.Text)}, score: space.Similarity(words, v.Text)}
	sentences := r.sentences(v.Text)
	if len(sentences) < 2 {
		return a
	}
	for _, s := range sentences {
		if score := space.Similarity(words, s.In(v.Text)); score > a.score {
			a.span, a.score = s, score
		}
	}
	return a
}

// repeated says that the writer of a said nearly the same in the chosen words
// or in an answer further up.
func (r resembling) repeated(above []alike, a alike) string {
	words := a.span.In(a.verbatim.Text)
	same := func(person, said string) bool {
		return person != "" && person == a.verbatim.Person && len(similar.FindLike(words, []string{said})) > 0
	}
	if same(r.chosen.Person, r.span.In(r.chosen.Text)) {
		return "The same person, saying nearly the same as the words at the top"
	}
	if slices.ContainsFunc(above, func(o alike) bool { return same(o.verbatim.Person, o.span.In(o.verbatim.Text)) }) {
		return "The same person, saying nearly the same as in an answer further up"
	}
	return ""
}

// nothingLike helps on where no answer is like the chosen words.
func (r resembling) nothingLike() *page.Onward {
	o := &page.Onward{Heading: "No other answer says much the same", Text: "Search for one of the words instead: other people may have said it quite differently."}
	if r.view.round != "" || r.view.role != "" {
		o.Text = "Look in all rounds and at everybody’s answers, or search for one of the words."
		o.Links = append(o.Links, page.Link{Text: "Look in all answers", Address: r.view.inRound("").ofRole("").at()})
	}
	if r.view.span != "" {
		o.Links = append(o.Links, page.Link{Text: "Compare with the whole answer", Address: LikePath(r.chosen.ID)})
	}
	if words := plainWords(r.span.In(r.chosen.Text)); len(words) > 0 {
		v := view{page: 1}
		o.Links = append(o.Links, page.Link{Text: "Search for any of the words: " + strings.Join(words, " OR "), Address: v.asking(strings.Join(words, " OR ")).at(SearchPath)})
	}
	return o
}
