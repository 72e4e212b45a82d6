package report

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/survey"
)

// A Change is one thing that somebody changed in a file after it was exported.
type Change struct {
	ID      string // tells it apart from the other changes of the file
	Kind    ChangeKind
	Where   string // the headings that it stands under
	Part    Part   // of a sentence: which one it is; zero for one that the software writes
	Role    string // of a quote: keys of the role and the theme that it stands under now
	Theme   string
	Quote   analysis.Quote // the quote as it was exported; zero for a new one
	Before  string         // as it was exported; empty for something new
	After   string         // as the file has it; empty for something gone
	Words   []Piece        // the two compared word by word
	Finding Finding        // of a quote's words: what the answers say to them
}

// A ChangeKind is a kind of change.
type ChangeKind string

// The kinds of changes.
const (
	QuoteChanged ChangeKind = "quote changed" // somebody "improved" it
	QuoteGone    ChangeKind = "quote gone"    // it is not in the file
	QuoteNew     ChangeKind = "quote new"     // the file has one more
	QuoteMoved   ChangeKind = "quote moved"   // it stands under another theme
	LabelChanged ChangeKind = "label changed" // another speaker is named
	TextChanged  ChangeKind = "text changed"  // a sentence or a recommendation is in other words
	TextGone     ChangeKind = "text gone"     // it is not in the file
	TextNew      ChangeKind = "text new"      // the file has one more
)

// A Finding is what the answers say to words that stand in a file as a quote,
// and how they could be printed.
type Finding struct {
	Level      quote.Level
	VerbatimID string          // the answer that they are from, or come nearest to; empty for none
	Consent    bool            // the person who wrote it agreed to be quoted
	Span       analysis.Span   // of the answer
	Edits      []analysis.Edit // to be declared, each with a reason
	Printed    string          // what would be printed; empty where nothing can be
	Warnings   []string        // what a person must look at first
	Divergence string          // the first difference: "printed 'valuable' where the answer has 'valid'"
}

// Same reports whether the words are the answer's own, so that nothing has to be
// declared.
func (f Finding) Same() bool {
	return f.Level == quote.Exact || f.Level == quote.Typographic
}

// Changes returns what differs between a file and the summary it was exported
// from, in the order of the summary, then what the file has beside it. The
// answers are those of the round: words that are new in the file are looked up
// in them. Quotes are known by their bookmarks where the file has kept them, and
// else by their words.
func (o Options) Changes(p Printed, s analysis.Summary, answers []survey.Verbatim) []Change {
	d := o.Document(s)
	headings := headingsOf(p, d)
	p = renamed(p, headings)
	r := reimport{o: o, answers: answers}
	wanted, printed := o.pair(p, s)
	for _, w := range wanted {
		r.quote(w, printed, s)
	}
	for _, c := range printed {
		if !c.met {
			r.fresh(c, s)
		}
	}
	r.headings(p, d, headings)
	r.lines(p, d)
	for i := range r.out {
		r.out[i].ID = changeID(r.out[i], i)
	}
	return r.out
}

// changeID names a change by what it is, so that a page that was made of the
// same file twice has the same names.
func changeID(c Change, i int) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(c.Kind), c.Where, c.Before, c.After, strconv.Itoa(i)}, "\x00")))
	return hex.EncodeToString(sum[:6])
}

type reimport struct {
	o        Options
	answers  []survey.Verbatim
	comparer *quote.Comparer // of all answers, made when it is first needed
	out      []Change
}

// quote files what became of one quote.
func (r *reimport) quote(w wantedQuote, printed []candidate, s analysis.Summary) {
	base := Change{Where: place(w.section, w.theme), Role: s.Sections[w.role].Role, Theme: w.themeOf, Quote: w.quote, Before: w.text}
	if w.at < 0 {
		base.Kind = QuoteGone
		r.out = append(r.out, base)
		return
	}
	c := printed[w.at]
	base.After = c.Text
	if c.Text != w.text {
		changed := base
		changed.Kind, changed.Words, changed.Finding = QuoteChanged, Words(w.text, c.Text), r.reword(w.quote, c.Text)
		r.out = append(r.out, changed)
	}
	if c.role != w.role || c.Theme != w.theme {
		moved := base
		moved.Kind, moved.Before, moved.After = QuoteMoved, place(w.section, w.theme), place(c.Section, c.Theme)
		moved.Role, moved.Theme = standsUnder(c, s)
		r.out = append(r.out, moved)
	}
	if c.Label != printable(w.quote.Label) {
		named := base
		named.Kind, named.Before, named.After = LabelChanged, w.quote.Label, c.Label
		r.out = append(r.out, named)
	}
}

// fresh files a quote that only the file has.
func (r *reimport) fresh(c candidate, s analysis.Summary) {
	role, theme := standsUnder(c, s)
	if r.comparer == nil {
		texts := make([]string, len(r.answers))
		for i, v := range r.answers {
			texts[i] = v.Text
		}
		r.comparer = quote.NewComparer(texts)
	}
	found := r.comparer.Compare(c.Text)
	r.out = append(r.out, Change{Kind: QuoteNew, Where: place(c.Section, c.Theme), Role: role, Theme: theme, After: c.Text, Finding: r.finding(found, found.Source)})
}

// standsUnder returns the keys of the role and the theme that a printed quote
// stands under, as far as the summary has them.
func standsUnder(c candidate, s analysis.Summary) (role, theme string) {
	if c.role < 0 {
		return "", ""
	}
	sec := s.Sections[c.role]
	i := slices.IndexFunc(sec.Statements, func(st analysis.Statement) bool { return statementHeading(st) == c.Theme })
	if i < 0 {
		return sec.Role, ""
	}
	return sec.Role, sec.Statements[i].Theme
}

// finding turns what was found in an answer into what can be declared.
func (r *reimport) finding(found quote.Result, index int) Finding {
	f := Finding{Level: found.Level, Span: found.Span, Edits: found.Edits, Warnings: found.Warnings, Divergence: found.Divergence}
	if index < 0 {
		return f
	}
	v := r.answers[index]
	f.VerbatimID, f.Consent = v.ID, v.QuoteConsent.MayQuote()
	if f.Level == quote.Mismatch || !f.Consent {
		return f
	}
	if text, err := quote.Render(v.Text, f.Span, f.Edits); err == nil {
		f.Printed = text
	}
	return f
}

// reword returns how a quote could be printed in the words that somebody gave
// it: as another span of its answer, or with each of their changes declared.
func (r *reimport) reword(q analysis.Quote, after string) Finding {
	i := slices.IndexFunc(r.answers, func(v survey.Verbatim) bool { return v.ID == q.VerbatimID })
	if i < 0 {
		return Finding{Level: quote.Mismatch, Divergence: "the answer is not there any more"}
	}
	found := quote.Compare(after, []string{r.answers[i].Text})
	f := r.finding(found, i)
	if f.Level != quote.Mismatch || !f.Consent {
		return f
	}
	text := r.answers[i].Text
	edits := declared(text, q.Span, after)
	printed, err := quote.Render(text, q.Span, edits)
	if err != nil {
		return f
	}
	f.Span, f.Edits, f.Printed = q.Span, edits, printed
	for _, c := range quote.Hidden(text, q.Span, edits) {
		f.Warnings = append(f.Warnings, c.Text)
	}
	return f
}

// place names where something stands.
func place(section, theme string) string {
	if theme == "" {
		return section
	}
	return section + ": " + theme
}
