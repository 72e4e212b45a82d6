package theme

import (
	"strings"
	"unicode/utf8"

	"verbatim/analysis/nlp"
	"verbatim/analysis/vectors"
)

// Lengths in runes of the pieces of words that are features: pieces let
// "confident", "confidence" and a misspelling of either speak for one theme.
const (
	minPiece = 3
	maxPiece = 5
)

// maxWordRunes cuts what cannot be a word (an address, a row of one letter), so
// that one token cannot fill the table of features.
const maxWordRunes = 32

// none is the feature of a stem that no text of the space has, and the rank of
// a word without a vector.
const none int32 = -1

// A word is everything that one token brings into a vector.
type word struct {
	text   string // in lower case
	stem   string
	unit   int32   // the feature of the stem, or none
	rank   int32   // of its vector, or none
	pieces []int32 // the features of its pieces, as often as it has them
}

func newWord(table *vectors.Table, token string) *word {
	text := strings.ReplaceAll(strings.ToLower(token), "’", "'")
	if utf8.RuneCountInString(text) > maxWordRunes {
		text = string([]rune(text)[:maxWordRunes])
	}
	text = strings.Clone(text) // the token is a slice of a long answer
	return &word{text: text, stem: nlp.Stem(text), unit: none, rank: int32(table.Rank(text))}
}

func (w *word) addTo(sum []float32, table *vectors.Table) {
	if w.rank != none {
		table.AddRank(sum, int(w.rank))
	}
}

// eachPiece calls f with every piece of a word, which stands between two
// spaces so that beginnings and ends differ from middles.
func eachPiece(text string, f func(string)) {
	padded := " " + text + " "
	starts := make([]int, 0, len(padded)+1)
	for i := range padded {
		starts = append(starts, i)
	}
	starts = append(starts, len(padded))
	for n := minPiece; n <= maxPiece; n++ {
		for i := 0; i+n < len(starts); i++ {
			f(padded[starts[i]:starts[i+n]])
		}
	}
}
