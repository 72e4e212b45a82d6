package quote

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
)

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
	Span       analysis.Span   // of that verbatim; zero for Mismatch
	Edits      []analysis.Edit // for Edited: the declarations that would make it a quote
	Warnings   []string        // for Edited: what a person must look at before declaring
	Divergence string          // for Mismatch: "printed 'valuable' where the answer has 'valid'"
}

// nearest is how many of the verbatims that share most words with a printed
// text are aligned with it to name the first difference. One is too few when
// two answers share their beginning.
const nearest = 3

// maxCells bounds the table that aligns a printed text with one verbatim: 4
// million cells are 16 MB and about 20 ms, enough for 400 words of quote over
// 10,000 of answer.
const maxCells = 4 << 20

// Compare is check B: it says how printed, without the marks around it, relates
// to the verbatims when nothing but text is known, as in a file edited by hand.
// Edited never passes for a quote by itself: it fills in the form on which a
// person declares the edits.
func Compare(printed string, sources []string) Result {
	return NewComparer(sources).Compare(printed)
}

// A Comparer compares printed texts with one set of verbatims. It folds and
// splits each verbatim once, when it is first needed, so it is not safe for
// concurrent use.
type Comparer struct {
	sources []source
	cells   []int32 // of the alignment, used again
}

type source struct {
	text   string
	folded string
	at     []int // byte of text for each byte of folded
	tokens []token
	words  map[string]bool
}

// NewComparer returns a comparer for the verbatims.
func NewComparer(sources []string) *Comparer {
	c := &Comparer{sources: make([]source, len(sources))}
	for i, s := range sources {
		c.sources[i].text = s
	}
	return c
}

// Compare returns what the function of the same name does.
func (c *Comparer) Compare(printed string) Result {
	if strings.TrimSpace(printed) == "" {
		return Result{Level: Mismatch, Source: -1, Divergence: "nothing is printed"}
	}
	for i, s := range c.sources {
		if at := indexWords(s.text, printed); at >= 0 {
			return Result{Level: Exact, Source: i, Span: analysis.Span{Start: at, End: at + len(printed)}}
		}
	}
	if r, ok := c.typographic(printed); ok {
		return r
	}
	return c.align(printed)
}

// indexWords returns where part stands in text on word boundaries, or -1.
func indexWords(text, part string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return -1
		}
		if i += from; boundary(text, i) && boundary(text, i+len(part)) {
			return i
		}
		from = i + 1
	}
}

func (c *Comparer) typographic(printed string) (Result, bool) {
	want := strings.TrimSpace(fold(printed))
	for i := range c.sources {
		s := &c.sources[i]
		if s.folded == "" {
			s.folded, _ = foldMap(s.text, false)
		}
		at := indexWords(s.folded, want)
		if at < 0 || want == "" {
			continue
		}
		if s.at == nil {
			_, s.at = foldMap(s.text, true)
		}
		return Result{Level: Typographic, Source: i, Span: analysis.Span{Start: s.at[at], End: s.at[at+len(want)]}}, true
	}
	return Result{}, false
}

// align compares word by word with the verbatims that could hold the printed
// words, and names the first difference from the nearest when none does.
func (c *Comparer) align(printed string) Result {
	items := parse(printed)
	if len(items) == 0 { // such as characters without width only
		return Result{Level: Mismatch, Source: -1, Divergence: "nothing is printed"}
	}
	best := Result{Level: Mismatch, Source: -1, Divergence: "no answer has these words"}
	candidates, cost := c.candidates(items), int32(-1)
	for _, dots := range []bool{false, true} {
		for _, i := range candidates {
			s := &c.sources[i]
			if (len(items)+1)*(len(s.tokens)+1) > maxCells {
				continue
			}
			a := newAlignment(items, s.tokens, dots, &c.cells)
			if a.cost() == 0 {
				return a.result(i, s.text)
			}
			if cost < 0 || a.cost() < cost {
				cost = a.cost()
				best.Source, best.Divergence = i, a.divergence()
			}
		}
		if !slices.ContainsFunc(items, func(it item) bool { return it.kind == ellipsis }) {
			break
		}
	}
	return best
}

// candidates returns the indexes of the verbatims worth aligning with: all that
// hold every printed word, else the few that hold most of them.
func (c *Comparer) candidates(items []item) []int {
	type scored struct{ index, shared int }
	words := literalWords(items)
	var all, some []scored
	for i := range c.sources {
		s := &c.sources[i]
		s.split()
		shared := 0
		for w := range words {
			if s.words[w] {
				shared++
			}
		}
		if shared == len(words) {
			all = append(all, scored{i, shared})
		} else if shared > 0 {
			some = append(some, scored{i, shared})
		}
	}
	slices.SortStableFunc(some, func(a, b scored) int {
		return cmp.Or(b.shared-a.shared, len(c.sources[a.index].tokens)-len(c.sources[b.index].tokens))
	})
	var indexes []int
	for _, s := range append(all, some[:min(nearest, len(some))]...) {
		indexes = append(indexes, s.index)
	}
	return indexes
}

func (s *source) split() {
	if s.words != nil {
		return
	}
	s.tokens = tokens(s.text)
	s.words = make(map[string]bool, len(s.tokens))
	for _, t := range s.tokens {
		s.words[t.fold] = true
	}
}
