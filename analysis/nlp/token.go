package nlp

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"

	"github.com/jdkato/prose/v3/token"
)

// A Token is a word, number or mark of a text, where it stands, and its part of
// speech in the Penn Treebank's tags ("VB", "MD", "NN"); Tag is empty where
// nobody asked for tags.
type Token struct {
	Span analysis.Span
	Text string // the bytes of the span
	Tag  string
}

// Tokens returns the tagged tokens of text, sentence by sentence. Contractions
// are two tokens, as the Penn Treebank has them: "do" and "n't".
func Tokens(text string) []Token {
	var out []Token
	for _, s := range Sentences(text) {
		first := len(out)
		out = appendCut(out, text, s)
		Tag(out[first:])
	}
	return out
}

// TokensIn returns the tagged tokens of one sentence of text; their spans are
// spans of text.
func TokensIn(text string, sentence Sentence) []Token {
	tokens := CutIn(text, sentence)
	Tag(tokens)
	return tokens
}

// CutIn is TokensIn without the tags, which are most of its cost: for
// those who find out first whether they need them. [Tag] adds them.
func CutIn(text string, sentence Sentence) []Token {
	if sentence.In(text) == "" {
		return nil
	}
	return appendCut(nil, text, sentence)
}

// Tag gives the tokens of one sentence, all of them and in order, their tags.
func Tag(tokens []Token) {
	toks := make([]token.Token, len(tokens))
	for i, t := range tokens {
		toks[i].Text = straight(t.Text)
	}
	load().tagger.TagTokens(toks)
	for i, t := range toks {
		tokens[i].Tag = t.Tag
	}
}

func appendCut(out []Token, text string, s Sentence) []Token {
	toks := tokenized(s.In(text))
	out = slices.Grow(out, len(toks))
	for _, t := range toks {
		span := analysis.Span{Start: s.Start + t.Start, End: s.Start + t.End()}
		if t.Text != "" && whole(text, span) {
			out = append(out, Token{Span: span, Text: t.Text})
		}
	}
	return out
}

// tokenized cuts s as prose's tokenizer does, which looks at each run of
// characters between white space by itself. Most runs are plain: only the
// others are worth its time.
func tokenized(s string) []token.Token {
	out := make([]token.Token, 0, len(s)/bytesPerToken+1)
	for start := 0; start < len(s); {
		end := start + runLen(s[start:])
		run := s[start:end]
		switch n := lettersLen(run); {
		case run == "":
		case n == len(run):
			out = append(out, token.Token{Text: run, Start: start})
		case n == len(run)-1 && n >= minBeforeMark && strings.IndexByte(endMarks, run[n]) >= 0:
			out = append(out, token.Token{Text: run[:n], Start: start}, token.Token{Text: run[n:], Start: start + n})
		case len(run) > longestWord: // prose takes time that grows with the square of a run of marks
			out = append(out, token.Token{Text: run, Start: start})
		default:
			for _, t := range load().tokenizer.Tokenize(run) {
				t.Start += start
				out = append(out, t)
			}
		}
		_, n := utf8.DecodeRuneInString(s[end:])
		start = end + n
	}
	return out
}

// A word of at least minBeforeMark letters with one of endMarks after it is two
// tokens. Shorter ones may be titles ("Mrs."), initials or faces ("xD:").
const (
	minBeforeMark = 4
	endMarks      = ",.;:!?)"
)

// runLen returns the length of what s begins with before any white space.
func runLen(s string) int {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= utf8.RuneSelf {
			if n := strings.IndexFunc(s[i:], unicode.IsSpace); n >= 0 {
				return i + n
			}
			break
		}
	}
	return len(s)
}

// bytesPerToken is fewer than the bytes a token of English has with the space
// after it, so that one allocation holds all.
const bytesPerToken = 4

// lettersLen returns how many letters of ASCII s begins with.
func lettersLen(s string) int {
	i := 0
	for i < len(s) && s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' {
		i++
	}
	return i
}

// straight returns the word as the tagger was trained on it: with a straight
// apostrophe, without which it does not know "n't".
func straight(word string) string {
	if !strings.Contains(word, "’") {
		return word
	}
	return strings.ReplaceAll(word, "’", "'")
}

// whole reports whether the span begins and ends between runes.
func whole(text string, s analysis.Span) bool {
	return (s.Start == len(text) || utf8.RuneStart(text[s.Start])) && (s.End == len(text) || utf8.RuneStart(text[s.End])) || !utf8.ValidString(s.In(text))
}

// Words returns the words and numbers of text, untagged and without
// punctuation. An apostrophe inside a word belongs to it ("don't"); a hyphen
// separates ("role-model" is two words).
func Words(text string) []Token {
	out := make([]Token, 0, len(text)/6+1) // English has about six bytes a word
	for i := 0; i < len(text); {
		n := wordLen(text[i:])
		if n == 0 {
			i++ // over the rest of a longer character, too: no byte of it begins a word
			continue
		}
		out = append(out, Token{Span: analysis.Span{Start: i, End: i + n}, Text: text[i : i+n]})
		i += n
	}
	return out
}

// wordLen returns the length of the word that s begins with, 0 for none.
func wordLen(s string) int {
	i := lettersLen(s)
	for i < len(s) {
		n := letterLen(s[i:])
		if n == 0 && i > 0 {
			if q := apostropheLen(s[i:]); q > 0 && letterLen(s[i+q:]) > 0 {
				n = q
			}
		}
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

// letterLen returns the length of the letter, mark or digit s begins with.
func letterLen(s string) int {
	if s == "" {
		return 0
	}
	if c := s[0]; c < utf8.RuneSelf {
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' {
			return 1
		}
		return 0
	}
	r, n := utf8.DecodeRuneInString(s)
	if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) {
		return n
	}
	return 0
}

func apostropheLen(s string) int {
	switch {
	case s[0] == '\'':
		return 1
	case strings.HasPrefix(s, "’"):
		return len("’")
	}
	return 0
}
