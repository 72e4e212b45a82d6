package participate

import (
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// unreadRole stands for the role of an invitation that cannot be read at
// present: which it is does not matter, only that it is not asked for.
const unreadRole = "unread"

// unreadPage answers a posted page for which the store could not be read. The
// place is still remembered, so the page is shown again with every word on it.
func (d *Desk) unreadPage(c *gin.Context, s sitting, err error) error {
	if !s.away(err) {
		return d.answer(c, err)
	}
	posted := answerFields(c)
	for _, role := range []string{"", unreadRole} {
		s.invitation.Role = role
		n, numberErr := s.number(c)
		if numberErr != nil || !covers(s.pages(role)[n-1:n], posted) {
			continue
		}
		s.draft.Answers = Decode(s.pages(role)[n-1].Questions, 0, c.Request.PostForm)
		status, notice := kept(c, err)
		return d.showPage(c, status, s, n, nil, notice)
	}
	return err // the error page carries the words
}

// unreadCheck does the same for answers that were to be sent.
func (d *Desk) unreadCheck(c *gin.Context, s sitting, err error) error {
	if !s.away(err) {
		return d.answer(c, err)
	}
	posted := answerFields(c)
	if q, asks := s.form.Purposed(survey.ForRole); asks && !slices.Contains(posted, page.AnswerField(q.Key, "")) {
		s.invitation.Role = unreadRole
	}
	if len(posted) == 0 || !covers(s.pages(s.role()), posted) {
		return err
	}
	s.adopt(c.Request.PostForm)
	status, notice := kept(c, err)
	return d.showCheck(c, status, s, nil, notice)
}

// away reports whether err says that the store of a known place cannot be
// reached at present.
func (s sitting) away(err error) bool {
	return s.wave.ID != "" && fault.KindOf(err) == fault.Unavailable
}

// answerFields returns the names of the posted fields that belong to answers.
func answerFields(c *gin.Context) []string {
	var names []string
	for name := range c.Request.PostForm {
		if page.IsAnswer(name) {
			names = append(names, name)
		}
	}
	return names
}

// covers reports whether every field belongs to a question of the pages, so that
// showing them shows all that was posted.
func covers(pages []survey.Page, fields []string) bool {
	known := map[string]bool{}
	for _, p := range pages {
		for _, q := range p.Questions {
			for _, field := range page.Fields(q, 0) {
				known[field] = true
			}
		}
	}
	return !slices.ContainsFunc(fields, func(f string) bool { return !known[f] })
}
