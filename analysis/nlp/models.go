package nlp

import (
	"sync"

	"github.com/jdkato/prose/v3/segment"
	"github.com/jdkato/prose/v3/tag"
	"github.com/jdkato/prose/v3/tokenize"
)

// models holds the models of the language. They are immutable and safe for
// concurrent use.
type models struct {
	segmenter *segment.Segmenter
	tokenizer *tokenize.Tokenizer
	tagger    *tag.Tagger
	stems     *stemmer
}

// load reads the models that prose embeds, once per process and only when they
// are first needed: a web server that never analyses pays nothing. It panics on
// an error because only a broken build can cause one.
var load = sync.OnceValue(func() *models {
	s, err := segment.New()
	if err != nil {
		panic("nlp: the embedded sentence model: " + err.Error())
	}
	t, err := tag.New()
	if err != nil {
		panic("nlp: the embedded tagging model: " + err.Error())
	}
	return &models{segmenter: s, tokenizer: tokenize.New(tokenize.UsingSplitCases(contractions())), tagger: t, stems: newStemmer()}
})

// contractions are the endings that are tokens of their own, as in "they" and
// "'ll". prose's own list lacks "'d" and "'ve", without which it takes "I'd like"
// for a name and a noun.
func contractions() []string {
	var all []string
	for _, end := range []string{"ll", "s", "re", "m", "d", "ve"} {
		all = append(all, "'"+end, "’"+end)
	}
	return append(all, "n't", "n’t")
}
