package research

import (
	"maps"
	"slices"

	"verbatim/analysis"
	"verbatim/analysis/agreement"
	"verbatim/web/page"
)

// A coded is what one coder said about one answer, by theme: given or not. A
// theme about which the coder has not said anything is missing.
type coded map[string]bool

// coderPairs measures how far each two coders agree on the answers that both
// coded: each person with the machine, and people with one another.
func coderPairs(m measured) []page.CoderPair {
	said := codersSaid(m.codings, themeKeys(m.book))
	people := slices.Sorted(maps.Keys(said))
	people = slices.DeleteFunc(people, func(who string) bool { return who == analysis.Machine })
	var out []page.CoderPair
	for i, a := range people {
		out = appendPair(out, a+" and the machine", said[a], said[analysis.Machine])
		for _, b := range people[i+1:] {
			out = appendPair(out, a+" and "+b, said[a], said[b])
		}
	}
	return out
}

func themeKeys(book analysis.Codebook) []string {
	above := map[string]bool{}
	for _, t := range book.Themes {
		above[t.Parent] = true
	}
	var out []string
	for _, t := range book.Themes {
		if !above[t.Key] {
			out = append(out, t.Key)
		}
	}
	return out
}

// codersSaid sorts out what each coder said about which answer. A person has
// coded an answer by adding a theme to it or deciding on one, and then said of
// every theme whether it fits, except of suggestions that wait or that somebody
// else decided.
func codersSaid(codings []analysis.Coding, themes []string) map[string]map[string]coded {
	byAnswer := map[string][]analysis.Coding{}
	for _, c := range codings {
		byAnswer[c.VerbatimID] = append(byAnswer[c.VerbatimID], c)
	}
	out := map[string]map[string]coded{}
	for answer, on := range byAnswer {
		for _, who := range codersOf(on) {
			if out[who] == nil {
				out[who] = map[string]coded{}
			}
			out[who][answer] = saidBy(who, on, themes)
		}
	}
	return out
}

// codersOf returns who coded an answer, each once. The machine has read every
// answer.
func codersOf(on []analysis.Coding) []string {
	who := []string{analysis.Machine}
	for _, c := range on {
		name := c.Coder
		if name == analysis.Machine {
			name = c.DecidedBy
		}
		if name != "" && !slices.Contains(who, name) {
			who = append(who, name)
		}
	}
	return who
}

func saidBy(who string, on []analysis.Coding, themes []string) coded {
	said := coded{}
	for _, t := range themes {
		said[t] = false
	}
	for _, c := range on {
		if _, known := said[c.Theme]; known && who != analysis.Machine && c.Coder == analysis.Machine && c.DecidedBy != who {
			delete(said, c.Theme)
		}
	}
	for _, c := range on {
		if !slices.Contains(themes, c.Theme) {
			continue
		}
		switch {
		case c.Coder == who && (who == analysis.Machine || c.Status == analysis.Accepted),
			c.Coder == analysis.Machine && c.DecidedBy == who && c.Status == analysis.Accepted:
			said[c.Theme] = true
		}
	}
	return said
}

// An answerRating is one answer by theme, in a fixed order, with the two coders'
// ratings.
type answerRating [][]int

// appendPair adds the agreement of two coders, if they coded the same answers.
func appendPair(out []page.CoderPair, names string, a, b map[string]coded) []page.CoderPair {
	var ratings []answerRating
	for _, answer := range slices.Sorted(maps.Keys(a)) {
		if b[answer] == nil {
			continue
		}
		if r := both(a[answer], b[answer]); len(r) > 0 {
			ratings = append(ratings, r)
		}
	}
	if len(ratings) == 0 {
		return out
	}
	all := flat(ratings)
	interval := agreement.RangeOf(agreement.Bootstrap{Samples: agreementSamples}, ratings, func(drawn []answerRating) agreement.Value {
		return agreement.Cohen(flat(drawn), 0, 1)
	})
	return append(out, page.CoderPair{
		Coders: names, Answers: Number(len(ratings)), Percent: valueWords(agreement.Percent(all)),
		Kappa: valueWords(agreement.Cohen(all, 0, 1)), Alpha: valueWords(agreement.Alpha(all, agreement.Nominal, nil)), Interval: rangeWords(interval),
	})
}

// agreementSamples is how many samples an interval on a page is drawn from: its
// ends then move by about a hundredth, and the page does not wait.
const agreementSamples = 400

// both returns the ratings of the themes about which both said something.
func both(a, b coded) answerRating {
	var out answerRating
	for _, t := range slices.Sorted(maps.Keys(a)) {
		if yes, ok := b[t]; ok {
			out = append(out, []int{category(a[t]), category(yes)})
		}
	}
	return out
}

func category(given bool) int {
	if given {
		return 1
	}
	return 0
}

func flat(answers []answerRating) agreement.Ratings {
	var out agreement.Ratings
	for _, a := range answers {
		out = append(out, a...)
	}
	return out
}

func valueWords(v agreement.Value) string {
	if !v.Defined {
		return "not defined"
	}
	return hundredths(v.Value)
}

func rangeWords(r agreement.Range) string {
	if !r.Low.Defined || !r.High.Defined {
		return "not defined"
	}
	return hundredths(r.Low.Value) + " to " + hundredths(r.High.Value)
}
