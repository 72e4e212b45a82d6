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
		said.Statements = append(said.Statements, answered(name(o.Text), o))
	}
	again := analysis.Section{Role: "again", Heading: "What you asked for again"}
	for _, b := range s.Building {
		for _, o := range b.Points {
			again.Statements = append(again.Statements, answered(name(b.Previous.Title), o))
		}
	}
	before := analysis.Section{Role: "before", Heading: "What you asked for before"}
	for _, f := range s.Fates {
		if f.Kind != analysis.FateContinued || len(f.GoesOn) == 0 {
			before.Statements = append(before.Statements, analysis.Statement{Name: name(f.Previous.Title), Lead: sentence(f.Previous.Title, outcomeOf(f))})
		}
	}
	for _, sec := range []analysis.Section{said, again, before} {
		if len(sec.Statements) > 0 {
			out.Sections = append(out.Sections, sec)
		}
	}
	return out
}

// name returns the first words of a recommendation as a heading.
func name(text string) string { return strings.TrimRight(analysis.Excerpt(text), ".:;,") }

// answered puts what was asked for beside what was said to it.
func answered(name string, o analysis.Outcome) analysis.Statement {
	return analysis.Statement{Name: name, Lead: sentence(o.Text, reply(o.Recommendation))}
}

func sentence(said, did string) string {
	return "You said: " + strings.TrimRight(said, ".") + ". We did: " + strings.TrimRight(did, ".")
}

// noReply is what stands where nobody has said anything to a recommendation.
const noReply = "nothing has been said to this yet"

// reply returns what everybody is told was done about a recommendation: in the
// words that somebody wrote for it, else in those of the notes. What notes say
// beside is told only where it is for everybody.
func reply(r analysis.Recommendation) string {
	if r.PublicText != "" {
		return r.PublicText
	}
	response, ok := r.Response()
	if !ok {
		return noReply
	}
	by := ""
	if r.Body != "" {
		by = " by " + r.Body
	}
	parts := []string{map[analysis.Response]string{
		analysis.ResponseAccepted: "it was accepted", analysis.ResponsePartly: "it was accepted in part", analysis.ResponseRefused: "it was not accepted",
		analysis.ResponseNoted: "it was noted", analysis.ResponseAlternative: "something else was proposed",
	}[analysis.Response(response.Value)] + by + because(response)}
	parts = append(parts, progress(r))
	if len(r.FeedsInto) > 0 {
		parts = append(parts, "it will feed into "+analysis.And(r.FeedsInto))
	}
	return strings.Join(parts, "; ")
}

func because(n analysis.Note) string {
	if n.Words == "" || !n.Public {
		return ""
	}
	return " (" + strings.TrimRight(n.Words, ".") + ")"
}

// progress says how far a recommendation has come and by when it is to be done.
func progress(r analysis.Recommendation) string {
	status := r.Status()
	text := "it is " + string(status)
	switch status {
	case analysis.NotStarted:
		text = "it has not been started"
	case analysis.Superseded, analysis.Overtaken, analysis.NotTaken:
		text = "it was " + string(status)
	}
	if due := r.Due(); due != "" && !status.Ended() {
		text += " and is to be done by " + due.String()
	}
	return text
}

// outcomeOf says what became of an earlier recommendation.
func outcomeOf(f analysis.Fate) string {
	if f.Previous.PublicText != "" {
		return f.Previous.PublicText
	}
	text := map[analysis.FateKind]string{
		analysis.FateDone: "it is done", analysis.FateContinued: "it goes on", analysis.FateSuperseded: "something else took its place", analysis.FateDropped: "it was not taken forward",
	}[f.Kind]
	if text == "" {
		return noReply
	}
	if len(f.GoesOn) > 0 {
		text += " as " + analysis.And(f.GoesOn)
	}
	if f.Why != "" {
		text += ": " + f.Why
	}
	return text
}

// owed returns what must be said of a recommendation before those who asked for
// it are told what was done: whom it is put to, what they say to it, how far it
// has come, and by when.
func owed(r analysis.Recommendation) []string {
	var out []string
	if r.Body == "" && r.Owner == "" {
		out = append(out, "whom it is put to")
	}
	if _, ok := r.Response(); !ok {
		out = append(out, "the response to it")
	}
	status := false
	for _, n := range r.Notes {
		status = status || n.Kind == analysis.StatusNote
	}
	if !status {
		out = append(out, "how far it has come")
	}
	if response, _ := r.Response(); r.Due() == "" && !r.Status().Ended() && analysis.Response(response.Value) != analysis.ResponseRefused {
		out = append(out, "by when it is to be done")
	}
	return out
}
