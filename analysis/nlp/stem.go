package nlp

import (
	"strings"
	"sync"

	"github.com/kljensen/snowball/english"
)

// Stem returns the stem of an English word in lower case by the Snowball
// algorithm ("Porter2"): "conversations" and "conversation" share one. The
// same word gives the same stem always.
func Stem(word string) string { return load().stems.stem(word) }

// maxStems is how many words one half of the cache holds. The most frequent
// 20,000 words of English cover more than 95 % of what people write; two halves
// cost about 5 MB.
const maxStems = 20_000

// A stemmer remembers stems, because the algorithm takes a microsecond and
// people use the same words. When the newer half is full it becomes the older
// one, so that a flood of rare words cannot grow it.
type stemmer struct {
	mu           sync.RWMutex
	newer, older map[string]string
}

func newStemmer() *stemmer {
	return &stemmer{newer: make(map[string]string), older: make(map[string]string)}
}

func (s *stemmer) stem(word string) string {
	s.mu.RLock()
	stem, ok := s.newer[word]
	s.mu.RUnlock()
	if ok {
		return stem
	}
	return s.learn(word)
}

func (s *stemmer) learn(word string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	stem, ok := s.older[word]
	if !ok {
		word = strings.Clone(word) // the word may be a slice of a long answer
		stem = english.Stem(strings.ReplaceAll(word, "’", "'"), true)
	}
	if len(s.newer) >= maxStems {
		s.newer, s.older = make(map[string]string), s.newer
	}
	s.newer[word] = stem
	return stem
}
