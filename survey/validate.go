package survey

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// DefaultMaxRunes is the longest free-text answer of a question that sets no
// limit of its own: about 3,000 words, more than anybody has typed into an
// evaluation, and small enough that no page is too large to show again.
const DefaultMaxRunes = 20_000

// Normalise returns answer as it is stored: line ends made LF, bytes that are
// not UTF-8 replaced, NUL removed, choices without duplicates. It does not trim
// or otherwise touch the words.
func (a Answer) Normalise() Answer {
	if !utf8.ValidString(a.Text) { // which finds out much faster than a replacement that finds nothing
		a.Text = strings.ToValidUTF8(a.Text, "\uFFFD")
	}
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
	case File:
		return q.validateUpload(a)
	}
	return append(q.validateChoices(a), q.validateOther(a)...)
}

// IsReason reports whether a holds a reason in place of an answer.
func IsReason(a Answer) bool {
	return len(a.Choices) == 1 && a.Text == "" && hasKey(Reasons(), a.Choices[0])
}

// missing returns the problem of leaving q unanswered, if it is one.
func (q Question) missing() []Problem {
	switch {
	case q.Soft && !q.Required:
		return q.wrong("Give an answer, or say why not, to: %s", q.Label)
	case !q.Required:
		return nil
	case q.Kind == Consent:
		return q.wrong("Tick the box if you agree to take part")
	case q.Kind == Likert:
		return q.missingItems(nil)
	case q.Kind == Ranking:
		return q.wrong("Put all in an order: %s", q.Label)
	case q.Kind == File:
		return q.wrong("Choose a file for: %s", q.Label)
	case q.Kind == Single, q.Kind == Multiple, q.Kind == Rating:
		return q.wrong("Choose an answer to: %s", q.Label)
	}
	return q.wrong("Enter an answer to: %s", q.Label)
}

func (q Question) validateText(a Answer) []Problem {
	limit := q.MaxRunes
	if limit == 0 {
		limit = DefaultMaxRunes
	}
	var problems []Problem
	if n := utf8.RuneCountInString(a.Text); n > limit {
		problems = append(problems, NewProblem(q.Key, "", "Shorten your answer to %s characters or fewer: it has %s", strconv.Itoa(limit), strconv.Itoa(n)))
	}
	if !a.QuoteConsent.Valid() {
		problems = append(problems, NewProblem(q.Key, "", "Choose whether your words may be quoted"))
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
			return q.wrong("Choose one of the answers shown to: %s", q.Label)
		}
	}
	if q.Kind != Multiple && len(a.Choices) > 1 {
		return q.wrong("Choose one answer only to: %s", q.Label)
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
			return q.wrong("Choose one of the answers shown on each row of: %s", q.Label)
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
			problems = append(problems, NewProblem(q.Key, it.Key, "Choose an answer to: %s", it.Label))
		}
	}
	return problems
}

func hasKey(cs []Choice, key string) bool {
	return slices.ContainsFunc(cs, func(c Choice) bool { return c.Key == key })
}
