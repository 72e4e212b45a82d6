package survey

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// validateOther checks the words that say what "other" is. They are kept where
// the choice they belong to was not taken, because they are the participant's;
// only too many are a problem.
func (q Question) validateOther(a Answer) []Problem {
	if a.Text == "" || slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.Other }) {
		return q.validateText(a)
	}
	return []Problem{{q.Key, "", "Choose one of the answers shown to: " + q.Label}}
}

// validateTaken checks how many choices were taken, and that one that goes with
// no other stands alone.
func (q Question) validateTaken(a Answer) []Problem {
	problem := func(format string, args ...any) []Problem {
		return []Problem{{q.Key, "", fmt.Sprintf(format, args...) + ": " + q.Label}}
	}
	n := float64(len(a.Choices))
	for _, c := range q.Choices {
		if c.Alone && n > 1 && slices.Contains(a.Choices, c.Key) {
			return problem("Choose either “%s” or other answers to", c.Label)
		}
		if c.Alone && n == 1 && a.Choices[0] == c.Key {
			return nil
		}
	}
	switch {
	case q.Least != nil && n < *q.Least:
		return problem("Choose at least %s answers to", plain(*q.Least))
	case q.Most != nil && n > *q.Most:
		return problem("Choose %s answers at most to", plain(*q.Most))
	}
	return nil
}

// validateRanking checks answers of the form "item=place": each item once, and
// the places 1 to the number of items.
func (q Question) validateRanking(a Answer) []Problem {
	problem := []Problem{{q.Key, "", "Give each a place of its own: " + q.Label}}
	items, places := map[string]bool{}, map[int]bool{}
	for _, v := range a.Choices {
		item, digits, _ := strings.Cut(v, "=")
		place, err := strconv.Atoi(digits)
		if err != nil || place < 1 || place > len(q.Items) || places[place] || items[item] || !hasKey(q.Items, item) {
			return problem
		}
		items[item], places[place] = true, true
	}
	if len(items) < len(q.Items) || a.Text != "" {
		return problem
	}
	return nil
}

// validateValue checks a number, a rating or a day.
func (q Question) validateValue(a Answer) []Problem {
	var text string
	switch {
	case a.Text != "" || len(a.Choices) != 1:
		text = "Give one answer to: " + q.Label
	case q.Kind == Date:
		text = q.dateProblem(a.Choices[0])
	default:
		text = q.numberProblem(a.Choices[0])
	}
	if text == "" {
		return nil
	}
	return []Problem{{q.Key, "", text}}
}

// longestNumber is how many digits an answer may have: more are a slip of the
// hand, and would not survive being calculated with.
const longestNumber = 15

func (q Question) numberProblem(s string) string {
	n, err := strconv.ParseFloat(s, 64)
	whole := q.Whole || q.Kind == Rating
	switch {
	case err != nil || len(s) > longestNumber || strings.Trim(s, "-.0123456789") != "":
		return "Enter a number, such as 45, in: " + q.Label
	case whole && n != float64(int64(n)):
		return "Enter a whole number, without decimals, in: " + q.Label
	case q.Least != nil && n < *q.Least, q.Most != nil && n > *q.Most:
		return "Enter a number " + q.bounds() + " in: " + q.Label
	}
	return ""
}

// bounds puts Least and Most into words.
func (q Question) bounds() string {
	switch {
	case q.Most == nil:
		return "of " + plain(*q.Least) + " or more"
	case q.Least == nil:
		return "of " + plain(*q.Most) + " or less"
	}
	return "from " + plain(*q.Least) + " to " + plain(*q.Most)
}

func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func (q Question) dateProblem(s string) string {
	_, err := time.Parse(time.DateOnly, s)
	switch {
	case err != nil:
		return "Enter a day that exists, such as 30 6 2021, in: " + q.Label
	case q.Earliest != "" && Day(s) < q.Earliest:
		return "Enter a day on or after " + q.Earliest.String() + " in: " + q.Label
	case q.Latest != "" && Day(s) > q.Latest:
		return "Enter a day on or before " + q.Latest.String() + " in: " + q.Label
	}
	return ""
}
