package quote

import (
	"fmt"
	"strings"

	"verbatim/analysis"
)

// shingleWords is how many words in a row make a run that a search engine finds:
// six, because shorter runs recur by chance.
const shingleWords = 6

// Shingles is what everybody can read already, as runs of six words.
type Shingles struct {
	titles []string
	runs   map[string]int // index of the title that has it first
}

// NewShingles splits public texts into runs of words.
func NewShingles(texts []analysis.PublicText) *Shingles {
	s := &Shingles{runs: map[string]int{}}
	for i, t := range texts {
		s.titles = append(s.titles, t.Title)
		eachRun(t.Text, func(run string, _ analysis.Span) {
			if _, ok := s.runs[run]; !ok {
				s.runs[run] = i
			}
		})
	}
	return s
}

// A Findable says that words of a quote stand in a public text.
type Findable struct {
	Title string
	Words string // the run as the quote has it
	Runs  int    // how many runs recur
}

// Text says it to a person.
func (f Findable) Text() string {
	return fmt.Sprintf("“%s” stands in “%s” too: whoever searches for these words finds that. Choose others, or record why they may stand.", f.Words, f.Title)
}

// Find returns the public texts in which words of a quote recur, each once with
// the longest run.
func (s *Shingles) Find(printed string) []Findable {
	var out []Findable
	at := map[int]int{}
	last := map[int]analysis.Span{}
	if len(s.runs) == 0 {
		return nil
	}
	eachRun(printed, func(run string, span analysis.Span) {
		i, ok := s.runs[run]
		if !ok {
			return
		}
		j, seen := at[i]
		if !seen {
			j = len(out)
			at[i] = j
			out = append(out, Findable{Title: s.titles[i]})
			last[i] = span
		}
		if l := last[i]; span.Start <= l.End {
			span.Start = l.Start
		}
		last[i] = span
		if words := span.In(printed); len(words) > len(out[j].Words) {
			out[j].Words = words
		}
		out[j].Runs++
	})
	return out
}

// eachRun calls do with every run of six words of a text, folded as they are
// compared, and where it stands. Nothing but words counts.
func eachRun(text string, do func(run string, at analysis.Span)) {
	var words []token
	for _, t := range tokens(text) {
		if t.word() {
			words = append(words, t)
		}
	}
	for i := 0; i+shingleWords <= len(words); i++ {
		run := make([]string, shingleWords)
		for j := range run {
			run[j] = strings.ToLower(words[i+j].fold)
		}
		do(strings.Join(run, " "), analysis.Span{Start: words[i].span.Start, End: words[i+shingleWords-1].span.End})
	}
}
