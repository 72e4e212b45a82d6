package bleveindex

import (
	"slices"
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"

	"verbatim/search/stem"
)

// vocabulary knows all words of the index by their stem, so that a word can be
// searched for in all its forms. It only grows while the index is open: a form
// that no document holds any more finds nothing.
type vocabulary struct {
	mu     sync.RWMutex
	known  map[string]struct{}
	byStem map[string][]string // sorted
}

// longestInflected is the length in bytes from which on a word with a digit in it
// is a number or a name that a machine has made, which has no other forms. Such
// words are not kept: there is a new one in every answer that quotes one, and
// they would be most of what a server holds after a year.
const longestInflected = 16

// hasForms reports whether other forms of a word may be searched for.
func hasForms(word string) bool {
	return len(word) < longestInflected || !strings.ContainsAny(word, "0123456789")
}

func newVocabulary() *vocabulary {
	return &vocabulary{known: map[string]struct{}{}, byStem: map[string][]string{}}
}

// learn adds the words of a text.
func (v *vocabulary) learn(words index.TokenFrequencies) {
	var unknown []string
	v.mu.RLock()
	for w := range words {
		if _, ok := v.known[w]; !ok && hasForms(w) {
			unknown = append(unknown, strings.Clone(w)) // w is a part of the whole text
		}
	}
	v.mu.RUnlock()
	if len(unknown) > 0 {
		v.add(unknown)
	}
}

func (v *vocabulary) add(words []string) {
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = stem.Of(w)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for i, w := range words {
		if _, ok := v.known[w]; ok {
			continue
		}
		v.known[w] = struct{}{}
		forms := v.byStem[stems[i]]
		at, _ := slices.BinarySearch(forms, w)
		v.byStem[stems[i]] = slices.Insert(slices.Clone(forms), at, w) // readers may hold the old list
	}
}

// forms returns all known words with the stem of word, sorted, and word itself
// even when it is unknown.
func (v *vocabulary) forms(word string) []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	forms := v.byStem[stem.Of(word)]
	if at, ok := slices.BinarySearch(forms, word); !ok {
		return slices.Insert(slices.Clone(forms), at, word)
	}
	return forms
}

// knows reports whether the word has been learnt or need not be.
func (v *vocabulary) knows(word string) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	_, ok := v.known[word]
	return ok || !hasForms(word)
}
