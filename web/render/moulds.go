package render

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gin-gonic/gin"

	"verbatim/web/page"
)

// mostMoulds bounds the moulds of one kind of one form: several times those of a
// form of a hundred questions in every state. What comes later is rendered
// directly.
const mostMoulds = 2048

// Moulds renders the pages of one version of a form to the people who fill it
// in, with everything rendered once that does not change between them. The
// output is that of [Renderer.Page] byte for byte; pages in a state that is
// rare, such as one with problems, are rendered by it. Moulds are for one form
// of one wave: of its questions only what is answered may differ. They are safe
// for concurrent use.
type Moulds struct {
	r         *Renderer
	speaks    atomic.Pointer[string] // the language of the first page, see speech; pages in another are rendered directly
	starts    shelf[start, *startMould]
	sheets    shelf[sheet, *mould]
	questions shelf[ask, *questionMould]
	checks    shelf[check, *checkMould]
	receipts  shelf[receipt, *mould]
	sections  shelf[section, *mould]
	answers   shelf[answered, *mould]
	fields    shelf[struct{}, *mould]
}

// Moulds returns moulds for one form, empty.
func (r *Renderer) Moulds() *Moulds { return &Moulds{r: r} }

// A shelf keeps moulds by the values that they were made from.
type shelf[K comparable, M any] struct {
	mu   sync.RWMutex
	kept map[K]M
}

// take returns the mould that was made from key, or casts and keeps it. It
// reports false when there is none and none can be kept.
func (s *shelf[K, M]) take(key K, cast func() (M, error)) (M, bool) {
	s.mu.RLock()
	found, ok := s.kept[key]
	full := len(s.kept) >= mostMoulds
	s.mu.RUnlock()
	if ok || full {
		return found, ok
	}
	made, err := cast()
	if err != nil { // the page can still be rendered directly, which tells what is wrong with it
		return found, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[K]M{}
	}
	s.kept[key] = made
	return made, true
}

// answer responds with what pour writes, or with the page rendered directly
// when pour reports that it has no mould for it.
func (m *Moulds) answer(c *gin.Context, status int, name string, data any, pour func(b *bytes.Buffer) bool) error {
	buf := m.r.buffer()
	defer m.r.release(buf)
	if !pour(buf) {
		return m.r.Page(c, status, name, data)
	}
	send(c, status, buf)
	return nil
}

func send(c *gin.Context, status int, buf *bytes.Buffer) {
	h := c.Writer.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(buf.Len()))
	c.Status(status)
	// A visitor who has gone is not our fault, and there is nobody to tell.
	_, _ = c.Writer.Write(buf.Bytes())
}

// frame is what the frame of a participant's page is made from, but for the
// path, which is a hole.
type frame struct {
	title, lang, theme, programme, home, contact, section, flash, scripts, switches, tongues string
	wrong, writing                                                                           bool
}

// execute writes one template in the language of the moulds.
func (m *Moulds) execute(b *bytes.Buffer, name, part string, data any) error {
	return m.r.executeIn(b, *m.speaks.Load(), name, part, data)
}

// speak reports whether the moulds are in the language of a page.
func (m *Moulds) speak(l page.Layout) bool {
	speech := l.Speech()
	if is := m.speaks.Load(); is != nil {
		return *is == speech
	}
	first := speech // escapes once
	m.speaks.CompareAndSwap(nil, &first)
	return *m.speaks.Load() == speech
}

// frameOf returns the frame of a layout, and false for a page of staff or in
// another language.
func (m *Moulds) frameOf(l page.Layout) (frame, bool) {
	return frame{
		l.Title, l.Lang, l.Theme, l.Programme, l.Home, l.Contact, l.Section, l.Flash, strings.Join(l.Scripts, " "), l.Switch, tongues(l), l.Wrong, l.Writing,
	}, l.User == nil && m.speak(l)
}

// tongues returns the buttons for languages as one text.
func tongues(l page.Layout) string {
	var b strings.Builder
	for _, t := range l.Tongues {
		b.WriteString(t.Tag + "\n" + t.Name + "\n" + t.Dir + "\n" + strconv.FormatBool(t.Active) + "\n")
	}
	return b.String()
}

// pathMark puts a mark in the place of the path, which is printed only where
// nobody is writing.
func pathMark(l *page.Layout) (marks []string) {
	if l.Writing {
		return nil
	}
	l.Path = mark()
	return []string{l.Path}
}
