package participate

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// Copy shows the answers as they were sent, to be printed or taken away. It is
// made for each look, and nothing of it is stored.
func (d *Desk) Copy(c *gin.Context) error {
	data, err := d.copyPage(c)
	if err != nil {
		return d.answer(c, err)
	}
	return d.Render.Page(c, http.StatusOK, "participate-copy", data)
}

// CopyAs sends the same as a file: plain text, or a page that needs nothing else.
func (d *Desk) CopyAs(c *gin.Context) error {
	format := c.Param("format")
	if format != "text" && format != "html" {
		return fault.New(fault.NotFound, "A copy of your answers can be had as text or as a page.")
	}
	data, err := d.copyPage(c)
	if err != nil {
		return d.answer(c, err)
	}
	var b bytes.Buffer
	media, end := "text/plain; charset=utf-8", ".txt"
	if format == "text" {
		writeCopy(&b, data)
	} else {
		media, end = "text/html; charset=utf-8", ".html"
		if err := d.Render.Execute(&b, "participate-copy", "copy-alone", data); err != nil {
			return err
		}
	}
	c.Header("Content-Disposition", `attachment; filename="my-answers`+end+`"`)
	c.Data(http.StatusOK, media, b.Bytes())
	return nil
}

// copyPage reads what the browser's receipt is of.
func (d *Desk) copyPage(c *gin.Context) (data page.Copy, err error) {
	s, err := d.sit(c)
	if err != nil {
		return data, err
	}
	gone := s.halt(http.StatusGone, "Your receipt is no longer shown here",
		"A receipt stays open for one hour in the browser that sent the answers, so that nobody else finds it there.",
		"If you kept your code, you can still take your answers back with it.")
	if !s.sent {
		return data, gone
	}
	r, err := d.Survey.Response(c.Request.Context(), s.receipt.response)
	if removed(err) {
		return data, s.halt(http.StatusGone, "These answers have been withdrawn", "They were removed and will not be used.")
	}
	if err != nil {
		return data, err
	}
	w := s.tongue.words
	sections := page.Sections(s.copyOf(r, d.Now()).pages(), r.Answers, nil)
	for _, section := range sections {
		for i, g := range section.Answers {
			if g.Hash != "" { // with it somebody can prove which file was sent
				section.Answers[i].Lines = append(g.Lines, s.say("Fingerprint of the file (SHA-256): %s", g.Hash))
			}
		}
	}
	return page.Copy{
		Layout: s.layout(c, s.say("A copy of your answers")), Form: s.title(), Day: w.Day(r.ReceivedOn), Code: s.receipt.code,
		Until: w.Day(s.wave.WithdrawUntil), Kept: w.Day(s.wave.RetainUntil), Sections: sections,
		Back: s.path("receipt"), AsText: s.path("copy/text"), AsPage: s.path("copy/html"), WithdrawAt: d.address(c) + "/withdraw",
		Unanswered: s.say("Not answered"), Say: func(english string, day string) string { return s.say(english, day) },
	}, nil
}

// writeCopy writes the answers as plain text.
func writeCopy(b *bytes.Buffer, p page.Copy) {
	line := func(format string, values ...any) { fmt.Fprintf(b, format+"\r\n", values...) }
	line("%s", p.Title)
	line("%s, %s", page.Plain(p.Form), p.Programme)
	for _, said := range p.Facts() {
		line("%s", said)
	}
	for _, s := range p.Sections {
		title := page.Plain(s.Title)
		line("\r\n%s\r\n%s", title, strings.Repeat("-", len([]rune(title))))
		for _, g := range s.Answers {
			line("\r\n%s", g.Question)
			for _, l := range answerLines(g, p.Unanswered) {
				line("  %s", strings.TrimRight(l, "\r"))
			}
		}
	}
}

func answerLines(g page.Given, unanswered string) (lines []string) {
	if !g.Answered() {
		return []string{unanswered}
	}
	for _, l := range g.Lines {
		lines = append(lines, page.Plain(l))
	}
	if g.Text != "" {
		lines = append(lines, strings.Split(g.Text, "\n")...)
	}
	if g.Consent != "" {
		lines = append(lines, "["+g.Consent+"]")
	}
	return lines
}

// keptUntil returns the last day on which the answers of a wave are kept, as the
// participant reads it.
func (p place) keptUntil() string {
	if p.wave.RetainUntil == survey.Day("") {
		return ""
	}
	return p.tongue.words.Day(p.wave.RetainUntil)
}
