package suggest

import (
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
)

// agents are words for people and bodies that can act. Words that end as people
// do in English ("organisers") count too; see isAgent.
var agents = nlp.WordSet("faculty school university department staff team committee board trust hospital management college ministry government council organisation organization company students student people leadership leaders leader management programme-team nhs hr everyone everybody somebody someone faculties schools universities departments teams trusts hospitals we you they office union society societies dean deans")

// maxSubject is how many words a subject has at most: "the people who run the
// scheme" is cut to what stands next to the verb.
const maxSubject = 5

// addressee returns who should act, where the text says so: the subject of a
// modal verb ("the faculty should"), or whom a request is put to ("ask the
// school to"). It is "" where the text does not say, which is most often.
func addressee(text string, span analysis.Span, ws []word) string {
	for i, w := range ws {
		if w.Span.Start < span.Start || w.Span.End > span.End {
			continue
		}
		switch {
		case duty(w) && i > 0 && !passive(ws, i):
			if who := subject(text, ws, i-1, -1); who != "" {
				return who
			}
		case w.lower == "to" && i > 1 && i+1 < len(ws) && (ws[i+1].tag == "VB" || acting[ws[i+1].lower]):
			if who := subject(text, ws, i-1, asking(ws, i-1)); who != "" {
				return who
			}
		}
	}
	return ""
}

func duty(w word) bool {
	switch w.lower {
	case "should", "must", "ought", "could", "needs", "need":
		return true
	}
	return false
}

// passive reports whether the modal at i is followed by "be": then its subject
// is what is acted upon.
func passive(ws []word, i int) bool {
	for _, w := range ws[i+1 : min(i+5, len(ws))] {
		if w.lower == "be" || w.lower == "have" {
			return true
		}
	}
	return false
}

// asking returns the place of "ask", "want" or the like before the phrase that
// ends at i, or of "for" after what would be good; -2 for none.
func asking(ws []word, i int) int {
	for k := i; k >= 0 && i-k <= maxSubject; k-- {
		switch ws[k].lower {
		case "for":
			if k > 0 && good[ws[k-1].lower] {
				return k
			}
			return -2
		case "ask", "encourage", "want", "urge", "require", "like":
			return k
		}
	}
	return -2
}

// subject returns the noun phrase that ends at place i, if its head can act.
// With after >= 0 the phrase must begin right after that place; -2 is none.
func subject(text string, ws []word, i, after int) string {
	for i > 0 && (ws[i].tag == "RB" || ws[i].tag == "MD") {
		i--
	}
	if after == -2 || !isAgent(ws[i]) {
		return ""
	}
	from := i
	for from > 0 && i-from < maxSubject && nominal(ws[from-1]) {
		from--
	}
	if after >= 0 && from != after+1 {
		return ""
	}
	return strings.TrimSpace(text[ws[from].Span.Start:ws[i].Span.End])
}

func nominal(w word) bool {
	switch w.tag {
	case "DT", "JJ", "NN", "NNS", "NNP", "NNPS", "PRP$", "POS", "CD":
		return !w.mark
	}
	return false
}

// isAgent reports whether the word stands for somebody who can act.
func isAgent(w word) bool {
	if agents[w.lower] {
		return w.tag != "VB"
	}
	if w.tag != "NNS" && w.tag != "NN" {
		return false
	}
	for _, end := range []string{"ers", "ors", "ees", "ists", "ants", "ents"} {
		if strings.HasSuffix(w.lower, end) && !things[w.lower] {
			return true
		}
	}
	return false
}

// things end as people do and are none.
var things = nlp.WordSet("numbers papers letters computers posters newsletters matters offers orders answers barriers corners centers dinners drawers factors errors doors floors mirrors colors sensors events documents comments moments elements students' arrangements assessments requirements improvements environments payments appointments placements treatments departments' contents accents percents parents' agreements fees trees degrees lists wants restaurants shoulders summers winters covers servers folders headers buttons chapters others weathers flowers showers towers")
