package page

import (
	"slices"
	"strings"

	"verbatim/survey"
)

// The parts of the names of form fields. Keys hold no dots and no @, so a name
// belongs to one field only.
const (
	answerPrefix  = "answer." // a question's answer, and parts of it
	consentPrefix = "quote."  // what may be done with its words
	otherPrefix   = "other."  // what "other" is
	asidePrefix   = "aside."  // those words are kept although "other" is not chosen
	reasonPrefix  = "reason." // why there is no answer
	filePrefix    = "file."   // a file that is sent
)

// The fields that belong to a page rather than to a question.
const (
	AskedField  = "asked"  // the questions that the page showed, where that hangs on answers
	MoveField   = "move"   // the button that moves something in a ranking
	RemoveField = "remove" // the button that takes a file away
	NthField    = "nth"    // a number that grows with each post of a window, where scripts run
)

// The ends of the values of MoveField.
const (
	MoveUp   = ":up"
	MoveDown = ":down"
)

// The parts of a date.
const (
	DayPart   = "day"
	MonthPart = "month"
	YearPart  = "year"
)

// AnswerField returns the name of the field for a question, or for a part of its
// answer, such as one row of a Likert question. The question is named in its
// turn, as survey.InTurn does; its # becomes @, so that the name can be the end
// of an address as it is.
func AnswerField(question, part string) string {
	if part == "" {
		return answerPrefix + plain(question)
	}
	return answerPrefix + plain(question) + "." + part
}

// ConsentField returns the name of the field that asks whether the words of the
// answer may be quoted.
func ConsentField(question string) string { return consentPrefix + plain(question) }

// OtherField returns the name of the field that asks what "other" is.
func OtherField(question string) string { return otherPrefix + plain(question) }

// AsideField returns the name of the field that says that "other" was let go of
// on purpose, and only its words are kept.
func AsideField(question string) string { return asidePrefix + plain(question) }

// ReasonField returns the name of the field that asks why there is no answer.
func ReasonField(question string) string { return reasonPrefix + plain(question) }

// FileField returns the name of the field that sends a file.
func FileField(question string) string { return filePrefix + plain(question) }

// FileQuestion returns the question, in its turn, for which a field sends a file,
// "" for a field that sends none.
func FileQuestion(field string) string {
	question, found := strings.CutPrefix(field, filePrefix)
	if !found {
		return ""
	}
	return strings.Replace(question, "@", "#", 1)
}

func plain(question string) string { return strings.Replace(question, "#", "@", 1) }

// IsAnswer reports whether a field of a posted form holds something that a
// participant answered.
func IsAnswer(field string) bool {
	return slices.ContainsFunc([]string{answerPrefix, consentPrefix, otherPrefix, reasonPrefix, filePrefix, asidePrefix},
		func(prefix string) bool { return strings.HasPrefix(field, prefix) })
}

// Fields returns the names of all fields that a question in a turn can have on a
// page.
func Fields(q survey.Question, turn int) []string {
	key := survey.InTurn(q.Key, turn)
	names := []string{AnswerField(key, "")}
	if q.Quotable {
		names = append(names, ConsentField(key))
	}
	if q.Soft {
		names = append(names, ReasonField(key))
	}
	if HasOther(q) {
		names = append(names, OtherField(key), AsideField(key))
	}
	switch q.Kind {
	case survey.Likert, survey.Ranking:
		for _, item := range q.Items {
			names = append(names, AnswerField(key, item.Key))
		}
	case survey.Date:
		names = append(names, AnswerField(key, DayPart), AnswerField(key, MonthPart), AnswerField(key, YearPart))
	case survey.File:
		names = append(names, FileField(key))
	}
	return names
}

// HasOther reports whether one of the choices of a question is said in words.
func HasOther(q survey.Question) bool {
	return (q.Kind == survey.Single || q.Kind == survey.Multiple) && slices.ContainsFunc(q.Choices, func(c survey.Choice) bool { return c.Other })
}
