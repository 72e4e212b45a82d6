package quote

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// New returns the quote of span of v with the declared edits. It returns a
// fault of kind Forbidden when the participant did not permit these words to be
// printed, and a coded one when the span or an edit does not fit. The label is
// for the caller to set.
func New(v survey.Verbatim, span analysis.Span, edits []analysis.Edit) (analysis.Quote, error) {
	if !v.QuoteConsent.MayQuote() {
		return analysis.Quote{}, fault.New(fault.Forbidden, "The person who wrote this did not agree to be quoted.")
	}
	text, err := Render(v.Text, span, edits)
	if err != nil {
		return analysis.Quote{}, err
	}
	q := analysis.Quote{ID: v.ID + "." + itoa(span.Start) + "-" + itoa(span.End), VerbatimID: v.ID, Span: span, Text: text, Edits: edits, Role: v.Role, Hash: Hash(v.Text)}
	return q, Check(q, v.Text)
}

// Hash returns the hex SHA-256 of a whole verbatim, which a quote keeps so that
// a changed verbatim cannot pass for the one that was quoted.
func Hash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:])
}

// Check is check A, the authoritative one: source is the verbatim that q was
// taken from, unchanged, and q's text is byte for byte what its span and edits
// give. The fault it returns names places, never words.
func Check(q analysis.Quote, source string) error {
	if Hash(source) != q.Hash {
		return fault.Coded("Q12", "Quote %s: the answer is not the one that was quoted. Choose the words again.", q.ID)
	}
	text, err := Render(source, q.Span, q.Edits)
	if err != nil {
		return err
	}
	if text != q.Text {
		return fault.Coded("Q13", "Quote %s: its words differ from the answer at word %d. Print the answer's words, or declare the edit.", q.ID, firstDifferent(text, q.Text))
	}
	return nil
}

// firstDifferent returns the number, from 1, of the first word in which two
// texts differ.
func firstDifferent(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			n = i
			break
		}
	}
	return len(strings.Fields(a[:n] + "x"))
}

// Literal reports whether the words of span hold brackets that the participant
// typed, which print as they are and are no declared edits.
func Literal(source string, span analysis.Span) bool {
	return strings.ContainsAny(span.In(source), "[]")
}
