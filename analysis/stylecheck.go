package analysis

import (
	"slices"
	"strings"

	"verbatim/survey/fault"
)

// The limits of a style.
const (
	maxSteps     = 12  // words of a scale: nobody tells more apart
	maxStepWord  = 40  // characters: three words
	maxPattern   = 300 // characters: two lines
	maxShareFrom = 1000
	minShareFrom = 3 // one and two people are always called so
)

// Check returns a coded fault unless the style is sound: the words of each scale
// rise and cover every number, and each pattern can make a sentence.
func (s Style) Check() error {
	if s.Scale.ShareFrom < minShareFrom || s.Scale.ShareFrom > maxShareFrom {
		return fault.Coded("T07", "Shares are used from %d people on: choose a number from %d to %d.", s.Scale.ShareFrom, minShareFrom, maxShareFrom)
	}
	for _, steps := range [][]Step{s.Scale.Counts, s.Scale.Shares} {
		if err := checkSteps(steps); err != nil {
			return err
		}
	}
	for _, p := range []string{s.Patterns.Several, s.Patterns.Few, s.Patterns.All} {
		if err := checkPattern(p, p == s.Patterns.Several); err != nil {
			return err
		}
	}
	if t := s.Threshold; t.Responses < 0 || t.Percent < 0 || t.Percent > 100 {
		return fault.Coded("T10", "A group can be asked to have some responses, and up to 100 percent of those who were invited.")
	}
	return nil
}

func checkSteps(steps []Step) error {
	if len(steps) == 0 || len(steps) > maxSteps {
		return fault.Coded("T07", "A scale has from 1 to %d words.", maxSteps)
	}
	for i, p := range steps {
		switch {
		case p.Word == "" || len(p.Word) > maxStepWord || strings.Join(strings.Fields(p.Word), " ") != p.Word || p.Word != strings.ToLower(p.Word):
			return fault.Coded("T08", "“%s” is no word for a number of people: write one to three words in lower case.", p.Word)
		case slices.Contains([]string{QuantifierNone, QuantifierOne, QuantifierTwo, QuantifierAll}, p.Word):
			return fault.Coded("T08", "“%s” always means the same: choose another word.", p.Word)
		case slices.ContainsFunc(steps[:i], func(o Step) bool { return o.Word == p.Word }):
			return fault.Coded("T08", "“%s” is in the scale twice.", p.Word)
		case i > 0 && !above(p, steps[i-1]):
			return fault.Coded("T07", "“%s” must reach further than “%s”.", p.Word, steps[i-1].Word)
		case p.UpTo <= 0 || p.UpTo > Thousandths:
			return fault.Coded("T07", "“%s” must reach up to a share above 0 and up to 100 percent.", p.Word)
		}
	}
	if last := steps[len(steps)-1]; last.UpTo != Thousandths {
		return fault.Coded("T07", "“%s” must reach up to 100 percent, because nothing comes after it but “all”.", last.Word)
	}
	return nil
}

func above(p, before Step) bool {
	return p.UpTo > before.UpTo || p.UpTo == before.UpTo && p.Including && !before.Including
}

func checkPattern(pattern string, needed bool) error {
	if pattern == "" && !needed {
		return nil
	}
	if len(pattern) > maxPattern {
		return fault.Coded("T09", "A pattern has at most %d characters.", maxPattern)
	}
	for _, slot := range []string{"{quantifier}", "{role}", "{did}"} {
		if strings.Count(pattern, slot) != 1 {
			return fault.Coded("T09", "The pattern “%s” must hold %s once.", pattern, slot)
		}
	}
	rest := strings.NewReplacer("{quantifier}", "", "{role}", "", "{did}", "", "({count})", "").Replace(pattern)
	if strings.ContainsAny(rest, "{}") {
		return fault.Coded("T09", "The pattern “%s” holds braces that stand for nothing. There are {quantifier}, {role}, ({count}) in round brackets, and {did}.", pattern)
	}
	if !strings.Contains(pattern, "{quantifier} {role}") {
		return fault.Coded("T09", "In the pattern “%s”, {role} must follow {quantifier}: the word counts those people.", pattern)
	}
	return nil
}
