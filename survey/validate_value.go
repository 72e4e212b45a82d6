package survey

import (
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
	return q.wrong("Choose one of the answers shown to: %s", q.Label)
}

// validateTaken checks how many choices were taken, and that one that goes with
// no other stands alone.
func (q Question) validateTaken(a Answer) []Problem {
	n := float64(len(a.Choices))
	for _, c := range q.Choices {
		if c.Alone && n > 1 && slices.Contains(a.Choices, c.Key) {
			return q.wrong("Choose either “%s” or other answers to: %s", c.Label, q.Label)
		}
		if c.Alone && n == 1 && a.Choices[0] == c.Key {
			return nil
		}
	}
	switch {
	case q.Least != nil && n < *q.Least:
		return q.wrong("Choose at least %s answers to: %s", plain(*q.Least), q.Label)
	case q.Most != nil && n > *q.Most:
		return q.wrong("Choose %s answers at most to: %s", plain(*q.Most), q.Label)
	}
	return nil
}

// validateRanking checks answers of the form "item=place": each item once, and
// the places 1 to the number of items.
func (q Question) validateRanking(a Answer) []Problem {
	problem := q.wrong("Give each a place of its own: %s", q.Label)
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
	switch {
	case a.Text != "" || len(a.Choices) != 1:
		return q.wrong("Give one answer to: %s", q.Label)
	case q.Kind == Date:
		return q.dateProblem(a.Choices[0])
	}
	return q.numberProblem(a.Choices[0])
}

// longestNumber is how many digits an answer may have: more are a slip of the
// hand, and would not survive being calculated with.
const longestNumber = 15

func (q Question) numberProblem(s string) []Problem {
	n, err := strconv.ParseFloat(s, 64)
	whole := q.Whole || q.Kind == Rating
	switch {
	case err != nil || len(s) > longestNumber || strings.Trim(s, "-.0123456789") != "":
		return q.wrong("Enter a number, such as 45, in: %s", q.Label)
	case whole && n != float64(int64(n)):
		return q.wrong("Enter a whole number, without decimals, in: %s", q.Label)
	case q.Least != nil && n < *q.Least, q.Most != nil && n > *q.Most:
		return q.outside()
	}
	return nil
}

// outside says within what Least and Most a number must be.
func (q Question) outside() []Problem {
	switch {
	case q.Most == nil:
		return q.wrong("Enter a number of %s or more in: %s", plain(*q.Least), q.Label)
	case q.Least == nil:
		return q.wrong("Enter a number of %s or less in: %s", plain(*q.Most), q.Label)
	}
	return q.wrong("Enter a number from %s to %s in: %s", plain(*q.Least), plain(*q.Most), q.Label)
}

func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func (q Question) dateProblem(s string) []Problem {
	_, err := time.Parse(time.DateOnly, s)
	switch {
	case err != nil:
		return q.wrong("Enter a day that exists, such as 30 6 2021, in: %s", q.Label)
	case q.Earliest != "" && Day(s) < q.Earliest:
		return q.wrong("Enter a day on or after %s in: %s", q.Earliest, q.Label)
	case q.Latest != "" && Day(s) > q.Latest:
		return q.wrong("Enter a day on or before %s in: %s", q.Latest, q.Label)
	}
	return nil
}
