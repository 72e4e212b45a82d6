package search

import (
	"context"
	"unicode/utf8"
)

// The numbers of corrected queries.
const (
	mostCorrected   = 6 // words of a query that are looked up: more are a phrase somebody pasted
	shortestWord    = 4 // letters of a word that another may be meant by: of three letters, any change makes another word
	longCorrections = 6 // letters from which two of them may differ
)

// Suggest returns the query as typed with each word that the answers do not
// have replaced by the most frequent of those spelt nearly like it, and nil when
// there is nothing to replace. The words come from the answers that pass the
// filters and the attributes of the query, never from others, so that what
// another programme's people wrote cannot be learnt from it; resolved is the
// same query for the engine, see [Resolve].
func Suggest(ctx context.Context, e Engine, typed, resolved Node, filters map[string][]string) (Node, error) {
	s := suggester{ctx: ctx, engine: e, filters: filters, scope: Scope(resolved)}
	corrected, err := Replace(typed, s.leaf)
	if err != nil || !s.changed {
		return nil, err
	}
	return corrected, nil
}

// suggester is one Suggest on its way.
type suggester struct {
	ctx     context.Context //nolint:containedctx // lives for one call of Suggest
	engine  Engine
	filters map[string][]string
	scope   Node
	looked  int
	changed bool
}

func (s *suggester) leaf(n Node) (Node, error) {
	switch n := n.(type) {
	case Word:
		text, err := s.word(n.Text)
		n.Text = text
		return n, err
	case Phrase:
		words := make([]string, len(n.Words))
		for i, w := range n.Words {
			var err error
			if words[i], err = s.word(w); err != nil {
				return nil, err
			}
		}
		return Phrase{words}, nil
	}
	return n, nil
}

// word returns what may have been meant by a word, or the word itself.
func (s *suggester) word(text string) (string, error) {
	if utf8.RuneCountInString(text) < shortestWord || s.looked == mostCorrected {
		return text, nil
	}
	s.looked++
	found, err := s.engine.Search(s.ctx, Request{Query: All(s.scope, Word{Text: text}), Filters: s.filters})
	if err != nil || found.Total > 0 {
		return text, err
	}
	edits := 1
	if utf8.RuneCountInString(text) >= longCorrections {
		edits = 2
	}
	for e := 1; e <= edits; e++ {
		near, err := s.engine.Search(s.ctx, Request{Query: All(s.scope, Fuzzy{text, e}), Filters: s.filters, Forms: true})
		if err != nil {
			return text, err
		}
		if len(near.Forms) > 0 && len(near.Forms[0].Of) > 0 {
			s.changed = true
			return near.Forms[0].Of[0].Value, nil
		}
	}
	return text, nil
}
