package fill

import (
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/expr"
	"verbatim/survey/fault"
)

// A piped text repeats earlier answers: "You met ${meetings} times."
type piped struct {
	pieces []string    // one more than refs
	refs   []expr.Expr // between them
}

// unknown stands for an answer that has not been given.
const unknown = "…"

// piped reads a text of the form.
func (c *checker) piped(where, part, text string) piped {
	var p piped
	for {
		before, rest, found := strings.Cut(text, "${")
		p.pieces = append(p.pieces, before)
		if !found {
			return p
		}
		name, after, closed := strings.Cut(rest, "}")
		e, err := expr.Parse("${" + name + "}")
		if !closed || err != nil {
			c.fail("G09", "%s, %s: %s", where, part, fault.Text(badReference(name, closed, err)))
			return p
		}
		p.refs = append(p.refs, e)
		text = after
	}
}

// pipedLabels reads the labels of choices.
func (c *checker) pipedLabels(where, part string, choices []survey.Choice) []piped {
	if !slices.ContainsFunc(choices, func(ch survey.Choice) bool { return strings.Contains(ch.Label, "${") }) {
		return nil
	}
	out := make([]piped, len(choices))
	for i, ch := range choices {
		out[i] = c.piped(where, part, ch.Label)
	}
	return out
}

// worded returns choices with earlier answers put into their labels.
func worded(choices []survey.Choice, labels []piped, value func(name string) string) []survey.Choice {
	if labels == nil {
		return choices
	}
	choices = slices.Clone(choices)
	for i := range choices {
		choices[i].Label = labels[i].text(value)
	}
	return choices
}

func badReference(name string, closed bool, err error) error {
	if !closed {
		return fault.Coded("F04", "The reference that begins with ${%.20s is not closed. Write it as ${name}.", name)
	}
	return err
}

// text puts the pieces together.
func (p piped) text(value func(name string) string) string {
	var b strings.Builder
	for i, piece := range p.pieces {
		b.WriteString(piece)
		if i < len(p.refs) {
			b.WriteString(value(p.refs[i].Refs()[0]))
		}
	}
	return b.String()
}
