package theme

import "verbatim/analysis"

// Version names this way of suggesting, for the codings it makes. It changes
// whenever the same input would give other suggestions.
const Version = "theme/1"

// An Example is an answer, or a sentence of one, about which people have
// decided.
type Example struct {
	Text   string
	Themes []string // keys of the themes that people gave it or accepted
	Not    []string // keys of the themes that people rejected
	Person string   // who wrote it, so that Measure never learns from and tests on one person; empty means somebody else each time
}

// A Tagged is a theme suggested for a text.
type Tagged struct {
	Theme  string        // key
	Span   analysis.Span // the sentence or neighbouring sentences that carry it
	Score  float64       // how sure the machine is, 0 to 1
	Reason analysis.Reason
}

// A Tagger suggests themes of one codebook. It is made by New, does not change
// afterwards, and is safe for concurrent use.
type Tagger struct {
}

// New returns a tagger for the themes of book that have no children, learnt
// from the book's own words, from examples, and from background: uncoded answers of the
// same programme, which show which words are common in it.
func New(book analysis.Codebook, examples []Example, background []string) *Tagger {
	return &Tagger{}
}

// Tag returns the themes suggested for text, the surest first, each at most
// once. The sentences are spans of text; none means that text is one sentence.
func (t *Tagger) Tag(text string, sentences []analysis.Span) []Tagged { return nil }

// Next returns the places in texts of those, at most limit, from whose coding
// the tagger would learn most, the most useful first.
func (t *Tagger) Next(texts []string, limit int) []int { return nil }
