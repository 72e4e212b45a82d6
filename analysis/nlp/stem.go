package nlp

import "github.com/kljensen/snowball/english"

// Stem returns the stem of an English word in lower case by the Snowball
// algorithm ("Porter2"): "conversations" and "conversation" share one.
func Stem(word string) string { return english.Stem(word, true) }
