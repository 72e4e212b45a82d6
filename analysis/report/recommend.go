package report

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
)

// fresh prints what no earlier round asked for.
func (d *builder) fresh() {
	if len(d.s.New) == 0 {
		return
	}
	d.add(Heading{Level: 1, Text: strings.TrimSpace("New recommendations " + d.s.Round)})
	l := List{Ordered: true}
	for _, o := range d.s.New {
		l.Items = append(l.Items, d.outcome(o))
	}
	d.add(l)
}

// building prints what builds on an earlier round.
func (d *builder) building() {
	if len(d.s.Building) == 0 {
		return
	}
	d.add(Heading{Level: 1, Text: "Recommendations building on " + cmp.Or(d.s.Earlier, "earlier rounds")})
	l := List{}
	for _, b := range d.s.Building {
		it := Item{Text: b.Previous.Title, Aside: b.Previous.Reference}
		for _, o := range b.Points {
			it.Items = append(it.Items, flat(d.outcome(o))...)
		}
		l.Items = append(l.Items, it)
	}
	d.add(l)
}

// outcome prints a recommendation. Points that stand in its text already
// are not printed twice.
func (d *builder) outcome(o analysis.Outcome) Item {
	theirs := len(o.Verbatims) > 0 // the words are those of an answer
	it := Item{Text: o.Text, Words: theirs || o.Text == o.Action.Text, Aside: supportText(d.s, o.Support), Part: Part{Kind: RecommendationPart, ID: o.Action.ID}}
	if slices.ContainsFunc(o.Points, func(p string) bool { return !strings.Contains(o.Text, p) }) {
		for i, p := range o.Points {
			it.Items = append(it.Items, Item{Text: p, Words: theirs || strings.Contains(o.Action.Text, p), Part: Part{Kind: PointPart, ID: o.Action.ID, Index: i}})
		}
	}
	return it
}

// flat returns an item and those below it as one level.
func flat(it Item) []Item {
	below := it.Items
	it.Items = nil
	return append([]Item{it}, below...)
}

// supportText says who asked for a recommendation: "raised by 4 mentors and 2 mentees".
func supportText(s analysis.Summary, support []analysis.Count) string {
	var parts []string
	for _, c := range support {
		if c.People != 0 {
			parts = append(parts, analysis.CountText(c.People)+" "+roleWord(s, c.Role, c.People))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	last := len(parts) - 1
	if last > 0 {
		parts = []string{strings.Join(parts[:last], ", "), parts[last]}
	}
	return "raised by " + strings.Join(parts, " and ")
}

func roleWord(s analysis.Summary, key string, n int) string {
	for _, b := range s.Base {
		if b.Role == key && n == 1 {
			return cmp.Or(b.Singular, key)
		} else if b.Role == key {
			return cmp.Or(b.Plural, key)
		}
	}
	if key == "" {
		return map[bool]string{true: "person", false: "people"}[n == 1]
	}
	return key
}
