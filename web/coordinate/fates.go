package coordinate

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

// fatesShown is how many earlier recommendations a page asks about: as many as a
// person states in one go.
const fatesShown = 50

// A fating is a round that says what became of earlier recommendations.
type fating struct {
	place   place
	summary analysis.Summary
	stated  []analysis.StatedFate // by this round
	today   survey.Day
	page    int
}

func (d *Desk) fating(c *gin.Context) (f fating, err error) {
	if f.place, err = d.find(c); err != nil {
		return f, err
	}
	in, err := collate.Load(c.Request.Context(), d.survey, d.analysis, f.place.round.ID)
	if err != nil {
		return f, err
	}
	f.summary, f.today, f.page = collate.Collate(in), survey.DayOf(d.now()), pageNumber(c.Query("page"))
	for _, s := range in.Stated {
		if s.RoundID == f.place.round.ID {
			f.stated = append(f.stated, s)
		}
	}
	return f, nil
}

// statedOf returns what a person said became of a recommendation, in this round.
func (f fating) statedOf(id string) (analysis.StatedFate, bool) {
	i := slices.IndexFunc(f.stated, func(s analysis.StatedFate) bool { return s.RecommendationID == id })
	if i < 0 {
		return analysis.StatedFate{}, false
	}
	return f.stated[i], true
}

// seen tells what was stated of a recommendation from what is stated later.
func (f fating) seen(id string) string {
	if s, ok := f.statedOf(id); ok {
		return strconv.FormatInt(s.At.UnixMicro(), 10)
	}
	return ""
}

// Fates answers with what became of every earlier recommendation that was open.
func (d *Desk) Fates(c *gin.Context) error {
	f, err := d.fating(c)
	if err != nil {
		return err
	}
	return d.showFates(c, http.StatusOK, fatesPage(f))
}

func (d *Desk) showFates(c *gin.Context, status int, built page.Fates) error {
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-fates", built)
}

// StateFate stores what somebody says became of an earlier recommendation, or
// takes it back.
func (d *Desk) StateFate(c *gin.Context) error {
	f, err := d.fating(c)
	if err != nil {
		return err
	}
	said := analysis.StatedFate{RoundID: f.place.round.ID, RecommendationID: c.PostForm("recommendation"), Kind: analysis.FateKind(c.PostForm("fate")), Why: typed(c, "why")}
	at := slices.IndexFunc(f.summary.Fates, func(o analysis.Fate) bool { return o.Previous.ID == said.RecommendationID })
	if at < 0 {
		return fault.New(fault.NotFound, "This recommendation is none that %s has to speak of: it was taken back, or an earlier round said how it ended.", f.place.round.Key)
	}
	reference := f.summary.Fates[at].Previous.Reference
	back := f.place.at("fates") + "#" + fateAnchor(reference)
	if c.PostForm("do") == "back" {
		if err := d.analysis.TakeFateBack(c.Request.Context(), said.RoundID, said.RecommendationID); err != nil {
			return err
		}
		return done(c, back, "What was stated of "+reference+" is taken back.")
	}
	if c.PostForm("seen") != f.seen(said.RecommendationID) {
		err := &fault.Error{Kind: fault.Conflict, Code: "L48", Text: "Somebody has stated what became of " + reference + " since you opened the page. Both are here: save what is to stand."}
		return d.showFates(c, http.StatusConflict, notStated(f, said, err))
	}
	if err := d.analysis.StateFate(c.Request.Context(), said); err != nil {
		status, again := refusal(err)
		if !again {
			return err
		}
		return d.showFates(c, status, notStated(f, said, err))
	}
	return done(c, back, reference+" is "+string(said.Kind)+", says "+f.place.round.Key+".")
}

func fateAnchor(reference string) string { return research.Anchor("fate", reference) }

// notStated builds the page with what was typed of one recommendation.
func notStated(f fating, said analysis.StatedFate, err error) page.Fates {
	all, _ := f.inOrder()
	f.page = slices.IndexFunc(all, func(o analysis.Fate) bool { return o.Previous.ID == said.RecommendationID })/fatesShown + 1
	built := fatesPage(f)
	built.Wrong = true
	problem := page.Problem{Text: fault.Text(err)}
	for _, rows := range [][]page.FateRow{built.Unknown, built.Known} {
		for i := range rows {
			row := &rows[i]
			if row.ID != said.RecommendationID {
				continue
			}
			row.Open, row.Problem, row.Which, row.Typed = true, problem.Text, "why", said.Why
			if !slices.Contains(analysis.FateKinds(), said.Kind) {
				row.Which, said.Kind = "fate", ""
			}
			if s, ok := f.statedOf(row.ID); ok && fault.KindOf(err) == fault.Conflict {
				row.Theirs = &page.Theirs{Text: []string{research.Capital(string(s.Kind)), s.Why}, By: changedBy(s.By, s.At)}
			}
			row.Kinds = chosenOf(analysis.FateKinds(), said.Kind)
			problem.Anchor = "#" + row.Which + "-" + row.Anchor
		}
	}
	built.Problems = []page.Problem{problem}
	return built
}

// fatesPage builds the page.
func fatesPage(f fating) page.Fates {
	out := page.Fates{
		Scope: f.place.scope(), Back: page.Link{Text: "Recommendations of " + f.place.round.Key, Address: f.place.at("recommendations")},
		Ways:   []page.Link{{Text: "All of the programme", Address: ledgerPath(f.place.programme.Key)}, {Text: "The draft", Address: f.place.at("summary")}},
		Action: f.place.at("fates"), Close: f.place.at("summary") + "/check", Return: f.place.at("fates"),
	}
	out.Title = "What became of earlier recommendations"
	all, unknown := f.inOrder()
	pager, from, to := pagesOf(len(all), fatesShown, f.page, f.place.at("fates"))
	out.Pager = pager
	for i, fate := range all[from:to] {
		row := f.row(fate)
		if row.Open = from+i < unknown; row.Open {
			out.Unknown = append(out.Unknown, row)
		} else {
			out.Known = append(out.Known, row)
		}
	}
	out.Tally = research.Number(unknown) + " to state, " + research.Number(len(all)-unknown) + " known"
	if len(all) == 0 {
		out.Tally = ""
		out.Onward = &page.Onward{
			Heading: "No earlier recommendation is open",
			Text:    "When a round before " + f.place.round.Key + " has made recommendations, this page asks what became of each.",
			Links:   []page.Link{{Text: "Bring in an earlier summary", Address: importPath(f.place.programme.Key)}},
		}
	}
	return out
}

// inOrder returns the fates, those that nothing is known of first, and how many
// they are.
func (f fating) inOrder() (all []analysis.Fate, unknown int) {
	for _, fate := range f.summary.Fates {
		if fate.Kind == "" {
			all = append(all, fate)
		}
	}
	unknown = len(all)
	for _, fate := range f.summary.Fates {
		if fate.Kind != "" {
			all = append(all, fate)
		}
	}
	return all, unknown
}

// row shows one earlier recommendation with what is known of it.
func (f fating) row(fate analysis.Fate) page.FateRow {
	r := fate.Previous
	row := page.FateRow{
		Anchor: fateAnchor(r.Reference), ID: r.ID, To: page.Link{Text: r.Reference, Address: recommendationPath(f.place.programme.Key, fate.Round, r.Reference)},
		Title: r.Title, Round: fate.Round, Known: fateWords(fate), Why: fate.Why, Status: string(r.Status()), Overdue: r.Overdue(f.today),
		Seen: f.seen(r.ID), Kinds: chosenOf(analysis.FateKinds(), ""),
	}
	if fate.Raised > 1 {
		row.Raised = raisedWords(fate.Raised)
	}
	row.By = "follows from its links and notes"
	for _, on := range fate.GoesOn {
		link := page.Link{Text: on}
		for o := range f.summary.Outcomes() {
			if o.Recommendation.Reference == on {
				link.Address = recommendationPath(f.place.programme.Key, f.place.round.Key, on)
			}
		}
		row.GoesOn = append(row.GoesOn, link)
	}
	if taken := func(l page.Link) bool { return l.Address != "" }; len(row.GoesOn) > 0 && !slices.ContainsFunc(row.GoesOn, taken) {
		row.By = "follows from what answers ask for, which nobody has taken up yet"
	}
	if s, ok := f.statedOf(r.ID); ok {
		row.Stated, row.By, row.Typed, row.Kinds = true, "stated by "+changedBy(s.By, s.At), s.Why, chosenOf(analysis.FateKinds(), s.Kind)
	}
	about := called(r.Reference)
	for _, sev := range severities() {
		for _, k := range f.summary.Checks {
			if k.Severity == sev.severity && about(k) {
				row.Checks = append(row.Checks, checkView(k, ""))
			}
		}
	}
	return row
}

// fateWords says in words what became of a recommendation.
func fateWords(f analysis.Fate) string {
	switch f.Kind {
	case analysis.FateContinued:
		return "Continued"
	case analysis.FateSuperseded:
		return "Superseded"
	case analysis.FateDone:
		return "Done"
	case analysis.FateDropped:
		return "Dropped"
	}
	return ""
}
