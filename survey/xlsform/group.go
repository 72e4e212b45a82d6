package xlsform

import (
	"strings"

	"verbatim/survey"
)

// A group is a group or repeat that is open.
type group struct {
	row     row
	key     string
	repeat  bool
	left    bool // out: a repeat within a repeat
	matrix  bool // its rows are one question
	began   bool // its label was shown
	rows    []matrixRow
	heading string
}

func (r *reader) begin(row row, repeat bool) {
	g := group{row: row, key: firstOf(row.get("name"), "group"), repeat: repeat, heading: r.tongue.words(row, "label")}
	if repeat {
		g.key = r.key(row, "group") // expressions can name it
	}
	switch outer := r.innermostRepeat(); {
	case r.leftOut():
		g.left = true
	case repeat && outer != nil:
		g.left = true
		r.note(surveySheet, row.number, "type", "a repeat within a repeat is not taken over, with everything in it. Ask for the inner one on a page of its own.")
	}
	g.matrix = !repeat && !g.left && strings.Contains(row.get("appearance"), "table-list")
	if n := row.get("appearance"); n != "" && !isAppearance(n) && !g.matrix {
		r.note(surveySheet, row.number, "appearance", "%q is not taken over.", n)
	}
	r.groups = append(r.groups, g)
	r.last = nil
}

// end closes the innermost group.
func (r *reader) end(row row, repeat bool) {
	r.last = nil
	if len(r.groups) == 0 {
		r.note(surveySheet, row.number, "type", "closes a group that was not opened, and was passed over.")
		return
	}
	g := r.groups[len(r.groups)-1]
	if g.repeat != repeat {
		r.note(surveySheet, row.number, "type", "closes the group that row %d opens, which is of the other kind.", g.row.number)
	}
	r.groups = r.groups[:len(r.groups)-1]
	if len(g.rows) > 0 {
		r.matrix(g)
	}
	if len(r.groups) == 0 || g.repeat {
		r.page = "" // what follows is on another page
	}
}

func (r *reader) unclosed() {
	for len(r.groups) > 0 {
		g := r.groups[len(r.groups)-1]
		r.note(surveySheet, g.row.number, "type", "opens a group that is not closed. It was closed at the end.")
		r.end(row{number: g.row.number}, g.repeat)
	}
}

func (r *reader) leftOut() bool {
	return len(r.groups) > 0 && r.groups[len(r.groups)-1].left
}

func (r *reader) innermostRepeat() *group {
	for i := len(r.groups) - 1; i >= 0; i-- {
		if r.groups[i].repeat {
			return &r.groups[i]
		}
	}
	return nil
}

// pageGroups is how many of the open groups make the page: up to the repeat, or
// the outermost group alone. Those inside only have a heading.
func (r *reader) pageGroups() int {
	for i, g := range r.groups {
		if g.repeat {
			return i + 1
		}
	}
	return min(1, len(r.groups))
}

// placeOn returns the page that the next question belongs to, a new one where the
// groups have changed.
func (r *reader) placeOn() *survey.Page {
	n := r.pageGroups()
	id := "-"
	if n > 0 {
		id = r.groups[n-1].key
	}
	if r.page != id || len(r.form.Pages) == 0 {
		r.page = id
		r.newPage(r.groups[:n])
	}
	return &r.form.Pages[len(r.form.Pages)-1]
}

func (r *reader) newPage(groups []group) {
	p := survey.Page{Key: "start", Title: r.form.Title}
	if n := len(groups); n > 0 {
		g := &groups[n-1]
		p.Key, p.Title, p.Intro = firstOf(formKey(g.key), "page"), firstOf(g.heading, r.form.Title), r.tongue.words(g.row, "hint")
		if g.repeat {
			p.Repeat = &survey.Repeat{Key: g.key}
		}
		if g.repeat {
			p.Repeat.Label = firstOf(g.heading, g.key)
		}
		r.readOwnPage(&p, g.row)
		if g.repeat {
			p.Repeat.Label = r.unpiped(g.row, "label", p.Repeat.Label)
		}
		g.began = true
	}
	// Keys of pages stand in addresses and never beside names of questions.
	p.Key = free(r.paged, r.pages, p.Key, "-")
	r.form.Pages = append(r.form.Pages, p)
	at := len(r.form.Pages) - 1
	page := func() *survey.Page { return &r.form.Pages[at] }
	for _, g := range groups {
		r.condition(func() *string { return &page().Relevant }, g.row, "relevant")
	}
	if n := len(groups); n > 0 {
		r.text(func() *string { return &page().Title }, groups[n-1].row, "label")
		r.text(func() *string { return &page().Intro }, groups[n-1].row, "hint")
	}
	if len(groups) == 0 {
		return
	}
	g := groups[len(groups)-1]
	r.tongue.translate(&r.form, "page/"+p.Key+"/title", g.row, "label")
	r.tongue.translate(&r.form, "page/"+p.Key+"/intro", g.row, "hint")
	if p.Repeat != nil {
		r.condition(func() *string { return &page().Repeat.Count }, g.row, "repeat_count")
	}
}

// headings shows the labels of the groups inside the page that have not been
// shown.
func (r *reader) headings() {
	for i := r.pageGroups(); i < len(r.groups); i++ {
		g := &r.groups[i]
		if g.began || g.heading == "" || g.matrix {
			continue
		}
		g.began = true
		q := survey.Question{Key: r.free(g.key + "_heading"), Kind: survey.Info, Label: g.heading}
		r.tongue.translate(&r.form, "question/"+q.Key+"/label", g.row, "label")
		r.add(q, g.row, r.groups[:i+1])
	}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
