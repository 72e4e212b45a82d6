package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
)

// Headings and sentences that every document has.
const (
	methodHeading = "How this summary was made"
	otherQuotes   = "More of what was said"
	tableCaption  = "Who answered"
	conventions   = "Quotes are printed exactly as they were written. Square brackets mark every change: [...] stands for words left out, words in brackets were put in, and [sic] means that it was written so."
)

// ScaleNote explains the words for shares of people. It is the first footnote of
// a summary whose method does not state its own scale: counts of people below
// 20, shares from 20 on.
const ScaleNote = "Words for how many are computed from counts of people, never of mentions, over those who gave an answer in their own words. " +
	"One and two are said as such, and all means everybody. Of fewer than 20 people: several is three or more and fewer than half; then half, more than half, and most (three quarters or more). " +
	"Of 20 or more: a few (15% or less), some (fewer than half), about half (47.5% to 52.5%), a majority (fewer than three quarters), most (75% to 90%) and almost all (more than 90%)."

// chartBase is the number of people from which a chart of themes says more than
// the sentences do. It is the base at which the scale turns from counts to
// shares.
const chartBase = 20

// Document returns the summary as a tree. It is a pure function of s.
func Document(s analysis.Summary) Doc { return Options{}.Document(s) }

// Document returns the summary as a tree. It is a pure function of s and o.
func (o Options) Document(s analysis.Summary) Doc {
	d := Doc{Title: s.Title, Creator: cmp.Or(o.Creator, s.Organisation), Draft: o.Edition == "", Notice: o.Edition}
	if d.Title == "" {
		d.Title = strings.TrimSpace("Summary " + s.Round)
	}
	if s.Programme != "" && !strings.Contains(d.Title, s.Programme) {
		d.Kicker = s.Programme
	}
	if d.Draft {
		d.Notice = draftNotice(s)
	}
	for _, p := range s.Introduction {
		d.add(Paragraph{p})
	}
	d.addNew(s)
	d.addBuilding(s)
	for _, sec := range s.Sections {
		d.addSection(s, sec)
	}
	d.addMethod(s)
	return d
}

func (d *Doc) add(bs ...Block) { d.Blocks = append(d.Blocks, bs...) }

// draftNotice says that this is a draft and what still has to be done to it.
func draftNotice(s analysis.Summary) string {
	notice := "This is a draft."
	switch {
	case s.Codings == 0:
		notice += " Nothing has been coded yet."
	case s.Reviewed >= s.Codings:
		notice += fmt.Sprintf(" All %d codings have been reviewed by a person.", s.Codings)
	default:
		notice += fmt.Sprintf(" %d of %d codings have been reviewed by a person; the rest are suggestions of the software.", s.Reviewed, s.Codings)
	}
	blocks := 0
	for _, c := range s.Checks {
		if c.Severity == analysis.Block {
			blocks++
		}
	}
	if blocks > 0 {
		notice += fmt.Sprintf(" To be settled before it is published: %d.", blocks)
	}
	return notice
}

func (d *Doc) addNew(s analysis.Summary) {
	if len(s.New) == 0 {
		return
	}
	d.add(Heading{Level: 1, Text: strings.TrimSpace("New recommendations " + s.Round)})
	l := List{Ordered: true}
	for _, o := range s.New {
		l.Items = append(l.Items, outcomeItem(s, o))
	}
	d.add(l)
}

func (d *Doc) addBuilding(s analysis.Summary) {
	if len(s.Building) == 0 {
		return
	}
	d.add(Heading{Level: 1, Text: "Recommendations building on " + cmp.Or(s.Earlier, "earlier rounds")})
	l := List{}
	for _, b := range s.Building {
		it := Item{Text: b.Previous.Title, Aside: b.Previous.Reference}
		for _, o := range b.Points {
			it.Items = append(it.Items, flat(outcomeItem(s, o))...)
		}
		l.Items = append(l.Items, it)
	}
	d.add(l)
}

// outcomeItem prints a recommendation. Points that stand in its text already
// are not printed twice.
func outcomeItem(s analysis.Summary, o analysis.Outcome) Item {
	theirs := len(o.Verbatims) > 0 // the words are those of an answer
	it := Item{Text: o.Text, Words: theirs || o.Text == o.Action.Text, Aside: supportText(s, o.Support)}
	if slices.ContainsFunc(o.Points, func(p string) bool { return !strings.Contains(o.Text, p) }) {
		for _, p := range o.Points {
			it.Items = append(it.Items, Item{Text: p, Words: theirs || strings.Contains(o.Action.Text, p)})
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

func (d *Doc) addSection(s analysis.Summary, sec analysis.Section) {
	if len(sec.Statements) == 0 {
		return
	}
	d.add(Heading{Level: 1, Text: sectionHeading(s, sec), Role: sec.Role})
	if f, ok := themesFigure(s, sec); ok {
		d.add(f)
	}
	for _, st := range sec.Statements {
		d.add(Heading{Level: 2, Text: statementHeading(st)})
		if st.Lead != "" {
			d.add(d.lead(st, scaleOf(s)))
		}
		for _, q := range st.Quotes {
			d.add(Quote{ID: q.ID, Text: printable(q.Text), Label: printable(q.Label)})
		}
	}
}

func sectionHeading(s analysis.Summary, sec analysis.Section) string {
	return printable(cmp.Or(sec.Heading, "Themes and quotes from "+roleWord(s, sec.Role, 0)))
}

func statementHeading(st analysis.Statement) string { return printable(cmp.Or(st.Name, otherQuotes)) }

// lead prints a statement's sentence with the count behind it. The first one
// refers to the scale.
func (d *Doc) lead(st analysis.Statement, scale string) Lead {
	l := Lead{Text: strings.TrimRight(st.Lead, " .:"), Close: "."}
	if len(st.Quotes) > 0 {
		l.Close = ":"
	}
	if st.Base == 0 || st.Theme == "" {
		return l
	}
	if len(d.Notes) == 0 {
		d.Notes = append(d.Notes, scale)
		l.Note = len(d.Notes)
	}
	var parts []string
	if count := fmt.Sprintf("%d of %d", st.People, st.Base); !strings.Contains(l.Text, count) {
		parts = append(parts, count)
	}
	if d.Draft && st.Reviewed < st.People {
		parts = append(parts, strconv.Itoa(st.Reviewed)+" reviewed")
	}
	l.Count = strings.Join(parts, ", ")
	return l
}

// scaleWords are words that only a paragraph that explains the scale has
// together.
var scaleWords = [...]string{"several", "half", "most", "a few", "almost all"}

// isScale reports whether a paragraph of the method explains the scale.
func isScale(paragraph string) bool {
	for _, w := range scaleWords {
		if !strings.Contains(paragraph, w) {
			return false
		}
	}
	return true
}

// scaleOf returns the summary's own words on its scale, or ScaleNote. They are
// printed once, as the footnote.
func scaleOf(s analysis.Summary) string {
	if i := slices.IndexFunc(s.Method, isScale); i >= 0 {
		return s.Method[i]
	}
	return ScaleNote
}

// themesFigure charts the people behind each theme where there are enough of
// them. Small counts are not printed.
func themesFigure(s analysis.Summary, sec analysis.Section) (Figure, bool) {
	f := Figure{Caption: "How many " + roleWord(s, sec.Role, 0) + " spoke of each theme"}
	for _, st := range sec.Statements {
		if st.Theme == "" || st.Base < chartBase {
			continue
		}
		f.Most = max(f.Most, st.Base)
		f.Bars = append(f.Bars, Bar{Name: cmp.Or(st.Name, st.Theme), Count: st.People, Shown: disclose.CountText(st.People)})
	}
	return f, len(f.Bars) > 1
}

func (d *Doc) addMethod(s analysis.Summary) {
	quoted := slices.ContainsFunc(d.Blocks, func(b Block) bool { _, ok := b.(Quote); return ok })
	if len(s.Method) == 0 && len(s.Base) == 0 && !quoted {
		return
	}
	d.add(Heading{Level: 1, Text: methodHeading})
	for _, p := range s.Method {
		if len(d.Notes) == 0 || !isScale(p) {
			d.add(Paragraph{p})
		}
	}
	if quoted {
		d.add(Paragraph{conventions})
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
			t.Rows = append(t.Rows, []string{capital(name), invited, analysis.CountText(b.Responses), analysis.CountText(b.FreeText)})
		}
		d.add(t)
	}
}

// printable returns text as every format can carry it: line ends as LF, and the
// replacement character for characters that XML does not have. It is the only
// change that a writer makes to a participant's words.
func printable(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return '\uFFFD'
		}
		return r
	}, text)
}

func capital(s string) string {
	if s == "" {
		return s
	}
	rs := []rune(s)
	return strings.ToUpper(string(rs[0])) + string(rs[1:])
}
