package nlp

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"
)

// A Sentence is a range of bytes of a text that holds one sentence, heading or
// item of a list, with its bullet or number.
type Sentence = analysis.Span

// Sentences returns the spans of the sentences of text in order, trimmed of
// white space and never overlapping. Together they cover every character of
// text that is not white space.
//
// Lines and items of lists are kept apart first, because people answer surveys
// in lists; prose's segmenter works inside them, and its mistakes with missing
// spaces, abbreviations and times of day are mended after it.
func Sentences(text string) []Sentence {
	var out []Sentence
	for _, b := range blocks(text) {
		out = appendSentences(out, text, b)
	}
	return out
}

// appendSentences cuts one line or item of a list into sentences.
func appendSentences(out []Sentence, text string, block Sentence) []Sentence {
	s := block.In(text)
	model := opinion{text: s}
	start := 0
	for _, stop := range stops(s) {
		if stop.end < len(s) && stop.breaks(s, start, &model) {
			out = appendTrimmed(out, text, block.Start+start, block.Start+stop.end)
			start = stop.end
		}
	}
	return appendTrimmed(out, text, block.Start+start, block.End)
}

// An opinion is what prose's segmenter makes of a text. It is asked only where
// nothing plainer decides, because asking costs three times all the rest: most
// sentences are followed by a capital.
type opinion struct {
	text  string
	asked bool
	ends  []int
}

// endsAt reports whether a sentence ends at the stop by prose's segmenter.
func (o *opinion) endsAt(p stop) bool {
	if !o.asked {
		o.asked = true
		for _, x := range load().segmenter.Segment(o.text) {
			o.ends = append(o.ends, x.End())
		}
	}
	_, found := slices.BinarySearch(o.ends, p.end)
	return found
}

func appendTrimmed(out []Sentence, text string, start, end int) []Sentence {
	if s := trimmed(text, start, end); s.Len() > 0 {
		out = append(out, s)
	}
	return out
}

// trimmed returns the span without the white space at its ends.
func trimmed(text string, start, end int) analysis.Span {
	for start < end {
		r, n := utf8.DecodeRuneInString(text[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		start += n
	}
	for start < end {
		r, n := utf8.DecodeLastRuneInString(text[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		end -= n
	}
	return analysis.Span{Start: start, End: end}
}

// A stop is a run of marks that may end a sentence, with the closing quotes and
// brackets after it.
type stop struct {
	start int // first mark
	end   int // after the last mark or closing quote
}

// stopEvery is about how many bytes there are to a stop: fewer than in prose,
// so that one allocation holds all.
const stopEvery = 32

// stops returns the candidates for ends of sentences in s.
func stops(s string) []stop {
	var out []stop
	for i := 0; i < len(s); {
		n := markLen(s[i:])
		if n == 0 {
			i++
			continue
		}
		if out == nil {
			out = make([]stop, 0, len(s)/stopEvery+1)
		}
		start := i
		for n > 0 {
			i += n
			n = markLen(s[i:])
			if n == 0 && strings.HasPrefix(s[i:], " .") && !strings.HasPrefix(s[i:], " .net") {
				n = len(" .") // ". . ." is one run
			}
		}
		out = append(out, stop{start, i + closersLen(s[i:])})
	}
	return out
}

// markLen returns the length of the mark that s begins with, 0 for none.
func markLen(s string) int {
	if s == "" {
		return 0
	}
	switch s[0] {
	case '.', '!', '?':
		return 1
	case "…"[0]:
		if strings.HasPrefix(s, "…") {
			return len("…")
		}
	}
	return 0
}

// closersLen returns the length of the closing quotes and brackets that s
// begins with. A straight quote closes only before white space or the end.
func closersLen(s string) int {
	n := 0
	for n < len(s) {
		r, w := utf8.DecodeRuneInString(s[n:])
		if !strings.ContainsRune("\"')]}”’»", r) {
			break
		}
		n += w
	}
	if next, _ := utf8.DecodeRuneInString(s[n:]); n < len(s) && !unicode.IsSpace(next) && strings.ContainsAny(s[:n], `"'`) {
		return 0
	}
	return n
}

// breaks decides whether a sentence that began at start ends at the stop.
func (p stop) breaks(s string, start int, prose *opinion) bool {
	rest := s[p.end:]
	next := strings.TrimLeftFunc(rest, unicode.IsSpace)
	if next == "" {
		return false
	}
	word := lastWord(strings.TrimRightFunc(s[start:p.start], unicode.IsSpace))
	marker := strings.TrimSpace(s[start:p.end])
	if isMarker(marker) {
		return false
	}
	if len(next) == len(rest) {
		return p.missingSpace(s, word, next)
	}
	if marks := s[p.start:p.end]; strings.Trim(marks, ". ") != "" && !strings.HasPrefix(marks, ".") {
		return opensSentence(next) || prose.endsAt(p)
	}
	return p.fullStop(s, start, word, next, prose)
}

// fullStop decides on one or more full stops followed by white space.
func (p stop) fullStop(s string, start int, word, next string, prose *opinion) bool {
	key := strings.ToLower(word)
	switch {
	case p.end-p.start > 1 && strings.HasPrefix(s[p.start:p.end], ".."), strings.HasPrefix(s[p.start:], ". ."):
		return startsUpper(next) || opensSentence(next) && prose.endsAt(p)
	case titles[word]:
		return isStarter(next) // "a great prof. She knows": only a capital makes it a title
	case beforeName[key]:
		return false
	case beforeNumber[key]:
		return !startsDigit(next) && (opensSentence(next) || prose.endsAt(p))
	case timeOfDay[key]:
		return startsUpper(next) && strings.Count(strings.TrimSpace(s[start:p.start]), " ") >= clauseSpaces
	case strings.Contains(word, ".") || midSentence[key]:
		return startsUpper(next) && (isStarter(next) || afterWhichCapital[key])
	case isInitial(word):
		return startsUpper(next) && isStarter(next)
	}
	return opensSentence(next) || prose.endsAt(p)
}

// clauseSpaces is how many spaces there are at least before a time of day that
// ends a sentence: "At 5 a.m. Mr Smith left" has one, and "At 5 a.m." is none.
const clauseSpaces = 3

// missingSpace decides on marks with no space after them, as in
// "good.The notes". Addresses, numbers and abbreviations stay whole.
func (p stop) missingSpace(s, word, next string) bool {
	if p.end-p.start != 1 && strings.Contains(s[p.start:p.end], ".") && s[p.start] != '.' {
		return false
	}
	if !capitalised(next) && !lowerStarter(next) {
		return false
	}
	if utf8.RuneCountInString(word) < 2 || strings.ContainsAny(word, "@/.") || beforeName[strings.ToLower(word)] {
		return false
	}
	next = next[:min(len(next), longestWord)]
	end := strings.IndexFunc(next, unicode.IsSpace)
	if end < 0 {
		end = len(next)
	}
	return !strings.ContainsAny(next[:end], "@/") && !isInitial(word)
}

// capitalised reports whether s begins with a capital and a small letter or
// with "I" or "A" as a word: what follows a full stop in a sentence, and what a
// file name, version or formula seldom has.
func capitalised(s string) bool {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	return unicode.IsUpper(first) && unicode.IsLower(second) || (first == 'I' || first == 'A') && (unicode.IsSpace(second) || second == '\'' || second == '’')
}

// minStarter is how many letters a starter in lower case has after a missing
// space: shorter ones ("it", "in", "is") are also ends of addresses.
const minStarter = 3

// lowerStarter reports whether s begins with a word that opens sentences,
// written in lower case, as in "good.the notes".
func lowerStarter(s string) bool {
	end := strings.IndexFunc(s, unicode.IsSpace)
	if end < minStarter || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	return starters[strings.ToUpper(s[:1])+s[1:end]]
}

// longestWord is how much of a run without white space is looked at, in bytes.
// No word or address that decides anything is longer, and twenty thousand full
// stops in a row must not take twenty thousand looks at each other.
const longestWord = 128

// lastWord returns the word that s ends with, with its inner full stops.
func lastWord(s string) string {
	s = s[max(0, len(s)-longestWord):]
	i := strings.LastIndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"'([{“‘", r) })
	if i < 0 {
		return s
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[i+n:]
}

func isInitial(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return n > 0 && n == len(word) && unicode.IsUpper(r)
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func startsDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// opensSentence reports whether s begins as a sentence does: with a capital, or
// with a quote, bracket or bullet and then a capital.
func opensSentence(s string) bool {
	s = strings.TrimLeft(s, "\"'“‘([*- ")
	return startsUpper(s)
}

// isStarter reports whether the first word of s is one that opens sentences and
// seldom belongs to a name.
func isStarter(s string) bool {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(s)
	}
	return starters[s[:end]]
}
