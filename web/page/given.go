package page

import (
	"strings"

	"verbatim/survey"
	"verbatim/web/page/words"
)

// given is an answer as it is shown back.
func given(w words.Words, f Foreign, q survey.Question, a survey.Answer) Given {
	g := Given{Question: q.Label, Text: a.Text, Lines: chosen(w, f, q, a), Missing: (q.Required || q.Soft) && len(q.Validate(a)) > 0}
	if q.Kind == survey.File && len(a.Choices) == 1 {
		u, _ := survey.ParseUpload(a.Choices[0]) // no file has no hash
		g.Hash = u.Hash
	}
	if q.Quotable && a.Text != "" {
		g.Consent = ConsentWords(w, a.QuoteConsent)
	}
	return g
}

// Chosen returns in words what an answer chose, one line each: the labels of
// choices, places of a ranking, a date, or why the question was passed over.
func Chosen(w words.Words, q survey.Question, a survey.Answer) []string {
	return chosen(w, Foreign{}, q, a)
}

func chosen(w words.Words, f Foreign, q survey.Question, a survey.Answer) []string {
	if q.Soft && survey.IsReason(a) {
		return []string{w.Say(reasonLabel(a.Choices[0]))}
	}
	return f.lines(w, q, a)
}

func reasonLabel(key string) string {
	for _, r := range survey.Reasons() {
		if r.Key == key {
			return r.Label
		}
	}
	return key
}

// lines are what was chosen, one a line.
func (f Foreign) lines(w words.Words, q survey.Question, a survey.Answer) []string {
	var out []string
	switch q.Kind {
	case survey.Consent:
		if len(a.Choices) > 0 {
			out = []string{w.Say("Yes")}
		}
	case survey.Likert:
		for _, item := range q.Items {
			out = append(out, f.likertLines(q, item, a.Choices)...)
		}
	case survey.Ranking:
		for _, item := range Ranked(q, a) {
			if place := PlaceOf(a, item.Key); place != "" {
				out = append(out, place+". "+f.item(q, item))
			}
		}
	default:
		for _, c := range a.Choices {
			out = append(out, f.line(w, q, c))
		}
	}
	return out
}

// line is one choice in words.
func (f Foreign) line(w words.Words, q survey.Question, choice string) string {
	switch q.Kind {
	case survey.Date:
		return w.Day(survey.Day(choice))
	case survey.Number:
		return strings.TrimSpace(choice + " " + Marked(f.of("question/"+q.Key+"/unit"), q.Unit))
	case survey.Rating:
		if label := q.ChoiceLabel(choice); label != choice {
			return choice + " – " + f.Choice(q, choice)
		}
	case survey.File:
		if u, ok := survey.ParseUpload(choice); ok {
			return u.Name + " (" + w.Say("%s", survey.Bytes(u.Bytes)) + ")"
		}
	}
	return f.Choice(q, choice)
}

func (f Foreign) item(q survey.Question, item survey.Choice) string {
	return Marked(f.of("item/"+q.Key+"/"+item.Key), item.Label)
}

func (f Foreign) likertLines(q survey.Question, item survey.Choice, chosen []string) []string {
	for _, c := range chosen {
		if choice, ok := strings.CutPrefix(c, item.Key+"="); ok {
			return []string{f.item(q, item) + ": " + f.Choice(q, choice)}
		}
	}
	return nil
}
