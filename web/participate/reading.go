package participate

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/web/page"
)

// A reading is a form as it is asked of one person, given what that person has
// answered so far: sheet after sheet.
type reading struct {
	*fill.Filled
	tongue *tongue
	sheets []fill.Sheet
}

// read returns the form as it is asked now.
func (d *Desk) read(s sitting) reading {
	f := s.tongue.plan.Fill(s.answers(), d.Now())
	return reading{f, s.tongue, asked(f, s.tongue.plan.Plain(), s.role())}
}

// asked returns the sheets on which something is asked of somebody with the role
// that an invitation states, if it does.
func asked(f *fill.Filled, plain bool, role string) []fill.Sheet {
	all := f.Sheets()
	if plain && role == "" {
		return all
	}
	out := make([]fill.Sheet, 0, len(all))
	for _, s := range all {
		if s, some := withoutRole(s, role); some && f.Asks(s) {
			out = append(out, s)
		}
	}
	return out
}

// withoutRole returns a sheet as somebody sees it whose invitation states the
// role: that is not asked for, and a sheet on which nothing is left is none.
func withoutRole(s fill.Sheet, role string) (_ fill.Sheet, some bool) {
	asks := func(q survey.Question) bool { return q.Purpose == survey.ForRole }
	if role == "" || !slices.ContainsFunc(s.Page.Questions, asks) {
		return s, true
	}
	s.Page.Questions = slices.DeleteFunc(slices.Clone(s.Page.Questions), asks)
	return s, len(s.Page.Questions) > 0
}

// at returns the place of a sheet among those that are asked, from 0, or where it
// would be.
func (r reading) at(s fill.Sheet) (place int, asked bool) {
	return slices.BinarySearchFunc(r.sheets, s, func(a, b fill.Sheet) int {
		if a.Place != b.Place {
			return a.Place - b.Place
		}
		return a.Turn - b.Turn
	})
}

// placeOf returns the place of the sheet that asks a question in its turn; the
// first where none does.
func (r reading) placeOf(key string) int {
	question, turn := survey.SplitTurn(key)
	return max(0, slices.IndexFunc(r.sheets, func(s fill.Sheet) bool {
		return s.Turn == turn && slices.ContainsFunc(s.Page.Questions, func(q survey.Question) bool { return q.Key == question })
	}))
}

// number returns the number of a page that an address names, from 1. It may be
// more than are asked now.
func (r reading) number(c *gin.Context) (int, error) {
	n, err := strconv.Atoi(c.Param("page"))
	if err != nil || n < 1 || n > r.tongue.plan.Most() {
		return 0, fault.New(fault.NotFound, "This form has no such page. Go back and use the links and buttons of the form.")
	}
	return n, nil
}

// pages returns the sheets as pages show them.
func (r reading) pages() []page.Asked {
	out := make([]page.Asked, len(r.sheets))
	for i, s := range r.sheets {
		out[i] = page.AskedSheet(r.Filled, s, r.tongue.words).Beside(r.tongue.foreign)
	}
	return out
}

// pathAt is the address of the sheet with a place among those that are asked, or
// of the answers to check after the last.
func (s sitting) pathAt(r reading, place int) string {
	if place >= len(r.sheets) {
		return s.path("check")
	}
	return s.pagePath(place + 1)
}

// A posting is a sheet that was sent.
type posting struct {
	ticket
	fill.Sheet
	values url.Values
	nth    int64 // of page.NthField; 0 for none
}

// posting returns which sheet was sent: the one that its page showed, whatever its
// number is now, or, for a page without a ticket, the one that has its number.
func (d *Desk) posting(c *gin.Context, s sitting) (p posting, err error) {
	p.ticket, p.values = parseTicket(c.PostForm("key")), c.Request.PostForm
	p.nth, _ = strconv.ParseInt(p.values.Get(page.NthField), 10, 64)
	if sheet, ok := sheetNamed(s.tongue.plan, p.sheet); ok {
		if p.Sheet, ok = withoutRole(sheet, s.role()); ok {
			return p, nil
		}
	}
	r := d.read(s)
	n, err := r.number(c)
	if err == nil && n > len(r.sheets) {
		err = fault.New(fault.NotFound, "This page is not asked any more. Go back and use the links and buttons of the form.")
	}
	if err == nil {
		p.Sheet = r.sheets[n-1]
		p.sheet = sheetName(p.Sheet)
	}
	return p, err
}

// overwrites reports whether to store what was sent would put back what another
// window has changed since this one showed it.
func (p posting) overwrites(s sitting, stored []survey.Answer) bool {
	window, _, _ := strings.Cut(s.draft.Windows[p.sheet], nthMark)
	if !s.found || p.seen == "" || window == p.window {
		return false
	}
	now := stamp(p.Sheet, stored)
	return now != p.seen && now != stamp(p.Sheet, s.draft.Answers)
}

// overtaken reports whether the window has stored this sheet in a later post than
// this one, which took longer: a page that stores itself and the button that is
// pressed meanwhile arrive in any order.
func (p posting) overtaken(s sitting) bool {
	window, nth, _ := strings.Cut(s.draft.Windows[p.sheet], nthMark)
	last, _ := strconv.ParseInt(nth, 10, 64) // without a script there is none
	return p.window != "" && p.window == window && p.nth > 0 && p.nth <= last
}

// problems returns what is wrong with what the page showed. What it asks only now
// is no problem yet: nobody has seen it.
func (p posting) problems(r reading) []survey.Problem {
	all := r.Problems(p.Sheet)
	if shown, says := p.values[page.AskedField]; says {
		all = slices.DeleteFunc(all, func(pr survey.Problem) bool { return !slices.Contains(shown, pr.Question) })
	}
	return all
}
