package participate

import (
	"net/url"
	"strings"

	"verbatim/survey"
	"verbatim/web/page"
)

// Decode reads the answers to the questions of a page from a posted form. Every
// question of the page gets an answer, an empty one where nothing was given, so
// that emptying a field takes the answer back. Words are kept as they were
// typed; values that the question does not offer are kept too, for validation
// to report.
func Decode(p survey.Page, values url.Values) []survey.Answer {
	answers := make([]survey.Answer, 0, len(p.Questions))
	for _, q := range p.Questions {
		if q.Kind != survey.Info {
			answers = append(answers, decode(q, values).Normalise())
		}
	}
	return answers
}

func decode(q survey.Question, values url.Values) survey.Answer {
	a := survey.Answer{Question: q.Key}
	switch {
	case q.Kind.FreeText():
		a.Text = values.Get(page.AnswerField(q.Key, ""))
		if q.Quotable {
			a.QuoteConsent = survey.QuoteConsent(values.Get(page.ConsentField(q.Key)))
		}
	case q.Kind == survey.Likert:
		for _, item := range q.Items {
			if v := values.Get(page.AnswerField(q.Key, item.Key)); v != "" {
				a.Choices = append(a.Choices, item.Key+"="+v)
			}
		}
	default:
		for _, v := range values[page.AnswerField(q.Key, "")] {
			if v != "" {
				a.Choices = append(a.Choices, v)
			}
		}
	}
	return a
}

// encode returns the fields that Decode reads as the same answers.
func encode(f survey.Form, answers []survey.Answer) []page.Field {
	var fields []page.Field
	for _, q := range f.Questions() {
		a := page.AnswerTo(answers, q.Key)
		if a.Text != "" {
			fields = append(fields, page.Field{Name: page.AnswerField(q.Key, ""), Value: a.Text})
		}
		if a.QuoteConsent != survey.ConsentUnasked {
			fields = append(fields, page.Field{Name: page.ConsentField(q.Key), Value: string(a.QuoteConsent)})
		}
		for _, v := range a.Choices {
			item, choice, _ := strings.Cut(v, "=")
			if q.Kind != survey.Likert {
				item, choice = "", v
			}
			fields = append(fields, page.Field{Name: page.AnswerField(q.Key, item), Value: choice})
		}
	}
	return fields
}
