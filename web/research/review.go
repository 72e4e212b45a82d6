package research

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/web/page"
)

// reviewPerPage is how many suggestions one page of the queue shows: about a
// quarter of an hour's reading.
const reviewPerPage = 25

// reviewView is what the address of the review queue says.
type reviewView struct {
	programme, round, theme string
	page                    int
}

func readReviewView(q url.Values) reviewView {
	v := reviewView{programme: q.Get("programme"), round: q.Get("round"), theme: q.Get("theme"), page: 1}
	if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 1 {
		v.page = n
	}
	return v
}

// at returns the address of v.
func (v reviewView) at() string {
	q := url.Values{}
	for name, value := range map[string]string{"programme": v.programme, "round": v.round, "theme": v.theme} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if v.page > 1 {
		q.Set("page", strconv.Itoa(v.page))
	}
	return ReviewPath + "?" + q.Encode()
}

// queue is everything the page of the review queue is made of.
type queue struct {
	view      reviewView
	programme survey.Programme
	round     survey.Round
	rounds    []survey.Round    // of the programme
	codings   []analysis.Coding // of the round
	verbatims map[string]survey.Verbatim
	labels    Labels
}

// shown returns the suggestions that wait by theme, the theme that is shown,
// and those of its suggestions that are on the page asked for.
func (q queue) shown() (waiting map[string][]analysis.Coding, theme string, items []analysis.Coding) {
	waiting = waitingByTheme(q.codings)
	theme = q.view.theme
	if theme == "" {
		theme = firstWaiting(waiting, q.labels)
	}
	items = waiting[theme]
	from := min((q.view.page-1)*reviewPerPage, len(items))
	return waiting, theme, items[from:min(from+reviewPerPage, len(items))]
}

// reviewPage builds the queue: the themes that something waits for, and the
// suggestions of one of them, the surest first.
func reviewPage(q queue) page.Review {
	waiting, theme, items := q.shown()
	b, _ := q.labels.branch(theme)
	p := page.Review{
		Scope: q.programme.Name + ", " + q.round.Key, Rounds: roundChoices(q), Theme: q.labels.Theme(theme),
		Themes: reviewThemes(q, waiting, theme), About: about(b.Theme), Codebook: CodebookPath(q.programme.Key),
		Waiting: waitingWords(waiting, theme),
	}
	p.Title = "Codings to review"
	q.view.theme = theme
	p.Pager = reviewPager(q.view, len(waiting[theme]))
	for i, c := range items {
		if v, ok := q.verbatims[c.VerbatimID]; ok && v.QuoteConsent.MayAnalyse() {
			p.Items = append(p.Items, reviewItem(q, c, nextAddress(q.view, items, i)))
		}
	}
	if len(p.Items) == 0 {
		p.Onward = nothingToReview(q, waiting)
	}
	return p
}

// waitingByTheme sorts out the suggestions nobody has decided, the surest first.
func waitingByTheme(codings []analysis.Coding) map[string][]analysis.Coding {
	out := map[string][]analysis.Coding{}
	for _, c := range codings {
		if c.Status == analysis.Suggested {
			out[c.Theme] = append(out[c.Theme], c)
		}
	}
	for _, codings := range out {
		slices.SortStableFunc(codings, func(a, b analysis.Coding) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
		})
	}
	return out
}

// firstWaiting returns the theme with most waiting, in the codebook's order
// where there are as many.
func firstWaiting(waiting map[string][]analysis.Coding, l Labels) string {
	best := ""
	for theme, codings := range waiting {
		more := len(codings) - len(waiting[best])
		if best == "" || more > 0 || more == 0 && l.placeOf(theme) < l.placeOf(best) {
			best = theme
		}
	}
	return best
}

func waitingWords(waiting map[string][]analysis.Coding, theme string) string {
	all := 0
	for _, codings := range waiting {
		all += len(codings)
	}
	if all == 0 {
		return "Nothing waits"
	}
	verb := "wait"
	if all == 1 {
		verb = "waits"
	}
	return Plural(all, "suggestion", "suggestions") + " " + verb + ", " + Number(len(waiting[theme])) + " of them for this theme"
}

func roundChoices(q queue) []page.Choice {
	var out []page.Choice
	for _, r := range q.rounds {
		v := reviewView{programme: q.programme.Key, round: r.Key}
		out = append(out, page.Choice{Text: r.Key, Address: v.at(), Chosen: r.ID == q.round.ID})
	}
	return out
}

func reviewThemes(q queue, waiting map[string][]analysis.Coding, chosen string) []page.ReviewTheme {
	keys := make([]string, 0, len(waiting)+1)
	for k := range waiting {
		keys = append(keys, k)
	}
	if chosen != "" && !slices.Contains(keys, chosen) {
		keys = append(keys, chosen)
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(q.labels.placeOf(a), q.labels.placeOf(b)), cmp.Compare(a, b))
	})
	out := make([]page.ReviewTheme, 0, len(keys))
	for _, k := range keys {
		v := reviewView{programme: q.programme.Key, round: q.round.Key, theme: k}
		out = append(out, page.ReviewTheme{Name: q.labels.Theme(k), Waiting: len(waiting[k]), Address: v.at(), Chosen: k == chosen})
	}
	return out
}

// nextAddress returns where a decision on item i leads: to the one after it, to
// the one before where it was the last, or on to another theme.
func nextAddress(v reviewView, items []analysis.Coding, i int) string {
	switch {
	case i+1 < len(items):
		return v.at() + "#" + Anchor("coding", items[i+1].ID)
	case i > 0:
		return v.at() + "#" + Anchor("coding", items[i-1].ID)
	}
	if v.page > 1 {
		v.page--
		return v.at()
	}
	v.theme = "" // the theme is done: on to the one with most waiting
	return v.at()
}

func reviewItem(q queue, c analysis.Coding, next string) page.ReviewItem {
	v := q.verbatims[c.VerbatimID]
	cv := codingView(c, v.Text, q.labels)
	cv.Return = next
	var marks []mark
	if !cv.Whole {
		marks = []mark{{span: c.Span, colour: cv.Colour}}
	}
	var others []analysis.Coding
	for _, o := range q.codings {
		if o.VerbatimID == c.VerbatimID && o.Theme != c.Theme {
			others = append(others, o)
		}
	}
	return page.ReviewItem{
		Coding: cv, Attributes: attributes(v, q.labels), Address: VerbatimPath(v.ID) + "#" + cv.Anchor,
		Pieces: pieces(v.Text, excerpt(v.Text, []analysis.Span{c.Span}), nil, marks),
		Others: tags(others, q.labels),
	}
}

func nothingToReview(q queue, waiting map[string][]analysis.Coding) *page.Onward {
	v := reviewView{programme: q.programme.Key, round: q.round.Key}
	switch {
	case len(waiting) > 0:
		return &page.Onward{
			Heading: "Nothing waits for this theme",
			Text:    "Every suggestion of it has been decided.",
			Links:   []page.Link{{Text: "Go to the theme with most waiting", Address: v.at()}},
		}
	case len(q.codings) > 0:
		return &page.Onward{
			Heading: "Everything has been decided",
			Text:    "New suggestions appear here when answers arrive or the codebook changes.",
			Links:   []page.Link{{Text: "Read the answers of this round", Address: RoundSearch(q.programme.Key, q.round.Key)}},
		}
	}
	return &page.Onward{
		Heading: "There are no suggestions in this round",
		Text:    "Suggestions appear here once participants have answered and the programme has a codebook.",
		Links:   []page.Link{{Text: "Look at the codebook", Address: CodebookPath(q.programme.Key)}},
	}
}

func reviewPager(v reviewView, total int) page.Pager {
	pages := (total + reviewPerPage - 1) / reviewPerPage
	if pages < 2 && v.page == 1 {
		return page.Pager{}
	}
	p := page.Pager{Text: "Page " + Number(v.page) + " of " + Number(max(pages, 1))}
	if v.page > 1 {
		w := v
		w.page = min(v.page-1, max(pages, 1))
		p.Previous = w.at()
	}
	if v.page < pages {
		v.page++
		p.Next = v.at()
	}
	return p
}

// RoundReview returns the address of what waits in a round.
func RoundReview(programme, round string) string {
	return reviewView{programme: programme, round: round}.at()
}
