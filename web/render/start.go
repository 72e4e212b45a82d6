package render

import (
	"bytes"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/web/page"
)

// startPage is the name of the page before the first question.
const startPage = "participate-start"

// start is what the mould of a start page is made from. The address that it
// posts to is a hole: for an invitation it holds the token.
type start struct {
	frame
	heading, intro, introLang, addressee, role, until, discard, receipt string
	pages                                                               int
	resuming                                                            bool
}

type startMould struct {
	*mould
	stored []page.Fact
}

// Start answers the request with the page before the first question.
func (m *Moulds) Start(c *gin.Context, status int, p page.Start) error {
	return m.answer(c, status, startPage, p, func(b *bytes.Buffer) bool { return m.pourStart(b, p) })
}

func (m *Moulds) pourStart(b *bytes.Buffer, p page.Start) bool {
	fr, ok := m.frameOf(p.Layout)
	if !ok || p.Writing || !plainAddress(p.Action) {
		return false
	}
	key := start{fr, p.Heading, p.Intro, p.IntroLang, p.Addressee, p.Role, p.Until, p.Discard, p.Receipt, p.Pages, p.Resuming}
	sm, ok := m.starts.take(key, func() (*startMould, error) { return m.castStart(p) })
	if !ok || !slices.Equal(sm.stored, p.Stored) {
		return false
	}
	sm.pour(b, func(hole int) {
		if hole == 0 {
			escape(b, p.Action)
			return
		}
		escape(b, p.Path)
	})
	return true
}

func (m *Moulds) castStart(p page.Start) (*startMould, error) {
	p.Action = mark()
	marks := append([]string{p.Action}, pathMark(&p.Layout)...)
	cast, err := m.cast(startPage, "layout", p, marks...)
	return &startMould{cast, slices.Clone(p.Stored)}, err
}
