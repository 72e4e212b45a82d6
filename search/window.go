package search

// manyPlaces is the number of places in one text from which all its words are
// cut out once, because the surroundings of so many are most of it.
const manyPlaces = 4

// wordsFor returns a function that gives words of the text around a span: at
// least need before and after it, unless the text begins or ends there.
func wordsFor(text string, spans []Span, need int) func(Span) []Span {
	if len(spans) >= manyPlaces {
		all := Words(text)
		return func(Span) []Span { return all }
	}
	return func(s Span) []Span { return wordsAround(text, s, need) }
}

// wordsAround cuts only the surroundings of a span into words. White space is
// never within a word, so cutting may begin at any of it.
func wordsAround(text string, s Span, need int) []Span {
	for back := need + 1; ; back *= 2 { // most runs of characters are a word, but some are only dashes
		from := goBack(text, s.Start, back)
		words, before := wordsFrom(text, from, s, need)
		if from == 0 || before >= need {
			return words
		}
	}
}

// wordsFrom returns the words from an offset up to need words after the span,
// and how many of them stand before it.
func wordsFrom(text string, from int, s Span, need int) (words []Span, before int) {
	words = make([]Span, 0, 3*need)
	after := 0
	for i := from; after < need; {
		w, next, ok := NextWord(text, i)
		if !ok {
			break
		}
		words, i = append(words, w), next
		if w.End <= s.Start {
			before++
		}
		if w.Start >= s.End {
			after++
		}
	}
	return words, before
}

// goBack returns the offset of the white space before which so many runs of
// other characters stand between it and start, or 0.
func goBack(text string, start, runs int) int {
	i := start
	for i > 0 && runs > 0 {
		i--
		if isBlank(text[i]) && (i == 0 || !isBlank(text[i-1])) {
			runs--
		}
	}
	return i
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
