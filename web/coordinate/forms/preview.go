package forms

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/web/page"
	"verbatim/web/page/words"
	"verbatim/web/participate"
)

// seenBy is for whom a page is previewed.
type seenBy struct{ lang, role string }

func readSeenBy(c *gin.Context) seenBy { return seenBy{c.Query("lang"), c.Query("role")} }

// address adds for whom it is to the address of a preview.
func (s seenBy) address(path string) string {
	v := url.Values{}
	for name, value := range map[string]string{"lang": s.lang, "role": s.role} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// Preview leads to the pages of a draft as participants see them.
func (d *Desk) Preview(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	s := readSeenBy(c)
	out := page.DesignPreview{Back: b.at(""), At: b.at("preview"), Try: participate.TrialPath(b.programme.Key, b.form().Key)}
	for _, lang := range b.form().Languages() {
		out.Languages = append(out.Languages, page.Pick{Value: lang, Text: words.Name(lang), Chosen: lang == s.lang})
	}
	out.Roles = []page.Pick{{Value: "", Text: "anybody: the form asks"}}
	for _, r := range b.programme.Roles {
		out.Roles = append(out.Roles, page.Pick{Value: r.Key, Text: r.Singular, Chosen: r.Key == s.role})
	}
	sights, err := b.sights(s, d)
	if err != nil {
		out.Problem = "The pages are shown as they are written, because something must be mended before conditions can be worked out."
	}
	if design.Blocked(design.Check(*b.form(), b.cohort())) {
		out.Problem = "Something must be mended before a test run: the form says what, beside each question."
		out.Try = ""
	}
	for i, sh := range sights {
		out.Pages = append(out.Pages, page.Link{Text: page.Progress(words.Words{}, i+1, len(sights)) + ": " + sh.Title, Address: s.address(b.at("preview/" + strconv.Itoa(i+1)))})
	}
	out.Layout = frame(c, "Preview: "+short(b.form().Title), 0)
	return d.Render.Page(c, http.StatusOK, "coordinate-form-preview", out)
}

// sights returns the pages that somebody sees. The fault says why they are shown
// as they are written.
func (b *bench) sights(s seenBy, d *Desk) (out []page.Asked, err error) {
	f, w := b.form().In(s.lang), words.For(s.lang)
	plan, err := fill.New(f)
	if err != nil {
		for _, p := range f.Pages {
			out = append(out, page.AskedPage(p))
		}
		return out, err
	}
	var answers []survey.Answer
	if q, ok := f.Purposed(survey.ForRole); ok && s.role != "" {
		answers = append(answers, survey.Answer{Question: q.Key, Choices: []string{s.role}})
	}
	filled := plan.Fill(answers, d.Now())
	for _, sh := range filled.Sheets() {
		out = append(out, page.AskedSheet(filled, sh, w))
	}
	return out, nil
}

// PreviewPage shows one page exactly as participants see it. Whatever is pressed
// on it leads to the next: nothing is stored.
func (d *Desk) PreviewPage(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	s := readSeenBy(c)
	sights, _ := b.sights(s, d) // half done is shown half done
	n, err := strconv.Atoi(c.Param("page"))
	if err != nil || n < 1 || n > len(sights) {
		return fault.New(fault.NotFound, "There is no such page in this preview. Go back to the form.")
	}
	if c.Request.Method == http.MethodPost {
		return told(c, s.address(b.next(n, len(sights), c.PostForm("go") == "back")), "")
	}
	pg, progress := sights[n-1], page.Progress(words.For(s.lang), n, len(sights))
	rule, _ := page.Rule(pg)
	data := page.Form{
		Layout: page.Participant(c, progress+": "+pg.Title, b.programme), Heading: pg.Title, Progress: progress, Intro: pg.Intro, Rule: rule,
		Questions: page.Questions(pg, nil, nil), Notice: "This is a preview: nothing is stored. The name on top leads back to the form.",
		Action: s.address(b.at("preview/" + strconv.Itoa(n))), Key: "preview", Back: n > 1,
	}
	data.Home = s.address(b.at("preview"))
	if s.lang != "" {
		data.Lang = s.lang
	}
	return d.Render.Page(c, http.StatusOK, "participate-page", data)
}

// next is where a button of a previewed page leads.
func (b *bench) next(n, of int, back bool) string {
	switch {
	case back && n > 1:
		return b.at("preview/" + strconv.Itoa(n-1))
	case !back && n < of:
		return b.at("preview/" + strconv.Itoa(n+1))
	}
	return b.at("preview")
}
