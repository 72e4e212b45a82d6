package quote

import "verbatim/analysis"

// A Level says how a printed text relates to the verbatims.
type Level string

// The levels, best first.
const (
	Exact       Level = "exact"       // a substring of a verbatim, on word boundaries
	Typographic Level = "typographic" // equal after folding quotation marks, spaces, dots and hyphens
	Edited      Level = "edited"      // equal apart from bracketed edits that nobody has declared yet
	Mismatch    Level = "mismatch"    // the words differ
)

// A Result is what Compare found.
type Result struct {
	Level      Level
	Source     int             // index of the verbatim it was found in, or that it comes nearest to; -1 for none
	Span       analysis.Span   // of that verbatim, unless Mismatch
	Edits      []analysis.Edit // for Edited: the declarations that would make it a quote
	Warnings   []string        // for Edited: what a person must look at before declaring
	Divergence string          // for Mismatch: "printed 'valuable' where the answer has 'valid'"
}

// Compare is check B.
func Compare(printed string, sources []string) Result { return Result{Level: Mismatch, Source: -1} }
