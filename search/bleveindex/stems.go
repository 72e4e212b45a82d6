package bleveindex

import (
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/kljensen/snowball/english"
)

// vocabulary knows all words of the index by their stem, so that a word can be
// searched for in all its forms. It only grows while the index is open: a form
// that no document holds any more finds nothing.
type vocabulary struct {
	mu     sync.RWMutex
	known  map[string]struct{}
	byStem map[string][]string // sorted
}

func newVocabulary() *vocabulary {
	return &vocabulary{known: map[string]struct{}{}, byStem: map[string][]string{}}
}

// learn adds the words of a text.
func (v *vocabulary) learn(stream analysis.TokenStream) {
	var unknown []string
	v.mu.RLock()
	for _, t := range stream {
		if _, ok := v.known[string(t.Term)]; !ok {
			unknown = append(unknown, string(t.Term))
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
		stems[i] = stem(w)
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
	forms := v.byStem[stem(word)]
	if at, ok := slices.BinarySearch(forms, word); !ok {
		return slices.Insert(slices.Clone(forms), at, word)
	}
	return forms
}

// stem returns the Snowball (Porter 2) stem of an English word, after British
// and American spellings have been made one: a search for organisation must
// find organization.
func stem(word string) string {
	if len(word) > longestWord || !english1(word) {
		return word
	}
	return spelling(english.Stem(word, true))
}

// longestWord is the longest word that is stemmed, in bytes; longer ones are
// pasted addresses or keys.
const longestWord = 40

// english1 reports whether word has only the letters of English words, so that
// codes, years and other scripts are never stemmed.
func english1(word string) bool {
	for i := range len(word) {
		if c := word[i]; (c < 'a' || c > 'z') && c != '\'' {
			return false
		}
	}
	return true
}

// britishMin is the shortest stem, in letters, whose -our is taken for the
// British spelling of -or: colour, not hour or four.
const britishMin = 6

// spelling maps the stem of a British spelling to that of the American one.
func spelling(s string) string {
	switch {
	case strings.HasSuffix(s, "iz") || strings.HasSuffix(s, "yz"):
		return s[:len(s)-1] + "s" // organis, analys
	case len(s) >= britishMin && strings.HasSuffix(s, "our"):
		return s[:len(s)-3] + "or" // behavior
	case len(s) >= britishMin && strings.HasSuffix(s, "ll"):
		return s[:len(s)-1] // travel, counsel
	case strings.HasSuffix(s, "mm"):
		return s[:len(s)-1] // program
	case len(s) > 3 && (strings.HasSuffix(s, "tr") || strings.HasSuffix(s, "br")):
		return s[:len(s)-1] + "er" // center, fiber
	}
	return s
}

// knows reports whether the word has been learnt.
func (v *vocabulary) knows(word string) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	_, ok := v.known[word]
	return ok
}
