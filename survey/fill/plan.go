package fill

import (
	"errors"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/expr"
)

// A Plan is a form made ready to be filled in. It never changes.
type Plan struct {
	form  survey.Form
	asks  map[string]*ask    // by the key of the question
	turns map[string]*repeat // by the key of the repeat
	pages []*sheet
	plain []Sheet // the pages, where nothing hangs on any answer; else nil
}

// A sheet is a page with its expressions read.
type sheet struct {
	survey.Page
	place    int // in the form, from 0
	relevant expr.Expr
	title    piped
	intro    piped
	repeat   *repeat // nil for a page that is asked once
}

// A repeat is what says how many turns a page has.
type repeat struct {
	survey.Repeat
	count expr.Expr
}

// An ask is a question with its expressions read.
type ask struct {
	survey.Question
	page                              *sheet
	relevant, constraint, calculation expr.Expr
	filter                            expr.Expr
	label, hint                       piped
	choices, items                    []piped
	constraintText                    piped
}

// refs are all references in the words of the question.
func (a *ask) refs() []expr.Expr {
	out := slices.Concat(a.label.refs, a.hint.refs, a.constraintText.refs)
	for _, p := range slices.Concat(a.choices, a.items) {
		out = append(out, p.refs...)
	}
	return out
}

// New reads the expressions of the form and checks its design. The error joins
// every mistake found, each a numbered fault of kind Invalid that names the page
// or question, so that all can be mended at once.
func New(f survey.Form) (*Plan, error) {
	p := &Plan{form: f, asks: map[string]*ask{}, turns: map[string]*repeat{}}
	c := &checker{plan: p}
	for _, page := range f.Pages {
		c.page(page)
	}
	c.references()
	if err := errors.Join(c.faults...); err != nil {
		return nil, err
	}
	p.settle()
	return p, nil
}

// settle finds out whether the form asks everybody the same: most do, and what
// they ask need not be worked out for each of them.
func (p *Plan) settle() {
	for _, a := range p.asks {
		if a.hangs() {
			return
		}
	}
	sheets := make([]Sheet, len(p.pages))
	for i, s := range p.pages {
		if s.repeat != nil || !s.relevant.IsZero() || len(s.title.refs)+len(s.intro.refs) > 0 {
			return
		}
		sheets[i] = Sheet{Page: s.Page, Place: i}
	}
	p.plain = sheets
}

// hangs reports whether anything about the question depends on answers.
func (a *ask) hangs() bool {
	return a.Kind == survey.Calculated || !a.relevant.IsZero() || !a.constraint.IsZero() || !a.filter.IsZero() || len(a.refs()) > 0
}

// Plain reports whether the form asks everybody the same, whatever they answer.
func (p *Plan) Plain() bool { return p.plain != nil }

// Sheet returns the page with the given place in the form, from 0, in a turn,
// whether or not it is asked of somebody. It reports false for what no answers
// could make it ask.
func (p *Plan) Sheet(place, turn int) (Sheet, bool) {
	if place < 0 || place >= len(p.pages) {
		return Sheet{}, false
	}
	s := p.pages[place]
	if s.repeat == nil && turn != 0 || s.repeat != nil && (turn < 1 || turn > s.repeat.Most) {
		return Sheet{}, false
	}
	return Sheet{Page: s.Page, Place: place, Turn: turn}, true
}

// Most returns how many sheets the form can ask at most.
func (p *Plan) Most() int {
	n := 0
	for _, s := range p.pages {
		if s.repeat == nil {
			n++
		} else {
			n += s.repeat.Most
		}
	}
	return n
}

// Form returns the form that the plan was made of.
func (p *Plan) Form() survey.Form { return p.form }

// needs returns the keys that must be worked out before the question or repeat:
// those its relevance, its page's relevance and its calculation refer to.
func (p *Plan) needs(key string) []string {
	var refs []string
	if r, ok := p.turns[key]; ok {
		refs = append(r.count.Refs(), p.pageOf(key).relevant.Refs()...)
	} else {
		a := p.asks[key]
		refs = slices.Concat(a.relevant.Refs(), a.calculation.Refs(), a.page.relevant.Refs())
		if a.page.repeat != nil {
			refs = append(refs, a.page.repeat.Key)
		}
	}
	for i, name := range refs {
		if a, _ := p.find(name); a != nil {
			refs[i] = a.Key // of a row, the question
		}
	}
	return refs
}

// find returns the question that a name in an expression stands for, and its row
// where the name is that of a row, as question.row.
func (p *Plan) find(name string) (a *ask, row string) {
	if a := p.asks[name]; a != nil {
		return a, ""
	}
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return nil, ""
	}
	a, row = p.asks[name[:i]], name[i+1:]
	if a == nil || a.Kind != survey.Likert || !slices.ContainsFunc(a.Items, func(c survey.Choice) bool { return c.Key == row }) {
		return nil, ""
	}
	return a, row
}

// pageOf returns the page that a repeat belongs to.
func (p *Plan) pageOf(repeat string) *sheet {
	return p.pages[slices.IndexFunc(p.pages, func(s *sheet) bool { return s.repeat != nil && s.repeat.Key == repeat })]
}
