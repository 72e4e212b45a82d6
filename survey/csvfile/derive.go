package csvfile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/survey"
)

// What makes a wide file's column a closed question rather than free text.
const (
	mostChoices   = 12 // different values
	longestChoice = 40 // runes of the longest value
	leastRepeats  = 2  // answers a value on average
)

// Derive makes a form out of the questions that the file itself holds, and the
// roles it names, for a programme that has neither yet. Every free-text question
// of it asks whether the answer may be quoted.
func Derive(t Table, key, title string, o Options) (survey.Form, []survey.Role, []Problem) {
	l, problems := locate(t, o)
	if len(problems) > 0 {
		return survey.Form{}, nil, problems
	}
	roles := deriveRoles(t, l, o)
	questions := []survey.Question{{Key: "consent", Kind: survey.Consent, Required: true, Label: "I agree that my answers are used to evaluate the programme"}, roleQuestion(roles)}
	if l.long() {
		for _, label := range distinct(t, l.at["question"]) {
			questions = append(questions, freeText(label))
		}
	} else {
		for _, i := range l.plain {
			questions = append(questions, columnQuestion(t, i))
		}
	}
	uniqueKeys(questions)
	form := survey.Form{Key: key, Title: title, Pages: []survey.Page{
		{Key: "taking-part", Title: "Taking part", Questions: questions[:2]},
		{Key: "questions", Title: "Your answers", Questions: questions[2:]},
	}}
	return form, roles, nil
}

// deriveRoles returns the roles that the file names, in the order in which they
// appear; one role "participant" when it names none.
func deriveRoles(t Table, l layout, o Options) []survey.Role {
	names := []string{o.Role}
	if l.at["role"] >= 0 {
		names = distinct(t, l.at["role"])
	}
	var roles []survey.Role
	for _, n := range names {
		if n == "" {
			n = "participant"
		}
		key := keyOf(n, 40)
		if key == "" || slices.ContainsFunc(roles, func(r survey.Role) bool { return r.Key == key }) {
			continue
		}
		singular := strings.ToLower(n)
		joint := key == "pair" || slices.ContainsFunc(o.Joint, func(j string) bool { return keyOf(j, 40) == key })
		roles = append(roles, survey.Role{Key: key, Singular: singular, Plural: Plural(singular), Joint: joint})
	}
	return roles
}

func roleQuestion(roles []survey.Role) survey.Question {
	q := survey.Question{Key: "role", Kind: survey.Single, Required: true, Purpose: survey.ForRole, Label: "How did you take part?"}
	for _, r := range roles {
		q.Choices = append(q.Choices, survey.Choice{Key: r.Key, Label: "As " + article(r.Singular) + " " + r.Singular})
	}
	return q
}

func columnQuestion(t Table, i int) survey.Question {
	values := distinct(t, i)
	answered := 0
	longest := 0
	for _, row := range t.Rows {
		if v := strings.TrimSpace(row.Cells[i]); v != "" {
			answered++
			longest = max(longest, utf8.RuneCountInString(v))
		}
	}
	if len(values) == 0 || len(values) > mostChoices || longest > longestChoice || answered < leastRepeats*len(values) {
		return freeText(t.Header[i])
	}
	q := survey.Question{Key: keyOf(t.Header[i], 30), Kind: survey.Single, Label: t.Header[i]}
	for n, v := range values {
		q.Choices = append(q.Choices, survey.Choice{Key: fmt.Sprintf("c%d", n+1), Label: v})
	}
	return q
}

func freeText(label string) survey.Question {
	return survey.Question{Key: keyOf(label, 30), Kind: survey.LongText, Label: label, Quotable: true, Purpose: PurposeOf(label)}
}

// The words by which a question shows what it is for.
var (
	asksAction = regexp.MustCompile(`(?i)\b(recommend\w*|suggest\w*|improv\w*|(should|could|would|can) (we|they|it|be|the|have|you)\b.*\b(do|different\w*|better|change\w*|add\w*)|do next|change about|better)\b`)
	asksPraise = regexp.MustCompile(`(?i)\b(worked well|went well|enjoy\w*|like (most|best)|liked|best (thing|part|aspect)\w*|benefi\w*|valuable|good about|do well|did well)\b`)
)

// PurposeOf guesses from a question's words whether it asks for recommendations
// or for what was good; "" when its words say neither or both.
func PurposeOf(label string) survey.Purpose {
	action, praise := asksAction.MatchString(label), asksPraise.MatchString(label)
	switch {
	case action && !praise:
		return survey.ForRecommendation
	case praise && !action:
		return survey.ForPraise
	}
	return ""
}

// distinct returns the different values of a column in order of appearance.
func distinct(t Table, i int) []string {
	seen := map[string]bool{}
	var values []string
	for _, row := range t.Rows {
		v := strings.TrimSpace(row.Cells[i])
		if v != "" && !seen[fold(v)] {
			seen[fold(v)] = true
			values = append(values, v)
		}
	}
	return values
}

// uniqueKeys makes the keys of questions usable and different.
func uniqueKeys(qs []survey.Question) {
	seen := map[string]bool{}
	for i := range qs {
		base := qs[i].Key
		if base == "" {
			base = "question"
		}
		key := base
		for n := 2; seen[key]; n++ {
			key = fmt.Sprintf("%s-%d", base, n)
		}
		seen[key] = true
		qs[i].Key = key
	}
}

// Plural returns the English plural of a role's name, for a role that a file
// names once; the coordinator can mend it.
func Plural(singular string) string {
	switch {
	case strings.HasSuffix(singular, "staff"), strings.HasSuffix(singular, "s"):
		return singular
	case strings.HasSuffix(singular, "y") && len(singular) > 1 && !strings.ContainsAny(singular[len(singular)-2:len(singular)-1], "aeiou"):
		return singular[:len(singular)-1] + "ies"
	case strings.HasSuffix(singular, "ch"), strings.HasSuffix(singular, "x"):
		return singular + "es"
	}
	return singular + "s"
}

func article(noun string) string {
	if noun != "" && strings.ContainsAny(noun[:1], "aeiou") {
		return "an"
	}
	return "a"
}
