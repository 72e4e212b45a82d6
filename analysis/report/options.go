package report

import (
	"io"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

// Options says for whom a document is written. The zero value is a draft for
// everybody.
type Options struct {
	Committee bool   // keep each quote's anchor (a bookmark vq_...), so that an edited file can be traced back
	Creator   string // who is named as author in the file's properties; empty means the organisation
	Edition   string // what the notice says of a signed-off edition, such as "Edition 1, 22 November 2026"; empty means a draft
}

// HTML writes s as one HTML file that stands alone.
func HTML(w io.Writer, s analysis.Summary) error { return Options{}.HTML(w, s) }

// DOCX writes s as a Word document. Equal summaries give equal bytes.
func DOCX(w io.Writer, s analysis.Summary) error { return Options{}.DOCX(w, s) }

// Markdown writes s as Markdown in which every quote survives rendering.
func Markdown(w io.Writer, s analysis.Summary) error { return Options{}.Markdown(w, s) }

// ready returns a fault when s is to be written as an edition and is not fit to
// be one: a check blocks it, or a count rests on codings that nobody reviewed.
func (o Options) ready(s analysis.Summary) error {
	if o.Edition == "" {
		return nil
	}
	for _, c := range s.Checks {
		if c.Severity == analysis.Block {
			return fault.Coded("P01", "This cannot be published yet. %s (%s): %s", c.Where, c.Rule, c.Text)
		}
	}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			if st.Reviewed < st.People {
				return fault.Coded("P02", "%s, %s: %d of %d people are counted by codings that nobody has reviewed. Review them, or leave the statement out.", sec.Heading, st.Name, st.People-st.Reviewed, st.People)
			}
		}
	}
	return nil
}
