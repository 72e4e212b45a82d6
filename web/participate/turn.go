package participate

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fill"
	"verbatim/web/page"
)

// turned does what a button asks for that changes how often a page is asked, once
// the page is stored. It reports false where there is nothing to do, such as
// after a double click.
func (d *Desk) turned(c *gin.Context, s sitting, r reading, p posting) (done bool, err error) {
	what, count := page.ParseTurn(p.values.Get(page.TurnField))
	rep, repeats := r.Repeat(p.Sheet)
	if !repeats || rep.Turns != count || p.Turn > rep.Turns {
		return false, nil
	}
	switch {
	case what == page.AddTurn && rep.MayAdd():
		if problems := p.problems(r); len(problems) > 0 {
			return true, d.showSheet(c, http.StatusUnprocessableEntity, s, r, shown{sheet: p.Sheet, problems: problems})
		}
		next := fill.Sheet{Place: p.Place, Turn: rep.Turns + 1}
		if Unseen(r.Questions(p.Sheet), p.Turn, p.values) {
			next = p.Sheet // asks more now: the button is there again
		} else {
			s.draft.Answers = rep.Add(s.draft.Answers)
		}
		return true, d.goTo(c, s, p, next)
	case what == page.RemoveTurn && rep.MayRemove() && stamp(p.Sheet, s.draft.Answers) != nothing:
		view := shown{sheet: p.Sheet}
		view.turns, view.notice = page.AskRemoval(s.tongue.words, s.tongue.foreign.Repeated(rep), p.Turn)
		return true, d.showSheet(c, http.StatusOK, s, r, view)
	case (what == page.RemoveTurn || what == page.TurnGone) && rep.MayRemove():
		return true, d.remove(c, s, p, rep)
	}
	return false, nil
}

// remove takes a turn away. Later ones move up, and windows that show one of them
// show something else than they say.
func (d *Desk) remove(c *gin.Context, s sitting, p posting, rep fill.Repeated) error {
	s.draft.Answers = rep.Remove(s.draft.Answers, p.Page, p.Turn)
	maps.DeleteFunc(s.draft.Windows, func(sheet, _ string) bool { return strings.HasPrefix(sheet, strconv.Itoa(p.Place)+"-") })
	return d.goTo(c, s, p, fill.Sheet{Place: p.Place, Turn: min(p.Turn, max(rep.Turns-1, 1))})
}

// removing reports whether a page was sent to be removed: what it holds is then
// not to be stored.
func (p posting) removing() bool {
	what, _ := page.ParseTurn(p.values.Get(page.TurnField))
	return what == page.TurnGone
}

// late reports whether a button of a turn was pressed that has done its work, by a
// double click: the page it stood on is another turn now.
func (p posting) late(r reading) bool {
	what, count := page.ParseTurn(p.values.Get(page.TurnField))
	rep, repeats := r.Repeat(p.Sheet)
	return (what == page.RemoveTurn || what == page.TurnGone) && (!repeats || rep.Turns != count)
}

// goTo stores the draft and leads to a sheet, or the one that comes in its place.
func (d *Desk) goTo(c *gin.Context, s sitting, p posting, to fill.Sheet) error {
	if err := d.save(c, &s, p.key); err != nil {
		return d.unsaved(c, s, p, err)
	}
	r := d.read(s)
	place, _ := r.at(to)
	c.Redirect(http.StatusSeeOther, s.pathAt(r, place))
	return nil
}

// Add asks a page once more, from the answers to check.
func (d *Desk) add(c *gin.Context, s sitting) (done bool, err error) {
	place, count, ok := page.ParseAdding(c.PostForm(page.AddField))
	if !ok {
		return false, nil
	}
	repeats := d.read(s).Repeats()
	i := slices.IndexFunc(repeats, func(rep fill.Repeated) bool { return rep.Place == place && rep.Turns == count && rep.MayAdd() })
	if i < 0 {
		c.Redirect(http.StatusSeeOther, s.path("check")) // added by the first of two clicks
		return true, nil
	}
	s.draft.Answers = repeats[i].Add(s.draft.Answers)
	if err := d.save(c, &s, parseTicket(c.PostForm("key")).key); err != nil {
		return true, d.unsent(c, s, err)
	}
	r := d.read(s)
	n, _ := r.at(fill.Sheet{Place: place, Turn: count + 1})
	c.Redirect(http.StatusSeeOther, s.pathAt(r, n))
	return true, nil
}
