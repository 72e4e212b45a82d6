package collate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
)

// introduction returns the paragraphs before the recommendations: the aim, who
// took part and answered, and to whom it goes. It says only what is known.
func (c *cohort) introduction() []string {
	var out []string
	if aim := strings.TrimSpace(c.Programme.Aim); aim != "" {
		out = append(out, closed(aim))
	}
	var took []string
	if c.Round.Pairs > 0 {
		took = append(took, fmt.Sprintf("In %s, %s took part.", c.roundName(), analysis.Plural(c.Round.Pairs, "pair", "pairs")))
	}
	took = append(took, c.whoAnswered()...)
	out = append(out, strings.Join(took, " "))
	last := "This summary collates what they recommended and what they said."
	if to := strings.TrimSpace(c.Programme.Addressee); to != "" {
		last = "This summary collates what they recommended and what they said, to be presented to " + closed(to)
	}
	return append(out, last)
}

// roundName returns "2021" for a year and "round spring-2" for any other key.
func (c *cohort) roundName() string {
	if _, err := strconv.Atoi(c.Round.Key); err == nil && len(c.Round.Key) == len("2021") {
		return c.Round.Key
	}
	return "round " + c.Round.Key
}

// whoAnswered returns sentences with the number of people of each role who
// answered.
func (c *cohort) whoAnswered() []string {
	var people, joint []string
	for _, r := range c.roles {
		b := c.base[r.Key]
		switch {
		case r.Joint && b.Responses > 0:
			joint = append(joint, fmt.Sprintf("%s by %s together", analysis.Plural(b.Responses, "answer was given", "answers were given"), r.Plural))
		case !r.Joint:
			people = append(people, c.countOf(r, b.Responses))
		}
	}
	var out []string
	if len(people) > 0 {
		out = append(out, "The evaluation was answered by "+analysis.And(people)+".")
	}
	if len(joint) > 0 {
		out = append(out, analysis.Capital(analysis.And(joint))+".")
	}
	return out
}

// method returns the paragraphs that say how the summary was made.
func (c *cohort) method() []string {
	out := []string{c.collected()}
	if s := c.withheldRoles(); s != "" {
		out = append(out, s)
	}
	if s := c.permitted(); s != "" {
		out = append(out, s)
	}
	out = append(out, c.coded())
	if s := c.mined(); s != "" {
		out = append(out, s)
	}
	return append(out, ScaleNote(c.Style.Scale))
}

// collected says with what, when and from how many.
func (c *cohort) collected() string {
	var titles []string
	for _, w := range c.Waves {
		if w.Title != "" && !slices.Contains(titles, w.Title) {
			titles = append(titles, "“"+w.Title+"”")
		}
	}
	s := "Answers were collected with online forms"
	if len(titles) > 0 {
		s = "Answers were collected with " + analysis.And(titles)
	}
	if from, to := c.days(); from != "" && from == to {
		s += " on " + from.String()
	} else if from != "" {
		s += " from " + from.String() + " to " + to.String()
	}
	s += ": " + analysis.Plural(len(c.Responses), "response", "responses")
	if c.Invited > 0 {
		s += " to " + analysis.Plural(c.Invited, "invitation", "invitations")
	}
	return s + "."
}

// days returns the first and the last day on which answers came in.
func (c *cohort) days() (from, to survey.Day) {
	for _, r := range c.Responses {
		if r.ReceivedOn != "" && (from == "" || r.ReceivedOn < from) {
			from = r.ReceivedOn
		}
		to = max(to, r.ReceivedOn)
	}
	return from, to
}

// permitted says how many answers may be used for what.
func (c *cohort) permitted() string {
	var quoted, read, counted int
	for _, v := range c.Input.Verbatims {
		switch {
		case v.QuoteConsent.MayQuote():
			quoted++
		case v.QuoteConsent.MayAnalyse():
			read++
		default:
			counted++
		}
	}
	if quoted+read+counted == 0 {
		return ""
	}
	s := fmt.Sprintf("Of %s in people's own words, %d may be quoted", analysis.Plural(quoted+read+counted, "answer", "answers"), quoted)
	if read > 0 {
		s += fmt.Sprintf("; %d may be read for themes but not quoted", read)
	}
	if counted > 0 {
		s += fmt.Sprintf("; %d may only be counted and %s not been read", counted, hasHave(counted))
	}
	return s + ". Quotes are printed as they were written."
}

func hasHave(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// A tallyOf counts what was suggested and what people did about it.
type tallyOf struct{ machine, accepted, rejected, waiting, people int }

func (t *tallyOf) add(machine bool, status analysis.Status) {
	switch {
	case !machine:
		t.people += one(status != analysis.Rejected)
		return
	case status == analysis.Accepted:
		t.accepted++
	case status == analysis.Rejected:
		t.rejected++
	default:
		t.waiting++
	}
	t.machine++
}

// String returns what people did about the suggestions.
func (t tallyOf) String() string {
	switch {
	case t.machine == t.waiting:
		return "nobody has reviewed them yet"
	case t.waiting == 0:
		return fmt.Sprintf("people reviewed all of them, accepting %d and rejecting %d", t.accepted, t.rejected)
	}
	return fmt.Sprintf("people accepted %d and rejected %d, and %d wait for review", t.accepted, t.rejected, t.waiting)
}

// coded says how the themes came about.
func (c *cohort) coded() string {
	var t tallyOf
	coders := map[string]bool{}
	for _, k := range c.Input.Codings {
		if _, ok := c.verbatims[k.VerbatimID]; !ok {
			continue
		}
		t.add(k.Coder == analysis.Machine, k.Status)
		if k.DecidedBy != "" {
			coders[k.DecidedBy] = true
		}
	}
	if t.machine+t.people == 0 {
		return "No themes have been given to the answers yet."
	}
	s := "Themes come from the programme's codebook"
	if c.Codebook.Version > 0 {
		s += fmt.Sprintf(" (version %d, %s)", c.Codebook.Version, analysis.Plural(len(c.Codebook.Themes), "theme", "themes"))
	}
	s += "."
	if t.machine > 0 {
		s += fmt.Sprintf(" The software Verbatim suggested a theme for an answer %s; %s.", analysis.Plural(t.machine, "time", "times"), t)
	}
	if t.people > 0 {
		s += fmt.Sprintf(" People gave %s themselves.", analysis.Plural(t.people, "theme", "themes"))
	}
	if len(coders) > 0 {
		s += " " + analysis.Capital(analysis.Plural(len(coders), "person took part", "people took part")) + " in this."
	}
	return s
}

// mined says how the recommendations came about.
func (c *cohort) mined() string {
	var t tallyOf
	for _, a := range c.Actions {
		if _, ok := c.verbatims[a.VerbatimID]; ok {
			t.add(true, a.Status)
		}
	}
	if t.machine == 0 {
		return ""
	}
	return fmt.Sprintf("Software found %s in the answers; %s. Those given in answer to the question for recommendations are listed unless a person rejected them, and those found in other answers only once a person accepted them. Those that say nearly the same are listed once.",
		analysis.Plural(t.machine, "recommended action", "recommended actions"), t)
}

// earlierKeys names the earlier rounds whose recommendations can be built on.
func (c *cohort) earlierKeys() string {
	var keys []string
	for _, e := range c.Earlier {
		keys = append(keys, e.Round.Key)
	}
	return analysis.And(keys)
}

// closed returns s ending as a sentence does.
func closed(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
