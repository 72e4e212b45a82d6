package collate

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/store"
)

// The rules about quotes that people chose.
const (
	ruleExact     = "R1"  // what is printed is what was written, but for declared edits
	ruleDeclared  = "R3"  // brackets are declared, with reason and author
	ruleUnchanged = "R7"  // the answer is the one that was quoted
	ruleSpread    = "R23" // quotes come from many
	ruleHidden    = "R28" // omissions hide no hinge of the meaning
	ruleFindable  = "R29" // words that are public elsewhere lead to more
)

// loadChosen reads what people chose to quote, and what everybody can read
// already.
func (in *Input) loadChosen(ctx context.Context, _ *store.Store, a *astore.Store) (err error) {
	if in.Chosen, err = a.RoundChosen(ctx, in.Round.ID); err != nil {
		return err
	}
	in.Public, err = a.PublicTexts(ctx, in.Programme.ID)
	return err
}

// chosenFor returns the quotes that people chose for a role's theme, as they are
// printed. One that cannot be printed is left out; the checks tell of it.
func (d *draft) chosenFor(role, theme string) []analysis.Quote {
	var out []analysis.Quote
	for _, c := range inPlaces(d.Chosen) {
		if c.Role != role || c.Theme != theme {
			continue
		}
		v := d.verbatims[c.VerbatimID]
		if q, err := Printed(c, v); err == nil {
			q.Label = d.labels[personIn{role, v.Person}]
			out = append(out, q)
			d.shown[c.ID] = true
		}
	}
	return out
}

// inPlaces orders choices as they are printed under their themes.
func inPlaces(cs []analysis.Chosen) []analysis.Chosen {
	cs = slices.Clone(cs)
	slices.SortFunc(cs, func(a, b analysis.Chosen) int { return cmp.Or(a.Place-b.Place, strings.Compare(a.ID, b.ID)) })
	return cs
}

// Printed returns a chosen quote as it is printed, without its label. It fails
// when the answer is not the one that was quoted, its author does not permit
// quoting, or the span or an edit does not fit.
func Printed(c analysis.Chosen, v survey.Verbatim) (analysis.Quote, error) {
	q, err := quote.New(v, c.Span, c.Edits)
	if err != nil {
		return q, err
	}
	q.Hash = c.Hash
	q.Theme, q.Chosen, q.Critical, q.Person = c.Theme, true, c.Critical, v.Person
	return q, quote.Check(q, v.Text)
}

// choseUnthemed reports whether somebody chose words of a role without a theme.
func (d *draft) choseUnthemed(role string) bool {
	return slices.ContainsFunc(d.Chosen, func(c analysis.Chosen) bool { return c.Role == role && c.Theme == "" })
}

// elsewhere reports whether somebody chose words of the verbatim for another
// place: candidates do not print them twice.
func (d *draft) elsewhere(verbatim string) bool {
	return slices.ContainsFunc(d.Chosen, func(c analysis.Chosen) bool { return c.VerbatimID == verbatim })
}

// chosen looks at the quotes of a statement: whether somebody chose them, what
// their edits hide, and whether they can be found elsewhere.
func (k *checker) chosen(s *analysis.Summary) {
	public := quote.NewShingles(k.Public)
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			where := analysis.Capital(k.base[sec.Role].Plural) + ": " + st.Name
			if st.Theme != "" && len(st.Quotes) > 0 && !st.Quotes[0].Chosen {
				k.add(analysis.Block, ruleReviewed, where, "%s picked by the machine, and nobody has chosen them: choose them, or others.", analysis.Plural(len(st.Quotes), "quote was", "quotes were"))
			}
			for _, q := range st.Quotes {
				k.chosenQuote(q, public)
			}
		}
	}
}

func (k *checker) chosenQuote(q analysis.Quote, public *quote.Shingles) {
	k.declared(q)
	k.about = []string{q.VerbatimID, q.Text}
	defer func() { k.about = nil }()
	c := k.choiceOf(q)
	for _, h := range quote.Hidden(k.verbatims[q.VerbatimID].Text, q.Span, q.Edits) {
		if q.Chosen && !c.Knows(h.Text) {
			k.add(h.Severity, ruleHidden, q.ID, "%s Acknowledge it where the quote is chosen, or quote other words.", h.Text)
		}
	}
	for _, f := range public.Find(q.Text) {
		if !c.Knows(f.Text()) {
			k.add(analysis.Warn, ruleFindable, q.ID, "%s", f.Text())
		}
	}
}

func (k *checker) choiceOf(q analysis.Quote) analysis.Chosen {
	i := slices.IndexFunc(k.Chosen, func(c analysis.Chosen) bool {
		return q.Chosen && c.VerbatimID == q.VerbatimID && c.Span == q.Span && c.Theme == q.Theme
	})
	if i < 0 {
		return analysis.Chosen{}
	}
	return k.Chosen[i]
}

// unprinted tells of choices that the draft cannot print.
func (k *checker) unprinted(d *draft) {
	for _, c := range inPlaces(k.Chosen) {
		if d.shown[c.ID] {
			continue
		}
		v, ok := k.verbatims[c.VerbatimID]
		where := cmp.Or(c.Theme, Unthemed)
		_, err := Printed(c, v)
		switch {
		case !ok || !v.QuoteConsent.MayQuote():
			k.add(analysis.Block, ruleConsent, where, "A quote was chosen whose author does not agree to be quoted. Take it out.")
		case quote.Hash(v.Text) != c.Hash:
			k.add(analysis.Block, ruleUnchanged, where, "A quote was chosen from an answer that is not the same any more. Choose its words again.")
		case err != nil:
			k.add(analysis.Block, ruleExact, where, "A chosen quote does not fit its answer: choose its words again.")
		default:
			k.add(analysis.Warn, ruleStands, where, "A quote was chosen for a theme under which nobody of its role is coded, and is not printed. Code its words, or move it to another theme.")
		}
	}
}

// declared blocks edits without a reason or an author, where a person chose the
// quote. Maskings carry those of the decision.
func (k *checker) declared(q analysis.Quote) {
	for _, e := range q.Edits {
		if e.By == "" || strings.TrimSpace(e.Reason) == "" {
			k.add(analysis.Block, ruleDeclared, q.ID, "The %s has no reason or no author: declare it where the quote is chosen.", e.Op)
			return
		}
	}
}
