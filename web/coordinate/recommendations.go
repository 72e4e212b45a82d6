package coordinate

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
	"verbatim/web/session"
)

// asked is everything the page of recommendations is made of.
type asked struct {
	place     place
	summary   analysis.Summary
	actions   []analysis.Action
	verbatims map[string]survey.Verbatim
	labels    research.Labels
}

// Recommendations answers with what the answers of a round ask for.
func (d *Desk) Recommendations(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	a, err := d.asked(c.Request.Context(), p)
	if err != nil {
		return err
	}
	built := recommendationsPage(a)
	built.Layout = frame(c, built.Layout, "recommendations")
	return d.render.Page(c, http.StatusOK, "coordinate-recommendations", built)
}

func (d *Desk) asked(ctx context.Context, p place) (asked, error) {
	in, err := collate.Load(ctx, d.survey, d.analysis, p.round.ID)
	if err != nil {
		return asked{}, err
	}
	a := asked{place: p, summary: collate.Collate(in), actions: in.Actions, verbatims: byID(in.Verbatims)}
	a.labels, err = research.LoadLabels(ctx, d.survey, d.analysis, p.programme.ID)
	return a, err
}

func byID(verbatims []survey.Verbatim) map[string]survey.Verbatim {
	out := make(map[string]survey.Verbatim, len(verbatims))
	for _, v := range verbatims {
		out[v.ID] = v
	}
	return out
}

// maxActions is the most actions one decision is about: far more than anybody
// asks for in one breath.
const maxActions = 200

// DecideActions records one decision about all actions that a recommendation
// rests on, and returns to where it was taken.
func (d *Desk) DecideActions(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	status, err := research.ReadDecision(c.PostForm("status"))
	if err != nil {
		return err
	}
	ids := c.PostFormArray("action")
	if len(ids) == 0 || len(ids) > maxActions {
		return fault.New(fault.Invalid, "Choose a recommendation with one of the buttons of the page.")
	}
	for _, id := range ids {
		if err := d.analysis.DecideAction(c.Request.Context(), id, session.User(c).Name, status); err != nil {
			return err
		}
	}
	c.Redirect(http.StatusSeeOther, research.LocalReturn(c.PostForm("return"), p.at("recommendations")))
	return nil
}

// recommendationsPage builds the page: what is new, what builds on an earlier
// round, what waits in other answers, and what was rejected.
func recommendationsPage(a asked) page.Recommendations {
	out := page.Recommendations{Scope: a.place.scope(), Earlier: a.summary.Earlier, Summary: a.place.at("summary"), Decide: a.place.at("recommendations")}
	out.Title = "Recommendations"
	for _, o := range a.summary.New {
		out.New = append(out.New, a.outcome(o, ""))
	}
	for _, b := range a.summary.Building {
		view := page.BuildingView{Reference: b.Previous.Reference, Title: b.Previous.Title}
		for _, o := range b.Points {
			view.Points = append(view.Points, a.outcome(o, b.Previous.Reference))
		}
		out.Building = append(out.Building, view)
	}
	surest := slices.Clone(a.actions)
	slices.SortStableFunc(surest, func(x, y analysis.Action) int { return cmp.Compare(y.Score, x.Score) })
	for _, act := range surest {
		v, ok := a.verbatims[act.VerbatimID]
		switch {
		case !ok || !v.QuoteConsent.MayAnalyse():
		case act.Status == analysis.Rejected:
			out.Rejected = append(out.Rejected, a.single(act, v))
		case act.Status == analysis.Suggested && v.Purpose != survey.ForRecommendation:
			out.Waiting = append(out.Waiting, a.single(act, v))
		}
	}
	out.Tally = tally(out)
	if len(out.New)+len(out.Building)+len(out.Waiting)+len(out.Rejected) == 0 {
		out.Onward = nothingAsked(a)
	}
	return out
}

func tally(p page.Recommendations) string {
	points := 0
	for _, b := range p.Building {
		points += len(b.Points)
	}
	words := []string{research.Plural(len(p.New), "new one", "new ones")}
	if p.Earlier != "" {
		words = append(words, research.Plural(points, "builds", "build")+" on "+p.Earlier)
	}
	if len(p.Waiting) > 0 {
		words = append(words, research.Plural(len(p.Waiting), "waits", "wait")+" in other answers")
	}
	return research.And(words)
}

func nothingAsked(a asked) *page.Onward {
	if len(a.verbatims) == 0 {
		return &page.Onward{
			Heading: "Nobody has answered yet", Text: "Recommendations appear here when the answers arrive.",
			Links: []page.Link{{Text: "See to collecting answers", Address: a.place.at("collect")}},
		}
	}
	return &page.Onward{
		Heading: "No recommendation was found in the answers",
		Text:    "Answers are read for what they ask somebody to do. Those that have just arrived take a moment.",
		Links:   []page.Link{{Text: "Read the answers", Address: research.RoundSearch(a.place.programme.Key, a.place.round.Key)}},
	}
}

// outcome shows one recommendation of the summary. Several answers may stand
// behind it, and a decision is about all they ask for.
func (a asked) outcome(o analysis.Outcome, builds string) page.RecommendationView {
	id := research.Anchor("recommendation", o.Action.ID)
	v := page.RecommendationView{
		Anchor: id, Text: o.Text, Support: support(o.Support, a.labels), Sources: a.sources(o.Verbatims),
		Words: o.Action.Reason.Words, Examples: o.Action.Reason.Examples,
		Score: research.Score(o.Action.Score), Return: a.place.at("recommendations") + "#" + id,
	}
	actions := o.Actions
	if len(actions) == 0 {
		actions = []analysis.Action{o.Action}
	}
	for i, p := range o.Points {
		if i < len(actions) {
			v.Points = append(v.Points, page.PointView{Text: p, Action: actions[i].ID})
		}
	}
	var by []string
	var match analysis.Match
	for _, act := range actions {
		v.Actions = append(v.Actions, act.ID)
		v.Suggested = v.Suggested || act.Status == analysis.Suggested
		if act.DecidedBy != "" && !slices.Contains(by, act.DecidedBy) {
			by = append(by, act.DecidedBy)
		}
		if act.Match.Reference == builds && act.Match.Score > match.Score {
			match = act.Match
		}
	}
	v.Match = matchView(match)
	v.State = state(v.Suggested, by)
	return v
}

func state(suggested bool, by []string) string {
	if suggested {
		return "Suggested"
	}
	return "Accepted by " + research.And(by)
}

// single shows one action that stands in no summary.
func (a asked) single(act analysis.Action, v survey.Verbatim) page.RecommendationView {
	id := research.Anchor("recommendation", act.ID)
	out := page.RecommendationView{
		Anchor: id, Text: act.Span.In(v.Text), Support: a.labels.People(1, v.Role), Sources: a.sources([]string{v.ID}),
		Words: act.Reason.Words, Examples: act.Reason.Examples, Score: research.Score(act.Score),
		Suggested: act.Status == analysis.Suggested, State: "Suggested", Actions: []string{act.ID}, Return: a.place.at("recommendations") + "#" + id,
	}
	if act.Status == analysis.Rejected {
		out.State = "Rejected by " + act.DecidedBy
	}
	out.Match = matchView(act.Match)
	return out
}

func matchView(m analysis.Match) *page.MatchView {
	if m.Reference == "" {
		return nil
	}
	return &page.MatchView{Reference: m.Reference, Score: research.Score(m.Score), Shared: m.Shared}
}

// support says how many people of each role ask for something.
func support(counts []analysis.Count, l research.Labels) string {
	words := make([]string, 0, len(counts))
	for _, c := range counts {
		words = append(words, l.People(c.People, c.Role))
	}
	return research.And(words)
}

// sources links to the answers something rests on.
func (a asked) sources(ids []string) []page.Link {
	out := make([]page.Link, 0, len(ids))
	for i, id := range ids {
		text := "Read the answer"
		if len(ids) > 1 {
			text = "answer " + research.Number(i+1)
		}
		out = append(out, page.Link{Text: text, Address: research.VerbatimPath(id)})
	}
	return out
}
