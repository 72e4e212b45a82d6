package report

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

// Markdown writes s as CommonMark with GitHub's tables and footnotes. Every
// character that could be read as markup is escaped, line ends and spaces of a
// quote included, so that rendering gives back its words. It must not be run
// through a "typographer", which would change marks and dots.
func (o Options) Markdown(w io.Writer, s analysis.Summary) (err error) {
	defer fault.Wrap(&err, "report.Markdown")
	if err := o.ready(s); err != nil {
		return err
	}
	var m markdownWriter
	m.document(o.Document(s))
	_, err = io.WriteString(w, m.b.String())
	return err
}

type markdownWriter struct{ b strings.Builder }

func (m *markdownWriter) document(d Doc) {
	if d.Kicker != "" {
		m.part(oneLine(d.Kicker))
	}
	m.part("# " + oneLine(d.Title))
	if d.Notice != "" {
		m.part("**" + oneLine(d.Notice) + "**")
	}
	for _, b := range d.Blocks {
		m.block(b)
	}
	for i, n := range d.Notes {
		m.part(fmt.Sprintf("[^%d]: %s", i+1, oneLine(n)))
	}
}

// part writes text as a block of its own.
func (m *markdownWriter) part(text string) {
	if m.b.Len() > 0 {
		m.b.WriteString("\n")
	}
	m.b.WriteString(text + "\n")
}

func (m *markdownWriter) block(b Block) {
	switch b := b.(type) {
	case Heading:
		m.part(strings.Repeat("#", b.Level+1) + " " + oneLine(b.Text))
	case Paragraph:
		m.part(oneLine(b.Text))
	case Lead:
		text := oneLine(b.Text)
		if b.Count != "" {
			text += " (" + oneLine(b.Count) + ")"
		}
		text += b.Close
		if b.Note > 0 {
			text += fmt.Sprintf("[^%d]", b.Note)
		}
		m.part(text)
	case List:
		m.part(strings.TrimRight(markdownItems(b.Items, b.Ordered, ""), "\n"))
	case Quote:
		m.quote(b)
	case Table:
		m.table(b)
	case Figure:
		m.table(b.table())
	}
}

func markdownItems(items []Item, ordered bool, indent string) string {
	var b strings.Builder
	for i, it := range items {
		mark := "- "
		if ordered {
			mark = fmt.Sprintf("%d. ", i+1)
		}
		b.WriteString(indent + mark + oneLine(it.Text))
		if it.Aside != "" {
			b.WriteString(" (" + oneLine(it.Aside) + ")")
		}
		b.WriteString("\n" + markdownItems(it.Items, false, indent+strings.Repeat(" ", len(mark))))
	}
	return b.String()
}

func (m *markdownWriter) quote(q Quote) {
	open, end := marks(q.Text)
	text := "> " + strings.ReplaceAll(escapeMarkdown(open+q.Text+end), "\n", "\n> ")
	if q.Label != "" {
		text += "\n>\n> — " + oneLine(q.Label)
	}
	m.part(text)
}

func (m *markdownWriter) table(t Table) {
	line := func(cells []string) string {
		escaped := make([]string, len(cells))
		for i, c := range cells {
			escaped[i] = oneLine(c)
		}
		return "| " + strings.Join(escaped, " | ") + " |\n"
	}
	var b strings.Builder
	b.WriteString("**" + oneLine(t.Caption) + "**\n\n" + line(t.Head) + "|" + strings.Repeat(" --- |", len(t.Head)) + "\n")
	for _, r := range t.Rows {
		b.WriteString(line(r))
	}
	m.part(strings.TrimRight(b.String(), "\n"))
}

// markup matches the characters that Markdown, GitHub's extensions and common
// mathematics extensions give a meaning anywhere in a line, and the colon that
// begins an emoji's short name.
var markup = regexp.MustCompile("[\\\\`*_{}\\[\\]<>#&~|$^]|:[a-z0-9_+-]+:")

// lineStart matches what begins a list or a rule, or underlines a heading, at
// the beginning of a line.
var lineStart = regexp.MustCompile(`^([-+=]|[0-9]+[.)])`)

// escapeMarkdown returns text so that rendering it gives text: markup with a
// backslash, line ends as hard breaks, spaces at the ends of lines and tabs as
// references, because a renderer strips them.
func escapeMarkdown(text string) string {
	lines := strings.Split(printable(text), "\n")
	for i, line := range lines {
		core := strings.Trim(line, " ")
		lead := len(line) - len(strings.TrimLeft(line, " "))
		tail := len(line) - lead - len(core)
		core = markup.ReplaceAllString(core, `\$0`)
		core = lineStart.ReplaceAllStringFunc(core, func(s string) string { return s[:len(s)-1] + `\` + s[len(s)-1:] })
		core = strings.ReplaceAll(core, "\t", "&#9;")
		lines[i] = strings.Repeat("&#32;", lead) + core + strings.Repeat("&#32;", max(0, tail))
	}
	return strings.Join(lines, "\\\n")
}

// oneLine returns text escaped for a place that has one line.
func oneLine(text string) string {
	return escapeMarkdown(strings.ReplaceAll(strings.TrimSpace(text), "\n", " "))
}
