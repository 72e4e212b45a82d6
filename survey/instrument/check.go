package instrument

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
)

// A Problem is something by which a page is no longer the instrument that it
// says it is.
type Problem struct {
	Page string // its key
	Code string
	Text string // what was changed, and how to mend it
}

// Fault returns the problem as a numbered fault.
func (p Problem) Fault() *fault.Error { return fault.Coded(p.Code, "%s", p.Text) }

// Check returns what was changed on the pages of the form that are instruments,
// in the order of the pages; none means that each is as published.
func Check(f survey.Form) []Problem {
	var out []Problem
	for _, p := range f.Pages {
		if p.Instrument == nil {
			continue
		}
		c := checker{page: p, form: f}
		c.check()
		out = append(out, c.problems...)
	}
	return out
}

type checker struct {
	page     survey.Page
	form     survey.Form
	problems []Problem
}

func (c *checker) fail(code, format string, args ...any) {
	text := fmt.Sprintf("Page %q is the instrument %q. ", c.page.Title, c.page.Instrument.Name) + fmt.Sprintf(format, args...)
	c.problems = append(c.problems, Problem{Page: c.page.Key, Code: code, Text: text})
}

func (c *checker) check() {
	if len(c.page.Questions) != 1 || c.page.Questions[0].Kind != survey.Likert {
		c.fail("K05", "It has %d questions, and the instrument is one. Put your own questions on another page.", len(c.page.Questions))
		return
	}
	q := c.page.Questions[0]
	c.forced(q)
	c.words(q)
	c.translated(q)
}

// forced finds what makes people answer, or lets only some of them.
func (c *checker) forced(q survey.Question) {
	switch {
	case q.Required || q.Soft:
		c.fail("K07", "Nobody may be made to answer it: scores allow for what is missing. Make it not required.")
	case q.Relevant != "" || q.Constraint != "" || q.Filter != "":
		c.fail("K07", "Its question has a condition of its own. Put the condition on the page, so that all of it is asked or none.")
	}
}

// words compares with what was published; of an instrument whose words somebody
// else holds, only the version is known.
func (c *checker) words(q survey.Question) {
	now := version(q.Label, q.Items, q.Choices, c.page.Instrument.Scoring)
	published, err := Get(c.page.Instrument.Key)
	if err != nil || published.Template() {
		if now != c.page.Instrument.Version {
			c.fail("K06", "Its words, their order, the answers or the scoring were changed since it was put in. Put it in again from the file it came from, or make the page your own.")
		}
		return
	}
	if q.Hint != "" {
		c.fail("K06", "A hint was added to it: leave it out.")
	}
	if now == published.Page().Instrument.Version {
		return
	}
	before := len(c.problems)
	if q.Label != published.Prompt {
		c.fail("K06", "The question reads %q. Published is: %q.", q.Label, published.Prompt)
	}
	c.list("Statement", q.Items, published.Items)
	c.list("Answer", q.Choices, published.Answers)
	if len(c.problems) == before {
		c.fail("K06", "Its scoring was changed. Put the page in again.")
	}
}

// list compares one list with that published.
func (c *checker) list(what string, now, published []survey.Choice) {
	if len(now) != len(published) {
		c.fail("K06", "It has %d of what the instrument has %d of (%ss). Put the page in again.", len(now), len(published), strings.ToLower(what))
		return
	}
	for i, p := range published {
		at := slices.IndexFunc(now, func(n survey.Choice) bool { return n.Key == p.Key })
		switch {
		case at < 0:
			c.fail("K06", "%s %d, %q, is missing.", what, i+1, p.Label)
		case now[at].Label != p.Label:
			c.fail("K06", "%s %d reads %q. Published is: %q.", what, i+1, now[at].Label, p.Label)
		case at != i:
			c.fail("K06", "%s %q stands in place %d. Published is place %d.", what, p.Label, at+1, i+1)
			return // everything after it has moved too
		case now[at].Other != p.Other || now[at].Alone != p.Alone:
			c.fail("K06", "%s %d, %q, behaves in another way than published. Put the page in again.", what, i+1, p.Label)
		}
	}
}

// translated finds translations, which are none of the instrument's.
func (c *checker) translated(q survey.Question) {
	own := []string{"question/" + q.Key + "/", "choice/" + q.Key + "/", "item/" + q.Key + "/"}
	for _, tag := range slices.Sorted(maps.Keys(c.form.Translations)) {
		for path, text := range c.form.Translations[tag] {
			if text != "" && slices.ContainsFunc(own, func(prefix string) bool { return strings.HasPrefix(path, prefix) }) {
				c.fail("K08", "It is translated (%s). A translation that nobody has validated is another instrument: leave its questions in their language, or make the page your own.", tag)
				break
			}
		}
	}
}
