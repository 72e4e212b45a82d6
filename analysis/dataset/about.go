package dataset

import (
	"fmt"
	"slices"
	"strconv"

	"verbatim/survey"
	"verbatim/survey/fill"
	"verbatim/survey/instrument"
)

// about is a column that says what a row is.
type about struct {
	Variable
	cell func(number int, r survey.Response) any
}

// aboutRows returns the columns before the answers: which wave and version, the
// role, and who, where all waves join answers with people.
func (b *builder) aboutRows() []about {
	text := func(name, label string, cell func(r survey.Response) any) about {
		return about{Variable{Name: b.names.of(name), Label: label, Text: true}, func(_ int, r survey.Response) any { return cell(r) }}
	}
	out := []about{
		{Variable{Name: b.names.of("row"), Label: "Number of the row: it says nothing about who came when"}, func(n int, _ survey.Response) any { return n }},
		text("round", "Round", func(r survey.Response) any { return b.wave(r).Round.Key }),
		text("wave", "Wave", func(r survey.Response) any { return b.wave(r).Key }),
		{Variable{Name: b.names.of("version"), Label: "Version of the form that was answered"}, func(_ int, r survey.Response) any { return r.FormVersion }},
		text("role", "Role", func(r survey.Response) any { return empty(r.Role) }),
	}
	if slices.ContainsFunc(b.Waves, func(w Wave) bool { return w.Mode.Linked() }) {
		out = append(out, text("person", "Pseudonym of who answered", func(r survey.Response) any {
			if !b.wave(r).Mode.Linked() || r.ParticipantID == "" {
				return nil
			}
			return b.Person(r)
		}))
	}
	return out
}

func empty(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (b *builder) wave(r survey.Response) Wave {
	if i := b.place(r); i >= 0 {
		return b.Waves[i]
	}
	return Wave{}
}

// named returns what the form asks, and gives names in the order in which things
// were first asked, so that a later version changes none.
func (b *builder) named() []*thing {
	all := things(b.Forms)
	b.laid = map[*thing][]column{}
	for _, f := range b.Forms {
		for _, p := range f.Pages {
			for _, q := range p.Questions {
				if i := slices.IndexFunc(all, func(t *thing) bool { return t.is(p, q) }); i >= 0 && b.laid[all[i]] == nil {
					b.laid[all[i]] = b.names.columns(all[i])
				}
			}
		}
	}
	return all
}

// columnsOf returns the columns of a thing; none of what states the role, which
// stands before the answers.
func (b *builder) columnsOf(t *thing) []column {
	if t.latest().Purpose == survey.ForRole {
		return nil
	}
	return b.laid[t]
}

// scores returns a column for each scale of an instrument.
func (n names) scores(t *thing) []column {
	var out []column
	in := *t.page.Instrument
	for i, scale := range in.Scoring.Scales {
		v := n.variable(t, "score_"+scale.Key)
		v.Part, v.Wordings = "", nil
		v.Label = fmt.Sprintf("%s: score on %s, the %s of %d items", in.Name, scale.Name, in.Scoring.Method, len(scale.Items))
		if len(scale.Reverse) > 0 {
			v.Label += " of which " + strconv.Itoa(len(scale.Reverse)) + " count from the other end"
		}
		out = append(out, column{v, func(a asked) any {
			if s := instrument.Score(in, a.answer)[i]; s.Given {
				return s.Value
			}
			return nil
		}})
	}
	return out
}

// apart adds the answers of a response one by one.
func (b *builder) apart(r survey.Response, f *fill.Filled) {
	add := func(p part, turn int) {
		for i, t := range p.things {
			for _, c := range p.of[i] {
				if text := c.read(cellOf(t, c, r.FormVersion, f, turn)); text != "" {
					b.Apart = append(b.Apart, Apart{c.Name, c.Label, text})
				}
			}
		}
	}
	add(b.main, 0)
	for _, p := range b.parts {
		for turn := 1; turn <= survey.MostTurns; turn++ {
			if p.answered(r, turn) {
				add(p, turn)
			}
		}
	}
}

// read says a cell in words, "" for one that holds no answer.
func (v Variable) read(cell any) string {
	if code, coded := cell.(int); coded {
		if slices.ContainsFunc(v.Missing, func(m Value) bool { return m.Code == code }) {
			return ""
		}
		for _, value := range v.Values {
			if value.Code == code {
				return value.Text
			}
		}
	}
	if cell == nil {
		return ""
	}
	return fmt.Sprint(cell)
}

// position is where a variable stands among all.
func (b *builder) position(name string) int {
	at := 0
	for _, t := range append([]Table{b.Main}, b.Repeats...) {
		if i := slices.IndexFunc(t.Variables, func(v Variable) bool { return v.Name == name }); i >= 0 {
			return at + i
		}
		at += len(t.Variables)
	}
	return at
}
