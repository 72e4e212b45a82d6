package design

import (
	"math"
	"regexp"
	"strings"
	"unicode"

	"verbatim/survey"
)

// Words that questions are better without, and words by which a question about a
// person is known.
var (
	twoThings = regexp.MustCompile(`(?i)\band/or\b|\b(?:and|or)\b`)
	leading   = regexp.MustCompile(`(?i)\b(don['’]t you|do you not|do you agree that|isn['’]t it|would(?:n['’]t)? you agree|surely|obviously|of course|everyone knows|how (?:much did you enjoy|beneficial|useful|helpful|valuable|good|great|satisfied|successful|excellent))\b`)
	personal  = regexp.MustCompile(`(?i)\b(age|old are you|gender|sex|sexual|sexuality|orientation|trans|ethnic|ethnicity|race|racial|nationality|country of birth|religion|religious|belief|faith|disab\w+|health|caring|carer|pregnan\w+|marital|first language|year of (?:birth|study)|degree|school|department|specialty|pay band|socio-?economic|first in (?:your|their) family)\b`)
)

// words looks at how a question is worded. Only English is judged.
func (c *checker) words(p survey.Page, q survey.Question) {
	if own := c.form.Languages()[0]; own != "en" && !strings.HasPrefix(own, "en-") {
		return
	}
	if m := leading.FindString(q.Label); m != "" {
		c.advise(p.Key, q.Key, "“%s” says what answer is hoped for. Ask openly: “How was …”, “What, if anything, …”.", m)
	}
	closed := q.Kind == survey.Single || q.Kind == survey.Rating || q.Kind == survey.Likert
	texts := []string{q.Label}
	if q.Kind == survey.Likert {
		texts = nil
		for _, it := range q.Items {
			texts = append(texts, it.Label)
		}
	}
	for _, t := range texts {
		if m := twoThings.FindString(t); m != "" && closed {
			c.advise(p.Key, q.Key, "“%s” may ask two things at once (“%s”): who agrees with one of them cannot answer. Ask for each by itself.", t, m)
		}
	}
	if n := len(strings.Fields(q.Label)); n > longSayings {
		c.advise(p.Key, q.Key, "It has %d words. Put the question first, and what explains it into the hint.", n)
	}
}

// aboutPerson reports whether a closed question asks who somebody is.
func aboutPerson(q survey.Question) bool {
	closed := q.Kind == survey.Single || q.Kind == survey.Multiple || q.Kind == survey.Number || q.Kind == survey.Date
	return closed && q.Purpose != survey.ForRole && personal.MatchString(q.Label)
}

// How long things take, in seconds: reading at 200 words a minute, and answering
// as people do who have understood the question.
const (
	perWord    = 0.3
	perChoice  = 5
	perRow     = 6
	perNumber  = 8
	perLine    = 20
	perWriting = 90
	aMinute    = 60
)

// Minutes returns how long the form takes, at least one. Pages that are asked
// again and again count as often as they must be.
func Minutes(f survey.Form) int {
	seconds := perWord * float64(len(strings.Fields(f.Intro)))
	for _, p := range f.Pages {
		page := perWord * float64(len(strings.Fields(p.Title+" "+p.Intro)))
		for _, q := range p.Questions {
			page += secondsOf(q)
		}
		if p.Repeat != nil {
			page *= float64(max(p.Repeat.Least, 1))
		}
		seconds += page
	}
	return max(1, int(math.Round(seconds/aMinute)))
}

func secondsOf(q survey.Question) float64 {
	words := len(strings.Fields(q.Label + " " + q.Hint))
	for _, c := range q.Choices {
		words += len(strings.Fields(c.Label))
	}
	for _, it := range q.Items {
		words += len(strings.Fields(it.Label))
	}
	read := perWord * float64(words)
	switch q.Kind {
	case survey.Calculated:
		return 0
	case survey.Info:
		return read
	case survey.Likert, survey.Ranking:
		return read + perRow*float64(len(q.Items))
	case survey.ShortText:
		return read + perLine
	case survey.LongText:
		return read + perWriting
	case survey.Number, survey.Date:
		return read + perNumber
	}
	return read + perChoice
}

// fewWords is how many words a text must have before its reading age means
// anything.
const fewWords = 60

// ReadingAge returns the age in years at which people usually read texts like
// the form's, by Flesch and Kincaid, 0 where it is too short to tell or not in
// English.
func ReadingAge(f survey.Form) int {
	if own := f.Languages()[0]; own != "en" && !strings.HasPrefix(own, "en-") {
		return 0
	}
	var sentences, words, syllables int
	for _, text := range f.Words() {
		for s := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(".?!:;\n", r) }) {
			n := 0
			for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
				n++
				syllables += syllablesOf(w)
			}
			if n > 0 {
				sentences++
			}
			words += n
		}
	}
	if words < fewWords {
		return 0
	}
	const schoolBegins = 5 // years older than the grade that Kincaid's formula gives
	grade := 0.39*float64(words)/float64(sentences) + 11.8*float64(syllables)/float64(words) - 15.59
	return int(math.Round(max(grade, 0))) + schoolBegins
}

// syllablesOf counts groups of vowels, without an e that is not spoken.
func syllablesOf(word string) int {
	word = strings.TrimSuffix(strings.ToLower(word), "e")
	n, before := 0, false
	for _, r := range word {
		vowel := strings.ContainsRune("aeiouy", r)
		if vowel && !before {
			n++
		}
		before = vowel
	}
	return max(n, 1)
}
