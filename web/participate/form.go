package participate

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/web/page"
)

// returnToCheck is the value of "return" on pages that were reached from the
// answers to check.
const returnToCheck = "check"

// Page shows one page of questions with the answers given so far. Pages are
// numbered as they are asked now: after the last come the answers to check.
func (d *Desk) Page(c *gin.Context) error {
	s, err := d.sitReady(c)
	if err != nil {
		return d.answer(c, err)
	}
	r := d.read(s)
	n, err := r.number(c)
	if err != nil {
		return err
	}
	if n > len(r.sheets) {
		c.Redirect(http.StatusSeeOther, s.path("check"))
		return nil
	}
	return d.showSheet(c, http.StatusOK, s, r, shown{sheet: r.sheets[n-1]})
}

// mostTries is how often a page is put into the draft when others write to the
// draft at the same moment: the two clicks of a double click, a page that stores
// itself, another window.
const mostTries = 4

// Save stores what was typed on a page, then looks for problems, then leads on.
// It stores first, so that nothing is lost whatever comes after.
func (d *Desk) Save(c *gin.Context) (err error) {
	for range mostTries {
		if err = d.trySave(c); fault.KindOf(err) != fault.Conflict || err == nil {
			return err
		}
	}
	return err // the error page carries the words
}

func (d *Desk) trySave(c *gin.Context) error {
	s, err := d.sit(c)
	if err != nil {
		return d.unreadPage(c, s, err)
	}
	p, err := d.posting(c, s)
	if err != nil {
		return err
	}
	if r := d.read(s); p.late(r) {
		place, _ := r.at(p.Sheet)
		c.Redirect(http.StatusSeeOther, s.pathAt(r, place))
		return nil
	}
	if p.overtaken(s) {
		return d.written(c, s, p, false)
	}
	stored := s.draft.Answers
	if err := d.fits(&s, p); err != nil {
		return d.answer(c, err)
	}
	if p.overwrites(s, stored) {
		return d.showBoth(c, s, p, stored)
	}
	chosen, err := d.choose(c, &s)
	if err != nil {
		return err
	}
	s.wrote(p)
	if err := d.save(c, &s, p.key); err != nil {
		if onceMore(c, err) {
			return d.Save(c)
		}
		return d.unsaved(c, s, p, err)
	}
	if done, err := d.received(c, &s, p); done {
		return err
	}
	return d.written(c, s, p, chosen)
}

// written answers a post whose words are in the draft: nothing is to be shown to a
// page that stores itself while it is being written.
func (d *Desk) written(c *gin.Context, s sitting, p posting, chosen bool) error {
	if c.PostForm("save") != "" {
		c.Status(http.StatusNoContent)
		return nil
	}
	return d.lead(c, s, p, chosen)
}

// wrote notes in which window a sheet was written last.
func (s *sitting) wrote(p posting) {
	if p.window == "" {
		return
	}
	if s.draft.Windows == nil {
		s.draft.Windows = map[string]string{}
	}
	s.draft.Windows[p.sheet] = p.window
	if p.nth > 0 {
		s.draft.Windows[p.sheet] += nthMark + strconv.FormatInt(p.nth, 10)
	}
}

// nthMark stands in Draft.Windows between the name of a window and the number of
// its last post.
const nthMark = "."

// unsaved shows a page that could not be stored again, with every word. What a
// second window of an instance that has been sent types leads to the receipt.
func (d *Desk) unsaved(c *gin.Context, s sitting, p posting, err error) error {
	status, notice := http.StatusUnprocessableEntity, s.tongue.words.Fault(err)
	switch fault.KindOf(err) {
	case fault.Gone:
		return d.answer(c, &moved{s.path("receipt")})
	case fault.Conflict:
		return err
	case fault.Unavailable, fault.Internal:
		status, notice = kept(c, err)
	}
	r := d.read(s)
	if _, asked := r.at(p.Sheet); !asked {
		return err // the error page carries the words
	}
	return d.showSheet(c, status, s, r, shown{sheet: p.Sheet, notice: s.say(notice), ticket: p.ticket})
}

// fits takes over the posted answers of a page, unless this form instance has
// been sent or cannot be sent any more. A form that closed meanwhile shows the
// words that were written.
func (d *Desk) fits(s *sitting, p posting) error {
	if s.sent && !s.found && (s.token != "" || s.receipt.key == p.key) {
		return &moved{s.path("receipt")}
	}
	if s.sent && !s.found {
		s.secret, s.instance = "", "" // a second person at this computer: another instance
	}
	if !p.removing() {
		s.merge(Decode(p.Page.Questions, p.Turn, p.values))
	}
	if s.invitation.Spent {
		return d.withWords(*s, s.spent())
	}
	err := s.open(survey.DayOf(d.Now()))
	if h, ok := errors.AsType[*halt](err); ok {
		return d.withWords(*s, h)
	}
	return err
}

// withWords shows on a halt what was written and can no longer be sent.
func (d *Desk) withWords(s sitting, h *halt) *halt {
	for _, section := range page.Sections(d.read(s).pages(), s.draft.Answers, nil) {
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
func (d *Desk) lead(c *gin.Context, s sitting, p posting, chosen bool) error {
	r := d.read(s)
	place, asked := r.at(p.Sheet)
	back := ""
	if c.PostForm("return") == returnToCheck {
		back = "?return=" + returnToCheck
	}
	here := s.pathAt(r, place) + back
	if anchor, stays := Stays(p.values); stays || chosen || p.values.Get(page.TurnField) == page.KeepTurn {
		if anchor != "" {
			here += "#" + anchor
		}
		c.Redirect(http.StatusSeeOther, here)
		return nil
	}
	if done, err := d.turned(c, s, r, p); done {
		return err
	}
	if c.PostForm("go") == "back" && place > 0 {
		c.Redirect(http.StatusSeeOther, s.pagePath(place))
		return nil
	}
	if !asked { // what was answered elsewhere has made this page needless
		c.Redirect(http.StatusSeeOther, s.pathAt(r, place))
		return nil
	}
	return d.leadOn(c, s, r, p, here)
}

// leadOn goes to the page after this one, unless there is something left on it.
func (d *Desk) leadOn(c *gin.Context, s sitting, r reading, p posting, here string) error {
	place, _ := r.at(p.Sheet)
	if problems := p.problems(r); len(problems) > 0 {
		return d.showSheet(c, http.StatusUnprocessableEntity, s, r, shown{sheet: p.Sheet, problems: problems})
	}
	next := s.path("check")
	switch {
	case Unseen(r.Questions(p.Sheet), p.Turn, p.values):
		next = here
	case c.PostForm("return") != returnToCheck:
		next = s.pathAt(r, place+1)
	}
	c.Redirect(http.StatusSeeOther, next)
	return nil
}

// shown is a sheet with what is said on its page.
type shown struct {
	sheet    fill.Sheet
	problems []survey.Problem
	notice   string
	turns    page.Turns     // in the place of the usual buttons
	stored   []page.Section // what another window has made of it
	ticket   ticket         // where it is not that of a page on which all is stored
}

func (d *Desk) showSheet(c *gin.Context, status int, s sitting, r reading, v shown) error {
	place, _ := r.at(v.sheet)
	w := s.tongue.words
	pg := page.AskedSheet(r.Filled, v.sheet, w).Beside(s.tongue.foreign)
	rule, _ := page.Rule(pg)
	progress := page.Progress(w, place+1, len(r.sheets))
	if v.ticket == (ticket{}) {
		v.ticket = newTicket(v.sheet, s.draft.Answers)
	}
	v.ticket.key = cmp.Or(s.key(parseTicket(c.PostForm("key")).key), newKey())
	data := page.Form{
		Layout: s.layout(c, progress+": "+page.Plain(pg.Title)), Heading: pg.Title, Progress: progress,
		Intro: pg.Intro, Rule: rule, Questions: page.Questions(pg, s.draft.Answers, v.problems), Notice: v.notice,
		Problems: page.Problems(w, v.problems, func(string) string { return "" }, pg), Turns: v.turns, Stored: v.stored,
		Action: s.pagePath(place + 1), Key: v.ticket.String(), Back: place > 0, Personal: pg.Personal, Langs: page.Langs{Heading: pg.TitleLang, Intro: pg.IntroLang},
	}
	if rep, repeats := r.Repeat(v.sheet); repeats && v.turns == (page.Turns{}) {
		data.Turns = page.NewTurns(w, s.tongue.foreign.Repeated(rep), v.sheet.Turn)
	}
	if c.Query("return") == returnToCheck || c.PostForm("return") == returnToCheck {
		data.Return = returnToCheck
	}
	data.Wrong, data.Writing, data.Scripts = len(v.problems) > 0, true, []string{"form.js"}
	return s.tongue.moulds.Form(c, status, data)
}

// showBoth shows what was typed into a window, and what another has made of the
// same page since that one was opened. Nothing is stored until the page is sent
// once more.
func (d *Desk) showBoth(c *gin.Context, s sitting, p posting, stored []survey.Answer) error {
	r := d.read(s)
	if _, asked := r.at(p.Sheet); !asked {
		return fault.New(fault.Conflict, "You have changed this page in another window since this one was opened. Go back to see what you typed here.")
	}
	theirs := page.AskedSheet(r.Filled, p.Sheet, s.tongue.words).Beside(s.tongue.foreign)
	return d.showSheet(c, http.StatusConflict, s, r, shown{
		sheet: p.Sheet, stored: page.Sections([]page.Asked{theirs}, stored, nil), ticket: newTicket(p.Sheet, stored),
		notice: s.say("You have changed this page in another window since this one was opened. What you typed here is below and is not stored yet; what is stored stands above it. Make one of both, then press the button."),
	})
}
