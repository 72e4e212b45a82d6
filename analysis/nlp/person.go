package nlp

import (
	"strings"
	"sync"

	"verbatim/analysis"

	"github.com/jdkato/prose/v3/ner"
	"github.com/jdkato/prose/v3/token"
)

// people holds the model of names, which takes more time than all the others: it
// is read when somebody asks for names, and by nobody who is waited for.
var people = sync.OnceValue(func() *ner.Extracter {
	e, err := ner.New()
	if err != nil {
		panic("nlp: the embedded model of names: " + err.Error())
	}
	return e
})

// personLabel is the end of the labels that the model gives to names of people.
const personLabel = "PERSON"

// People returns where the model of the language sees names of people: a hint,
// which misses half of them and is wrong as often as not. It reads sentence by
// sentence and is too slow for anything that somebody waits for; names that are
// known are found by [verbatim/survey/identify].
func People(text string) []analysis.Span {
	var out []analysis.Span
	for _, s := range Sentences(text) {
		out = append(out, peopleIn(TokensIn(text, s))...)
	}
	return out
}

// peopleIn returns the names of people in one sentence.
func peopleIn(tokens []Token) []analysis.Span {
	labelled := make([]token.Token, len(tokens))
	for i, t := range tokens {
		labelled[i] = token.Token{Text: straight(t.Text), Tag: t.Tag, Start: t.Span.Start}
	}
	people().Label(labelled)
	var out []analysis.Span
	open := false
	for i, t := range labelled {
		switch is := strings.HasSuffix(t.Label, personLabel) && strings.HasPrefix(t.Tag, "N"); {
		case is && open:
			out[len(out)-1].End = tokens[i].Span.End
		case is:
			out = append(out, tokens[i].Span)
			open = true
		default:
			open = false
		}
	}
	return out
}
