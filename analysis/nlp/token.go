package nlp

import (
	"github.com/jdkato/prose/v3/tag"
	"github.com/jdkato/prose/v3/tokenize"

	"verbatim/analysis"
)

// A Token is a word, number or mark of a text, where it stands, and its part of
// speech in the Penn Treebank's tags ("VB", "MD", "NN"); Tag is empty where
// nobody asked for tags.
type Token struct {
	Span analysis.Span
	Text string
	Tag  string
}

// Sentence is a range of bytes of a text that holds one sentence.
type Sentence = analysis.Span

// Tokens returns the tagged tokens of text, sentence by sentence.
func Tokens(text string) []Token {
	g, err := tag.New()
	if err != nil {
		return nil
	}
	var out []Token
	for _, s := range Sentences(text) {
		toks := tokenize.New().Tokenize(s.In(text))
		g.TagTokens(toks)
		for _, t := range toks {
			out = append(out, Token{analysis.Span{Start: s.Start + t.Start, End: s.Start + t.End()}, t.Text, t.Tag})
		}
	}
	return out
}

// Words returns the words of text, untagged and without punctuation.
func Words(text string) []Token {
	var out []Token
	for _, t := range tokenize.New().Tokenize(text) {
		out = append(out, Token{Span: analysis.Span{Start: t.Start, End: t.End()}, Text: t.Text})
	}
	return out
}
