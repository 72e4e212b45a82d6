package fill

import (
	"slices"
	"strconv"

	"verbatim/survey"
)

// A Repeated is a page that is asked again and again, as it stands now.
type Repeated struct {
	survey.Repeat     // Most is never 0
	Place         int // of the page in the form, from 0
	Turns         int // how often it is asked
	Free          bool
}

// MayAdd reports whether the participant can add a turn.
func (r Repeated) MayAdd() bool { return r.Free && r.Turns < r.Most }

// MayRemove reports whether the participant can take a turn away.
func (r Repeated) MayRemove() bool { return r.Free && r.Turns > r.Least }

// Repeats returns the pages that repeat and are asked, in their order, those
// without a turn too.
func (f *Filled) Repeats() []Repeated {
	var out []Repeated
	for _, s := range f.plan.pages {
		if s.repeat != nil && f.pageShown(s) {
			out = append(out, Repeated{s.repeat.Repeat, s.place, f.turns(s.repeat), s.repeat.count.IsZero()})
		}
	}
	return out
}

// Repeat returns how often the page of a sheet is asked, and false for a page
// that does not repeat or is not asked.
func (f *Filled) Repeat(s Sheet) (Repeated, bool) {
	if s.Turn == 0 {
		return Repeated{}, false
	}
	all := f.Repeats()
	i := slices.IndexFunc(all, func(r Repeated) bool { return r.Place == s.Place })
	if i < 0 {
		return Repeated{}, false
	}
	return all[i], true
}

// Add returns the answers with one more turn of r wanted.
func (r Repeated) Add(answers []survey.Answer) []survey.Answer {
	return r.want(answers, min(r.Turns+1, r.Most))
}

// Remove returns the answers without those of one turn. Later turns move up.
func (r Repeated) Remove(answers []survey.Answer, page survey.Page, turn int) []survey.Answer {
	var out []survey.Answer
	for _, a := range answers {
		question, t := survey.SplitTurn(a.Question)
		if t > 0 && slices.ContainsFunc(page.Questions, func(q survey.Question) bool { return q.Key == question }) {
			if t == turn {
				continue
			}
			if t > turn {
				a.Question = survey.InTurn(question, t-1)
			}
		}
		out = append(out, a)
	}
	return r.want(out, max(r.Turns-1, r.Least))
}

func (r Repeated) want(answers []survey.Answer, turns int) []survey.Answer {
	out := slices.DeleteFunc(slices.Clone(answers), func(a survey.Answer) bool { return a.Question == r.Key })
	return append(out, survey.Answer{Question: r.Key, Choices: []string{strconv.Itoa(turns)}})
}
