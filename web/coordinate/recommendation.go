package coordinate

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/web/page"
)

// recommendationPath returns the address of the page of one recommendation.
func recommendationPath(programme, round, reference string) string {
	return "/staff/recommendation/" + url.PathEscape(programme) + "/" + url.PathEscape(round) + "/" + url.PathEscape(reference)
}

// A followed is a recommendation with all that its page says of it.
type followed struct {
	drafted
	row    collate.LedgerRow
	rec    analysis.Recommendation // of the row
	ledger collate.Ledger          // of the programme
	today  survey.Day
}

// at returns the address of the page.
func (f followed) at() string {
	return recommendationPath(f.place.programme.Key, f.place.round.Key, f.rec.Reference)
}

// followed reads the recommendation that the address names.
func (d *Desk) followed(c *gin.Context) (f followed, err error) {
	if f.place, err = d.find(c); err != nil {
		return f, err
	}
	ctx := c.Request.Context()
	if f.ledger, err = collate.LoadLedger(ctx, d.survey, d.analysis, f.place.programme.ID); err != nil {
		return f, err
	}
	if err := f.choose(c.Param("reference")); err != nil {
		return f, err
	}
	f.drafted, err = d.drafted(ctx, f.place)
	f.today = survey.DayOf(d.now())
	return f, err
}

// choose finds the recommendation of the page's round with the reference.
func (f *followed) choose(reference string) error {
	i := slices.IndexFunc(f.ledger.Rows, func(r collate.LedgerRow) bool {
		return r.Round == f.place.round.Key && r.Recommendation.Reference == reference
	})
	if i < 0 {
		return fault.New(fault.NotFound, "%s has no recommendation %q: it was taken back, split, or merged into another one, or there never was one.", f.place.round.Key, reference)
	}
	f.row, f.rec = f.ledger.Rows[i], f.ledger.Rows[i].Recommendation
	return nil
}

// Recommendation answers with the page of one recommendation.
func (d *Desk) Recommendation(c *gin.Context) error {
	f, err := d.followed(c)
	if err != nil {
		return err
	}
	return d.showRecommendation(c, http.StatusOK, recommendationPage(f))
}

func (d *Desk) showRecommendation(c *gin.Context, status int, built page.Recommendation) error {
	for i := range built.Notes {
		if built.Notes[i].Key == "" {
			built.Notes[i].Key = sqldb.NewID()
		}
	}
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-recommendation", built)
}

// SaveRecommendation stores what was written in a recommendation.
func (d *Desk) SaveRecommendation(c *gin.Context) error {
	f, err := d.followed(c)
	if err != nil {
		return err
	}
	typed := typedRecommendation(c, f.rec)
	typed.Themes = slices.DeleteFunc(typed.Themes, func(key string) bool {
		_, known := f.in.Codebook.Theme(key)
		return !known && !slices.Contains(f.rec.Themes, key)
	})
	refused := d.analysis.EditRecommendation(c.Request.Context(), typed)
	if refused == nil {
		return done(c, f.at(), f.rec.Reference+" is saved.")
	}
	status, again := refusal(refused)
	if !again {
		return refused
	}
	if f, err = d.followed(c); err != nil { // as it is now: somebody may have been faster
		return err
	}
	return d.showRecommendation(c, status, notStored(f, typed, status, refused))
}

// typedRecommendation returns a recommendation as it was typed. Lines in the
// field for new points become points without a number.
func typedRecommendation(c *gin.Context, is analysis.Recommendation) analysis.Recommendation {
	r := analysis.Recommendation{
		ID: is.ID, RoundID: is.RoundID, Reference: is.Reference, Version: postedNumber(c, "version"), Title: typed(c, "title"),
		Body: typed(c, "body"), Owner: typed(c, "owner"), CoOwners: typedLines(c, "coowners"), FeedsInto: typedLines(c, "feeds"),
		Own: c.PostForm("own") != "", Themes: c.PostFormArray("theme"), PublicText: strings.Join(paragraphs(c.PostForm("public")), "\n\n"),
	}
	for name := range c.Request.PostForm {
		rest, ok := strings.CutPrefix(name, "point-")
		if n, err := strconv.Atoi(rest); ok && err == nil && n > 0 {
			r.Points = append(r.Points, analysis.Point{Number: n, Title: typed(c, name)})
		}
	}
	slices.SortFunc(r.Points, func(a, b analysis.Point) int {
		return placeOfPoint(is, a) - placeOfPoint(is, b)
	})
	for _, line := range typedLines(c, "points") {
		r.Points = append(r.Points, analysis.Point{Title: line})
	}
	return r
}

// placeOfPoint returns where a point stands among those of a recommendation.
func placeOfPoint(r analysis.Recommendation, p analysis.Point) int {
	if i := slices.IndexFunc(r.Points, func(o analysis.Point) bool { return o.Number == p.Number }); i >= 0 {
		return i
	}
	return len(r.Points) + p.Number
}

// typedLines returns the lines of a field that say something.
func typedLines(c *gin.Context, name string) []string {
	var out []string
	for line := range strings.Lines(c.PostForm(name)) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// notStored builds the page with what was typed, beside what somebody else has
// stored meanwhile, where that is why it was refused.
func notStored(f followed, typed analysis.Recommendation, status int, err error) page.Recommendation {
	built := recommendationPage(f)
	stored := built.Form
	built.Form = recommendationForm(f, typed)
	built.Form.Action, built.Form.By = stored.Action, stored.By
	built.Form.Wrong = wrongField(err)
	anchor := "#" + built.Form.Wrong
	if status == http.StatusConflict {
		built.Form.Wrong, anchor = "", "#words"
		built.Form.Version = stored.Version
		built.Form.Theirs = &page.Theirs{Text: differences(f.rec, typed), By: stored.By}
		mergePoints(&built.Form, f.rec, typed)
	}
	built.Wrong = true
	built.Problems = []page.Problem{{Anchor: anchor, Text: fault.Text(err)}}
	return built
}

// wrongField returns the id of the field that a refusal is about: the store says
// it in words.
func wrongField(err error) string {
	text := fault.Text(err)
	for _, field := range [][2]string{{"The public text", "public"}, {"A point", "points"}, {"The body", "body"}, {"The owner", "owner"}, {"A name", "coowners"}, {"points, owners", "points"}} {
		if strings.Contains(text, field[0]) {
			return field[1]
		}
	}
	return "title"
}

// mergePoints gives every point that either of two editors has a field. A point
// of mine that the other one took out is a new one: its number is never used
// again.
func mergePoints(form *page.RecommendationForm, theirs, mine analysis.Recommendation) {
	var fields []page.PointField
	lost := []string{}
	for _, p := range theirs.Points {
		field := page.PointField{Number: p.Number, Reference: theirs.PointReference(p), Title: p.Title}
		if i := slices.IndexFunc(mine.Points, func(o analysis.Point) bool { return o.Number == p.Number }); i >= 0 {
			field.Title = mine.Points[i].Title
		}
		fields = append(fields, field)
	}
	for _, p := range mine.Points {
		known := slices.ContainsFunc(theirs.Points, func(o analysis.Point) bool { return o.Number == p.Number })
		if !known && p.Title != "" {
			lost = append(lost, p.Title)
		}
	}
	form.Points, form.NewPoints = fields, strings.Join(lost, "\n")
}

// differences says in what the stored recommendation is other than what was
// typed.
func differences(stored, typed analysis.Recommendation) []string {
	out := []string{}
	add := func(what, theirs, mine string) {
		if theirs == mine {
			return
		}
		if theirs == "" {
			theirs = "(empty)"
		}
		out = append(out, what+": "+theirs)
	}
	add("What is to be done", stored.Title, typed.Title)
	for _, p := range stored.Points {
		i := slices.IndexFunc(typed.Points, func(o analysis.Point) bool { return o.Number == p.Number })
		mine := ""
		if i >= 0 {
			mine = typed.Points[i].Title
		}
		add(stored.PointReference(p), p.Title, mine)
	}
	for _, p := range typed.Points {
		gone := !slices.ContainsFunc(stored.Points, func(o analysis.Point) bool { return o.Number == p.Number })
		if gone && p.Number > 0 {
			out = append(out, stored.PointReference(p)+": taken out")
		}
	}
	add("Addressed to", stored.Body, typed.Body)
	add("Owner", stored.Owner, typed.Owner)
	add("Further owners", strings.Join(stored.CoOwners, "; "), strings.Join(typed.CoOwners, "; "))
	add("Feeds into", strings.Join(stored.FeedsInto, "; "), strings.Join(typed.FeedsInto, "; "))
	add("The public text", stored.PublicText, typed.PublicText)
	add("The coordinator’s own", yesNo(stored.Own), yesNo(typed.Own))
	add("Themes", strings.Join(stored.Themes, "; "), strings.Join(typed.Themes, "; "))
	return out
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
