package edition

import (
	"fmt"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/report"
)

// The rules that hold for an edition beside those of the draft.
const (
	ruleSmall      = "R13" // small counts
	ruleDifference = "R16" // two editions tell no more than one
	ruleCounts     = "R17" // counts of participants are printed
	ruleReply      = "R31" // a follow-up says what was done
	ruleLength     = "R36" // two to three pages
	ruleNote       = "R37" // a correction says what it corrects
)

const (
	// pageWords is how many words a printed page has, with its headings and
	// quotes set apart.
	pageWords = 400
	// mostPages is how long a summary for a committee is at most.
	mostPages = 3
)

type checker struct{ out []analysis.Check }

func (k *checker) add(s analysis.Severity, rule, where, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	k.out = append(k.out, analysis.Check{Severity: s, Rule: rule, Where: where, Text: text, Key: analysis.CheckKey(rule, where, text)})
}

// kindChecks returns what hinders an edition of its kind beside what hinders the
// draft.
func kindChecks(d Draft, m Made, draft analysis.Summary) []analysis.Check {
	k := &checker{}
	if d.Kind != analysis.DoneEdition {
		k.counts(m.Summary)
	}
	k.length(m)
	if d.Kind.Public() {
		k.small(d, draft)
		k.compared(d, m.Cells)
	}
	if d.Kind == analysis.DoneEdition {
		k.replies(draft)
	}
	if d.Corrects != "" && m.Note == "" {
		k.add(analysis.Block, ruleNote, "Correction", "Say in a sentence what is corrected: the note is printed in this edition and stands with the one before.")
	}
	return k.out
}

// counts looks whether everybody who speaks is counted.
func (k *checker) counts(s analysis.Summary) {
	if len(s.Base) == 0 {
		k.add(analysis.Block, ruleCounts, "Method", "The edition does not say how many people answered.")
	}
	for _, sec := range s.Sections {
		if b := roleBase(s, sec.Role); sec.Role != "" && b.Responses == 0 {
			k.add(analysis.Block, ruleCounts, sec.Heading, "The edition does not say how many %s answered.", b.Plural)
		}
	}
}

// length says how many pages the edition has.
func (k *checker) length(m Made) {
	n := Words(m.Summary)
	pages := (n + pageWords - 1) / pageWords
	text := fmt.Sprintf("%d words, about %s of print without the annex.", n, analysis.Plural(pages, "page", "pages"))
	if pages > mostPages {
		k.add(analysis.Warn, ruleLength, "Length", "%s A summary of two to three pages is read. Leave out what does not lead to a recommendation, or record why it is longer.", text)
		return
	}
	k.add(analysis.Inform, ruleLength, "Length", "%s", text)
}

// Words counts the words of a summary as it is printed, without the annex.
func Words(s analysis.Summary) int {
	s.Annexes = nil
	n := 0
	count := func(texts ...string) {
		for _, t := range texts {
			n += len(strings.Fields(t))
		}
	}
	var items func([]report.Item)
	items = func(all []report.Item) {
		for _, it := range all {
			count(it.Text, it.Aside)
			items(it.Items)
		}
	}
	for _, b := range (report.Options{Edition: "Edition"}).Document(s).Blocks {
		switch b := b.(type) {
		case report.Heading:
			count(b.Text)
		case report.Paragraph:
			count(b.Text)
		case report.Lead:
			count(b.Text)
		case report.Quote:
			count(b.Text, b.Label)
		case report.List:
			items(b.Items)
		}
	}
	return n
}

// small looks for small numbers that somebody wrote out, which no rule can take
// back without changing what was written.
func (k *checker) small(d Draft, draft analysis.Summary) {
	for _, sec := range draft.Sections {
		b := roleBase(draft, sec.Role)
		for _, st := range sec.Statements {
			if st.Theme == "" || st.Base == 0 {
				continue
			}
			s := say(scaleOf(draft), st.People, st.Base, told(d.Earlier, themeKey(sec.Role, st.Theme)))
			if text, ok := s.lead(st, b); !ok {
				k.add(analysis.Block, ruleSmall, analysis.Capital(b.Plural)+": "+st.Name, "“%s” tells how few people it is, or which number was hidden before. Write the sentence without that number; the edition for everybody says “fewer than 5”.", text)
			}
		}
	}
}

// replies looks whether everything that was asked for has an answer.
func (k *checker) replies(draft analysis.Summary) {
	for o := range draft.Outcomes() {
		if !o.Own {
			k.add(analysis.Block, ruleReply, name(o.Text), "Nobody has taken this up: it has no reference, and nobody answers for it. Take it up on the page of recommendations.")
			continue
		}
		if missing := owed(o.Recommendation); len(missing) > 0 {
			k.add(analysis.Block, ruleReply, o.Recommendation.Reference, "Those who asked for %s are told what was done about it. Nobody has said yet %s.", o.Recommendation.Reference, analysis.And(missing))
		}
	}
	for _, f := range draft.Fates {
		if f.Kind == analysis.FateContinued && len(f.GoesOn) == 0 {
			if missing := owed(f.Previous); len(missing) > 0 {
				k.add(analysis.Block, ruleReply, f.Previous.Reference, "%s goes on. Nobody has said yet %s.", f.Previous.Reference, analysis.And(missing))
			}
		}
	}
}
