package participate

import (
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
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
		p, postingErr := d.posting(c, s)
		if postingErr != nil || !covers([]fill.Sheet{p.Sheet}, posted) {
			continue
		}
		s.draft.Answers = Decode(p.Page.Questions, p.Turn, p.values)
		r := d.read(s)
		if !covers(shownNow(r, p.Sheet), posted) {
			break // what it asks hangs on answers that cannot be read
		}
		status, notice := kept(c, err)
		return d.showSheet(c, status, s, r, shown{sheet: p.Sheet, notice: s.say(notice), ticket: p.ticket})
	}
	return err // the error page carries the words
}

// shownNow returns the sheet with the questions that are asked on it.
func shownNow(r reading, s fill.Sheet) []fill.Sheet {
	s.Page.Questions = r.Questions(s)
	return []fill.Sheet{s}
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
	if len(posted) == 0 || !covers(everySheet(s.tongue.plan), posted) {
		return err
	}
	s.adopt(c.Request.PostForm)
	status, notice := kept(c, err)
	return d.showCheck(c, status, s, nil, s.say(notice))
}

// everySheet returns the sheets that a form can ask.
func everySheet(p *fill.Plan) []fill.Sheet {
	var out []fill.Sheet
	for place := range p.Form().Pages {
		for turn := range survey.MostTurns + 1 {
			if s, ok := p.Sheet(place, turn); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// away reports whether err says that the store of a known place cannot be
// reached at present.
func (s sitting) away(err error) bool {
	return s.wave.ID != "" && s.tongue != nil && fault.KindOf(err) == fault.Unavailable
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

// covers reports whether every field belongs to a question of the sheets, or says
// how often a page is asked, so that showing them shows all that was posted.
func covers(sheets []fill.Sheet, fields []string) bool {
	known := map[string]bool{}
	for _, s := range sheets {
		if s.Page.Repeat != nil {
			known[page.AnswerField(s.Page.Repeat.Key, "")] = true
		}
		for _, q := range s.Page.Questions {
			for _, field := range page.Fields(q, s.Turn) {
				known[field] = true
			}
		}
	}
	return !slices.ContainsFunc(fields, func(f string) bool { return !known[f] })
}
