package collate

import (
	"verbatim/analysis"
)

// written looks at words that people of the staff wrote for the summary: they
// may name somebody too, and unlike answers they may have to.
func (n *screen) written(s *analysis.Summary) {
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			if st.Own {
				n.named(analysis.Capital(n.base[sec.Role].Plural)+": "+st.Name, st.Lead)
			}
		}
	}
	for o := range s.Outcomes() {
		n.about(o.Recommendation)
	}
	for _, f := range s.Fates {
		n.named(f.Previous.Reference, f.Why)
		n.about(f.Previous)
	}
	for _, text := range s.Outline.Introduction {
		n.named("Introduction", text)
	}
	for _, part := range s.Outline.Parts {
		for _, text := range append([]string{part.Heading}, part.Body...) {
			n.named(part.Heading, text)
		}
	}
}

// about looks at what is written about a recommendation and can be printed for
// everybody.
func (n *screen) about(r analysis.Recommendation) {
	for _, text := range append([]string{r.PublicText, r.Body}, r.FeedsInto...) {
		n.named(r.Reference, text)
	}
	for _, note := range r.Notes {
		if note.Public {
			n.named(r.Reference, note.Words)
		}
	}
}

// named warns of direct identifiers in words of the staff.
func (n *screen) named(where, text string) {
	for _, f := range n.detector.Find(text) {
		if f.Direct() && !inBrackets(text, f.Span) {
			n.add(analysis.Warn, ruleIndirect, where, "“%s” looks like a %s in words that staff wrote: leave it out, or record why it may stand.", f.Text, f.Kind)
		}
	}
}
