package render

import (
	"bytes"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/web/page"
)

// formPage is the name of the page of questions.
const formPage = "participate-page"

// sheet is what the mould of a form page is made from, but for its questions.
type sheet struct {
	frame
	heading, progress, intro, rule, action, leads string
	back, single                                  bool // single: a question is the heading
	questions                                     int
	turns                                         page.Turns
	langs                                         page.Langs
	live                                          bool
}

// Form answers the request with a page of questions.
func (m *Moulds) Form(c *gin.Context, status int, f page.Form) error {
	return m.answer(c, status, formPage, f, func(b *bytes.Buffer) bool { return m.pourForm(b, f) })
}

func (m *Moulds) pourForm(b *bytes.Buffer, f page.Form) bool {
	fr, ok := m.frameOf(f.Layout)
	if !ok || !f.Writing || f.Personal || len(f.Problems) > 0 || f.Notice != "" || len(f.Stored) > 0 {
		return false
	}
	key := sheet{fr, f.Heading, f.Progress, f.Intro, f.Rule, f.Action, f.Return, f.Back, slices.ContainsFunc(f.Questions, func(q page.Question) bool { return q.Heading }), len(f.Questions), f.Turns, f.Langs, f.Live()}
	s, ok := m.sheets.take(key, func() (*mould, error) { return m.castForm(f) })
	if !ok {
		return false
	}
	s.pour(b, func(hole int) {
		if hole == 0 {
			escape(b, f.Key)
			return
		}
		ok = ok && m.pourQuestion(b, f.Questions[hole-1])
	})
	return ok
}

// castForm cuts a page at its key and at each of its questions.
func (m *Moulds) castForm(f page.Form) (*mould, error) {
	f.Key = mark()
	marks := []string{f.Key}
	for _, q := range f.Questions {
		text, err := m.alone(formPage, "question", q)
		if err != nil {
			return nil, err
		}
		marks = append(marks, text)
	}
	return m.cast(formPage, "layout", f, marks...)
}

// ask is what the mould of a question is made from, beside the form.
type ask struct {
	id, name, label, hint, mark, described string
	limitText, labelLang, hintLang         string
	kind                                   survey.Kind
	heading                                bool
	limit, options, rows, consents         int
}

// A questionMould has a hole for the words, where there are words, and one for
// each option.
type questionMould struct {
	*mould
	words   bool
	options []optionMould
	rows    []page.Row    // without options
	heads   []page.Option // of the columns of a Likert question
}

// An optionMould is one radio button or checkbox in both of its states.
type optionMould struct {
	option  page.Option // not checked
	off, on string
}

// castable reports whether moulds know what changes in a question. Others are
// rendered directly, in their place.
func castable(q page.Question) bool {
	switch q.Kind {
	case survey.Info, survey.Consent, survey.Single, survey.Multiple, survey.Likert, survey.Rating, survey.ShortText, survey.LongText:
		return q.Problem == "" && !q.Live && q.Other.Name == "" && len(q.Reasons) == 0
	}
	return false
}

func (m *Moulds) pourQuestion(b *bytes.Buffer, q page.Question) bool {
	if !castable(q) {
		return m.execute(b, formPage, "question", q) == nil
	}
	key := ask{q.ID, q.Name, q.Label, q.Hint, q.Mark, q.Described, q.LimitText, q.LabelLang, q.HintLang, q.Kind, q.Heading, q.Limit, len(q.Options), len(q.Rows), len(q.Consent)}
	qm, ok := m.questions.take(key, func() (*questionMould, error) { return m.castQuestion(q) })
	if !ok {
		return false
	}
	options := printed(q)
	if len(options) != len(qm.options) || !qm.fits(q) {
		return false
	}
	qm.pour(b, func(hole int) {
		if qm.words {
			if hole == 0 {
				escape(b, q.Value)
				return
			}
			hole--
		}
		ok = ok && qm.options[hole].pour(b, options[hole])
	})
	return ok
}

// fits reports whether the rows and columns are those that the mould has.
func (qm *questionMould) fits(q page.Question) bool {
	for i, r := range q.Rows {
		if has := qm.rows[i]; r.ID != has.ID || r.Name != has.Name || r.Label != has.Label || r.Lang != has.Lang || r.Problem != "" {
			return false
		}
	}
	return q.Kind != survey.Likert || slices.Equal(qm.heads, q.Options)
}

func (o *optionMould) pour(b *bytes.Buffer, option page.Option) bool {
	checked := option.Checked
	if option.Checked = false; option != o.option {
		return false
	}
	if checked {
		b.WriteString(o.on)
	} else {
		b.WriteString(o.off)
	}
	return true
}

// castQuestion cuts a question at its words and at each of its options.
func (m *Moulds) castQuestion(q page.Question) (*questionMould, error) {
	qm := &questionMould{words: q.Kind.FreeText(), rows: slices.Clone(q.Rows)}
	for i := range qm.rows {
		qm.rows[i].Options = nil
	}
	if q.Kind == survey.Likert {
		qm.heads = slices.Clone(q.Options)
	}
	var marks []string
	if qm.words {
		q.Value = mark()
		marks = append(marks, q.Value)
	}
	for _, o := range printed(q) {
		om, now, err := m.castOption(o)
		if err != nil {
			return nil, err
		}
		qm.options, marks = append(qm.options, om), append(marks, now)
	}
	var err error
	qm.mould, err = m.cast(formPage, "question", q, marks...)
	return qm, err
}

// castOption renders an option in both states; now is the one it is in.
func (m *Moulds) castOption(o page.Option) (om optionMould, now string, err error) {
	checked := o.Checked
	o.Checked = true
	if om.on, err = m.alone(formPage, "option", o); err != nil {
		return om, "", err
	}
	o.Checked = false
	om.option = o
	om.off, err = m.alone(formPage, "option", o)
	if checked {
		return om, om.on, err
	}
	return om, om.off, err
}

// printed returns the options of a question in the order in which the page
// prints them. Those of a Likert question itself are only its column heads.
func printed(q page.Question) []page.Option {
	switch {
	case q.Kind.FreeText():
		return q.Consent
	case q.Kind != survey.Likert:
		return q.Options
	}
	var all []page.Option
	for _, r := range q.Rows {
		all = append(all, r.Options...)
	}
	return all
}
