package participate

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// returnToCheck is the value of "return" on pages that were reached from the
// answers to check.
const returnToCheck = "check"

// Page shows one page of questions with the answers given so far.
func (d *Desk) Page(c *gin.Context) error {
	s, err := d.sitReady(c)
	if err != nil {
		return d.answer(c, err)
	}
	n, err := s.number(c)
	if err != nil {
		return err
	}
	return d.showPage(c, http.StatusOK, s, n, nil, "")
}

// number returns the number of the page that the address names, from 1.
func (s sitting) number(c *gin.Context) (int, error) {
	n, err := strconv.Atoi(c.Param("page"))
	if err != nil || n < 1 || n > len(s.pages(s.role())) {
		return 0, fault.New(fault.NotFound, "This form has no such page. Go back and use the links and buttons of the form.")
	}
	return n, nil
}

// Save stores what was typed on a page, then looks for problems, then leads on.
// It stores first, so that nothing is lost whatever comes after.
func (d *Desk) Save(c *gin.Context) error {
	s, err := d.sit(c)
	if err != nil {
		return d.unreadPage(c, s, err)
	}
	n, err := s.number(c)
	if err != nil {
		return err
	}
	if err := d.fits(c, &s, s.pages(s.role())[n-1]); err != nil {
		return d.answer(c, err)
	}
	if err := d.save(c, &s, c.PostForm("key")); err != nil {
		return d.unsaved(c, s, n, err)
	}
	if c.PostForm("save") != "" { // the page stores itself while it is being written
		c.Status(http.StatusNoContent)
		return nil
	}
	return d.lead(c, s, n)
}

// unsaved shows a page that could not be stored again, with every word. What a
// second window of an instance that has been sent types leads to the receipt.
func (d *Desk) unsaved(c *gin.Context, s sitting, n int, err error) error {
	switch fault.KindOf(err) {
	case fault.Gone:
		return d.answer(c, &moved{s.path("receipt")})
	case fault.Unavailable, fault.Internal:
		status, notice := kept(c, err)
		return d.showPage(c, status, s, n, nil, notice)
	}
	return d.showPage(c, http.StatusUnprocessableEntity, s, n, nil, fault.Text(err))
}

// fits takes over the posted answers of a page, unless this form instance has
// been sent or cannot be sent any more. A form that closed meanwhile shows the
// words that were written.
func (d *Desk) fits(c *gin.Context, s *sitting, pg survey.Page) error {
	if s.sent && !s.found && (s.token != "" || s.receipt.key == c.PostForm("key")) {
		return &moved{s.path("receipt")}
	}
	if s.sent && !s.found {
		s.secret, s.instance = "", "" // a second person at this computer: another instance
	}
	s.merge(Decode(pg.Questions, 0, c.Request.PostForm))
	if s.invitation.Spent {
		return s.withWords(s.spent())
	}
	err := s.open(survey.DayOf(d.Now()))
	if h, ok := errors.AsType[*halt](err); ok {
		return s.withWords(h)
	}
	return err
}

// withWords shows on a halt what was written and can no longer be sent.
func (s sitting) withWords(h *halt) *halt {
	for _, section := range page.Sections(asked(s.pages(s.role())), s.draft.Answers, nil) {
		kept := section.Answers[:0]
		for _, g := range section.Answers {
			if g.Answered() {
				kept = append(kept, g)
			}
		}
		if section.Answers = kept; len(kept) > 0 {
			h.stop.Sections = append(h.stop.Sections, section)
		}
	}
	return h
}

// lead goes where the button that was pressed leads, once the page is stored.
func (d *Desk) lead(c *gin.Context, s sitting, n int) error {
	pages := s.pages(s.role())
	if c.PostForm("go") == "back" && n > 1 {
		c.Redirect(http.StatusSeeOther, s.pagePath(n-1))
		return nil
	}
	if problems := pages[n-1].Validate(s.draft.Answers); len(problems) > 0 {
		return d.showPage(c, http.StatusUnprocessableEntity, s, n, problems, "")
	}
	next := s.path("check")
	if n < len(pages) && c.PostForm("return") != returnToCheck {
		next = s.pagePath(n + 1)
	}
	c.Redirect(http.StatusSeeOther, next)
	return nil
}

func (d *Desk) showPage(c *gin.Context, status int, s sitting, n int, problems []survey.Problem, notice string) error {
	pages := s.pages(s.role())
	pg := pages[n-1]
	rule, _ := page.Rule(page.AskedPage(pg))
	data := page.Form{
		Layout: s.layout(c, page.Progress(words.Words{}, n, len(pages))+": "+pg.Title), Heading: pg.Title, Progress: page.Progress(words.Words{}, n, len(pages)),
		Intro: pg.Intro, Rule: rule, Questions: page.Questions(page.AskedPage(pg), s.draft.Answers, problems), Notice: notice,
		Problems: page.Problems(words.Words{}, problems, func(string) string { return "" }),
		Action:   s.pagePath(n), Key: cmp.Or(s.key(c.PostForm("key")), newKey()), Back: n > 1,
	}
	if c.Query("return") == returnToCheck || c.PostForm("return") == returnToCheck {
		data.Return = returnToCheck
	}
	data.Wrong, data.Writing, data.Scripts = len(problems) > 0, true, []string{"form.js"}
	return s.moulds.Form(c, status, data)
}
