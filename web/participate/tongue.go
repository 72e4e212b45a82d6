package participate

import (
	"cmp"
	"slices"
	"sync"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/web/page"
	"verbatim/web/page/words"
	"verbatim/web/render"
)

// A tongue is a form in one of its languages, made ready to be filled in.
type tongue struct {
	tag    string
	own    bool // the form was written in it
	form   survey.Form
	plan   *fill.Plan
	moulds *render.Moulds
	words  words.Words

	foreign page.Foreign  // what nobody has translated
	buttons []page.Tongue // to choose another; none where there is no other
}

// tongues are the languages of one version of a form. Each is made ready when
// somebody first reads the form in it.
type tongues struct {
	tags []string // the form's own first
	made map[string]func() (*tongue, error)
}

func newTongues(r *render.Renderer, f survey.Form) *tongues {
	ts := &tongues{tags: f.Languages(), made: map[string]func() (*tongue, error){}}
	for _, tag := range ts.tags {
		ts.made[tag] = sync.OnceValues(func() (*tongue, error) { return newTongue(r, f, tag) })
	}
	return ts
}

func newTongue(r *render.Renderer, f survey.Form, tag string) (*tongue, error) {
	spoken, own := f.In(tag), tag == f.Languages()[0]
	plan, err := fill.New(spoken)
	if err != nil {
		return nil, fault.Coded("W40", "The form %q cannot be asked in the language %q: %s", f.Key, tag, fault.Text(err))
	}
	if tag == ownTag && f.Language == "" {
		tag = page.Language
	}
	return &tongue{tag, own, spoken, plan, r.Moulds(), words.For(tag), page.ForeignTo(f, tag), page.Tongues(f.Languages(), tag)}, nil
}

// ownTag is the language of a form that names none.
const ownTag = "en"

// in returns the form in the language with the tag, and in its own where it does
// not speak that.
func (ts *tongues) in(tag string) (*tongue, error) {
	if made, ok := ts.made[tag]; ok {
		return made()
	}
	return ts.made[ts.tags[0]]()
}

// nearest returns the tag among those of the form that names the same language,
// "en" for "en-GB", or "".
func (ts *tongues) nearest(tag string) string {
	i := slices.IndexFunc(ts.tags, func(own string) bool { return page.SameLanguage(own, tag) })
	if tag == "" || i < 0 {
		return ""
	}
	return ts.tags[i]
}

// languageCookie keeps the language that was chosen where there is no draft to
// keep it.
const languageCookie = "language"

// speak chooses the language of the draft, else the one that the address names, as
// that of a poster does, or that was chosen in this browser, for the form or for
// pages that belong to none.
func (d *Desk) speak(c *gin.Context, s *sitting) (err error) {
	tag := s.draft.Language
	if tag == "" && len(s.tongues.tags) > 1 { // begun before there was a choice, or not begun
		tag = cmp.Or(s.tongues.nearest(c.Query(page.LanguageField)), s.tongues.nearest(cmp.Or(d.cookie(c, languageCookie), page.ChosenTongue(c))))
	}
	s.tongue, err = s.tongues.in(tag)
	return err
}

// keepSpoken lets the browser remember the language that the address of a start
// page names: the pages after it are in that one too.
func (d *Desk) keepSpoken(c *gin.Context, s sitting) {
	if tag := s.tongues.nearest(c.Query(page.LanguageField)); tag != "" && !s.found {
		d.setCookie(c, s.place, languageCookie, tag, draftLife)
	}
}

// choose takes over the language that a button of the posted page chose and
// reports whether one was pressed. Where there is a draft, the caller stores it.
func (d *Desk) choose(c *gin.Context, s *sitting) (chosen bool, err error) {
	tag := c.PostForm(page.LanguageField)
	if tag == "" || !slices.Contains(s.tongues.tags, tag) {
		return false, nil
	}
	s.draft.Language = tag
	d.setCookie(c, s.place, languageCookie, tag, draftLife)
	page.SetTongue(c, tag)
	s.tongue, err = s.tongues.in(tag)
	return true, err
}
