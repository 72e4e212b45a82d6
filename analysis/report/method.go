package report

import (
	"cmp"
	"slices"

	"verbatim/analysis"
)

// method says how the summary was made, and who answered.
func (d *builder) method() {
	s := d.s
	quoted := slices.ContainsFunc(d.Blocks, func(b Block) bool { _, ok := b.(Quote); return ok })
	if len(s.Method) == 0 && len(s.Base) == 0 && !quoted {
		return
	}
	d.add(Heading{Level: 1, Text: methodHeading})
	for i, p := range s.Method {
		if len(d.Notes) == 0 || !isScale(p) {
			d.add(Paragraph{p, Part{Kind: MethodPart, Index: i}})
		}
	}
	if quoted {
		d.add(Paragraph{Text: conventions})
	}
	if len(s.Base) > 0 {
		t := Table{Caption: tableCaption, Head: []string{"Role", "Invited", "Responded", "Wrote in their own words"}}
		for _, b := range s.Base {
			name, invited := cmp.Or(b.Plural, b.Role), "not known"
			if b.Joint {
				name += " (answers given together)"
			}
			if b.Invited != 0 {
				invited = analysis.CountText(b.Invited)
			}
			t.Rows = append(t.Rows, []string{analysis.Capital(name), invited, analysis.CountText(b.Responses), analysis.CountText(b.FreeText)})
		}
		d.add(t)
	}
}

// waivers prints to the committee which warnings somebody let be, and why.
func (d *builder) waivers() {
	t := Table{Caption: "Warnings that were left as they are", Head: []string{"About", "Warning", "Reason", "By"}, Words: true}
	for _, c := range d.s.Checks {
		if c.Waiver != nil {
			t.Rows = append(t.Rows, []string{cmp.Or(c.Where, "The summary"), c.Text, c.Waiver.Reason, c.Waiver.By})
		}
	}
	if len(t.Rows) > 0 && d.o.Internal() {
		d.add(Heading{Level: 1, Text: "What was decided about warnings"}, t)
	}
}

// annexes prints the reporting checklists, each as a table.
func (d *builder) annexes() {
	for _, a := range d.s.Annexes {
		d.add(Heading{Level: 1, Text: "Annex: " + a.Title}, Paragraph{Text: a.Source})
		t := Table{Caption: a.Title + ", item by item", Head: []string{"Item", "Asks for", "Answer"}, Words: true}
		for _, i := range a.Items {
			answer := i.Answer
			if i.Gap {
				answer = cmp.Or(answer, gap)
			}
			t.Rows = append(t.Rows, []string{i.Number, i.Topic, answer})
		}
		d.add(t)
	}
}

// gap stands in a checklist where a person has still to say something.
const gap = "Not stated."

// imprint says which edition this is.
func (d *builder) imprint() {
	if len(d.o.Imprint) == 0 {
		return
	}
	d.add(Heading{Level: 1, Text: "About this edition"})
	for _, p := range d.o.Imprint {
		d.add(Paragraph{Text: p})
	}
}
