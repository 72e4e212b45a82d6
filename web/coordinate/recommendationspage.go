package coordinate

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/research"
)

// askedShown is how many recommendations a page shows: as many as are decided on
// in a sitting.
const askedShown = 100

// recommendationsPage builds the page: what was taken up, what is new, what
// builds on an earlier round, what is not to be printed as it was said, what
// waits in other answers, and what was rejected.
func recommendationsPage(a asked) page.Recommendations {
	out := page.Recommendations{
		Scope: a.place.scope(), Earlier: a.summary.Earlier, Decide: a.place.at("recommendations"), Back: a.place.at("recommendations") + "/take-back", Own: a.ownForm(),
		Ways: []page.Link{
			{Text: "Merge and split", Address: a.place.at("merge")},
			{Text: "The summary they go into", Address: a.place.at("summary")},
			{Text: "What became of earlier ones", Address: a.place.at("fates")},
			{Text: "All of the programme", Address: ledgerPath(a.place.programme.Key)},
		},
	}
	out.Title = "Recommendations"
	s := a.sorted()
	out.Tally = a.tally(s)
	if n := len(s.waitingToBeTaken()); n > 0 {
		out.All = &page.TakeAll{Action: a.place.at("recommendations") + "/take-all", Text: "Take up " + research.Plural(n, "accepted one", "accepted ones") + " as worded"}
	}
	pager, from, to := pagesOf(s.total(), askedShown, a.page, a.place.at("recommendations"))
	out.Pager = pager
	a.page = from/askedShown + 1
	left := &window{from, to - from}
	for _, i := range cut(s.taken, left) {
		out.Taken = append(out.Taken, a.takenView(i))
	}
	out.New = a.views(cut(s.fresh, left))
	for _, b := range s.building {
		if points := a.views(cut(b.points, left)); len(points) > 0 {
			out.Building = append(out.Building, page.BuildingView{Reference: b.previous.Reference, Title: b.previous.Title, Points: points})
		}
	}
	out.Silent, out.Waiting = a.views(cut(s.silent, left)), a.views(cut(s.waiting, left))
	for _, i := range cut(s.rejected, left) {
		v := a.view(i)
		v.Rejected = true
		out.Rejected = append(out.Rejected, v)
	}
	if s.total() == 0 {
		out.Onward = nothingAsked(a)
	}
	return out
}

// sorting is what a round asks for, by where it stands on the page.
type sorting struct {
	taken, fresh, silent, waiting, rejected []item
	building                                []buildingItems
}

type buildingItems struct {
	previous analysis.Recommendation
	points   []item
}

func (a asked) sorted() (s sorting) {
	for _, i := range a.items() {
		switch {
		case i.taken():
			s.taken = append(s.taken, i)
		case i.silent:
			s.silent = append(s.silent, i)
		case i.builds == "":
			s.fresh = append(s.fresh, i)
		default:
			at := slices.IndexFunc(s.building, func(b buildingItems) bool { return b.previous.Reference == i.builds })
			if at < 0 {
				previous, _ := a.earlier(i.builds)
				s.building, at = append(s.building, buildingItems{previous: previous}), len(s.building)
			}
			s.building[at].points = append(s.building[at].points, i)
		}
	}
	surest := slices.Clone(a.in.Actions)
	slices.SortStableFunc(surest, func(x, y analysis.Action) int { return cmp.Compare(y.Score, x.Score) })
	for _, act := range surest {
		i, ok := a.single(act)
		switch {
		case !ok:
		case act.Status == analysis.Rejected:
			s.rejected = append(s.rejected, i)
		case act.Status == analysis.Suggested && a.verbatims[act.VerbatimID].Purpose != survey.ForRecommendation:
			s.waiting = append(s.waiting, i)
		}
	}
	return s
}

func (s sorting) total() int {
	n := len(s.taken) + len(s.fresh) + len(s.silent) + len(s.waiting) + len(s.rejected)
	for _, b := range s.building {
		n += len(b.points)
	}
	return n
}

// waitingToBeTaken returns what people accepted and nobody has taken up, in words
// that may be printed.
func (s sorting) waitingToBeTaken() []item {
	all := slices.Clone(s.fresh)
	for _, b := range s.building {
		all = append(all, b.points...)
	}
	return slices.DeleteFunc(all, func(i item) bool { return !i.accepted() })
}

// A window is the part of a list of lists that a page shows: how many come before
// it, and how many are in it.
type window struct{ skip, left int }

// cut returns what of the next list stands in the window.
func cut[T any](list []T, w *window) []T {
	from := min(w.skip, len(list))
	to := min(from+w.left, len(list))
	w.skip, w.left = w.skip-from, w.left-(to-from)
	return list[from:to]
}

func (a asked) tally(s sorting) string {
	var words []string
	add := func(n int, one, many string) {
		if n > 0 {
			words = append(words, research.Plural(n, one, many))
		}
	}
	points := 0
	for _, b := range s.building {
		points += len(b.points)
	}
	add(len(s.taken), "taken up", "taken up")
	words = append(words, research.Plural(len(s.fresh), "new one", "new ones"))
	if e := a.summary.Earlier; e != "" {
		words = append(words, research.Plural(points, "builds", "build")+" on "+e)
	}
	add(len(s.silent), "to be put into your own words", "to be put into your own words")
	add(len(s.waiting), "waits in other answers", "wait in other answers")
	return research.And(words)
}

func nothingAsked(a asked) *page.Onward {
	if len(a.verbatims) == 0 {
		return &page.Onward{
			Heading: "Nobody has answered yet", Text: "Recommendations appear here when the answers arrive. One of your own can be added below.",
			Links: []page.Link{{Text: "See to collecting answers", Address: a.place.at("collect")}},
		}
	}
	return &page.Onward{
		Heading: "No recommendation was found in the answers",
		Text:    "Answers are read for what they ask somebody to do. Those that have just arrived take a moment.",
		Links:   []page.Link{{Text: "Read the answers", Address: research.RoundSearch(a.place.programme.Key, a.place.round.Key)}},
	}
}

func (a asked) views(items []item) []page.RecommendationView {
	var out []page.RecommendationView
	for _, i := range items {
		out = append(out, a.view(i))
	}
	return out
}

// view shows one suggestion. Several answers may stand behind it, and a decision
// is about all they ask for.
func (a asked) view(i item) page.RecommendationView {
	id := research.Anchor("recommendation", i.Action.ID)
	v := page.RecommendationView{
		Anchor: id, Text: i.Text, Support: support(i.Support, a.labels), Sources: a.firstSources(i.Verbatims),
		Words: i.Action.Reason.Words, Examples: i.Action.Reason.Examples, Score: research.Score(i.Action.Score),
		Return: a.at() + "#" + id, Take: a.takeForm(i),
	}
	for n, p := range i.Points {
		if n < len(i.Actions) {
			v.Points = append(v.Points, page.PointView{Text: p, Action: i.Actions[n].ID})
		}
	}
	var by []string
	var match analysis.Match
	rejected := false
	for _, act := range i.Actions {
		v.Actions = append(v.Actions, act.ID)
		v.Suggested = v.Suggested || act.Status == analysis.Suggested
		rejected = rejected || act.Status == analysis.Rejected
		if act.DecidedBy != "" && !slices.Contains(by, act.DecidedBy) {
			by = append(by, act.DecidedBy)
		}
		if act.Match.Reference == i.builds && act.Match.Score > match.Score {
			match = act.Match
		}
	}
	v.Match, v.State = matchView(match), state(v.Suggested, rejected, by)
	return v
}

func state(suggested, rejected bool, by []string) string {
	switch {
	case suggested:
		return "Suggested"
	case rejected:
		return "Rejected by " + research.And(by)
	}
	return "Accepted by " + research.And(by)
}

// takeForm builds the form with which a suggestion is taken up.
func (a asked) takeForm(i item) page.TakeForm {
	out := page.TakeForm{
		Anchor: research.Anchor("take", i.Action.ID), Action: a.place.at("recommendations") + "/take-up", Parts: []page.PartView{{Value: i.part()}},
		Title: titleOf(i), Links: a.links(i), Button: "Take it up",
	}
	if !i.silent {
		out.Points = strings.Join(i.Points, "\n")
	}
	return out
}

// takenView shows a recommendation that was taken up.
func (a asked) takenView(i item) page.TakenView {
	r := i.Recommendation
	v := page.TakenView{
		Anchor: takenAnchor(r.Reference), ID: r.ID, Seen: seenOf(r), To: page.Link{Text: r.Reference, Address: recommendationPath(a.place.programme.Key, a.place.round.Key, r.Reference)},
		Text: i.Text, Raised: a.raised(i.Support), LastEdit: changedBy(r.By, r.At),
	}
	for n, p := range r.Points {
		view := page.PointField{Number: p.Number, Reference: r.PointReference(p), Title: p.Title}
		if n < len(i.Points) {
			view.Title = i.Points[n] // with what was masked in it
		}
		v.Points = append(v.Points, view)
	}
	if r.Own {
		v.Raised = "Your own"
		if len(i.Support) > 0 {
			v.Raised += ", raised by " + support(i.Support, a.labels) + " too"
		}
	}
	if themes := a.themeNames(r); len(themes) > 0 {
		v.Raised += "; rests on " + research.And(themes)
	}
	v.Known = knownOf(r)
	if r.Overdue(a.today) {
		v.Overdue = "overdue since " + r.Due().Next().String()
	}
	for _, l := range r.Links {
		v.Links = append(v.Links, research.Capital(string(l.Kind))+" "+l.Reference)
	}
	return v
}

func (a asked) themeNames(r analysis.Recommendation) []string {
	var out []string
	for _, key := range r.Themes {
		out = append(out, "“"+a.labels.Theme(key)+"”")
	}
	return out
}

func takenAnchor(reference string) string { return research.Anchor("taken", reference) }

// knownOf says whom a recommendation is addressed to and where it stands.
func knownOf(r analysis.Recommendation) []page.Term {
	var out []page.Term
	add := func(name, text string) {
		if text != "" {
			out = append(out, page.Term{Name: name, Text: text})
		}
	}
	add("Status", string(r.Status()))
	add("For", strings.Join(slices.DeleteFunc([]string{r.Body, r.Owner}, func(s string) bool { return s == "" }), ", "))
	add("Due", dueWords(r))
	if n, ok := r.Response(); ok {
		add("Response", withWords(n.Value, shortened(n.Words, longestChoice)))
	}
	return out
}

// ownForm builds the form with which coordinators add one of their own.
func (a asked) ownForm() page.TakeForm {
	out := page.TakeForm{Anchor: "own", Action: a.place.at("recommendations") + "/own", Own: true, Button: "Add it"}
	for _, t := range a.in.Codebook.Themes {
		out.Themes = append(out.Themes, page.ChoiceValue{Value: t.Key, Text: t.Name})
	}
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

// firstSources links to as many of the answers as are read on a page of many.
func (a asked) firstSources(ids []string) []page.Link {
	return a.sources(ids[:min(len(ids), answersShown)])
}

// at returns the address of the page that is shown.
func (a asked) at() string {
	if a.page < 2 {
		return a.place.at("recommendations")
	}
	return pageAt(a.place.at("recommendations"), a.page)
}
