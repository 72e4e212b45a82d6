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
	var c Chain
	at := map[string]int{}
	answer := func(id string) int {
		i, ok := at[id]
		if !ok {
			i = len(c.Answers)
			at[id] = i
			c.Answers = append(c.Answers, ChainAnswer{VerbatimID: id})
		}
		return i
	}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			n := len(c.Statements)
			one := ChainStatement{Role: sec.Role, Statement: st}
			for _, q := range st.Quotes {
				a := answer(q.VerbatimID)
				one.Answers = put(one.Answers, a)
				c.Answers[a].Statements = put(c.Answers[a].Statements, n)
			}
			c.Statements = append(c.Statements, one)
		}
	}
	add := func(builds string, o analysis.Outcome) {
		n := len(c.Recommendations)
		one := ChainRecommendation{Outcome: o, BuildsOn: builds}
		rests := func(i int) {
			one.Statements = put(one.Statements, i)
			c.Statements[i].Recommendations = put(c.Statements[i].Recommendations, n)
		}
		for i, st := range c.Statements {
			if slices.Contains(o.Recommendation.Themes, st.Statement.Theme) {
				rests(i)
			}
		}
		for _, id := range o.Verbatims {
			a := answer(id)
			one.Answers = put(one.Answers, a)
			c.Answers[a].Recommendations = put(c.Answers[a].Recommendations, n)
			coded := themes(id)
			for i, st := range c.Statements {
				if st.Statement.Theme != "" && slices.Contains(coded, st.Statement.Theme) || slices.Contains(st.Answers, a) {
					rests(i)
				}
			}
		}
		c.Recommendations = append(c.Recommendations, one)
	}
	for _, o := range s.New {
		add("", o)
	}
	for _, b := range s.Building {
		for _, o := range b.Points {
			add(b.Previous.Reference, o)
		}
	}
	return c
}

// put appends n unless it is there.
func put(ns []int, n int) []int {
	if slices.Contains(ns, n) {
		return ns
	}
	return append(ns, n)
}
