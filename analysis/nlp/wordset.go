package nlp

import "strings"

// WordSet returns the words of a list, which are set off by white space, to be
// looked up. It is how the lists of the language packages are written down.
func WordSet(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
