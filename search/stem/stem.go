// Package stem reduces English words to what their forms have in common, so
// that a search for confidence finds confident.
//
// It is for search engines and for the suite that tests them. It does not know
// other languages: words with letters outside a to z stay as they are, and are
// then found only as written.
package stem

import (
	"strings"

	"github.com/kljensen/snowball/english"
)

// longest is the longest word that is stemmed, in bytes; longer ones are pasted
// addresses or keys.
const longest = 40

// Of returns the Snowball (Porter 2) stem of a folded word, after British and
// American spellings have been made one: a search for organisation must find
// organization.
func Of(word string) string {
	if len(word) > longest || !isEnglish(word) {
		return word
	}
	return american(english.Stem(british(word), true))
}

// isEnglish reports whether word has only the letters of English words, so that
// codes, years and other scripts are never stemmed.
func isEnglish(word string) bool {
	for i := range len(word) {
		if c := word[i]; (c < 'a' || c > 'z') && c != '\'' {
			return false
		}
	}
	return true
}

// british spells verbs in -ize and -yze, and what comes of them, with an s. It
// is done before stemming, which cuts -ize off and would make organize an organ.
func british(word string) string {
	const shortest = 3 // letters before -ize: realize, not size or prize
	at := max(strings.LastIndex(word, "iz"), strings.LastIndex(word, "yz"))
	if at < shortest {
		return word
	}
	switch word[at+2:] {
	case "e", "es", "ed", "er", "ers", "ing", "ings", "able", "ation", "ations", "ational":
		return word[:at+1] + "s" + word[at+2:]
	}
	return word
}

// britishMin is the shortest stem, in letters, that is taken for a British
// spelling of -or or -l: colour and travell, not hour or well.
const britishMin = 6

// american maps the stem of other British spellings to that of the American
// one.
func american(s string) string {
	switch {
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
