package report

import (
	"io"

	"verbatim/analysis"
)

// Printed is what a document says, read back from its file.
type Printed struct {
	Title      string
	Headings   []string
	Quotes     []PrintedQuote
	Paragraphs []string // what stands outside quotes, tables and notes
}

// A PrintedQuote is one quote of a file, without the quotation marks around it.
type PrintedQuote struct {
	Text    string
	Section string // the main heading it stands under, which names the role
	Theme   string // the heading below that
	Label   string // who speaks
	Role    string // key of the role; set where the file says so
}

// A Discrepancy is one difference between a file and the summary it was made from.
type Discrepancy struct {
	Kind    DiscrepancyKind
	QuoteID string // empty for an added quote
	Printed string // as the file has it; empty for a dropped quote
	Wanted  string // as the summary has it; empty for an added quote
	Text    string // what differs, in words
}

// A DiscrepancyKind is a kind of difference.
type DiscrepancyKind string

// The kinds of difference.
const (
	Changed DiscrepancyKind = "changed" // the words are not those of the quote
	Dropped DiscrepancyKind = "dropped" // the quote is not in the file
	Added   DiscrepancyKind = "added"   // the file has a quote that the summary has not
	Moved   DiscrepancyKind = "moved"   // the quote stands under another role or theme
	Label   DiscrepancyKind = "label"   // another speaker is named
	Source  DiscrepancyKind = "source"  // the quote is not what its verbatim says, or the verbatim is gone
)

// ReadHTML reads a file that HTML wrote.
func ReadHTML(r io.Reader) (Printed, error) { return Printed{}, nil }

// ReadDOCX reads a file that DOCX wrote, also after it was edited and saved in
// a word processor.
func ReadDOCX(r io.ReaderAt, size int64) (Printed, error) { return Printed{}, nil }

// Verify returns every difference between the quotes of p and those of s, and
// every quote of s that is not what its verbatim says. An empty result means
// that what is printed is verbatim.
func Verify(p Printed, s analysis.Summary, source func(verbatimID string) (string, bool)) []Discrepancy {
	return nil
}
