package survey

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Problem is something wrong with one answer, in words for the participant.
type Problem struct {
	Question string // key of the question
	Item     string // key of the Likert row; empty for other kinds
	Text     string // "Enter what surprised you" in the imperative, without a full stop
}

// DefaultMaxRunes is the longest free-text answer of a question that sets no
// limit of its own: about 3,000 words, more than anybody has typed into an
// evaluation, and small enough that no page is too large to show again.
const DefaultMaxRunes = 20_000

// Normalise returns answer as it is stored: line ends made LF, bytes that are
// not UTF-8 replaced, NUL removed, choices without duplicates. It does not trim
// or otherwise touch the words.
func (a Answer) Normalise() Answer {
	a.Text = strings.ToValidUTF8(a.Text, "\uFFFD")
	if strings.ContainsAny(a.Text, "\r\x00") { // building a replacer costs more than most answers do
		a.Text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(a.Text)
	}
	if strings.TrimSpace(a.Text) == "" {
		a.Text = ""
	}
	a.Choices = slices.Clone(a.Choices)
	slices.Sort(a.Choices)
	a.Choices = slices.Compact(a.Choices)
	return a
}

// Validate returns what is wrong with the answers to the form's questions, in
// the order of the questions; none means that the response can be stored.
// Answers to questions that the form does not have are reported too.
func (f Form) Validate(answers []Answer) []Problem {
	var problems []Problem
	given := map[string]Answer{}
	for _, a := range answers {
		if _, ok := f.Question(a.Question); !ok {
			problems = append(problems, Problem{a.Question, "", fmt.Sprintf("This form has no question %q", a.Question)})
		}
		given[a.Question] = a
	}
	for _, q := range f.Questions() {
		problems = append(problems, q.Validate(given[q.Key])...)
	}
	return problems
}

// Validate returns what is wrong with the answers on one page.
func (p Page) Validate(answers []Answer) []Problem {
	var problems []Problem
	for _, q := range p.Questions {
		i := slices.IndexFunc(answers, func(a Answer) bool { return a.Question == q.Key })
		a := Answer{Question: q.Key}
		if i >= 0 {
			a = answers[i]
		}
		problems = append(problems, q.Validate(a)...)
	}
	return problems
}

// Validate returns what is wrong with one answer to q, leaving expressions
// aside.
func (q Question) Validate(a Answer) []Problem {
	switch {
	case !q.Kind.Asked():
		return nil
	case a.Empty():
		return q.missing()
	case q.Soft && IsReason(a):
		return nil
	}
	switch q.Kind {
	case ShortText, LongText:
		return q.validateText(a)
	case Likert:
		return q.validateLikert(a)
	case Ranking:
		return q.validateRanking(a)
	case Rating, Number, Date:
		return q.validateValue(a)
	}
	return append(q.validateChoices(a), q.validateOther(a)...)
}

// IsReason reports whether a holds a reason in place of an answer.
func IsReason(a Answer) bool {
	return len(a.Choices) == 1 && a.Text == "" && hasKey(Reasons(), a.Choices[0])
}

// missing returns the problem of leaving q unanswered, if it is one.
func (q Question) missing() []Problem {
	problem := func(text string) []Problem { return []Problem{{q.Key, "", text + q.Label}} }
	switch {
	case q.Soft && !q.Required:
		return problem("Give an answer, or say why not, to: ")
	case !q.Required:
		return nil
	case q.Kind == Consent:
		return []Problem{{q.Key, "", "Tick the box if you agree to take part"}}
	case q.Kind == Likert:
		return q.missingItems(nil)
	case q.Kind == Ranking:
		return problem("Put all in an order: ")
	case q.Kind == Single, q.Kind == Multiple, q.Kind == Rating:
		return problem("Choose an answer to: ")
	}
	return problem("Enter an answer to: ")
}

func (q Question) validateText(a Answer) []Problem {
	limit := q.MaxRunes
	if limit == 0 {
		limit = DefaultMaxRunes
	}
	var problems []Problem
	if n := utf8.RuneCountInString(a.Text); n > limit {
		problems = append(problems, Problem{q.Key, "", fmt.Sprintf("Shorten your answer to %d characters or fewer: it has %d", limit, n)})
	}
	if !a.QuoteConsent.Valid() {
		problems = append(problems, Problem{q.Key, "", "Choose whether your words may be quoted"})
	}
	return problems
}

func (q Question) validateChoices(a Answer) []Problem {
	known := q.Choices
	if q.Kind == Consent {
		known = []Choice{{Key: "yes"}}
	}
	for _, c := range a.Choices {
		if !hasKey(known, c) {
			return []Problem{{q.Key, "", "Choose one of the answers shown to: " + q.Label}}
		}
	}
	if q.Kind != Multiple && len(a.Choices) > 1 {
		return []Problem{{q.Key, "", "Choose one answer only to: " + q.Label}}
	}
	if q.Kind == Multiple {
		return q.validateTaken(a)
	}
	return nil
}

// validateLikert checks answers of the form "item=choice".
func (q Question) validateLikert(a Answer) []Problem {
	seen := map[string]bool{}
	for _, v := range a.Choices {
		item, choice, _ := strings.Cut(v, "=")
		if !hasKey(q.Items, item) || !hasKey(q.Choices, choice) || seen[item] {
			return []Problem{{q.Key, "", "Choose one of the answers shown on each row of: " + q.Label}}
		}
		seen[item] = true
	}
	if q.Required {
		return q.missingItems(seen)
	}
	return nil
}

func (q Question) missingItems(seen map[string]bool) []Problem {
	var problems []Problem
	for _, it := range q.Items {
		if !seen[it.Key] {
			problems = append(problems, Problem{q.Key, it.Key, "Choose an answer to: " + it.Label})
		}
	}
	return problems
}

func hasKey(cs []Choice, key string) bool {
	return slices.ContainsFunc(cs, func(c Choice) bool { return c.Key == key })
}
