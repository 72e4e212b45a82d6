package bleveindex

import (
	"fmt"
	"slices"
	"testing"

	index "github.com/blevesearch/bleve_index_api"
)

// TestVocabularyKeepsNoNumbers lets it learn a new reference with every text: it
// must know words in all their forms, and not grow by what has none.
func TestVocabularyKeepsNoNumbers(t *testing.T) {
	v := newVocabulary()
	for i := range 1000 {
		v.learn(index.TokenFrequencies{"mentors": nil, "mentor": nil, "covid19": nil, fmt.Sprintf("kzqw7ab2xd5mn4p%08d", i): nil})
	}
	if n := len(v.known); n != 3 {
		t.Errorf("after 1,000 texts with a reference each it keeps %d words, want 3", n)
	}
	if got := v.forms("mentor"); !slices.Equal(got, []string{"mentor", "mentors"}) {
		t.Errorf("forms(mentor) = %v", got)
	}
	const reference = "kzqw7ab2xd5mn4p00000007"
	if got := v.forms(reference); !slices.Equal(got, []string{reference}) || !v.knows(reference) {
		t.Errorf("forms of a reference = %v, known %v: want itself, and nothing to learn", got, v.knows(reference))
	}
}
