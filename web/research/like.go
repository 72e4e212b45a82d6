package research

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// The numbers of the page of answers that are alike.
const (
	mostCompared = 1000 // answers above which the search engine chooses the candidates: comparing takes about a second for 1,500
	mostChosen   = 400  // answers that it chooses: thirteen for each that is shown
	mostAsked    = 24   // words it is asked for: those of two long sentences
	mostAlike    = 30   // answers shown: the rest resemble little
)

// LikePath returns the address of the answers like a verbatim, or like the span
// of it.
func LikePath(id string, span ...analysis.Span) string {
	v := likeView{id: id}
	if len(span) > 0 {
		v.span = spanValue(span[0])
	}
	return v.at()
}

// likeView is what the address of the page says.
type likeView struct {
	id, span, round, role string // an empty span is the whole answer; no round or role is all of them
}

func readLikeView(id string, q url.Values) likeView {
	return likeView{id: id, span: q.Get("span"), round: q.Get("round"), role: q.Get("role")}
}

func (v likeView) at() string {
	q := url.Values{}
	for name, value := range map[string]string{"span": v.span, "round": v.round, "role": v.role} {
		if value != "" {
			q.Set(name, value)
		}
	}
	path := "/staff/like/" + url.PathEscape(v.id)
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// inRound returns v in one round, or in all for "".
func (v likeView) inRound(round string) likeView {
	v.round = round
	return v
}

// ofRole returns v for one role, or for all for "".
func (v likeView) ofRole(role string) likeView {
	v.role = role
	return v
}

// resembling is everything the page of answers that are alike is made of.
type resembling struct {
	view       likeView
	chosen     survey.Verbatim
	span       analysis.Span // of the chosen verbatim
	roles      []survey.Role // of the programme
	candidates []survey.Verbatim
	preselect  bool // the engine chose the candidates by their words
	sentences  func(text string) []analysis.Span
	labels     Labels
}

// Like answers with the answers that are most like one answer or sentence.
func (d *Desk) Like(c *gin.Context) error {
	r, err := d.loadLike(c.Request.Context(), readLikeView(c.Param("id"), c.Request.URL.Query()))
	if err != nil {
		return err
	}
	p := likePage(r)
	p.Layout = frame(c, p.Layout, "search")
	return d.render.Page(c, http.StatusOK, "research-like", p)
}

func (d *Desk) loadLike(ctx context.Context, v likeView) (r resembling, err error) {
	r.view, r.sentences = v, nlp.Sentences
	if r.chosen, err = d.survey.Verbatim(ctx, v.id); err != nil {
		return r, err
	}
	if !r.chosen.QuoteConsent.MayAnalyse() {
		return r, fault.New(fault.Forbidden, "This participant wants the answer counted only, so nothing can be compared with it.")
	}
	if r.span, err = likeSpan(v.span, r.chosen.Text); err != nil {
		return r, err
	}
	if r.labels, err = LoadLabels(ctx, d.survey, d.analysis, r.chosen.ProgrammeID); err != nil {
		return r, err
	}
	programme, err := d.survey.Programme(ctx, r.chosen.ProgrammeID)
	if err != nil {
		return r, err
	}
	r.roles = programme.Roles
	return r, d.loadCandidates(ctx, &r)
}

// loadCandidates reads the answers to compare with: all that the filters leave,
// or where these are too many those that share most words.
func (d *Desk) loadCandidates(ctx context.Context, r *resembling) error {
	ask := search.Request{Filters: map[string][]string{search.FieldProgramme: {r.chosen.ProgrammeKey}}, Size: mostCompared}
	if r.view.round != "" {
		ask.Filters[search.FieldRound] = []string{r.view.round}
	}
	if r.view.role != "" {
		ask.Filters[search.FieldRole] = []string{r.view.role}
	}
	all, err := d.engine.Search(ctx, search.Request{Filters: ask.Filters})
	if err != nil {
		return err
	}
	if all.Total > mostCompared {
		r.preselect = true
		ask.Query, ask.Size = askFor(r.span.In(r.chosen.Text)), mostChosen
		if ask.Query == nil {
			return nil
		}
	}
	found, err := d.engine.Search(ctx, ask)
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(found.Hits))
	for _, h := range found.Hits {
		ids = append(ids, h.ID)
	}
	read, err := d.survey.VerbatimsByID(ctx, ids)
	r.candidates = slices.DeleteFunc(read, func(v survey.Verbatim) bool {
		return v.ID == r.chosen.ID || !v.QuoteConsent.MayAnalyse()
	})
	return err
}

// askFor returns the query for any of the words of text that say something, the
// longest first where they are many; nil when there are none.
func askFor(text string) search.Node {
	var words []string
	for _, w := range contentWords(text) {
		if !slices.Contains(words, w.folded) {
			words = append(words, w.folded)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	words = words[:min(len(words), mostAsked)]
	var of []search.Node
	for _, w := range words {
		of = append(of, search.Word{Text: w})
	}
	switch len(of) {
	case 0:
		return nil
	case 1:
		return of[0]
	}
	return search.Or{Of: of}
}

// likeSpan reads the span of an address; "" is the whole text.
func likeSpan(value, text string) (analysis.Span, error) {
	if s, ok := readSpan(value, text); ok {
		return s, nil
	}
	from, to, _ := strings.Cut(value, "-")
	start, err1 := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	switch {
	case value == "":
		return analysis.Span{}, fault.Coded("W10", "This answer has no words to compare with.")
	case err1 != nil || err2 != nil:
		return analysis.Span{}, fault.Coded("W11", "The place in the answer is written as two numbers, such as span=0-40. Go back to the answer and choose “More like this” there.")
	case start < 0 || end > len(text) || start >= end:
		return analysis.Span{}, fault.Coded("W12", "The place %d to %d is not in this answer, which has %d bytes. Go back to the answer and choose “More like this” there.", start, end, len(text))
	}
	return analysis.Span{}, fault.Coded("W13", "The place %d to %d cuts a character in two. Go back to the answer and choose “More like this” there.", start, end)
}

// likeChoices lists the rounds and the roles that the page can be narrowed to.
func (r resembling) likeChoices() (rounds, roles []page.Choice) {
	v := r.view
	rounds = []page.Choice{
		{Text: "All rounds", Address: v.inRound("").at(), Chosen: v.round == ""},
		{Text: "Only " + r.chosen.RoundKey, Address: v.inRound(r.chosen.RoundKey).at(), Chosen: v.round == r.chosen.RoundKey},
	}
	roles = []page.Choice{{Text: "Everybody", Address: v.ofRole("").at(), Chosen: v.role == ""}}
	for _, o := range r.roles {
		roles = append(roles, page.Choice{Text: Capital(o.Plural), Address: v.ofRole(o.Key).at(), Chosen: v.role == o.Key})
	}
	return rounds, roles
}
