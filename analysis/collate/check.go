package collate

import (
	"fmt"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/analysis/suggest"
)

// The rules that a draft is checked against.
const (
	ruleMarks      = "R2"  // quotation marks are balanced and nothing of a tool is left in the words
	ruleSmall      = "R13" // small groups
	ruleShares     = "R14" // percentages and averages need a base
	ruleThreshold  = "R15" // groups are shown apart from a threshold on
	ruleCounts     = "R17" // counts of participants are known
	ruleMethod     = "R18" // the method is told
	ruleQuote      = "R19" // every theme has a quote
	ruleStands     = "R20" // themes agree with the coded answers
	ruleCounter    = "R21" // counter-cases are heard
	ruleFew        = "R22" // a few vivid examples are no finding
	ruleStatement  = "R24" // a quote stands under a statement
	ruleWords      = "R25" // words for numbers come from the scale
	ruleNumbers    = "R26" // a word and its number
	ruleBase       = "R27" // "all" names its base
	ruleOneAction  = "R32" // one action in a recommendation
	ruleFate       = "R33" // every earlier recommendation has a fate
	ruleReason     = "R34" // a response that is less than yes has a reason
	ruleConsent    = "R8"  // words are printed only with consent
	ruleReviewed   = "P8"  // the machine suggests, people decide
	ruleShort      = "A1"  // abbreviations are explained
	smallGroup     = 5     // fewer people than this are easily told apart
	fewestForGroup = 3     // fewer people than this are no group
)

// A checker collects what is found.
type checker struct {
	*cohort
	out   []analysis.Check
	about []string       // the words that the checks being made are about, beside what they say
	asks  *suggest.Miner // made when it is first needed
}

func (k *checker) add(s analysis.Severity, rule, where, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	key := analysis.CheckKey(rule, where, append([]string{text}, k.about...)...)
	k.out = append(k.out, analysis.Check{Severity: s, Rule: rule, Where: where, Text: text, Key: key})
}

// checks returns what a person must still decide or know about a draft.
func checks(c *cohort, o outcomes, d *draft, s *analysis.Summary) []analysis.Check {
	k := &checker{cohort: c}
	k.waiting(o, s)
	k.bases(s)
	k.outcomes(o, s)
	k.fates(s)
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			k.statement(sec, st)
		}
	}
	k.whole(s)
	k.leftOut(d)
	k.chosen(s)
	k.unprinted(d)
	k.disclosure(s)
	k.spread(s)
	k.previews(s)
	k.abbreviations(s)
	return k.out
}

// waiting blocks what nobody has reviewed.
func (k *checker) waiting(o outcomes, s *analysis.Summary) {
	if n := s.Codings - s.Reviewed; n > 0 {
		k.add(analysis.Block, ruleReviewed, "Themes", "%s of %d under themes %s for review: accept or reject each.", analysis.Plural(n, "suggestion", "suggestions"), s.Codings, waits(n))
	}
	n, all := 0, 0
	for out := range s.Outcomes() {
		for _, a := range out.Actions {
			all++
			n += one(a.Status == analysis.Suggested)
		}
	}
	if n > 0 {
		k.add(analysis.Block, ruleReviewed, "Recommendations", "%s of %d in these recommendations %s for review: accept or reject each.", analysis.Plural(n, "suggested action", "suggested actions"), all, waits(n))
	}
	if o.elsewhere > 0 {
		k.add(analysis.Inform, ruleReviewed, "Recommendations", "%s in other answers %s for review; what a person accepts is listed with the recommendations.", analysis.Plural(o.elsewhere, "further suggestion", "further suggestions"), waits(o.elsewhere))
	}
	if n := len(k.Failures); n > 0 {
		k.add(analysis.Warn, ruleReviewed, "Method", "%s could not be read by the software and must be read by a person.", analysis.Plural(n, "answer", "answers"))
	}
}

func waits(n int) string {
	if n == 1 {
		return "waits"
	}
	return "wait"
}

// bases looks at how many people of each role answered.
func (k *checker) bases(s *analysis.Summary) {
	for _, b := range s.Base {
		switch {
		case b.Joint:
		case b.Responses == 0:
			k.add(analysis.Warn, ruleCounts, analysis.Capital(b.Plural), "No %s answered: the summary cannot speak for them.", b.Plural)
		case b.Responses < smallGroup:
			k.add(analysis.Warn, ruleSmall, analysis.Capital(b.Plural), "Only %s answered. People who know the scheme can guess who said what: read every quote with that in mind, or leave them out.", analysis.Plural(b.Responses, b.Singular, b.Plural))
		}
	}
	if k.Invited == 0 {
		k.add(analysis.Inform, ruleCounts, "Method", "How many people were asked is not known, so no response rate can be given.")
	}
}

// outcomes looks at the recommendations.
func (k *checker) outcomes(o outcomes, s *analysis.Summary) {
	for out := range s.Outcomes() {
		if out.Own {
			k.ownWords(*out)
			continue
		}
		if len(out.Points) > 1 {
			k.add(analysis.Warn, ruleOneAction, analysis.Excerpt(out.Text), "%d actions in one recommendation: nobody can report on them apart. Split it, or record why they belong together.", len(out.Points))
		}
	}
	for _, m := range o.merged {
		k.add(analysis.Inform, ruleOneAction, analysis.Excerpt(m.text), "Stands for %s in other words: read them before you rely on this wording.", analysis.Plural(m.other, "further answer", "further answers"))
	}
	if o.coarse {
		k.add(analysis.Inform, ruleOneAction, "Recommendations", "There are more than %d: only those in equal words were put together. Look for others that say the same.", maxGrouped)
	}
	if n := len(o.silent); n > 0 {
		k.add(analysis.Warn, ruleConsent, "Recommendations", "%s not listed, because the people who made them did not agree to their words being printed. Put them in your own words.", analysis.Plural(n, "recommendation is", "recommendations are"))
	}
}

// statement looks at one lead sentence with its quotes.
func (k *checker) statement(sec analysis.Section, st analysis.Statement) {
	base := k.base[sec.Role]
	where := analysis.Capital(base.Plural) + ": " + st.Name
	if st.Theme == "" {
		k.add(analysis.Warn, ruleStatement, where, "%s under no theme: code what they say, or leave them out.", analysis.Plural(len(st.Quotes), "quote stands", "quotes stand"))
		return
	}
	if len(st.Quotes) == 0 {
		k.add(analysis.Warn, ruleQuote, where, "No quote stands under this theme. Choose one, or leave the theme out.")
	}
	if st.People < fewestForGroup {
		k.add(analysis.Inform, ruleFew, where, "Rests on %s: it is their experience, not a pattern.", analysis.Plural(st.People, base.Singular, base.Plural))
	}
	k.sentence(sec, st, where)
	k.counter(st, where)
	if st.Quantifier == analysis.QuantifierAll && (base.FreeText < base.Responses || k.Round.Pairs > st.Base) {
		k.add(analysis.Warn, ruleBase, where, "“All” means all %d %s; %s", st.Base, k.baseName(sec.Role), k.wider(base))
	}
}

// counter asks for a quote of those whose words speak against the theme.
func (k *checker) counter(st analysis.Statement, where string) {
	if st.Against == 0 {
		return
	}
	printed := slices.ContainsFunc(st.Quotes, func(q analysis.Quote) bool {
		return slices.ContainsFunc(k.codings[q.VerbatimID], func(c analysis.Coding) bool {
			return c.Against && c.Theme == st.Theme && c.Span.Overlaps(q.Span)
		})
	})
	if !printed {
		k.add(analysis.Warn, ruleCounter, where, "%s, and none of their words are printed here. Quote one of them, or record why not.", analysis.Plural(st.Against, "person speaks against this", "people speak against this"))
	}
}

// wider says how many more there are than the base of a statement.
func (k *checker) wider(b analysis.RoleBase) string {
	if b.FreeText < b.Responses {
		return fmt.Sprintf("%d answered.", b.Responses)
	}
	return fmt.Sprintf("%d pairs took part.", k.Round.Pairs)
}

// leftOut tells what the draft does not print.
func (k *checker) leftOut(d *draft) {
	if d.omitted > 0 {
		k.add(analysis.Inform, ruleQuote, "Quotes", "%s that may be printed %s chosen, because the statements are full.", analysis.Plural(d.omitted, "further quote", "further quotes"), wasWere(d.omitted)+" not")
	}
	if d.blank > 0 {
		k.add(analysis.Inform, ruleQuote, "Quotes", "%s only that there is nothing to say, and %s not quoted.", analysis.Plural(d.blank, "answer says", "answers say"), isAre(d.blank))
	}
	if d.joint > 0 {
		k.add(analysis.Inform, ruleQuote, "Quotes", "%s by several people together and can stand under no person's role: %s not quoted.", analysis.Plural(d.joint, "answer was given", "answers were given"), theyAre(d.joint))
	}
	for _, t := range d.onlyAgainst {
		k.add(analysis.Inform, ruleCounter, t, "There are words against this theme and none for it, so that no statement is made of it.")
	}
	for _, t := range d.gone {
		k.add(analysis.Warn, ruleStands, t, "Answers are coded with “%s”, which is no longer in the codebook. Code them anew.", t)
	}
}

func wasWere(n int) string { return [2]string{"were", "was"}[one(n == 1)] }
func isAre(n int) string   { return [2]string{"are", "is"}[one(n == 1)] }
func theyAre(n int) string { return [2]string{"they are", "it is"}[one(n == 1)] }

// spread looks at whether a few people give most of the quotes, or several under
// one theme.
func (k *checker) spread(s *analysis.Summary) {
	of := 0
	for _, sec := range s.Sections {
		of += k.base[sec.Role].FreeText
	}
	f := quote.Fair(said(k.Input, *s, func(analysis.Quote) bool { return true }), of)
	for _, o := range f.Often {
		if float64(o.Quotes) > quote.MostOfOne*float64(f.Quotes) && f.Quotes >= smallGroup {
			k.add(analysis.Warn, ruleSpread, o.Label, "%s gives %d of %d quotes, more than a quarter. Quote others, or record why.", o.Label, o.Quotes, f.Quotes)
		}
	}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			if st.Theme != "" {
				k.spreadOf(sec, st)
			}
		}
	}
}

// spreadOf looks for people who are quoted several times under one theme.
func (k *checker) spreadOf(sec analysis.Section, st analysis.Statement) {
	times := map[string]int{}
	for _, q := range st.Quotes {
		who := k.verbatims[q.VerbatimID].Person
		if times[who]++; times[who] == 2 {
			k.add(analysis.Warn, ruleSpread, analysis.Capital(k.base[sec.Role].Plural)+": "+st.Name, "%s is quoted more than once under this theme. Quote others, or record why.", q.Label)
		}
	}
}

// unbalanced reports whether a quotation mark of a text has no partner.
func unbalanced(text string) bool {
	return strings.Count(text, "“") != strings.Count(text, "”") || strings.Count(text, `"`)%2 == 1
}

// remnants are what word processors and templates leave in a text.
var remnants = []string{"[bookmark", "[Error!", "[TODO", "{{", "}}"}

// marks looks for remnants of tools and unbalanced quotation marks.
func (k *checker) marks(where, text string) {
	for _, r := range remnants {
		if strings.Contains(text, r) {
			k.add(analysis.Block, ruleMarks, where, "“%s” looks like something a word processor left behind: leave it out by a declared edit.", r)
		}
	}
	if unbalanced(text) {
		k.add(analysis.Warn, ruleMarks, where, "A quotation mark is opened and not closed, or the other way round. It prints as it was written.")
	}
}
