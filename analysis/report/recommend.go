package report

import (
	"cmp"
	"fmt"
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

// building prints what builds on an earlier round, and what became of the rest
// of what was asked for before.
func (d *builder) building() {
	l := List{}
	for _, b := range d.s.Building {
		it := Item{Text: b.Previous.Title, Aside: b.Previous.Reference + d.running(b.Previous)}
		for _, o := range b.Points {
			it.Items = append(it.Items, flat(d.outcome(o))...)
		}
		l.Items = append(l.Items, it)
	}
	if len(l.Items) > 0 {
		d.add(Heading{Level: 1, Text: "Recommendations building on " + cmp.Or(d.s.Earlier, "earlier rounds")}, l)
	}
	rest := List{}
	for _, f := range d.s.Rest() {
		if f.Kind != "" {
			rest.Items = append(rest.Items, Item{Text: f.Previous.Title, Aside: f.Previous.Reference, Items: []Item{{Text: f.Text()}}})
		}
	}
	if len(rest.Items) > 0 {
		d.add(Heading{Level: 1, Text: "What became of earlier recommendations"}, rest)
	}
}

// manyRounds is from how many rounds on it is worth saying that something is
// asked for again.
const manyRounds = 3

// running says in how many rounds running an earlier recommendation was made.
func (d *builder) running(r analysis.Recommendation) string {
	for _, f := range d.s.Fates {
		if f.Previous.Reference == r.Reference && f.Raised >= manyRounds {
			return fmt.Sprintf(", raised in %d rounds running", f.Raised)
		}
	}
	return ""
}

// outcome prints a recommendation. Points that stand in its text already
// are not printed twice.
func (d *builder) outcome(o analysis.Outcome) Item {
	if o.Own {
		return d.takenUp(o)
	}
	theirs := len(o.Verbatims) > 0 // the words are those of an answer
	it := Item{Text: o.Text, Words: theirs || o.Text == o.Action.Text, Aside: supportText(d.s, o.Support), Part: Part{Kind: RecommendationPart, ID: o.Action.ID}}
	if slices.ContainsFunc(o.Points, func(p string) bool { return !strings.Contains(o.Text, p) }) {
		for i, p := range o.Points {
			it.Items = append(it.Items, Item{Text: p, Words: theirs || strings.Contains(o.Action.Text, p), Part: Part{Kind: PointPart, ID: o.Action.ID, Index: i}})
		}
	}
	return it
}

// takenUp prints a recommendation in the words of whoever took it up, with its
// reference and what is known of it.
func (d *builder) takenUp(o analysis.Outcome) Item {
	r := o.Recommendation
	aside := []string{r.Reference}
	if by := supportText(d.s, o.Support); by != "" {
		aside = append(aside, by)
	}
	it := Item{Text: o.Text, Aside: strings.Join(aside, ", "), Part: Part{Kind: RecommendationPart, ID: o.ID()}}
	for i, p := range r.Points {
		it.Items = append(it.Items, Item{Text: p.Title, Aside: r.PointReference(p), Part: Part{Kind: PointPart, ID: o.ID(), Index: i}})
	}
	if text := r.Known(); text != "" {
		it.Items = append(it.Items, Item{Text: text})
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
	return "raised by " + analysis.And(parts)
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
