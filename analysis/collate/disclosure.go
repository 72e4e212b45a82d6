package collate

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
	"verbatim/analysis/quote"
	"verbatim/survey"
)

// The rules about what could give somebody away.
const (
	ruleLogged    = "R4"  // a row of the log for each replacement
	ruleOneName   = "R5"  // one entity has one descriptor
	ruleBlanked   = "R6"  // a descriptor says who or what is meant
	ruleDirect    = "R11" // no direct identifier
	ruleIndirect  = "R12" // indirect identifiers are decided by a person
	ruleSensitive = "R13" // small counts of people who are known for a trait
	ruleMosaic    = "R30" // what all quotes of one person reveal together
)

// smallTrait is how many people of a role that a trait defines make it hard to
// tell who speaks: the ten of the National Student Survey's threshold.
const smallTrait = 10

// mask lays the decisions of people over everything that is printed: masked
// words are replaced in every quote over them and in the words of
// recommendations. It may be applied to what is masked already.
func (c *cohort) mask(s *analysis.Summary) {
	by := c.Of()
	for q := range s.Quotes() {
		c.maskQuote(q, by)
	}
	for o := range s.Outcomes() {
		c.maskOutcome(o, by)
	}
}

// maskQuote replaces masked words in a quote. One whose edits do not fit the
// answer is left as it is: the check of quotes tells of it.
func (c *cohort) maskQuote(q *analysis.Quote, by map[string][]analysis.Masking) {
	v, ms := c.verbatims[q.VerbatimID], by[q.VerbatimID]
	if len(ms) == 0 {
		return
	}
	edits := disclose.Apply(v.Text, q.Span, q.Edits, ms)
	if text, err := quote.Render(v.Text, q.Span, edits); err == nil {
		q.Text, q.Edits = text, edits
	}
}

// maskOutcome replaces masked words in a recommendation that is printed in the
// words of an answer. The words are looked for, because what is printed is put
// together from several places of the answer.
func (c *cohort) maskOutcome(o *analysis.Outcome, by map[string][]analysis.Masking) {
	for _, id := range o.Verbatims {
		for _, m := range by[id] {
			if words := m.Span.In(c.verbatims[id].Text); m.Decision == analysis.Masked && words != "" {
				o.Text = disclose.ReplaceWords(o.Text, words, m.Descriptor)
				o.Points = slices.Clone(o.Points)
				for i := range o.Points {
					o.Points[i] = disclose.ReplaceWords(o.Points[i], words, m.Descriptor)
				}
			}
		}
	}
}

// A screen is what looks for what could give somebody away.
type screen struct {
	*checker
	detector *disclose.Detector
	by       map[string][]analysis.Masking
	profiles []disclose.Profile
}

// disclosure looks for what could give somebody away in what is printed.
func (k *checker) disclosure(s *analysis.Summary) {
	n := &screen{checker: k, detector: k.Detector(), by: k.Of(), profiles: k.profiles()}
	for o := range s.Outcomes() {
		if o.Own {
			k.authored(o.Recommendation.Reference, strings.Join(append([]string{o.Text}, o.Points...), "\n"))
		} else {
			k.marks(analysis.Excerpt(o.Text), o.Text)
		}
		n.outcome(*o)
	}
	for _, sec := range s.Sections {
		m := mosaic{of: map[string][]disclose.Piece{}, role: map[string]string{}}
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				k.marks(q.Label, q.Text)
				n.quote(q, &m)
			}
		}
		n.mosaics(&m)
	}
	n.consistent(s)
	n.memberships(s)
	n.written(s)
}

// outcome looks at a recommendation as it is printed.
func (n *screen) outcome(o analysis.Outcome) {
	kept := n.keptWords(o.Verbatims)
	for _, text := range append([]string{o.Text}, o.Points...) {
		if text != o.Text && strings.Contains(o.Text, text) {
			continue
		}
		for _, f := range n.detector.Find(text) {
			if !kept[f.Text] && !inBrackets(text, f.Span) {
				n.found(f, analysis.Excerpt(o.Text), "")
			}
		}
	}
}

// keptWords returns the words of answers that a person let stand.
func (n *screen) keptWords(verbatims []string) map[string]bool {
	kept := map[string]bool{}
	for _, id := range verbatims {
		for _, m := range n.by[id] {
			if m.Decision == analysis.Kept {
				kept[m.Span.In(n.verbatims[id].Text)] = true
			}
		}
	}
	return kept
}

// inBrackets reports whether a place of a printed text lies in what was put in
// for other words.
func inBrackets(text string, at analysis.Span) bool {
	open := strings.LastIndexByte(text[:at.Start], '[')
	return open >= 0 && !strings.Contains(text[open:at.Start], "]") && strings.Contains(text[at.End:], "]")
}

// found tells of a place that nobody has decided about.
func (n *screen) found(f disclose.Suggestion, where, of string) {
	switch {
	case f.Direct():
		n.add(analysis.Block, ruleDirect, where, "“%s” looks like a %s: replace it%s, or confirm that it names nobody.", f.Text, f.Kind, of)
	case f.Kind.Direct():
		n.add(analysis.Warn, ruleIndirect, where, "“%s” may be a name: replace it%s, or let it stand.", f.Text, of)
	default:
		n.add(analysis.Warn, ruleIndirect, where, "“%s” (%s) may tell who speaks or is spoken of: replace it, or let it stand.", f.Text, f.Kind)
	}
}

// quote looks at the places of a quote that are printed and not decided, and at
// what the decisions print.
func (n *screen) quote(q analysis.Quote, m *mosaic) {
	v := n.verbatims[q.VerbatimID]
	for _, f := range n.detector.Find(v.Text) {
		if !f.Span.Overlaps(q.Span) {
			continue
		}
		if e, ok := replacedBy(q.Edits, f.Span, q.Span); ok {
			if f.Direct() && e.Op == analysis.Replace {
				n.logged(q, e)
			}
			continue
		}
		if !slices.ContainsFunc(n.by[v.ID], func(d analysis.Masking) bool { return d.Decision == analysis.Kept && d.Span.Overlaps(f.Span) }) {
			n.found(f, q.Label, " in the quote")
		}
		if !f.Kind.Direct() {
			m.add(q, disclose.Piece{Kind: f.Kind, Text: strings.ToLower(f.Text)})
		}
	}
	for _, e := range q.Edits {
		if e.Op == analysis.Replace && disclose.Blank(e.Text) {
			n.add(analysis.Warn, ruleBlanked, q.Label, "“[%s]” says nothing of who or what is meant: write a descriptor, such as “senior doctor”.", e.Text)
		}
	}
}

// replacedBy returns the edit that takes a place, as far as the quote reaches,
// out of print.
func replacedBy(edits []analysis.Edit, at, quoted analysis.Span) (analysis.Edit, bool) {
	at.Start, at.End = max(at.Start, quoted.Start), min(at.End, quoted.End)
	for _, e := range edits {
		if (e.Op == analysis.Replace || e.Op == analysis.Omit) && e.Span.Start <= at.Start && at.End <= e.Span.End {
			return e, true
		}
	}
	return analysis.Edit{}, false
}

// logged blocks a replacement of an identifier that the log knows nothing of: it
// was made in one quote, and the next quote over the same words prints them.
func (n *screen) logged(q analysis.Quote, e analysis.Edit) {
	if !slices.ContainsFunc(n.by[q.VerbatimID], func(d analysis.Masking) bool {
		return d.Decision == analysis.Masked && d.Span.Overlaps(e.Span)
	}) {
		n.add(analysis.Block, ruleLogged, q.Label, "“[%s]” replaces an identifier in this quote only: decide about it with the identifiers of the round, so that it is on record and holds for every quote.", e.Text)
	}
}

// consistent looks for entities that are called differently in different places,
// where one of them is printed here.
func (n *screen) consistent(s *analysis.Summary) {
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				for _, m := range n.by[q.VerbatimID] {
					if m.Decision == analysis.Masked && m.Span.Overlaps(q.Span) {
						n.calledElsewhere(q, m)
					}
				}
			}
		}
	}
}

func (n *screen) calledElsewhere(q analysis.Quote, m analysis.Masking) {
	if m.Agreed == "" {
		n.add(analysis.Inform, ruleIndirect, q.Label, "What is printed as “[%s]” was decided by one person: let a second one look.", m.Descriptor)
	}
	for _, o := range n.Maskings {
		if o.Decision == analysis.Masked && o.Descriptor != m.Descriptor && n.sameEntity(o, m) {
			n.add(analysis.Block, ruleOneName, q.Label, "Whoever is printed here as “[%s]” is “[%s]” elsewhere: say it once in the dictionary.", m.Descriptor, o.Descriptor)
			return
		}
	}
}

// sameEntity reports whether two maskings mean the same: an entry of the
// dictionary or, without one, the same words.
func (n *screen) sameEntity(a, b analysis.Masking) bool {
	if a.Entity != "" || b.Entity != "" {
		return a.Entity == b.Entity
	}
	words := func(m analysis.Masking) string {
		return strings.ToLower(m.Span.In(n.verbatims[m.VerbatimID].Text))
	}
	return words(a) != "" && words(a) == words(b)
}

// memberships warns of roles in which everybody is known to be something.
func (n *screen) memberships(s *analysis.Summary) {
	for _, b := range s.Base {
		trait := disclose.TraitOf(n.Programme, b.Role)
		if trait == "" || b.Responses == 0 {
			continue
		}
		severity := analysis.Inform
		if b.Responses < smallTrait {
			severity = analysis.Warn
		}
		n.add(severity, ruleIndirect, analysis.Capital(b.Plural), "The words “%s” say something about each of the %s, and %s answered: whoever guesses who gave a quote learns that about them too. Read every quote with that in mind.", trait, b.Plural, disclose.CountText(b.Responses))
	}
	for _, sec := range s.Sections {
		b := n.base[sec.Role]
		for _, st := range sec.Statements {
			if disclose.TraitOf(n.Programme, b.Role) != "" && 0 < st.People && st.People < disclose.SmallCell && st.Theme != "" {
				n.add(analysis.Warn, ruleSensitive, analysis.Capital(b.Plural)+": "+st.Name, "Counts %s of the %s: print “%s” or no number where others than the committee read it.", disclose.CountText(st.People), b.Plural, disclose.CountText(st.People))
			}
		}
	}
}

// countOf returns a number of people of a role as the introduction prints it:
// of a role that a trait defines no small one.
func (c *cohort) countOf(r survey.Role, n int) string {
	if n > 0 && n < disclose.SmallCell && disclose.TraitOf(c.Programme, r.Key) != "" {
		return disclose.CountText(n) + " " + r.Plural
	}
	return analysis.Plural(n, r.Singular, r.Plural)
}

// A mosaic is what the quotes of each person reveal, by label.
type mosaic struct {
	labels []string // in order of appearance
	of     map[string][]disclose.Piece
	role   map[string]string
}

func (m *mosaic) add(q analysis.Quote, p disclose.Piece) {
	if _, ok := m.of[q.Label]; !ok {
		m.labels = append(m.labels, q.Label)
	}
	if !slices.Contains(m.of[q.Label], p) {
		m.of[q.Label] = append(m.of[q.Label], p)
	}
	m.role[q.Label] = q.Role
}

// mosaics warns of people whose quotes together fit too few, as far as the
// answers to closed questions know, and of those about whom they reveal several
// things that nobody can count.
func (n *screen) mosaics(m *mosaic) {
	for _, label := range m.labels {
		pieces := m.of[label]
		fit, unknown := disclose.Fitting(n.profiles, m.role[label], pieces)
		switch {
		case len(unknown) < len(pieces) && fit < disclose.LeastFitting:
			n.add(analysis.Warn, ruleMosaic, label, "The quotes of %s tell of %s together, and that fits %s of the round: replace or leave out one of them.", label, listed(pieces), people(fit))
		case len(unknown) > 1 || len(unknown) == 1 && len(pieces) > 1:
			n.add(analysis.Warn, ruleMosaic, label, "The quotes of %s reveal %d things about them together: %s. Check that at least %d people fit all of them.", label, len(pieces), listed(pieces), disclose.LeastFitting)
		}
	}
}

func people(n int) string {
	if n == 0 {
		return "nobody else"
	}
	return analysis.Plural(n, "person", "people")
}

func listed(pieces []disclose.Piece) string {
	var out []string
	for _, p := range pieces {
		out = append(out, "“"+p.Text+"”")
	}
	slices.Sort(out)
	return analysis.And(out)
}

// profiles returns what the answers to closed questions say about each person.
func (c *cohort) profiles() []disclose.Profile {
	labels := map[string]map[string]string{} // of choices, by question
	for _, f := range c.Forms {
		for _, q := range f.Questions() {
			for _, o := range q.Choices {
				if labels[q.Key] == nil {
					labels[q.Key] = map[string]string{}
				}
				labels[q.Key][o.Key] = o.Label
			}
		}
	}
	by := map[personIn]*disclose.Profile{}
	var order []personIn
	for _, r := range c.Responses {
		who := personIn{r.Role, r.Person()}
		if by[who] == nil {
			by[who] = &disclose.Profile{Role: r.Role}
			order = append(order, who)
		}
		for _, a := range r.Answers {
			for _, choice := range a.Choices {
				if label := labels[a.Question][choice]; label != "" {
					by[who].Labels = append(by[who].Labels, label)
				}
			}
		}
	}
	slices.SortFunc(order, func(a, b personIn) int { return cmp.Or(cmp.Compare(a.role, b.role), cmp.Compare(a.person, b.person)) })
	out := make([]disclose.Profile, len(order))
	for i, who := range order {
		out[i] = *by[who]
	}
	return out
}
