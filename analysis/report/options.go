package report

import (
	"verbatim/analysis"
	"verbatim/survey/fault"
)

// Options says for whom a document is written and what is printed of a summary.
// The zero value is a draft of all that the summary holds, with nothing in it
// that leads back to an answer.
type Options struct {
	Kind      analysis.EditionKind // of the edition; empty for a draft
	Edition   string               // the line that says which edition it is, such as "Committee edition 2, 22 November 2026"; empty means a draft
	Imprint   []string             // paragraphs at the end about the edition: its hash, who signed it, what it corrects
	Creator   string               // who is named as author in the file's properties; empty means the organisation
	Bookmarks bool                 // keep each quote's anchor (a bookmark vq_...), so that an edited file can be traced back; never for everybody
	NoLabels  bool                 // do not say who speaks
	NoNumbers bool                 // do not print the counts behind the words for them
	NoCharts  bool                 // do not draw charts
}

// Draft reports whether what is written is a draft.
func (o Options) Draft() bool { return o.Edition == "" }

// Internal reports whether what is written may say who decided what, and lead
// back to answers.
func (o Options) Internal() bool { return o.Kind == "" || o.Kind == analysis.CommitteeEdition }

// ready returns a fault when s is to be written as an edition and is not fit to
// be one: a check blocks it, or a count rests on codings that nobody reviewed.
func (o Options) ready(s analysis.Summary) error {
	if o.Draft() {
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
