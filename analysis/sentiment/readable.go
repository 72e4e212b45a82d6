package sentiment

import (
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
)

// silent stands for a word that must not be scored.
const silent = "xx"

// A reader goes over the words of one sentence and notes what VADER is to read
// instead of some of them.
type reader struct {
	words   []nlp.Token
	instead map[int]string // by place in words
	wishing bool           // the question asked for wishes
	valence func(word string) float64
}

// readable returns text as VADER is to read it. Sentences that ask are left out,
// because a question states nothing (Taboada et al., Lexicon-Based Methods for
// Sentiment Analysis, Computational Linguistics 37(2), 2011, section 2.6).
func readable(text string, wishing bool, valence func(word string) float64) string {
	var b strings.Builder
	for _, s := range nlp.Sentences(text) {
		if strings.HasSuffix(strings.TrimRight(s.In(text), " \t\r\n\"')”’"), "?") {
			continue
		}
		r := reader{words: nlp.TokensIn(text, s), instead: map[int]string{}, wishing: wishing, valence: valence}
		for i := range r.words {
			r.fillers(i)
			r.excess(i)
			r.wishes(i)
		}
		b.WriteString(r.written(text, s))
		b.WriteByte(' ')
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// written returns the sentence with the words that stand instead, and with the
// marks that VADER knows.
func (r *reader) written(text string, s analysis.Span) string {
	var b strings.Builder
	at := s.Start
	for i, w := range r.words {
		if word, ok := r.instead[i]; ok && w.Span.Start >= at {
			b.WriteString(text[at:w.Span.Start])
			b.WriteString(word)
			at = w.Span.End
		}
	}
	b.WriteString(text[at:s.End])
	return strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "—", " - ", "–", " - ", "…", " ", "...", " ").Replace(b.String())
}

// word returns the word at a place in lower case, "" outside the sentence.
func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return strings.ToLower(strings.ReplaceAll(r.words[i].Text, "’", "'"))
}

func (r *reader) tag(i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return r.words[i].Tag
}

// fillers silences words that are in VADER's list for another of their meanings.
func (r *reader) fillers(i int) {
	before, after := r.word(i-1), r.word(i+1)
	drop := false
	switch r.word(i) {
	case "like":
		drop = !strings.HasPrefix(r.tag(i), "VB") || before == "would" || before == "'d"
	case "well":
		drop = before == "as" || (i == 0 && after == ",")
	case "nothing", "none", "no":
		drop = i == 0 && after == "," // "Nothing, I loved it" denies no love
	case "pretty":
		drop = strings.HasPrefix(r.tag(i+1), "JJ") || strings.HasPrefix(r.tag(i+1), "RB")
	case "sure":
		drop = before == "make" || before == "making" || before == "not"
	case "problem":
		drop = after == "set" || after == "sets" || after == "solving"
	case "kind", "kinds":
		drop = after == "of"
	case "please":
		drop = true
	}
	if drop {
		r.instead[i] = silent
	}
}

// excess reads "too easy" and "not enough" as blame, whatever the word beside.
func (r *reader) excess(i int) {
	switch r.word(i) {
	case "too":
		if next := r.tag(i + 1); strings.HasPrefix(next, "JJ") || strings.HasPrefix(next, "RB") {
			r.instead[i] = lacking
			if r.valence(r.word(i+1)) > 0 {
				r.instead[i+1] = silent
			}
		}
	case "enough":
		if b := r.word(i - 1); b == "not" || b == "n't" {
			r.instead[i-1], r.instead[i] = " ", lacking
		}
	}
}

// wishes reads what somebody wishes for as something lacking: the good words of
// "could be more helpful" say what was not (irrealis, as in Taboada et al.).
func (r *reader) wishes(i int) {
	if !r.wish(i) {
		return
	}
	r.instead[i] = lacking
	for j := i + 1; j < len(r.words) && !ends(r.word(j)); j++ {
		if r.valence(r.word(j)) > 0 {
			r.instead[j] = silent
		}
	}
}

// ends reports whether a wish ends before the word.
func ends(word string) bool {
	switch word {
	case ",", ";", ":", ".", "!", "but", "because", "although", "though", "however":
		return true
	}
	return false
}

// wish reports whether a wish begins at the word.
func (r *reader) wish(i int) bool {
	after := r.word(i + 1)
	switch r.word(i) {
	case "could", "should", "would", "might", "ought":
		for j := i + 1; j <= i+3; j++ {
			if w := r.word(j); w == "be" || w == "been" || w == "have" {
				return !strings.HasPrefix(r.word(i+1), "n't") && r.word(i+1) != "not"
			}
		}
	case "wish", "wished":
		return true
	case "need", "needs", "needed":
		return after == "to" || after == "more" || after == "better"
	case "more", "better", "less", "fewer":
		return r.wishing
	}
	return false
}
