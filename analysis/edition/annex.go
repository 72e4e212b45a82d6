package edition

import (
	"verbatim/analysis"
	"verbatim/analysis/collate"
)

// Annexes returns the two reporting checklists with what the programme knows of
// each item. What nobody but the authors can say is a gap, and marked as one.
func Annexes(in collate.Input, s analysis.Summary, public bool) []analysis.Annex {
	f := factsOf(in, s, public)
	return []analysis.Annex{
		annex("COREQ", "Tong A, Sainsbury P, Craig J. Consolidated criteria for reporting qualitative research (COREQ). International Journal for Quality in Health Care 2007; 19(6): 349–357. Its items are put in our own words.", f.coreq()),
		annex("SRQR", "O’Brien BC, Harris IB, Beckman TJ, Reed DA, Cook DA. Standards for reporting qualitative research. Academic Medicine 2014; 89(9): 1245–1251. Its items are put in our own words.", f.srqr()),
	}
}

// An item is one of a checklist: its number, its part, what it asks for, and what
// is known.
type item struct{ number, domain, topic, answer string }

func annex(title, source string, items []item) analysis.Annex {
	a := analysis.Annex{Title: title, Source: source}
	for _, i := range items {
		a.Items = append(a.Items, analysis.AnnexItem{Number: i.number, Domain: i.domain, Topic: i.topic, Answer: i.answer, Gap: i.answer == ""})
	}
	return a
}

// notInterviews is said where an item is about interviews and people filled in
// forms.
const notInterviews = "Does not apply: people filled in forms by themselves."
