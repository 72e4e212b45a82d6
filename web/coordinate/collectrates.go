package coordinate

import (
	"strconv"

	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/web/page"
)

// ratesView says who has answered a wave. While it is open, it counts whole days
// in steps, so that nobody who looks again sees one answer arrive; when it has
// closed, it counts exactly and hides small cells with what would give them
// away.
func ratesView(p survey.Programme, s waveState, today survey.Day) page.Rates {
	w := s.wave
	open := !w.Closed(today)
	out := page.Rates{AsOf: "Everything that has come, now that it is closed. Small numbers are not shown."}
	if open {
		out.AsOf = "What had come when today began, in steps of " + strconv.Itoa(disclose.SmallCell) + ": so nobody sees one answer arrive."
	}
	total := s.arrived.Total()
	out.Any = s.invited.Total()+total > 0 || s.people > 0
	var rows []page.RateRow
	var counts []int
	for _, key := range rolesOf(p, s) {
		name := "no role stated"
		if r, ok := p.Role(key); ok {
			name = r.Plural
		} else if key != "" {
			name = key
		}
		rows = append(rows, page.RateRow{Who: name, Invited: invitedWords(w, s.invited[key])})
		counts = append(counts, s.arrived[key])
	}
	for i, text := range cells(counts, open) {
		rows[i].Answered = text
	}
	all := page.RateRow{Who: "all", Invited: invitedWords(w, s.invited.Total()), Answered: cells([]int{total}, open)[0]}
	if !open && total >= disclose.SmallCell && s.invited.Total() > 0 && w.Mode != survey.Open {
		all.Answered += " (" + strconv.Itoa((total*100+s.invited.Total()/2)/s.invited.Total()) + "%)"
	}
	out.Rows = append(rows, all)
	pairsView(&out, s, open)
	return out
}

func rolesOf(p survey.Programme, s waveState) []string {
	var out []string
	for _, r := range p.Roles {
		if s.invited[r.Key]+s.arrived[r.Key] > 0 {
			out = append(out, r.Key)
		}
	}
	if s.invited[""]+s.arrived[""] > 0 {
		out = append(out, "")
	}
	return out
}

func invitedWords(w survey.Wave, n int) string {
	if n == 0 && w.Mode == survey.Open {
		return "–"
	}
	return strconv.Itoa(n)
}

// cells writes counts of answers that stand beside their total.
func cells(counts []int, growing bool) []string {
	if !growing {
		out := disclose.Suppress(counts)
		for i, n := range counts {
			if n == 0 && out[i] == "0" {
				out[i] = disclose.CountStep(0) // nobody and one to four alike
			}
		}
		return out
	}
	out := make([]string, len(counts))
	for i, n := range counts {
		out[i] = disclose.CountStep(n)
	}
	return out
}

// pairsView says how many pairs have answered. Which ones is not shown.
func pairsView(out *page.Rates, s waveState, open bool) {
	n := s.pairs
	if n.Both+n.One+n.None == 0 {
		return
	}
	if open && !s.wave.Mode.Linked() {
		out.Note = "How many pairs have answered is shown when the wave has closed."
		return
	}
	words := cells([]int{n.Both, n.One, n.None}, open)
	out.Pairs = []page.Count{{Number: words[0], Unit: "both have answered"}, {Number: words[1], Unit: "one of the two has"}, {Number: words[2], Unit: "neither has"}}
}
