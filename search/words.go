package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// NextWord returns the first word of text that begins at or after the byte
// offset from, and the offset to ask from next; ok is false when there is none.
//
// A word is a run of letters, digits and their marks. An apostrophe between
// letters and a point or comma between digits belong to it (don't, 3.5, 1,000);
// a possessive 's does not (mentor's is the word mentor), so that a word found
// is always exactly the word shown. Hyphens, slashes and everything else
// separate words. Each Chinese or Japanese character and each emoji is a word of
// its own. Invalid UTF-8 separates words and never joins one.
//
// It is the one definition of a word: the index, the query parser, concordances
// and counts all use it.
func NextWord(text string, from int) (word Span, next int, ok bool) {
	for i := from; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if isASCIIWord(c) {
				return runOfLetters(text, i)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && n <= 1:
		case isIdeograph(r):
			return Span{i, i + n}, i + n, true
		case isLetter(r):
			return runOfLetters(text, i)
		case isEmoji(r):
			end := emojiEnd(text, i+n, isRegional(r))
			return Span{i, end}, end, true
		}
		i += n
	}
	return Span{}, len(text), false
}

// Words returns the spans of all words of text, in order.
func Words(text string) []Span {
	spans := make([]Span, 0, len(text)/bytesPerWord+1)
	for at := 0; ; {
		word, next, ok := NextWord(text, at)
		if !ok {
			return spans
		}
		spans = append(spans, word)
		at = next
	}
}

// bytesPerWord sizes buffers: English prose has 5.6 bytes a word with its space.
const bytesPerWord = 5

// Fold returns the form under which a word is compared: lower case, without
// accents and invisible characters, with plain apostrophes. Folding what is
// folded changes nothing.
func Fold(word string) string {
	for i := range len(word) {
		if c := word[i]; c >= utf8.RuneSelf || ('A' <= c && c <= 'Z') {
			return string(AppendFold(make([]byte, 0, len(word)), word))
		}
	}
	return word
}

// AppendFold appends the folded form of word to dst and returns the result.
func AppendFold(dst []byte, word string) []byte {
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(word[i:])
		if isEmoji(r) {
			return append(dst, strings.ReplaceAll(word[i:], emojiStyle, "")...)
		}
		dst = appendFolded(dst, r)
		i += n
	}
	return dst
}

// emojiStyle asks for a symbol to be shown in colour; the symbol is the same.
const emojiStyle = "\uFE0F"

func appendFolded(dst []byte, r rune) []byte {
	if isCombining(r) || isInvisible(r) {
		return dst
	}
	if isApostrophe(r) {
		return append(dst, '\'')
	}
	r = unicode.ToLower(r)
	if r < utf8.RuneSelf {
		return append(dst, byte(r))
	}
	if s, ok := plain(r); ok {
		return append(dst, s...)
	}
	if isCombining(r) {
		return dst
	}
	return utf8.AppendRune(dst, r)
}

// runOfLetters returns the word that begins at start.
func runOfLetters(text string, start int) (word Span, next int, ok bool) {
	end := start
	var last rune
	for end < len(text) {
		for end < len(text) && isASCIIWord(text[end]) { // nearly all there is in English
			last = rune(text[end])
			end++
		}
		if end == len(text) || text[end] == ' ' {
			break
		}
		r, n := decode(text, end)
		if !isLetter(r) && !unicode.IsMark(r) {
			joined := joins(text, end, r, n, last)
			if joined == 0 {
				break
			}
			end += joined
			continue
		}
		if isIdeograph(r) {
			break
		}
		last, end = r, end+n
	}
	return Span{start, possessive(text, start, end)}, end, true
}

// joins returns how many bytes of connecting characters at i, whose first is r
// of n bytes, belong to the word because it goes on after them, or 0.
func joins(text string, i int, r rune, n int, last rune) int {
	after, _ := decode(text, i+n)
	switch {
	case isApostrophe(r):
		if unicode.IsLetter(last) && unicode.IsLetter(after) && !isIdeograph(after) {
			return n
		}
	case r == '.' || r == ',':
		if unicode.IsDigit(last) && unicode.IsDigit(after) {
			return n
		}
	case isInvisible(r):
		for isInvisible(after) {
			_, m := decode(text, i+n)
			n += m
			after, _ = decode(text, i+n)
		}
		if isLetter(after) && !isIdeograph(after) {
			return n
		}
	}
	return 0
}

// possessive returns the end of the word without a final 's, or several.
func possessive(text string, start, end int) int {
	for end-start >= 3 && (text[end-1] == 's' || text[end-1] == 'S') {
		r, n := utf8.DecodeLastRuneInString(text[start : end-1])
		if !isApostrophe(r) {
			break
		}
		end -= 1 + n
	}
	return end
}

// emojiEnd returns the end of an emoji sequence: variation selectors, skin
// tones, joined figures and, after a regional indicator, its second half.
func emojiEnd(text string, i int, regional bool) int {
	for i < len(text) {
		r, n := decode(text, i)
		switch {
		case r == 0xFE0F || (0x1F3FB <= r && r <= 0x1F3FF):
			i += n
		case r == 0x200D:
			after, m := decode(text, i+n)
			if !isEmoji(after) {
				return i
			}
			i += n + m
		case regional && isRegional(r):
			i, regional = i+n, false
		default:
			return i
		}
	}
	return i
}

// decode is utf8.DecodeRuneInString that is quick for ASCII and safe at the end.
func decode(text string, i int) (rune, int) {
	if i >= len(text) {
		return utf8.RuneError, 0
	}
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(text[i:])
}

func isASCIIWord(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 0 && isASCIIWord(byte(r))
	}
	return unicode.IsLetter(r) && !isModifierApostrophe(r) || unicode.IsNumber(r)
}

// isModifierApostrophe tells the letter ʼ, which some keyboards give for an
// apostrophe.
func isModifierApostrophe(r rune) bool { return r == 0x02BC }

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || isModifierApostrophe(r)
}

// isIdeograph tells characters of scripts that are written without spaces.
func isIdeograph(r rune) bool {
	return r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func isEmoji(r rune) bool {
	return 0x1F000 <= r && r <= 0x1FAFF || 0x2600 <= r && r <= 0x27BF
}

func isRegional(r rune) bool { return 0x1F1E6 <= r && r <= 0x1F1FF }

// isCombining tells accents that follow their letter. Marks of other scripts,
// which carry vowels, are kept.
func isCombining(r rune) bool { return 0x0300 <= r && r <= 0x036F || r == 0xFE0F }

// isInvisible tells characters that are pasted into words unseen: the soft
// hyphen, zero-width spaces and joiners, the byte order mark.
func isInvisible(r rune) bool {
	return r == 0xAD || 0x200B <= r && r <= 0x200D || r == 0x2060 || r == 0xFEFF
}

// isPunctuation reports whether s holds no word.
func isPunctuation(s string) bool {
	_, _, ok := NextWord(s, 0)
	return !ok
}

// foldedWords returns the folded words of s.
func foldedWords(s string) []string {
	spans := Words(s)
	words := make([]string, len(spans))
	for i, w := range spans {
		words[i] = Fold(s[w.Start:w.End])
	}
	return words
}

// valid repairs invalid UTF-8 with the replacement character.
func valid(s string) string { return strings.ToValidUTF8(s, string(utf8.RuneError)) }
