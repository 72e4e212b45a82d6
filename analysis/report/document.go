package report

import (
	"cmp"
	"fmt"
	"strings"

	"verbatim/analysis"
)

// Headings and sentences that every document has.
const (
	methodHeading = "How this summary was made"
	otherQuotes   = "More of what was said"
	tableCaption  = "Who answered"
	conventions   = "Quotes are printed exactly as they were written. Square brackets mark every change: [...] stands for words left out, words in brackets were put in, and [sic] means that it was written so."
)

// ScaleNote explains the words for shares of people. It is the first footnote of
// a summary whose method does not state its own scale: counts of people below
// 20, shares from 20 on.
const ScaleNote = "Words for how many are computed from counts of people, never of mentions, over those who gave an answer in their own words. " +
	"One and two are said as such, and all means everybody. Of fewer than 20 people: several is three or more and fewer than half; then half, more than half, and most (three quarters or more). " +
	"Of 20 or more: a few (15% or less), some (fewer than half), about half (47.5% to 52.5%), a majority (fewer than three quarters), most (75% to 90%) and almost all (more than 90%)."

// fewestShown is how many counts of a chart must be large enough to be printed.
// One of hidden counts only says nothing.
const fewestShown = 2

// A builder makes the tree of one summary.
type builder struct {
	Doc
	o Options
	s analysis.Summary
}

// Document returns the summary as a tree. It is a pure function of s and o.
func (o Options) Document(s analysis.Summary) Doc {
	o.NoNumbers = o.NoNumbers || s.Outline.WithoutCount
	d := &builder{o: o, s: s}
	d.Doc = Doc{Title: s.Title, Creator: cmp.Or(o.Creator, s.Organisation), Draft: o.Draft(), Notice: o.Edition}
	if d.Title == "" {
		d.Title = strings.TrimSpace("Summary " + s.Round)
	}
	if s.Programme != "" && !strings.Contains(d.Title, s.Programme) {
		d.Kicker = s.Programme
	}
	if d.Draft {
		d.Notice = draftNotice(s)
	}
	for i, p := range s.Introduction {
		d.add(Paragraph{p, Part{Kind: IntroductionPart, Index: i}})
	}
	for _, p := range s.Printed() {
		d.part(p)
	}
	d.method()
	d.waivers()
	d.annexes()
	d.imprint()
	return d.Doc
}

// part prints one part of the summary: recommendations, the themes of a role, or
// what somebody wrote.
func (d *builder) part(p analysis.Part) {
	if role, ok := p.Role(); ok {
		if sec, ok := d.s.Section(role); ok {
			d.section(sec)
		}
		return
	}
	switch p.Key {
	case analysis.NewPart:
		d.fresh()
	case analysis.BuildingPart:
		d.building()
	default:
		if p.Heading != "" {
			d.add(Heading{Level: 1, Text: p.Heading})
		}
		for i, text := range p.Body {
			d.add(Paragraph{text, Part{Kind: OwnTextPart, ID: p.Key, Index: i}})
		}
	}
}

func (d *builder) add(bs ...Block) { d.Blocks = append(d.Blocks, bs...) }

// draftNotice says that this is a draft and what still has to be done to it.
func draftNotice(s analysis.Summary) string {
	notice := "This is a draft."
	switch {
	case s.Codings == 0:
		notice += " Nothing has been coded yet."
	case s.Reviewed >= s.Codings:
		notice += fmt.Sprintf(" All %d codings have been reviewed by a person.", s.Codings)
	default:
		notice += fmt.Sprintf(" %d of %d codings have been reviewed by a person; the rest are suggestions of the software.", s.Reviewed, s.Codings)
	}
	blocks := 0
	for _, c := range s.Checks {
		if c.Severity == analysis.Block {
			blocks++
		}
	}
	if blocks > 0 {
		notice += fmt.Sprintf(" To be settled before it is published: %d.", blocks)
	}
	return notice
}

// printable returns text as every format can carry it: line ends as LF, and the
// replacement character for characters that XML does not have. It is the only
// change that a writer makes to a participant's words.
func printable(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return '\uFFFD'
		}
		return r
	}, text)
}
