package report_test

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/analysis/report"
	"verbatim/survey"
)

// FuzzReadHTML reads anything and verifies what comes out without harm.
func FuzzReadHTML(f *testing.F) {
	s := newSample(f)
	f.Add(string(htmlFile(f, s)))
	f.Add("<section><h2>a</h2><figure class=quote><blockquote>“b”</blockquote><figcaption>c")
	f.Add(strings.Repeat("<div>", 600))
	f.Fuzz(func(_ *testing.T, file string) {
		if p, err := report.ReadHTML(strings.NewReader(file)); err == nil {
			(report.Options{}).Verify(p, s.summary, s.source)
		}
	})
}

// FuzzReadDOCX reads any body, and any file as an archive.
func FuzzReadDOCX(f *testing.F) {
	s := newSample(f)
	file := docx(f, s, report.Options{})
	styles := map[string][]byte{"word/styles.xml": docxPart(f, file, "word/styles.xml")}
	f.Add(string(docxPart(f, file, "word/document.xml")))
	f.Add("<a><b/></a>")
	f.Fuzz(func(t *testing.T, body string) {
		for _, file := range [][]byte{zipped(t, styles, body), []byte(body)} {
			if p, err := report.ReadDOCX(bytes.NewReader(file), int64(len(file))); err == nil {
				(report.Options{}).Verify(p, s.summary, s.source)
			}
		}
	})
}

// FuzzRoundTrip quotes any answer whole, under any label, writes it as HTML,
// DOCX and Markdown and reads it back: nothing may differ.
func FuzzRoundTrip(f *testing.F) {
	for _, text := range []string{scale, other, stero, "\r\n  a\x00\x0b ", "“a”", "‘a’", "*a* <b> & \\_", "1. a\n- b\n\n\n# c  \n| d", "\u00a0a\u200b", "&#32;a", "![a](b) :smile: $x$ `c`", "a\tb", "\u2028a", "ب العربية"} {
		f.Add(text, "Mentor 1")
	}
	f.Fuzz(func(t *testing.T, text, label string) {
		q, err := quote.New(survey.Verbatim{ID: "v", Role: "mentor", Text: text, QuoteConsent: survey.QuoteWords}, analysis.Span{End: len(text)}, nil)
		if err != nil {
			return
		}
		q.Label = strings.TrimSpace(label)
		s := analysis.Summary{Title: "T", Sections: []analysis.Section{{Role: "mentor", Heading: "Mentors", Statements: []analysis.Statement{{Name: "N", Lead: "L", Quotes: []analysis.Quote{q}}}}}}
		source := func(string) (string, bool) { return text, true }
		var page, word, md bytes.Buffer
		if (report.Options{}).HTML(&page, s) != nil || (report.Options{}).DOCX(&word, s) != nil || (report.Options{}).Markdown(&md, s) != nil {
			t.Fatal("a writer failed")
		}
		for name, p := range map[string]report.Printed{"HTML": readHTML(t, page.Bytes()), "DOCX": readDOCX(t, word.Bytes())} {
			if ds := (report.Options{}).Verify(p, s, source); len(ds) != 0 && !labelOnly(ds) {
				t.Fatalf("%s of %q: %+v", name, text, ds)
			}
		}
		if want := readHTML(t, page.Bytes()).Quotes[0].Text; !strings.Contains(renderedMarkdown(md.String()), want) {
			t.Fatalf("Markdown of %q renders without it: %q", text, renderedMarkdown(md.String()))
		}
	})
}

// labelOnly reports whether only the label differs: one made of characters that
// no format can carry.
func labelOnly(ds []report.Discrepancy) bool {
	for _, d := range ds {
		if d.Kind != report.Label {
			return false
		}
	}
	return true
}

// What CommonMark makes of a blockquote's inside: its markers go, a backslash
// before a line end is a line end, one before punctuation goes, and references
// are what they name.
var (
	quoteMarker = regexp.MustCompile(`(?m)^> ?`)
	hardBreak   = regexp.MustCompile(`\\\n *`)
	escaped     = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
)

func renderedMarkdown(md string) string {
	md = quoteMarker.ReplaceAllString(md, "")
	md = hardBreak.ReplaceAllString(md, "\x02")
	md = escaped.ReplaceAllStringFunc(md, func(s string) string { return "\x03" + string(rune(0xE000+int(s[1]))) })
	md = html.UnescapeString(md)
	var b strings.Builder
	for _, r := range md {
		switch {
		case r == '\x02':
			b.WriteByte('\n')
		case r == '\x03':
		case r >= 0xE000 && r < 0xE080:
			b.WriteRune(r - 0xE000)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// TestMarkdownEscapes gives each character that means something its backslash.
func TestMarkdownEscapes(t *testing.T) {
	s := newSample(t)
	var b bytes.Buffer
	if err := (report.Options{}).Markdown(&b, s.summary); err != nil {
		t.Fatal(err)
	}
	for _, text := range s.verbatims {
		q := text
		if text == other {
			continue // printed with its edits
		}
		if !strings.Contains(renderedMarkdown(b.String()), q) {
			t.Errorf("rendering loses %q", q)
		}
	}
	if strings.Contains(b.String(), " *but*") || strings.Contains(b.String(), "<running>") {
		t.Error("markup of a verbatim is not escaped")
	}
}
