package search

import (
	"cmp"
	"slices"
)

// A Frequency says how often a word stands in some texts. One talkative person
// must not make a theme: read People beside Count.
type Frequency struct {
	Word   string // folded
	Count  int
	Texts  int // different texts that have it
	People int // different people who wrote it
}

// Frequencies counts the words of the texts as they are written (folded, not
// stemmed), the most frequent first and equals in order of the alphabet. Total
// is the number of all words.
func Frequencies(texts []Text) (list []Frequency, total int) {
	type tally struct {
		Frequency
		text   int // 1 + index of the last text counted
		people map[string]struct{}
	}
	tallies := map[string]*tally{}
	for i, t := range texts {
		for at := 0; ; {
			w, next, ok := NextWord(t.Text, at)
			if !ok {
				break
			}
			at = next
			total++
			word := Fold(t.Text[w.Start:w.End])
			f := tallies[word]
			if f == nil {
				f = &tally{Frequency: Frequency{Word: word}, people: map[string]struct{}{}}
				tallies[word] = f
			}
			f.Count++
			if f.text != i+1 {
				f.text = i + 1
				f.Texts++
				f.people[personOf(t)] = struct{}{}
			}
		}
	}
	list = make([]Frequency, 0, len(tallies))
	for _, f := range tallies {
		f.People = len(f.people)
		list = append(list, f.Frequency)
	}
	slices.SortFunc(list, func(a, b Frequency) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Word, b.Word)) })
	return list, total
}

// personOf returns what counts as the person of a text: the text itself when it
// names none.
func personOf(t Text) string {
	if t.Person == "" {
		return "\x00" + t.ID
	}
	return t.Person
}
