package coordinate

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// EditSummary answers with the page on which title, introduction and parts are
// changed.
func (d *Desk) EditSummary(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	built, err := d.outline(c, p)
	if err != nil {
		return err
	}
	return d.showOutline(c, http.StatusOK, built)
}

func (d *Desk) showOutline(c *gin.Context, status int, built page.Outline) error {
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-summary-edit", built)
}

// outline builds the page as things are stored.
func (d *Desk) outline(c *gin.Context, p place) (page.Outline, error) {
	in, err := collate.Load(c.Request.Context(), d.survey, d.analysis, p.round.ID)
	if err != nil {
		return page.Outline{}, err
	}
	s := collate.Collate(in)
	in.Outline.Title, in.Outline.Introduction = "", nil
	return outlinePage(p, s, collate.Collate(in)), nil
}

// outlinePage builds the page of a summary, beside what it would be if nobody had
// written a title and an introduction.
func outlinePage(p place, s, usual analysis.Summary) page.Outline {
	o := s.Outline
	out := page.Outline{
		Scope: p.scope(), Back: page.Link{Text: "The draft", Address: p.at("summary")}, Action: p.at("summary") + "/edit",
		Heading: s.Title, UsualTitle: usual.Title, Introduction: strings.Join(s.Introduction, "\n\n"), Usual: usual.Introduction,
		WithoutCount: o.WithoutCount, Version: strconv.Itoa(o.Version), By: changedBy(o.By, o.At), Close: p.at("summary") + "/check",
		New: page.OutlinePart{Anchor: "new-section"},
	}
	out.Title = "Title, introduction and parts"
	opening := called("Title", "Introduction", "Numbers")
	for _, k := range s.Checks {
		if opening(k) {
			out.Checks = append(out.Checks, checkView(k, k.Where))
		}
	}
	for i, part := range o.Parts {
		v := page.OutlinePart{
			Key: part.Key, Anchor: partAnchor(part.Key), Heading: partHeading(s, part.Key), Kind: partKind(part), Hidden: part.Hidden, Own: part.Own(),
			Body: strings.Join(part.Body, "\n\n"), Version: strconv.Itoa(part.Version), By: changedBy(part.By, part.At), First: i == 0, Last: i == len(o.Parts)-1,
		}
		for _, k := range s.Checks {
			if part.Own() && called(part.Heading)(k) {
				v.Checks = append(v.Checks, checkView(k, ""))
			}
		}
		out.Parts = append(out.Parts, v)
	}
	return out
}

func partKind(p analysis.Part) string {
	switch _, role := p.Role(); {
	case role:
		return "themes and quotes"
	case p.Own():
		return "your own text"
	}
	return "recommendations"
}

// SaveSummaryEdit does what the page's buttons say.
func (d *Desk) SaveSummaryEdit(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	do, key, _ := strings.Cut(c.PostForm("do"), " ")
	switch do {
	case "opening":
		return d.saveOpening(c, p)
	case "section":
		return d.saveSection(c, p)
	case "up", "down", "hide", "show":
		return d.arrange(c, p, do, key)
	}
	return fault.New(fault.Invalid, "Choose one of the buttons of the page.")
}

// paragraphs returns what was typed as paragraphs: an empty line parts them.
func paragraphs(text string) []string {
	var out []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// saveOpening stores title and introduction. What is as it is made of the counts
// is not stored, so that it goes on following them.
func (d *Desk) saveOpening(c *gin.Context, p place) error {
	shown, err := d.outline(c, p)
	if err != nil {
		return err
	}
	o := analysis.Outline{RoundID: p.round.ID, Version: postedNumber(c, "version"), Title: typed(c, "title"), Introduction: paragraphs(c.PostForm("introduction")), WithoutCount: c.PostForm("without") != ""}
	if o.Title == shown.UsualTitle {
		o.Title = ""
	}
	typedWords := strings.Join(o.Introduction, " ")
	if typedWords == strings.Join(shown.Usual, " ") || typedWords == typed(c, "usual") { // as it is now, or as it was on the page
		o.Introduction = nil
	}
	err = d.analysis.SaveOpening(c.Request.Context(), o)
	if err == nil {
		return done(c, p.at("summary")+"/edit", "Title, introduction and numbers are saved.")
	}
	status, again := refusal(err)
	if !again {
		return err
	}
	if shown, err2 := d.outline(c, p); err2 != nil {
		return err2
	} else if status == http.StatusConflict {
		shown.Theirs = &page.Theirs{Text: append([]string{shown.Heading}, strings.Split(shown.Introduction, "\n\n")...), By: shown.By}
		return d.openingAgain(c, status, shown, err)
	}
	shown.Version = c.PostForm("version")
	return d.openingAgain(c, status, shown, err)
}

func (d *Desk) openingAgain(c *gin.Context, status int, shown page.Outline, err error) error {
	shown.Heading, shown.Introduction, shown.WithoutCount = typed(c, "title"), c.PostForm("introduction"), c.PostForm("without") != ""
	shown.Wrong = true
	shown.Problems = []page.Problem{{Anchor: "#introduction", Text: fault.Text(err)}}
	return d.showOutline(c, status, shown)
}

// refusal returns the status of a page that shows a form again, and whether the
// fault is for that.
func refusal(err error) (int, bool) {
	switch fault.KindOf(err) {
	case fault.Conflict:
		return http.StatusConflict, true
	case fault.Invalid:
		return http.StatusUnprocessableEntity, true
	}
	return 0, false
}

// saveSection stores a section that somebody wrote.
func (d *Desk) saveSection(c *gin.Context, p place) error {
	part := analysis.Part{Key: c.PostForm("key"), Heading: typed(c, "heading"), Body: paragraphs(c.PostForm("body")), Version: postedNumber(c, "version")}
	err := d.analysis.SavePart(c.Request.Context(), p.round.ID, part)
	if err == nil {
		return done(c, p.at("summary")+"/edit#"+partAnchor(part.Key), "The section is saved.")
	}
	status, again := refusal(err)
	if !again {
		return err
	}
	shown, err2 := d.outline(c, p)
	if err2 != nil {
		return err2
	}
	is := &shown.New
	if i := slices.IndexFunc(shown.Parts, func(v page.OutlinePart) bool { return v.Own && v.Key == part.Key }); i >= 0 {
		is = &shown.Parts[i]
		if status == http.StatusConflict {
			is.Theirs = &page.Theirs{Text: append([]string{is.Heading}, strings.Split(is.Body, "\n\n")...), By: is.By}
		} else {
			is.Version = c.PostForm("version")
		}
	}
	is.Heading, is.Body, is.Open = part.Heading, c.PostForm("body"), true
	shown.Wrong = true
	shown.Problems = []page.Problem{{Anchor: "#" + is.Anchor, Text: fault.Text(err)}}
	return d.showOutline(c, status, shown)
}

// arrange moves, hides or shows one part.
func (d *Desk) arrange(c *gin.Context, p place, do, key string) error {
	s, err := collate.Round(c.Request.Context(), d.survey, d.analysis, p.round.ID)
	if err != nil {
		return err
	}
	parts := s.Outline.Parts
	at := slices.IndexFunc(parts, func(o analysis.Part) bool { return o.Key == key })
	if at < 0 {
		return fault.New(fault.Conflict, "The summary no longer has this part: load the page anew.")
	}
	said := "The part was moved."
	switch {
	case do == "hide":
		parts[at].Hidden, said = true, "The part is hidden. Nothing of it is lost."
	case do == "show":
		parts[at].Hidden, said = false, "The part is shown again."
	case do == "up" && at > 0:
		parts[at], parts[at-1] = parts[at-1], parts[at]
	case do == "down" && at < len(parts)-1:
		parts[at], parts[at+1] = parts[at+1], parts[at]
	}
	if err := d.analysis.Arrange(c.Request.Context(), p.round.ID, parts); err != nil {
		return err
	}
	return done(c, p.at("summary")+"/edit#"+partAnchor(key), said)
}
