package collate

import (
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/claim"
)

// whole looks at what people wrote beside the statements, at the method, and at
// what is not printed.
func (k *checker) whole(s *analysis.Summary) {
	k.authored("Title", s.Title)
	for _, p := range s.Introduction {
		k.prose("Introduction", p)
	}
	for _, p := range s.Printed() {
		if p.Own() {
			k.authored(p.Heading, p.Heading)
			for _, text := range p.Body {
				k.prose(p.Heading, text)
			}
		}
	}
	k.methodTold()
	k.ratio(s)
	k.notPrinted(s)
	if k.Outline.WithoutCount {
		k.add(analysis.Inform, ruleNumbers, "Numbers", "This summary gives words without their numbers. The scale that they come from is printed with the method.")
	}
}

// prose looks at a paragraph that somebody wrote. No counts are known of it, so
// it cannot be compared with any.
func (k *checker) prose(where, text string) {
	k.about = []string{text}
	defer func() { k.about = nil }()
	k.authored(where, text)
	people := 0
	for _, b := range k.base {
		if !b.Joint {
			people += b.Responses
		}
	}
	for _, c := range claim.Read(text, k.Style.Scale, claim.Group{}) {
		switch {
		case c.Kind == claim.Undefined:
			k.add(analysis.Warn, ruleWords, where, "“%s” is no word of the printed scale, or counts something that nobody counted.", c.Text)
		case c.Kind == claim.Percent && people < fewestForPercent:
			k.add(analysis.Warn, ruleShares, where, "%s of %d people: percentages are given from %d on. Give the numbers.", c.Text, people, fewestForPercent)
		case c.Kind == claim.Average && people < fewestForAverage:
			k.add(analysis.Warn, ruleShares, where, "“%s” of %d people: averages are given from %d on.", c.Text, people, fewestForAverage)
		case c.Kind == claim.Magnitude:
			k.add(analysis.Warn, ruleStands, where, "“%s” says how much, without a measure.", c.Text)
		}
	}
}

// authored looks at the marks of what somebody wrote: unlike a participant's
// words, they can be mended.
func (k *checker) authored(where, text string) {
	for _, r := range remnants {
		if strings.Contains(text, r) {
			k.add(analysis.Block, ruleMarks, where, "“%s” looks like something a word processor or a template left behind: delete it.", r)
		}
	}
	if unbalanced(text) {
		k.add(analysis.Block, ruleMarks, where, "A quotation mark is opened and not closed, or the other way round.")
	} else if strings.Contains(text, `"`) && strings.Contains(text, "“") {
		k.add(analysis.Warn, ruleMarks, where, "Straight and curly quotation marks stand side by side: use one kind.")
	}
}

// methodTold asks for what a reader must know of how the summary was made.
func (k *checker) methodTold() {
	var missing []string
	if len(k.Waves) == 0 && len(k.Forms) == 0 {
		missing = append(missing, "with what was asked")
	}
	if from, _ := k.days(); from == "" {
		missing = append(missing, "when answers came in")
	}
	coded, people := false, false
	for _, c := range k.Input.Codings {
		coded = true
		people = people || c.Coder != analysis.Machine || c.DecidedBy != ""
	}
	if coded && !people {
		missing = append(missing, "who coded")
	}
	if coded && len(k.Codebook.Themes) == 0 {
		missing = append(missing, "where the themes come from")
	}
	if len(missing) > 0 {
		k.add(analysis.Block, ruleMethod, "Method", "The method cannot say %s.", analysis.And(missing))
	}
}

// ratio tells how many words are quoted and how many are the summary's own.
func (k *checker) ratio(s *analysis.Summary) {
	quotes, quoted, own := 0, 0, 0
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			own += len(strings.Fields(st.Lead))
			for _, q := range st.Quotes {
				quotes++
				quoted += len(strings.Fields(q.Text))
			}
		}
	}
	if quotes > 0 {
		k.add(analysis.Inform, ruleStatement, "Quotes", "%s of %s stand beside %s that say what they mean.", analysis.Plural(quotes, "quote", "quotes"), analysis.Plural(quoted, "word", "words"), analysis.Plural(own, "word", "words"))
	}
}

// notPrinted tells what was made of the answers and is not printed.
func (k *checker) notPrinted(s *analysis.Summary) {
	for _, r := range k.roles {
		if why, below := k.below(r.Key); below && k.base[r.Key].Responses > 0 {
			k.add(analysis.Inform, ruleThreshold, analysis.Capital(r.Plural), "What %s said is not shown apart: %s.", r.Plural, why)
		}
	}
	left := 0
	for _, sec := range s.Aside {
		for _, st := range sec.Statements {
			left += one(st.Left)
		}
	}
	if left > 0 {
		k.add(analysis.Inform, ruleStands, "Statements", "%s left out.", analysis.Plural(left, "statement was", "statements were"))
	}
	for _, p := range s.Outline.Parts {
		if p.Hidden && !p.Own() {
			k.add(analysis.Inform, ruleStands, "Parts", "%s: this part is hidden and not printed.", k.partName(p))
		}
	}
}

// partName returns what a part is called.
func (k *checker) partName(p analysis.Part) string {
	switch role, ok := p.Role(); {
	case ok:
		return analysis.Capital(k.base[role].Plural)
	case p.Key == analysis.NewPart:
		return "New recommendations"
	case p.Key == analysis.BuildingPart:
		return "Recommendations that build on earlier ones"
	}
	return p.Heading
}
