package report

import (
	"slices"

	"verbatim/analysis"
)

// A Chain is what a summary rests on, in both directions: recommendations,
// statements and answers, each with the indexes of those it is joined to.
type Chain struct {
	Recommendations []ChainRecommendation
	Statements      []ChainStatement
	Answers         []ChainAnswer
}

// A ChainRecommendation is one recommendation with what it rests on.
type ChainRecommendation struct {
	Outcome    analysis.Outcome
	BuildsOn   string // reference of the earlier recommendation; empty for a new one
	Statements []int  // whose theme it is put under, or its answers speak of
	Answers    []int
}

// A ChainStatement is one statement with what rests on it.
type ChainStatement struct {
	Role            string
	Statement       analysis.Statement
	Recommendations []int
	Answers         []int // those that it quotes
}

// A ChainAnswer is one answer with what rests on it.
type ChainAnswer struct {
	VerbatimID      string
	Recommendations []int
	Statements      []int // that quote it
}

// ChainOf returns the chain of a summary. Themes returns the keys of the themes
// that an answer is coded with.
func ChainOf(s analysis.Summary, themes func(verbatimID string) []string) Chain {
	c := chaining{at: map[string]int{}, themes: themes}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			c.state(sec.Role, st)
		}
	}
	for _, o := range s.New {
		c.recommend("", o)
	}
	for _, b := range s.Building {
		for _, o := range b.Points {
			c.recommend(b.Previous.Reference, o)
		}
	}
	return c.Chain
}

// chaining is a chain that is being made.
type chaining struct {
	Chain
	at     map[string]int // answers by their verbatim
	themes func(verbatimID string) []string
}

// answer returns the index of an answer, which it adds the first time.
func (c *chaining) answer(verbatimID string) int {
	i, ok := c.at[verbatimID]
	if !ok {
		i = len(c.Answers)
		c.at[verbatimID] = i
		c.Answers = append(c.Answers, ChainAnswer{VerbatimID: verbatimID})
	}
	return i
}

func (c *chaining) state(role string, st analysis.Statement) {
	n := len(c.Statements)
	one := ChainStatement{Role: role, Statement: st}
	for _, q := range st.Quotes {
		a := c.answer(q.VerbatimID)
		one.Answers = put(one.Answers, a)
		c.Answers[a].Statements = put(c.Answers[a].Statements, n)
	}
	c.Statements = append(c.Statements, one)
}

func (c *chaining) recommend(builds string, o analysis.Outcome) {
	n := len(c.Recommendations)
	one := ChainRecommendation{Outcome: o, BuildsOn: builds}
	for _, id := range o.Verbatims {
		a := c.answer(id)
		one.Answers = put(one.Answers, a)
		c.Answers[a].Recommendations = put(c.Answers[a].Recommendations, n)
	}
	for i, st := range c.Statements {
		if c.rests(o, one.Answers, st) {
			one.Statements = append(one.Statements, i)
			c.Statements[i].Recommendations = append(c.Statements[i].Recommendations, n)
		}
	}
	c.Recommendations = append(c.Recommendations, one)
}

// rests reports whether a recommendation rests on a statement: it is put under
// its theme, or one of its answers speaks of that or is quoted there.
func (c *chaining) rests(o analysis.Outcome, answers []int, st ChainStatement) bool {
	theme := st.Statement.Theme
	return slices.Contains(o.Recommendation.Themes, theme) || slices.ContainsFunc(answers, func(a int) bool {
		return slices.Contains(st.Answers, a) || theme != "" && slices.Contains(c.themes(c.Answers[a].VerbatimID), theme)
	})
}

// put appends n unless it is there.
func put(ns []int, n int) []int {
	if slices.Contains(ns, n) {
		return ns
	}
	return append(ns, n)
}
