package nlp

import (
	"github.com/jdkato/prose/v3/segment"

	"verbatim/analysis"
)

// Sentences returns the spans of the sentences of text in order, trimmed of
// white space and never overlapping.
func Sentences(text string) []analysis.Span {
	s, err := segment.New()
	if err != nil {
		return nil
	}
	var spans []analysis.Span
	for _, x := range s.Segment(text) {
		spans = append(spans, analysis.Span{Start: x.Start, End: x.End()})
	}
	return spans
}
