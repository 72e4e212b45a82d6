package report

import "strings"

// A Doc is a summary as a tree of blocks, before any file format. Text in it is
// plain: escaping and quotation marks belong to the writers.
type Doc struct {
	Title   string
	Kicker  string // what stands above the title: the programme and the round
	Creator string
	Notice  string // that this is a draft, or which edition it is
	Draft   bool
	Blocks  []Block
	Notes   []string // footnotes, numbered from 1 in the order in which they are referred to
}

// A Block is one of Heading, Paragraph, Lead, List, Quote, Table and Figure.
type Block interface{ block() }

// A Heading opens a part: level 1 a main part, level 2 a theme. The title
// stands above both.
type Heading struct {
	Level int
	Text  string
	Role  string // key of the role that the part is about; empty for most
}

// A Part names what of a summary a sentence prints, so that what somebody
// changed in a file can be put back where it belongs. The zero value is what the
// software writes by itself.
type Part struct {
	Kind  PartKind
	Role  string // key of the role, of a lead
	Theme string // key of the theme, of a lead
	ID    string // of the recommendation, else of the action it stands for; of own text, the key of its part
	Index int    // among the paragraphs of its kind, or the points of its recommendation, from 0
}

// A PartKind is a kind of sentence that somebody may change in a file.
type PartKind string

// The kinds of sentences that people write.
const (
	TitlePart          PartKind = "title"
	IntroductionPart   PartKind = "introduction"
	LeadPart           PartKind = "lead"
	RecommendationPart PartKind = "recommendation"
	PointPart          PartKind = "point"
	MethodPart         PartKind = "method"
	OwnTextPart        PartKind = "own text"
)

// A Paragraph is running text of the software or the coordinator.
type Paragraph struct {
	Text string
	Part Part
}

// A Lead is the sentence that a theme's quotes stand under.
type Lead struct {
	Text  string // without its closing mark
	Count string // the people behind it, such as "3 of 10"; may be empty
	Close string // ":" when quotes follow, else "."
	Note  int    // number of a footnote, or 0
	Part  Part
}

// A List holds items of at most two levels.
type List struct {
	Ordered bool
	Items   []Item
}

// An Item is one entry of a list.
type Item struct {
	Text  string
	Words bool   // a participant's own words, which are set as such
	Aside string // what the software adds: who asked for it, its reference
	Part  Part
	Items []Item
}

// A Quote is a participant's words. Its text is byte for byte what was chosen;
// the writers put marks around it.
type Quote struct {
	ID    string
	Text  string
	Label string // who speaks; may be empty
}

// A Table has a caption, one row of column headings and one row heading a row.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
	Words   bool // the cells hold words rather than numbers
}

// A Figure is a bar chart of counts of people. Writers that draw nothing print
// it as a table.
type Figure struct {
	Caption string
	Bars    []Bar
	Most    int // the count that fills the width
}

// A Bar is one row of a figure.
type Bar struct {
	Name  string
	Count int    // how long the bar is; of a count that is not printed, the most it can be
	Shown string // the count as it may be printed
	Small bool   // the count is not printed, and the length of the bar does not tell it
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Lead) block()      {}
func (List) block()      {}
func (Quote) block()     {}
func (Table) block()     {}
func (Figure) block()    {}

// table returns the figure's numbers as a table.
func (f Figure) table() Table {
	t := Table{Caption: f.Caption, Head: []string{"Theme", "People"}}
	for _, b := range f.Bars {
		t.Rows = append(t.Rows, []string{b.Name, b.Shown})
	}
	return t
}

// Described returns the figure in words, for who cannot see it.
func (f Figure) Described() string {
	parts := make([]string, len(f.Bars))
	for i, b := range f.Bars {
		parts[i] = b.Name + ", " + b.Shown
	}
	return "Bars of counts of people: " + strings.Join(parts, "; ") + ". The numbers are in the table that follows."
}

// marks returns the quotation marks for a quote's text: curly double ones, or
// single ones when the words hold double ones themselves. So outer and inner
// marks differ and not one byte of the words is touched.
func marks(text string) (open, end string) {
	for _, r := range text {
		if r == '"' || r == '“' || r == '”' {
			return "‘", "’"
		}
	}
	return "“", "”"
}

// unmark takes one pair of quotation marks off a quote read from a file. A pair
// that is not whole stays, so that a lost mark is seen.
func unmark(text string) string {
	open, end := marks(trimOuter(text))
	if len(text) >= len(open)+len(end) && text[:len(open)] == open && text[len(text)-len(end):] == end {
		return text[len(open) : len(text)-len(end)]
	}
	return text
}

// trimOuter returns text without its first and last character.
func trimOuter(text string) string {
	rs := []rune(text)
	if len(rs) < 2 {
		return ""
	}
	return string(rs[1 : len(rs)-1])
}
