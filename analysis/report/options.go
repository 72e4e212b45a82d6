package report

import (
	"io"

	"verbatim/analysis"
)

// Options says for whom a document is written. The zero value is for everybody.
type Options struct {
	Committee bool   // keep each quote's anchor (a bookmark vq_...), so that an edited file can be traced back
	Creator   string // who is named as author in the file's properties; empty means the organisation
}

// HTML writes s as one HTML file that stands alone.
func HTML(w io.Writer, s analysis.Summary) error { return Options{}.HTML(w, s) }

// DOCX writes s as a Word document. Equal summaries give equal bytes.
func DOCX(w io.Writer, s analysis.Summary) error { return Options{}.DOCX(w, s) }

// Markdown writes s as Markdown in which every quote survives rendering.
func Markdown(w io.Writer, s analysis.Summary) error { return Options{}.Markdown(w, s) }

// JSON writes s with its evidence: which answers each statement and
// recommendation rests on. It is for the programme's own files, not for readers.
func JSON(w io.Writer, s analysis.Summary) error { return nil }

// HTML writes s as one HTML file that stands alone.
func (o Options) HTML(w io.Writer, s analysis.Summary) error { return nil }

// DOCX writes s as a Word document. Equal summaries give equal bytes.
func (o Options) DOCX(w io.Writer, s analysis.Summary) error { return nil }

// Markdown writes s as Markdown in which every quote survives rendering.
func (o Options) Markdown(w io.Writer, s analysis.Summary) error { return nil }
