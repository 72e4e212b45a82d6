package render

import (
	"bytes"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/web/page"
)

// The names of the pages that show answers.
const (
	checkPage   = "participate-check"
	receiptPage = "participate-receipt"
)

// standIn is a section in the place of all that a page shows.
func standIn() []page.Section { return []page.Section{{Title: mark()}} }

// section is what the mould of a page of the form is made from where its
// answers are shown back: it has one hole, for all of them.
type section struct{ title, lang string }

// answered is what the mould of one answer is made from.
type answered struct {
	question, lang, consent, change string
	lines                           int
	text, missing                   bool
}

func (m *Moulds) pourSections(b *bytes.Buffer, sections []page.Section) bool {
	for _, s := range sections {
		if s.Personal { // a mould would keep what somebody answered
			if m.execute(b, checkPage, "section", s) != nil {
				return false
			}
			continue
		}
		sm, ok := m.sections.take(section{s.Title, s.Lang}, func() (*mould, error) { return m.castSection(s.Title, s.Lang) })
		if !ok {
			return false
		}
		sm.pour(b, func(int) {
			for _, g := range s.Answers {
				ok = ok && m.pourGiven(b, g)
			}
		})
		if !ok {
			return false
		}
	}
	return true
}

func (m *Moulds) castSection(title, lang string) (*mould, error) {
	given := page.Given{Question: mark()}
	inside, err := m.alone(checkPage, "given", given)
	if err != nil {
		return nil, err
	}
	return m.cast(checkPage, "section", page.Section{Title: title, Lang: lang, Answers: []page.Given{given}}, inside)
}

func (m *Moulds) pourGiven(b *bytes.Buffer, g page.Given) bool {
	if g.Live { // a mould would keep what somebody answered
		return m.execute(b, checkPage, "given", g) == nil
	}
	key := answered{g.Question, g.Lang, g.Consent, g.Change, len(g.Lines), g.Text != "", g.Missing}
	gm, ok := m.answers.take(key, func() (*mould, error) { return m.castGiven(g) })
	if !ok {
		return false
	}
	gm.pour(b, func(hole int) {
		if hole < len(g.Lines) {
			escapeParts(b, g.Lines[hole])
			return
		}
		escape(b, g.Text)
	})
	return true
}

// castGiven cuts an answer at its lines and its words.
func (m *Moulds) castGiven(g page.Given) (*mould, error) {
	g.Lines = slices.Clone(g.Lines)
	var marks []string
	for i := range g.Lines {
		g.Lines[i] = mark()
		marks = append(marks, g.Lines[i])
	}
	if g.Text != "" {
		g.Text = mark()
		marks = append(marks, g.Text)
	}
	return m.cast(checkPage, "given", g, marks...)
}

// check is what the mould of the answers to check is made from.
type check struct {
	frame
	role, action, back, later string
}

type checkMould struct {
	*mould
	stored []page.Fact
}

// Check answers the request with all answers before they are sent.
func (m *Moulds) Check(c *gin.Context, status int, p page.Check) error {
	return m.answer(c, status, checkPage, p, func(b *bytes.Buffer) bool { return m.pourCheck(b, p) })
}

func (m *Moulds) pourCheck(b *bytes.Buffer, p page.Check) bool {
	fr, ok := m.frameOf(p.Layout)
	if !ok || p.Writing || len(p.Problems) > 0 || p.Notice != "" || len(p.Sections) == 0 || len(p.Hidden) == 0 || len(p.Adds) > 0 {
		return false
	}
	cm, ok := m.checks.take(check{fr, p.Role, p.Action, p.Back, p.Later}, func() (*checkMould, error) { return m.castCheck(p) })
	if !ok || !slices.Equal(cm.stored, p.Stored) {
		return false
	}
	cm.pour(b, func(hole int) {
		switch hole {
		case 0:
			ok = ok && m.pourSections(b, p.Sections)
		case 1:
			escape(b, p.Key)
		case 2:
			ok = ok && m.pourFields(b, p.Hidden)
		case 3: // each hangs on what somebody wrote
			ok = ok && (len(p.Notes) == 0 || m.execute(b, checkPage, "identifier-notes", p.Notes) == nil)
		case 4:
			escape(b, p.Path)
		}
	})
	return ok
}

func (m *Moulds) castCheck(p page.Check) (*checkMould, error) {
	p.Sections, p.Key, p.Hidden, p.Notes = standIn(), mark(), []page.Field{{Name: mark()}}, []page.Note{{Question: mark()}}
	sections, err := m.alone(checkPage, "answers", p.Sections)
	if err != nil {
		return nil, err
	}
	field, err := m.alone(checkPage, "field", p.Hidden[0])
	if err != nil {
		return nil, err
	}
	notes, err := m.alone(checkPage, "identifier-notes", p.Notes)
	if err != nil {
		return nil, err
	}
	marks := append([]string{sections, p.Key, field, notes}, pathMark(&p.Layout)...)
	cast, err := m.cast(checkPage, "layout", p, marks...)
	return &checkMould{cast, slices.Clone(p.Stored)}, err
}

// pourFields writes hidden fields.
func (m *Moulds) pourFields(b *bytes.Buffer, fields []page.Field) bool {
	fm, ok := m.fields.take(struct{}{}, func() (*mould, error) {
		f := page.Field{Name: mark(), Value: mark()}
		return m.cast(checkPage, "field", f, f.Name, f.Value)
	})
	if !ok {
		return false
	}
	for _, f := range fields {
		fm.pour(b, func(hole int) {
			if hole == 0 {
				escape(b, f.Name)
				return
			}
			escape(b, f.Value)
		})
	}
	return true
}

// receipt is what the mould of a receipt is made from.
type receipt struct {
	frame
	until, addressee, done, kept, copy string
	parts                              int
}

// Receipt answers the request with what a participant keeps.
func (m *Moulds) Receipt(c *gin.Context, status int, p page.Receipt) error {
	return m.answer(c, status, receiptPage, p, func(b *bytes.Buffer) bool { return m.pourReceipt(b, p) })
}

func (m *Moulds) pourReceipt(b *bytes.Buffer, p page.Receipt) bool {
	fr, ok := m.frameOf(p.Layout)
	if !ok || p.Writing || p.Withdrawn || p.Code == "" || len(p.Sections) == 0 {
		return false
	}
	parts := len(p.Spaced)
	rm, ok := m.receipts.take(receipt{fr, p.Until, p.Addressee, p.Done, p.Kept, p.Copy, parts}, func() (*mould, error) { return m.castReceipt(p) })
	if !ok {
		return false
	}
	rm.pour(b, func(hole int) {
		switch {
		case hole < parts:
			escape(b, p.Spaced[hole])
		case hole == parts:
			ok = ok && m.pourSections(b, p.Sections)
		default:
			escape(b, p.Path)
		}
	})
	return ok
}

func (m *Moulds) castReceipt(p page.Receipt) (*mould, error) {
	p.Code, p.Sections, p.Spaced = mark(), standIn(), slices.Clone(p.Spaced)
	for i := range p.Spaced {
		p.Spaced[i] = mark()
	}
	sections, err := m.alone(receiptPage, "answers", p.Sections)
	if err != nil {
		return nil, err
	}
	marks := append(append(slices.Clone(p.Spaced), sections), pathMark(&p.Layout)...)
	return m.cast(receiptPage, "layout", p, marks...)
}
