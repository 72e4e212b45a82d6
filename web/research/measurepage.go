package research

import (
	"fmt"
	"slices"
	"strconv"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
	"verbatim/analysis/stats"
	"verbatim/survey"
	"verbatim/web/page"
)

// How people are grouped in the table of themes.
const (
	byRole = "role"
	byWave = "wave"
)

// measurePage builds the page that says how well the machine suggests.
func measurePage(m measured) page.Measure {
	p := page.Measure{
		Scope: m.programme.Name + ", " + m.round.Key, Reading: "Everything has been read",
		Codebook: CodebookPath(m.programme.Key), Review: reviewView{programme: m.programme.Key, round: m.round.Key}.at(),
	}
	p.Title = "How well does the machine suggest here?"
	if m.behind > 0 {
		p.Busy = true
		p.Reading = Plural(int(m.behind), "change is", "changes are") + " still being read"
	}
	p.Aside = asideAnswers(m)
	m.showQuality(&p)
	p.Agreement = coderPairs(m)
	if len(p.Agreement) == 0 {
		p.Alone = "Nobody has coded an answer of this round yet. Agreement is measured where a person and the machine, or two people, have coded the same answers."
	}
	m.showNext(&p)
	m.showCounts(&p)
	return p
}

func asideAnswers(m measured) []page.AsideAnswer {
	var out []page.AsideAnswer
	for _, f := range m.failures {
		a := page.AsideAnswer{Answer: page.Link{Text: "An answer that is to be counted only"}, Stage: f.Stage, Reason: f.Reason}
		if v, ok := m.verbatim(f.VerbatimID); ok {
			a.Answer = page.Link{Text: Capital(m.labels.Role(v.Role)) + ", " + m.labels.Question(v.Question), Address: VerbatimPath(v.ID)}
		}
		out = append(out, a)
	}
	return out
}

// showQuality adds the figures of each theme, or what to do to have some.
func (m measured) showQuality(p *page.Measure) {
	switch {
	case len(m.book.Themes) == 0:
		p.Unlearnt = &page.Onward{
			Heading: "This programme has no themes yet", Text: "The machine suggests the themes of a codebook. As soon as there is one, this page says how well.",
			Links: []page.Link{{Text: "To the codebook", Address: p.Codebook}},
		}
		return
	case m.quality == nil:
		heading := "No coding has been reviewed yet"
		if m.decisions > 0 {
			heading = Plural(m.decisions, "coding has", "codings have") + " been reviewed so far"
		}
		p.Unlearnt = &page.Onward{
			Heading: heading, Text: "Accept or reject " + strconv.Itoa(fewestReviewed-m.decisions) + " suggestions and look again: from " + strconv.Itoa(fewestReviewed) + " decisions on there is something to measure by.",
			Links: []page.Link{{Text: "Review suggestions", Address: p.Review}},
		}
		return
	}
	p.Learnt = "Measured on the latest " + Plural(len(m.examples), "answer", "answers") + " that people decided about; " + Plural(m.decisions, "decision", "decisions") + " were made in the programme" +
		": the machine learns from four fifths of the people and suggests for the others, five times over."
	for _, q := range m.quality {
		t := page.ThemeQuality{Name: m.labels.Theme(q.Theme), Answers: Number(q.N), Precision: tooFew, Recall: tooFew, F1: tooFew}
		if q.N >= fewestAnswers {
			t.Precision, t.Recall, t.F1 = hundredths(q.Precision), hundredths(q.Recall), hundredths(q.F1)
		}
		p.Quality = append(p.Quality, t)
	}
}

// tooFew stands where a figure would be noise.
const tooFew = "too few"

func hundredths(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

func (m measured) showNext(p *page.Measure) {
	for _, id := range m.next {
		if v, ok := m.verbatim(id); ok {
			p.Next = append(p.Next, page.NextAnswer{
				Address: VerbatimPath(v.ID), Text: Shorten(v.Text, nextRunes), About: Capital(m.labels.Role(v.Role)) + ", " + m.labels.Question(v.Question),
			})
		}
	}
	switch {
	case len(p.Next) > 0:
	case len(m.verbatims) == 0:
		p.AllCoded = "No answer of this round may be read yet."
	case len(m.book.Themes) == 0:
		p.AllCoded = "There are no themes to code with."
	default:
		p.AllCoded = "Every answer of this round has been coded: nothing is left to choose from."
	}
}

// showCounts adds the table of themes and the themes that go together.
func (m measured) showCounts(p *page.Measure) {
	for _, o := range []struct {
		of   analysis.Status
		text string
	}{{analysis.Accepted, "Accepted by people"}, {analysis.Suggested, "Only suggested"}} {
		v := m.view
		v.of = o.of
		p.Of = append(p.Of, page.Choice{Text: o.text, Address: v.at() + "#counts", Chosen: o.of == m.view.of})
	}
	for _, by := range []string{byRole, byWave} {
		v := m.view
		v.by = by
		p.By = append(p.By, page.Choice{Text: "by " + by, Address: v.at() + "#counts", Chosen: by == m.view.by})
	}
	marks, members := m.marks()
	if len(marks) == 0 {
		p.Uncounted = "No theme has been accepted in this round yet: review suggestions, or look at what is only suggested."
		if m.view.of == analysis.Suggested {
			p.Uncounted = "No suggestion waits in this round: what people accepted is counted above."
		}
		return
	}
	themes := m.usedThemes(marks)
	p.Counted = m.crosstab(themes, members, marks)
	people := map[string]bool{}
	for _, q := range members {
		people[q.Person] = true
	}
	m.showTogether(p, stats.CoOccurrences(themes, len(people), marks))
}

// marks returns who has which theme in which group, by the codings that the
// view counts, and who is in which group.
func (m measured) marks() (marks []stats.Mark, members []stats.Member) {
	group := func(v survey.Verbatim) string { return v.Role }
	if m.view.by == byWave {
		group = func(v survey.Verbatim) string { return v.WaveKey }
	}
	by := map[string]survey.Verbatim{}
	for _, v := range m.verbatims {
		by[v.ID] = v
		members = append(members, stats.Member{Person: v.Person, Group: group(v)})
	}
	for _, c := range m.codings {
		if v := by[c.VerbatimID]; c.Status == m.view.of {
			marks = append(marks, stats.Mark{Person: v.Person, Group: group(v), Theme: c.Theme})
		}
	}
	return marks, members
}

// usedThemes returns the themes that anybody has, in the codebook's order; those
// that it has no more come last.
func (m measured) usedThemes(marks []stats.Mark) []string {
	used := map[string]bool{}
	for _, k := range marks {
		used[k.Theme] = true
	}
	var out []string
	for _, b := range tree(m.book) {
		if used[b.Key] {
			out = append(out, b.Key)
			delete(used, b.Key)
		}
	}
	rest := make([]string, 0, len(used))
	for key := range used {
		rest = append(rest, key)
	}
	slices.Sort(rest)
	return append(out, rest...)
}

// groups returns the keys and the words of the groups that people are in.
func (m measured) groups(members []stats.Member) (keys, words []string) {
	add := func(key, word string) {
		if !slices.Contains(keys, key) && slices.ContainsFunc(members, func(q stats.Member) bool { return q.Group == key }) {
			keys, words = append(keys, key), append(words, Capital(word))
		}
	}
	if m.view.by == byWave {
		for _, w := range m.waves {
			add(w.Key, w.Title)
		}
	} else {
		for _, r := range m.programme.Roles {
			add(r.Key, r.Plural)
		}
	}
	for _, q := range members {
		add(q.Group, or(q.Group, "no "+m.view.by))
	}
	return keys, words
}

func (m measured) crosstab(themes []string, members []stats.Member, marks []stats.Mark) *page.Crosstab {
	keys, words := m.groups(members)
	t := stats.Crosstab(themes, keys, members, marks)
	out := &page.Crosstab{
		Caption: "People with each theme, by " + m.view.by, Groups: words, Bases: t.Bases, People: t.People,
		Totals: slices.ContainsFunc(t.Rows, func(r stats.Row) bool { return r.Total != disclose.Hidden }),
	}
	for i, r := range t.Rows {
		out.Rows = append(out.Rows, page.CrosstabRow{Name: m.labels.Theme(themes[i]), Cells: r.Cells, Total: r.Total})
	}
	return out
}

// showTogether adds the pairs of themes that enough people share for the
// figures to give nobody away.
func (m measured) showTogether(p *page.Measure, pairs []stats.Pair) {
	left := 0
	for _, q := range pairs {
		if q.Both < disclose.SmallCell {
			left++
			continue
		}
		p.Together = append(p.Together, page.ThemePair{
			Names: m.labels.Theme(q.A) + " with " + m.labels.Theme(q.B), Both: Number(q.Both),
			Expected: fmt.Sprintf("%.1f", q.Expected()), Lift: fmt.Sprintf("%.1f", q.Lift()), Jaccard: hundredths(q.Jaccard()), Phi: hundredths(q.Phi()),
		})
	}
	switch {
	case left > 0:
		p.Apart = Plural(left, "pair of themes", "pairs of themes") + " that " + disclose.CountText(1) + " people share " + map[bool]string{true: "is", false: "are"}[left == 1] + " not listed."
	case len(p.Together) == 0:
		p.Apart = "Nobody has two themes."
	}
}
