package participate

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/web/page"
)

// Decode reads the answers to questions from a posted page, in one of its turns.
// A question that the page showed gets an answer, an empty one where nothing was
// given, so that emptying a field takes the answer back; what the page did not
// show, because other answers made it needless, is left alone. Words are kept as
// they were typed; values that a question does not offer are kept too, for
// validation to report. What the buttons of a ranking or a file ask for is done.
func Decode(qs []survey.Question, turn int, values url.Values) []survey.Answer {
	shown, says := values[page.AskedField]
	answers := make([]survey.Answer, 0, len(qs))
	for _, q := range qs {
		key := survey.InTurn(q.Key, turn)
		if q.Kind.Asked() && (!says || slices.Contains(shown, key)) {
			answers = append(answers, decode(q, key, values).Normalise())
		}
	}
	return answers
}

// Unseen reports whether a page now asks something that it did not show when it
// was sent: then it is shown again rather than left.
func Unseen(asked []survey.Question, turn int, values url.Values) bool {
	shown, says := values[page.AskedField]
	return says && slices.ContainsFunc(asked, func(q survey.Question) bool {
		return q.Kind.Asked() && !slices.Contains(shown, survey.InTurn(q.Key, turn))
	})
}

// Stays reports whether a posted page is to be shown again because a button in it
// was pressed, and the field that was pressed about.
func Stays(values url.Values) (anchor string, stays bool) {
	if move := values.Get(page.MoveField); move != "" {
		field, _, _ := strings.Cut(move, ":")
		return field, true
	}
	anchor = values.Get(page.RemoveField)
	return anchor, anchor != ""
}

// DecodeAll reads every answer of a form from a page that carries them all.
func DecodeAll(f survey.Form, values url.Values) []survey.Answer {
	var answers []survey.Answer
	for _, p := range f.Pages {
		if p.Repeat == nil {
			answers = append(answers, Decode(p.Questions, 0, values)...)
			continue
		}
		if turns := values.Get(page.AnswerField(p.Repeat.Key, "")); turns != "" {
			answers = append(answers, survey.Answer{Question: p.Repeat.Key, Choices: []string{turns}}.Normalise())
		}
		for turn := range carriedTurns(p, values) {
			answers = append(answers, Decode(p.Questions, turn+1, values)...)
		}
	}
	return answers
}

// carriedTurns returns the last turn of which a posted form holds something.
func carriedTurns(p survey.Page, values url.Values) int {
	for turn := survey.MostTurns; turn > 0; turn-- {
		for _, q := range p.Questions {
			if slices.ContainsFunc(page.Fields(q, turn), values.Has) {
				return turn
			}
		}
	}
	return 0
}

func decode(q survey.Question, key string, values url.Values) survey.Answer {
	a := survey.Answer{Question: key}
	switch q.Kind {
	case survey.ShortText, survey.LongText:
		a.Text = values.Get(page.AnswerField(key, ""))
	case survey.Likert:
		a.Choices = items(q, key, values)
	case survey.Ranking:
		a.Choices = rearranged(q, key, items(q, key, values), values.Get(page.MoveField))
	case survey.Number:
		a.Choices = one(number(q, values.Get(page.AnswerField(key, ""))))
	case survey.Date:
		a.Choices = one(day(key, values))
	case survey.File:
		if values.Get(page.RemoveField) != page.AnswerField(key, "") {
			a.Choices = one(values.Get(page.AnswerField(key, "")))
		}
	default:
		for _, v := range values[page.AnswerField(key, "")] {
			a.Choices = append(a.Choices, one(v)...)
		}
		decodeOther(&a, q, key, values)
	}
	if q.Quotable && (q.Kind.FreeText() || page.HasOther(q)) {
		a.QuoteConsent = survey.QuoteConsent(values.Get(page.ConsentField(key)))
	}
	if reason := (survey.Answer{Choices: values[page.ReasonField(key)]}); q.Soft && survey.IsReason(reason) && a.Normalise().Empty() {
		a.Choices = reason.Choices
	}
	return a
}

// decodeOther reads what "other" is. Words beside an option that nobody ticked
// tick it, unless another answer was chosen instead: without a script nothing
// else would, and they would be lost.
func decodeOther(a *survey.Answer, q survey.Question, key string, values url.Values) {
	i := slices.IndexFunc(q.Choices, func(c survey.Choice) bool { return c.Other })
	if !page.HasOther(q) {
		return
	}
	a.Text = values.Get(page.OtherField(key))
	told := strings.TrimSpace(a.Text) != "" && values.Get(page.AsideField(key)) == ""
	if told && (q.Kind == survey.Multiple || len(a.Choices) == 0) && !saysOther(q, *a) {
		a.Choices = append(a.Choices, q.Choices[i].Key)
	}
}

// saysOther reports whether a choice is taken that is said in words.
func saysOther(q survey.Question, a survey.Answer) bool {
	return slices.ContainsFunc(q.Choices, func(c survey.Choice) bool { return c.Other && slices.Contains(a.Choices, c.Key) })
}

// one returns a value as Choices holds it, nothing for one that was left empty.
func one(v string) []string {
	if v == "" {
		return nil
	}
	return []string{v}
}

// items reads a value for each row or item.
func items(q survey.Question, key string, values url.Values) []string {
	var out []string
	for _, item := range q.Items {
		if v := values.Get(page.AnswerField(key, item.Key)); v != "" {
			out = append(out, item.Key+"="+v)
		}
	}
	return out
}

// rearranged returns a ranking after one item has changed places with its neighbour,
// where a button asked for that. From then on all have a place: those that had
// none keep the order in which the page showed them.
func rearranged(q survey.Question, key string, choices []string, move string) []string {
	field, up := strings.CutSuffix(move, page.MoveUp)
	if !up {
		var down bool
		if field, down = strings.CutSuffix(move, page.MoveDown); !down {
			return choices
		}
	}
	order := page.Ranked(q, survey.Answer{Choices: choices})
	i := slices.IndexFunc(order, func(c survey.Choice) bool { return page.AnswerField(key, c.Key) == field })
	if i < 0 {
		return choices
	}
	if j := i + 1; up && i > 0 {
		order[i-1], order[i] = order[i], order[i-1]
	} else if !up && j < len(order) {
		order[i], order[j] = order[j], order[i]
	}
	out := make([]string, len(order))
	for i, c := range order {
		out[i] = c.Key + "=" + strconv.Itoa(i+1)
	}
	return out
}

// encode returns the fields that DecodeAll reads as the same answers.
func encode(f survey.Form, answers []survey.Answer) []page.Field {
	var fields []page.Field
	for _, p := range f.Pages {
		if p.Repeat != nil {
			for _, turns := range page.AnswerTo(answers, p.Repeat.Key).Choices {
				fields = append(fields, page.Field{Name: page.AnswerField(p.Repeat.Key, ""), Value: turns})
			}
		}
		for _, turn := range turnsOf(p, answers) {
			for _, q := range p.Questions {
				key := survey.InTurn(q.Key, turn)
				fields = append(fields, encodeAnswer(q, key, page.AnswerTo(answers, key))...)
			}
		}
	}
	return fields
}

// turnsOf returns the turns of a page of which there are answers, in order; for
// one that does not repeat, 0.
func turnsOf(p survey.Page, answers []survey.Answer) []int {
	if p.Repeat == nil {
		return []int{0}
	}
	var turns []int
	for _, a := range answers {
		key, turn := survey.SplitTurn(a.Question)
		if turn > 0 && turn <= survey.MostTurns && slices.ContainsFunc(p.Questions, func(q survey.Question) bool { return q.Key == key }) {
			turns = append(turns, turn)
		}
	}
	slices.Sort(turns)
	return slices.Compact(turns)
}

func encodeAnswer(q survey.Question, key string, a survey.Answer) []page.Field {
	var fields []page.Field
	add := func(name, value string) { fields = append(fields, page.Field{Name: name, Value: value}) }
	if a.Text != "" && q.Kind.FreeText() {
		add(page.AnswerField(key, ""), a.Text)
	} else if a.Text != "" {
		add(page.OtherField(key), a.Text)
		if !saysOther(q, a) {
			add(page.AsideField(key), "1")
		}
	}
	if a.QuoteConsent != survey.ConsentUnasked {
		add(page.ConsentField(key), string(a.QuoteConsent))
	}
	if q.Soft && survey.IsReason(a) {
		add(page.ReasonField(key), a.Choices[0])
		return fields
	}
	for _, v := range a.Choices {
		item, value, _ := strings.Cut(v, "=")
		if q.Kind != survey.Likert && q.Kind != survey.Ranking {
			item, value = "", v
		}
		add(page.AnswerField(key, item), value)
	}
	return fields
}
