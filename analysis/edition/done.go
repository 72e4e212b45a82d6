package edition

import (
	"strings"

	"verbatim/analysis"
)

// done returns a summary as "you said, we did": what was asked for and what
// became of it, without quotes and counts of themes.
func done(s analysis.Summary) analysis.Summary {
	out := analysis.Summary{
		Title: "You said, we did: " + s.Programme + ", " + s.Round, Programme: s.Programme, Organisation: s.Organisation, Round: s.Round,
		Introduction: s.Introduction, Base: s.Base, Method: s.Method, Earlier: s.Earlier,
	}
	said := analysis.Section{Role: "asked", Heading: "What you asked for"}
	for _, o := range s.New {
		said.Statements = append(said.Statements, answered(o))
	}
	if len(said.Statements) > 0 {
		out.Sections = append(out.Sections, said)
	}
	again := analysis.Section{Role: "again", Heading: "What you asked for again"}
	for _, b := range s.Building {
		for _, o := range b.Points {
			st := answered(o)
			st.Name = firstWords(b.Previous.Title)
			again.Statements = append(again.Statements, st)
		}
	}
	if len(again.Statements) > 0 {
		out.Sections = append(out.Sections, again)
	}
	return out
}

// headingWords is how many words of a recommendation name it.
const headingWords = 8

func firstWords(text string) string {
	words := strings.Fields(text)
	if len(words) <= headingWords {
		return strings.TrimRight(strings.Join(words, " "), ".:;,")
	}
	return strings.Join(words[:headingWords], " ") + " …"
}

// answered puts what was asked for beside what was said to it.
func answered(o analysis.Outcome) analysis.Statement {
	return analysis.Statement{Name: firstWords(o.Text), Lead: "You said: " + strings.TrimRight(o.Text, ".") + ". We did: " + reply(o)}
}

// noReply is what stands where nobody has said anything to a recommendation.
const noReply = "nothing has been said to this yet"

func reply(analysis.Outcome) string { return noReply }
