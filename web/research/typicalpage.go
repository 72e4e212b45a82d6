package research

import (
	"fmt"

	"verbatim/analysis/disclose"
	"verbatim/analysis/sentiment"
	"verbatim/analysis/stats"
	"verbatim/search"
	"verbatim/web/page"
)

// frequentShown is how many frequent words are listed: the rest says little.
const frequentShown = 50

// typicalPage builds the page of the words that set two sides apart.
func typicalPage(w worded) page.Typical {
	p := page.Typical{Scope: w.programme.Name + ", " + w.round.Key, Search: RoundSearch(w.programme.Key, w.round.Key)}
	p.Title = "Words that set them apart"
	for _, c := range w.comparisons() {
		v := w.view
		v.sides = c
		p.Comparisons = append(p.Comparisons, page.Choice{Text: Capital(w.side(c, c.A)) + " against " + w.side(c, c.B), Address: v.at(), Chosen: c == w.view.sides})
	}
	w.showSounds(&p)
	if w.view.sides.By == "" {
		p.None = "There are no two sides to compare yet: nobody of two roles, waves or rounds has written."
		return p
	}
	other := w.view
	other.small = !w.view.small
	p.Small = page.Choice{Text: "List function words too (the, and, of)", Address: other.at()}
	if w.view.small {
		p.Small.Text = "Leave function words out (the, and, of)"
	}
	w.showSides(&p)
	p.Frequent, p.LeftOut = frequentWords(w.apart)
	return p
}

// frequentWords lists the words that both sides use most, and says how many are
// not listed because they could give somebody away.
func frequentWords(a stats.Apart) (list []page.WordCount, leftOut string) {
	for _, f := range a.Words[:min(len(a.Words), frequentShown)] {
		list = append(list, page.WordCount{Word: f.Word, Count: Number(f.Count), People: disclose.CountText(f.People)})
	}
	if n := a.LeftOut; n > 0 {
		leftOut = Plural(n, "word that only one person used is", "words that only one person used each are") + " not listed."
	}
	return list, leftOut
}

// tooLittle says why two sides are not compared.
func tooLittle() string {
	return fmt.Sprintf("That is too little to compare: with fewer than %d words on a side, what differs is mostly chance.", stats.FewestWords)
}

// side returns what the side with the key is called; without a key, all others.
func (w worded) side(c stats.Comparison, key string) string {
	switch {
	case key == "":
		return "all others"
	case c.By == stats.ByRole:
		return w.labels.Roles(key)
	case c.By == stats.ByWave:
		for _, x := range w.waves {
			if x.Key == key {
				return or(x.Title, key)
			}
		}
	}
	return key
}

func (w worded) showSides(p *page.Typical) {
	c, a := w.view.sides, w.apart
	one, other := w.side(c, c.A), w.side(c, c.B)
	p.Meaning = Capital(amountWords(one, a.A)) + "; " + amountWords(other, a.B) + "."
	if !a.A.Enough() || !a.B.Enough() {
		p.TooLittle = tooLittle()
		return
	}
	p.Sides = []page.TypicalSide{
		typicalSide("side-a", one, other, a.OfA, func(word string) string { return w.wordSearch(c.A, word) }),
		typicalSide("side-b", other, one, a.OfB, func(word string) string { return w.wordSearch(c.B, word) }),
	}
}

func amountWords(side string, a stats.Amount) string {
	return side + ": " + Plural(a.Words, "word", "words") + " from " + peopleWords(a.People)
}

func typicalSide(id, name, other string, words []stats.Word, find func(string) string) page.TypicalSide {
	s := page.TypicalSide{ID: id, Heading: "More often from " + name, Other: Capital(other)}
	for _, k := range words {
		s.Words = append(s.Words, page.TypicalWord{
			Word: page.Link{Text: k.Word, Address: find(k.Word)}, Count: Number(k.Target.Count), People: disclose.CountText(k.Target.People),
			Other: Number(k.Reference.Count), OtherBy: disclose.CountText(k.Reference.People),
			Evidence: fmt.Sprintf("%.1f", k.LogLikelihood), Z: fmt.Sprintf("%.1f", k.Z),
		})
	}
	if len(words) == 0 {
		s.Empty = "No word that two people or more used stands out beyond chance."
	}
	return s
}

// wordSearch returns the address of the answers of the side with the key that
// have the word as written.
func (w worded) wordSearch(key, word string) string {
	c := w.view.sides
	v := view{query: search.Word{Text: word, Exact: true}.String(), filters: map[string][]string{search.FieldProgramme: {w.programme.Key}, search.FieldRound: {w.round.Key}}}
	switch {
	case c.By == stats.ByRound:
		v.filters[search.FieldRound] = []string{key}
	case key == "":
		v.query += " " + search.Not{Of: search.Field{Name: c.By, Values: []string{c.A}}}.String()
	default:
		v.query += " " + search.Field{Name: c.By, Values: []string{key}}.String()
	}
	return v.at(SearchPath)
}

// showSounds counts the people of each role by how their answers to each
// question sound.
func (w worded) showSounds(p *page.Typical) {
	type row struct{ question, role string }
	var rows []row
	people := map[row]map[sentiment.Class]map[string]bool{}
	for _, r := range w.readings {
		at := row{r.question, r.role}
		if people[at] == nil {
			rows = append(rows, at)
			people[at] = map[sentiment.Class]map[string]bool{sentiment.Negative: {}, sentiment.Neutral: {}, sentiment.Positive: {}}
		}
		people[at][r.class][r.person] = true
	}
	for _, at := range rows {
		of := people[at]
		cells := disclose.Suppress([]int{len(of[sentiment.Negative]), len(of[sentiment.Neutral]), len(of[sentiment.Positive])})
		p.Sounds = append(p.Sounds, page.Sound{Question: w.labels.Question(at.question), Role: Capital(w.labels.Roles(at.role)), Negative: cells[0], Neutral: cells[1], Positive: cells[2]})
	}
	if w.unheard > 0 {
		p.SoundsOf = "Only the first " + Number(mostHeard) + " answers were read for this."
	}
}
