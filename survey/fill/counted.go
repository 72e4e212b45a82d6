package fill

import (
	"slices"
	"strconv"

	"verbatim/survey"
)

// Counted returns the answers of a response with how many turns it has of each
// page whose number of turns was for the participant to say: as many as there
// are answers to. Responses hold only what was answered.
func Counted(f survey.Form, answers []survey.Answer) []survey.Answer {
	out := slices.Clip(answers)
	for _, p := range f.Pages {
		if p.Repeat == nil || p.Repeat.Count != "" {
			continue
		}
		turns := 0
		for _, a := range answers {
			key, turn := survey.SplitTurn(a.Question)
			if turn > turns && slices.ContainsFunc(p.Questions, func(q survey.Question) bool { return q.Key == key }) {
				turns = turn
			}
		}
		out = append(out, survey.Answer{Question: p.Repeat.Key, Choices: []string{strconv.Itoa(turns)}})
	}
	return out
}
