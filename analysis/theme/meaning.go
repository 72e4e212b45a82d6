package theme

import "verbatim/analysis/vectors"

// A meaning says where texts lie by what their words mean. The vectors of a
// table belong to words and add up, so that they are summed as words are read;
// those of any other Embedder belong to whole sentences.
type meaning struct {
	dim   int
	table *vectors.Table   // of the vectors, unless there is another Embedder; and of how frequent words are
	other vectors.Embedder // nil where the table does
}

// newMeaning returns the meaning that e stands for; nil stands for the table
// that is part of the program.
func newMeaning(e vectors.Embedder) meaning {
	table, ok := e.(*vectors.Table)
	switch {
	case e == nil:
		return meaning{dim: vectors.Dim, table: vectors.Load()}
	case ok:
		return meaning{dim: table.Dim(), table: table}
	}
	return meaning{dim: e.Dim(), table: vectors.Load(), other: e}
}

// of adds the meaning of the words of one sentence to to, as often as there are
// words, so that a long sentence counts for more of its text. An Embedder that
// gives a vector of another length than it says has no meaning for them.
func (m *meaning) of(to []float32, words []string) {
	if len(words) == 0 {
		return
	}
	if v := m.other.Embed(words); len(v) == m.dim {
		add(to, float32(len(words)), v)
	}
}

// ofWords is of for words that have been looked up.
func (m *meaning) ofWords(to []float32, ws []*word) {
	if m.other == nil {
		for _, w := range ws {
			w.addTo(to, m.table)
		}
		return
	}
	texts := make([]string, len(ws))
	for i, w := range ws {
		texts[i] = w.text
	}
	m.of(to, texts)
}
