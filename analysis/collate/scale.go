package collate

import (
	"fmt"
	"strconv"
	"strings"

	"verbatim/analysis"
)

// ScaleNote returns a scale in words, for the note that an edition prints.
func ScaleNote(s analysis.Scale) string {
	return analysis.ScaleOpening + fmt.Sprintf(" Where fewer than %d people answered: one, two, %s and all. Where %d or more answered: one, two, %s and all. They count people, never how often something was mentioned.",
		s.ShareFrom, stepsNote(s.Counts, true), s.ShareFrom, stepsNote(s.Shares, false))
}

// stepsNote says of each word how far it reaches. In small groups the first one
// begins at three people, because one and two are called so.
func stepsNote(steps []analysis.Step, small bool) string {
	parts := make([]string, len(steps))
	for i, p := range steps {
		reach := "less than " + percentText(p.UpTo)
		switch {
		case p.Including && i > 0 && steps[i-1].UpTo == p.UpTo:
			reach = "exactly " + percentText(p.UpTo)
		case p.Including:
			reach = "up to " + percentText(p.UpTo)
		}
		if small && i == 0 {
			reach = "three or more, but " + reach
		}
		parts[i] = p.Word + " (" + reach + ")"
	}
	return strings.Join(parts, ", ")
}

// percentText returns thousandths as percent: "47.5%".
func percentText(thousandths int) string {
	return strconv.FormatFloat(float64(thousandths)/10, 'f', -1, 64) + "%"
}

// subject returns the people that a quantifier counts: "several mentors", "half
// of the mentors", "one mentor".
func subject(s analysis.Scale, quantifier, singular, plural string) string {
	noun := plural
	if quantifier == analysis.QuantifierOne {
		noun = singular
	} else if of := s.Of(quantifier); of != "" {
		noun = of + " " + plural
	}
	return quantifier + " " + noun
}

// compose makes the sentence of a statement of the programme's pattern for its
// number of people. Without numbers only "all" says how many there are, because
// it says nothing else.
func compose(st analysis.Style, b analysis.RoleBase, people, base int, baseName, did string, numbers bool) string {
	word := st.Scale.Quantifier(people, base)
	pattern := st.Patterns.Several
	switch {
	case word == analysis.QuantifierAll && st.Patterns.All != "":
		pattern = st.Patterns.All
	case people < fewestForGroup && st.Patterns.Few != "":
		pattern = st.Patterns.Few
	}
	count := fmt.Sprintf("(%d of %d %s)", people, base, baseName)
	if !numbers {
		count = ""
		if word == analysis.QuantifierAll {
			count = fmt.Sprintf("(%d %s)", base, baseName)
		}
	}
	text := strings.NewReplacer("{quantifier} {role}", subject(st.Scale, word, b.Singular, b.Plural), "({count})", count, "{did}", did).Replace(pattern)
	text = strings.Join(strings.Fields(text), " ")
	return analysis.Capital(strings.ReplaceAll(text, " ,", ","))
}
