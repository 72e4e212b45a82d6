package suggest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
)

// A word is a token as the rules see it.
type word struct {
	Span  analysis.Span
	Text  string
	lower string // lower case, contractions written out: "not" for "n't"
	tag   string // part of speech; empty while it is not known
	mark  bool   // punctuation
	opens bool   // a clause begins here
	after string
}

// analyse returns the words of one sentence of text, without its bullet.
func analyse(text string, sentence analysis.Span) []word {
	tokens, ws := read(text, sentence)
	tag(tokens, ws)
	return ws
}

// read is analyse without the parts of speech, and with the tokens to find them
// from.
func read(text string, sentence analysis.Span) ([]nlp.Token, []word) {
	sentence.Start += nlp.MarkerLen(sentence.In(text))
	tokens := nlp.CutIn(text, sentence)
	ws := make([]word, len(tokens))
	for i, t := range tokens {
		ws[i] = word{Span: t.Span, Text: t.Text, lower: lowered(t.Text), mark: isMark(t.Text)}
	}
	writeOut(ws)
	markOpenings(ws)
	return tokens, ws
}

// tag gives the words of a sentence their parts of speech.
func tag(tokens []nlp.Token, ws []word) {
	nlp.Tag(tokens)
	for i, t := range tokens {
		ws[i].tag = t.Tag
	}
}

func lowered(s string) string {
	s = strings.ToLower(s)
	if strings.Contains(s, "’") {
		s = strings.ReplaceAll(s, "’", "'")
	}
	return s
}

func isMark(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// contractions as the rules read them. "'s" stays, for it is "is" or a genitive.
func writtenOut(s string) string {
	switch s {
	case "n't", "nt":
		return "not"
	case "'d":
		return "would"
	case "'ll":
		return "will"
	case "'re":
		return "are"
	case "'ve":
		return "have"
	case "'m":
		return "am"
	case "pls", "plz", "kindly":
		return "please"
	case "dont", "don't":
		return "do-not"
	case "shouldnt":
		return "should"
	}
	return s
}

func writeOut(ws []word) {
	for i := range ws {
		ws[i].lower = writtenOut(ws[i].lower)
		if i > 0 && ws[i].lower == "not" {
			switch ws[i-1].lower {
			case "wo":
				ws[i-1].lower = "will"
			case "ca":
				ws[i-1].lower = "can"
			case "sha":
				ws[i-1].lower = "shall"
			}
		}
	}
}

// markOpenings marks the words at which a clause can begin: the first, those
// after punctuation and conjunctions, and those after words that only introduce
// ("also", "please").
func markOpenings(ws []word) {
	after := "."
	for i := range ws {
		w := &ws[i]
		if w.mark {
			if !quoteMark(w.Text) || after == "" {
				after = w.Text
			}
			continue
		}
		w.opens, w.after = after != "", after
		switch {
		case w.opens && introducing[w.lower]:
		case conjunctions[w.lower]:
			after = "and"
		default:
			after = ""
		}
	}
}

func quoteMark(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("\"'`“”‘’*_", r)
}

// strong reports whether a clause that begins after this mark stands by itself,
// rather than continuing a list of nouns or verbs.
func strong(after string) bool { return after != "," && after != "and" && after != "" }

// analyseAll returns the words of a text that is judged as one, whatever its
// sentences are.
func analyseAll(text string) []word {
	var out []word
	for _, s := range nlp.Sentences(text) {
		out = append(out, analyse(text, s)...)
	}
	return out
}
