package report

import (
	"fmt"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/survey/fault"
)

// Printed is what a document says, read back from its file.
type Printed struct {
	Title    string
	Headings []string
	Quotes   []PrintedQuote
	Lines    []PrintedLine // what stands outside quotes, tables and notes
}

// A PrintedLine is a paragraph or an entry of a list, with where it stands.
type PrintedLine struct {
	Text    string
	Section string
	Theme   string
}

// A PrintedQuote is one quote of a file, without the quotation marks around it.
type PrintedQuote struct {
	Text    string
	Section string // the main heading it stands under, which names the role
	Theme   string // the heading below that
	Label   string // who speaks
	Role    string // key of the role, where the file says so; HTML does
	Anchor  string // the bookmark it stands in; empty for none
}

// A Discrepancy is one difference between a file and the summary it was made from.
type Discrepancy struct {
	Kind    DiscrepancyKind
	QuoteID string // empty for an added quote
	Printed string // as the file has it; empty for a dropped quote
	Wanted  string // as the summary has it; empty for an added quote
	Text    string // what differs, in words
}

// A DiscrepancyKind is a kind of difference.
type DiscrepancyKind string

// The kinds of difference.
const (
	Changed DiscrepancyKind = "changed" // the words are not those of the quote
	Dropped DiscrepancyKind = "dropped" // the quote is not in the file
	Added   DiscrepancyKind = "added"   // the file has a quote that the summary has not
	Moved   DiscrepancyKind = "moved"   // the quote stands under another role or theme
	Label   DiscrepancyKind = "label"   // another speaker is named
	Source  DiscrepancyKind = "source"  // the quote is not what its verbatim says, or the verbatim is gone
)

// likeness is the share of words that a printed text must share with a quote to
// be called that quote with other words, rather than one dropped and one added.
const likeness = 0.4

// Verify returns every difference between the quotes of p and those of s, and
// every quote of s that is not what its verbatim says. An empty result means
// that what is printed is verbatim. Source returns the text of a verbatim, and
// false when it is gone.
func (o Options) Verify(p Printed, s analysis.Summary, source func(verbatimID string) (string, bool)) []Discrepancy {
	wanted, printed := o.pair(p, s)
	found := checkSources(wanted, source)
	for _, w := range wanted {
		if w.at >= 0 {
			found = append(found, differences(w, printed[w.at])...)
		}
	}
	for _, w := range wanted {
		if w.at < 0 {
			found = append(found, Discrepancy{Kind: Dropped, QuoteID: w.quote.ID, Wanted: w.quote.Text, Text: fmt.Sprintf("A quote under %q, %q is not in the file.", w.section, w.theme)})
		}
	}
	for _, c := range printed {
		if !c.met {
			found = append(found, Discrepancy{Kind: Added, Printed: c.Text, Text: fmt.Sprintf("The file has a quote under %q that the summary has not.", c.Section)})
		}
	}
	return append(found, o.strayQuotes(p, s)...)
}

// pair joins the quotes of s with those of a file: by their anchors, else by
// words and place, by words, and by most of their words.
func (o Options) pair(p Printed, s analysis.Summary) ([]wantedQuote, []candidate) {
	wanted := o.wantedQuotes(s)
	printed := make([]candidate, len(p.Quotes))
	for i, q := range p.Quotes {
		printed[i] = candidate{PrintedQuote: q, role: roleOf(q, s)}
	}
	for _, same := range []func(w wantedQuote, c candidate) bool{sameAnchor, sameWordsAndPlace, sameWords, sameAnchorless} {
		for i := range wanted {
			if wanted[i].at < 0 {
				meet(&wanted[i], printed, same)
			}
		}
	}
	return wanted, printed
}

// A wantedQuote is a quote of the summary with the place it must stand in.
type wantedQuote struct {
	quote   analysis.Quote
	text    string // as a file can carry it
	role    int    // index of the section
	section string
	theme   string
	themeOf string // key of the theme
	anchor  string // its bookmark
	at      int    // index of the printed quote that it is, or -1
}

// A candidate is a printed quote that may be a wanted one.
type candidate struct {
	PrintedQuote
	role int // index of the section, or -1
	met  bool
}

func (o Options) wantedQuotes(s analysis.Summary) []wantedQuote {
	var ws []wantedQuote
	for i, sec := range s.Sections {
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				if o.NoLabels {
					q.Label = ""
				}
				ws = append(ws, wantedQuote{quote: q, text: printable(q.Text), role: i, section: sectionHeading(s, sec), theme: statementHeading(st), themeOf: st.Theme, anchor: anchor(q.ID), at: -1})
			}
		}
	}
	return ws
}

// roleOf returns the index of the section that a printed quote stands in: the
// one with its heading, and of several the one with its role.
func roleOf(q PrintedQuote, s analysis.Summary) int {
	found := -1
	for i, sec := range s.Sections {
		if sectionHeading(s, sec) == q.Section && (found < 0 || sec.Role == q.Role) {
			found = i
		}
	}
	return found
}

func checkSources(wanted []wantedQuote, source func(string) (string, bool)) []Discrepancy {
	var found []Discrepancy
	for _, w := range wanted {
		text, ok := source(w.quote.VerbatimID)
		if !ok {
			found = append(found, Discrepancy{Kind: Source, QuoteID: w.quote.ID, Wanted: w.quote.Text, Text: "The answer that this quote is from is not there any more."})
		} else if err := quote.Check(w.quote, text); err != nil {
			found = append(found, Discrepancy{Kind: Source, QuoteID: w.quote.ID, Wanted: w.quote.Text, Text: fault.Text(err)})
		}
	}
	return found
}

func sameAnchor(w wantedQuote, c candidate) bool {
	return c.Anchor != "" && c.Anchor == w.anchor
}

func sameWordsAndPlace(w wantedQuote, c candidate) bool {
	return c.Text == w.text && c.role == w.role && c.Theme == w.theme && c.Label == printable(w.quote.Label)
}

func sameWords(w wantedQuote, c candidate) bool { return c.Text == w.text }

func sameAnchorless(w wantedQuote, c candidate) bool {
	return alike(w.text, c.Text) >= likeness
}

// meet joins a wanted quote with a printed one that same accepts, one of its own
// role first.
func meet(w *wantedQuote, printed []candidate, same func(wantedQuote, candidate) bool) {
	for i, c := range printed {
		if !c.met && same(*w, c) && (w.at < 0 || nearer(*w, c, printed[w.at])) {
			w.at = i
		}
	}
	if w.at >= 0 {
		printed[w.at].met = true
	}
}

// nearer reports whether a is a better partner for w than b.
func nearer(w wantedQuote, a, b candidate) bool {
	place := func(c candidate) int {
		switch {
		case c.role == w.role && c.Theme == w.theme:
			return 2
		case c.role == w.role:
			return 1
		}
		return 0
	}
	if la, lb := alike(w.text, a.Text), alike(w.text, b.Text); la != lb {
		return la > lb
	}
	return place(a) > place(b)
}

func differences(w wantedQuote, c candidate) []Discrepancy {
	var found []Discrepancy
	add := func(kind DiscrepancyKind, text string) {
		found = append(found, Discrepancy{Kind: kind, QuoteID: w.quote.ID, Printed: c.Text, Wanted: w.quote.Text, Text: text})
	}
	if c.Text != w.text {
		add(Changed, divergence(c.Text, w.text))
	}
	if c.role != w.role {
		add(Moved, fmt.Sprintf("It stands under %q and belongs under %q.", c.Section, w.section))
	} else if c.Theme != w.theme {
		add(Moved, fmt.Sprintf("It stands under %q and belongs under %q.", c.Theme, w.theme))
	}
	if c.Label != printable(w.quote.Label) {
		add(Label, fmt.Sprintf("The file names %q as the speaker, the summary %q.", c.Label, w.quote.Label))
	}
	return found
}

// divergence says in words where printed leaves wanted.
func divergence(printed, wanted string) string {
	r := quote.Compare(printed, []string{wanted})
	switch {
	case r.Divergence != "" && r.Source == 0:
		return r.Divergence
	case r.Level == quote.Exact:
		return "words at the beginning or the end of the quote are missing"
	case r.Level == quote.Typographic:
		return "quotation marks, spaces, dots or hyphens differ, or words at the beginning or the end are missing"
	}
	return "the words differ"
}

// alike returns the share of words that two texts have in common, 0 to 1.
func alike(a, b string) float64 {
	as, bs := strings.Fields(a), strings.Fields(b)
	total := len(as) + len(bs)
	if total == 0 {
		return 1
	}
	slices.Sort(as)
	slices.Sort(bs)
	common := 0
	for i, j := 0, 0; i < len(as) && j < len(bs); {
		switch strings.Compare(as[i], bs[j]) {
		case 0:
			common++
			i++
			j++
		case -1:
			i++
		default:
			j++
		}
	}
	return 2 * float64(common) / float64(total)
}

// strayQuotes returns paragraphs outside quotes that hold words in quotation
// marks and are not the summary's own: a quote that was typed in without the
// style of one.
func (o Options) strayQuotes(p Printed, s analysis.Summary) []Discrepancy {
	var found []Discrepancy
	var own map[string]bool
	for _, line := range p.Lines {
		text := line.Text
		if !strings.ContainsAny(text, `“”"`) {
			continue
		}
		if own == nil {
			own = o.ownParagraphs(s)
		}
		if !own[strings.TrimSpace(text)] {
			found = append(found, Discrepancy{Kind: Added, Printed: text, Text: "A paragraph holds quotation marks and is not in the summary."})
		}
	}
	return found
}

// ownParagraphs returns the paragraphs that the summary prints outside quotes,
// as it was written and as a draft or an edition with and without numbers.
func (o Options) ownParagraphs(s analysis.Summary) map[string]bool {
	own := map[string]bool{}
	for _, o := range []Options{o, {}, {Edition: "Edition"}, {NoNumbers: true}, {Edition: "Edition", NoNumbers: true}} {
		for _, l := range o.Document(s).lines() {
			own[strings.TrimSpace(l.whole())] = true
		}
	}
	return own
}
