package claim

import (
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
)

// numerals are the numbers that are written as words in running text.
var numerals = []string{
	"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
	"eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
}

// number returns the number that a word stands for.
func number(w string) (int, bool) {
	if i := slices.Index(numerals, w); i >= 0 {
		return i, true
	}
	n, err := strconv.Atoi(w)
	return n, err == nil && n >= 0 && len(w) <= len("999999")
}

// synonyms are other ways to say a fixed word of the scale, and its article.
var synonyms = map[string]string{
	"every": analysis.QuantifierAll, "each": analysis.QuantifierAll, "a single": analysis.QuantifierOne,
	"both": analysis.QuantifierTwo, "none": analysis.QuantifierNone, "the majority": "a majority", "half": "half",
}

// bending are words that make another quantity of the one they stand before.
var bending = []string{"not", "nearly", "almost", "over", "under", "around", "approximately", "roughly", "least", "than", "about", "virtually", "practically", "vast"}

// general are what people of any role may be called.
var general = []string{"people", "participants", "respondents", "them", "those", "person", "participant", "respondent", "persons", "students", "colleagues", "members"}

// between may stand between a quantity and the people it counts.
var between = []string{"of", "the", "these", "those", "our", "their", "other"}

// A reader collects the claims of one sentence.
type reader struct {
	text  string
	words []word
	used  []bool // words that a claim has taken
	group Group
	scale analysis.Scale
	out   []Claim
}

func (r *reader) add(k Kind, from, to int, c Claim) {
	c.Kind, c.Start, c.Text = k, r.words[from].start, r.text[r.words[from].start:min(r.words[to-1].end, len(r.text))]
	for i := from; i < to; i++ {
		r.used[i] = true
	}
	r.out = append(r.out, c)
}

// phrase reports whether the words of a phrase stand at i, and where they end.
func (r *reader) phrase(i int, phrase string) (end int, ok bool) {
	end = i
	for w := range strings.FieldsSeq(phrase) {
		if end >= len(r.words) || r.words[end].text != w || r.used[end] {
			return i, false
		}
		end++
	}
	return end, end > i
}

// peopleAt reports whether the people of the sentence stand at i, after at most
// a few words that may be between.
func (r *reader) peopleAt(i int) bool {
	for n := 0; n < 3 && i < len(r.words) && slices.Contains(between, r.words[i].text); n++ {
		if _, ok := r.nameAt(i); ok {
			return true
		}
		i++
	}
	if _, ok := r.nameAt(i); ok {
		return true
	}
	_, ok := r.nameAt(i + 1) // one adjective: "several senior mentors"
	return ok
}

func (r *reader) nameAt(i int) (end int, ok bool) {
	for _, name := range []string{strings.ToLower(r.group.Plural), strings.ToLower(r.group.Singular)} {
		if name == "" {
			continue
		}
		end = i
		ok = true
		for w := range strings.FieldsSeq(name) {
			if end >= len(r.words) || r.words[end].text != w {
				ok = false
				break
			}
			end++
		}
		if ok {
			return end, true
		}
	}
	if i < len(r.words) && slices.Contains(general, r.words[i].text) {
		return i + 1, true
	}
	return i, false
}

// counts finds "4 of 10" and "four out of the ten".
func (r *reader) counts() {
	for i := range r.words {
		n, ok := number(r.words[i].text)
		if !ok {
			continue
		}
		j := i + 1
		if e, ok := r.phrase(j, "out of"); ok {
			j = e
		} else if e, ok := r.phrase(j, "of"); ok {
			j = e
		} else {
			continue
		}
		if e, ok := r.phrase(j, "the"); ok {
			j = e
		}
		if j >= len(r.words) {
			continue
		}
		if of, ok := number(r.words[j].text); ok && !r.used[i] {
			r.add(Count, i, j+1, Claim{N: n, Of: of, Clear: r.clear(j + 1)})
		}
	}
}

// clear reports whether what comes after a count leaves no doubt about what is
// counted: a bracket, the end, the people, or what they did.
func (r *reader) clear(i int) bool {
	if i >= len(r.words) {
		return true
	}
	gap := r.text[r.words[i-1].end:r.words[i].start]
	if strings.ContainsAny(gap, "),.;:") || r.words[i].text == "who" {
		return true
	}
	_, ok := r.nameAt(i)
	return ok
}

// quantities finds words of the scale and numbers that count people.
func (r *reader) quantities() {
	scale := r.scale.Words()
	for s := range synonyms {
		scale = append(scale, s)
	}
	slices.SortFunc(scale, func(a, b string) int { return len(b) - len(a) })
	for i := range r.words {
		if r.used[i] {
			continue
		}
		if !r.wordOfScale(i, scale) {
			r.numberOfPeople(i)
		}
	}
}

// wordOfScale takes the longest word of the scale at i if it counts people: it
// opens the sentence, or they follow it.
func (r *reader) wordOfScale(i int, words []string) bool {
	for _, w := range words {
		end, ok := r.phrase(i, w)
		if !ok {
			continue
		}
		if !r.peopleAt(end) && (i > 0 || !r.standsAlone(w, end)) {
			return false
		}
		word := w
		if s, ok := synonyms[w]; ok && !slices.Contains(r.scale.Words(), w) {
			word = s
		}
		kind := Quantifier
		from := i
		if i > 0 && slices.Contains(bending, r.words[i-1].text) && !r.used[i-1] {
			kind, from = Unlike, i-1
		}
		c := Claim{Word: word}
		if n, base := r.baseAfter(end); word == analysis.QuantifierAll && base {
			c.N = n
		}
		r.add(kind, from, end, c)
		return true
	}
	return r.article(i)
}

// standsAlone reports whether a word that opens a sentence counts people though
// they are not named: "Most felt", and not "Most importantly" or "One thing".
func (r *reader) standsAlone(w string, next int) bool {
	switch {
	case next >= len(r.words) || slices.Contains([]string{"no", "none", "one", "two", "a single", "each", "every"}, w):
		return false
	case strings.HasSuffix(r.words[next].text, "ly") || r.words[next].text == "in":
		return false
	}
	return w != analysis.QuantifierAll || !slices.Contains(between, r.words[next].text)
}

// article takes "a mentor", which is one.
func (r *reader) article(i int) bool {
	if r.words[i].text != "a" && r.words[i].text != "an" || i > 0 {
		return false
	}
	end := i + 1
	for w := range strings.FieldsSeq(strings.ToLower(r.group.Singular)) {
		if end >= len(r.words) || r.words[end].text != w {
			return false
		}
		end++
	}
	r.add(Quantifier, i, i+1, Claim{Word: analysis.QuantifierOne})
	return true
}

// baseAfter returns the number in "all 10 mentors" and "all of the ten mentors".
func (r *reader) baseAfter(i int) (int, bool) {
	for i < len(r.words) && slices.Contains(between, r.words[i].text) {
		i++
	}
	if i >= len(r.words) {
		return 0, false
	}
	n, ok := number(r.words[i].text)
	if ok {
		r.used[i] = true
	}
	return n, ok
}

// numberOfPeople takes "3 mentors", and "of 10 mentors" for how many there are.
func (r *reader) numberOfPeople(i int) {
	n, ok := number(r.words[i].text)
	if !ok || strings.HasPrefix(strings.TrimSpace(r.text[r.words[i].end:]), "%") {
		return
	}
	if i+1 < len(r.words) && r.words[i+1].text == "who" {
		r.add(Base, i, i+1, Claim{N: n})
		return
	}
	if !r.peopleAt(i + 1) {
		return
	}
	kind := People
	if i > 0 && slices.Contains([]string{"of", "among", "the", "all"}, r.words[i-1].text) {
		kind = Among
	}
	r.add(kind, i, i+1, Claim{N: n})
}

// subjects finds sentences about people without a number, and about nobody.
func (r *reader) subjects() {
	if _, ok := First(r.out, Quantifier, Unlike, People, Undefined); ok || len(r.words) == 0 {
		return
	}
	if c, ok := First(r.out, Count); ok && c.Start == r.words[0].start {
		return
	}
	if at := nobody.FindStringIndex(r.text); at != nil {
		r.out = append(r.out, Claim{Kind: Agentless, Start: at[0], Text: r.text[at[0]:at[1]]})
		return
	}
	i := 0
	if r.words[0].text == "the" {
		i = 1
	}
	if end, ok := r.nameAt(i); ok {
		r.out = append(r.out, Claim{Kind: Bare, Text: r.text[:r.words[end-1].end]})
	}
}
