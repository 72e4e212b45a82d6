package published

import "verbatim/analysis"

// A Document is what a published summary says.
type Document struct {
	Title     string
	Intro     []Line
	Headings  []Line
	Proposals []Proposal
	Claims    []Claim

	lines []Line
}

// A Line is a paragraph of the document as it stands there.
type Line struct {
	Number int // from 1, as a text editor counts
	Text   string
}

// A Kind says how a recommendation stands to earlier ones.
type Kind string

// The kinds of recommendation.
const (
	New      Kind = "new"       // made for the first time
	BuildsOn Kind = "builds on" // goes on with an earlier one
)

// A Proposal is a recommendation as the document has it.
type Proposal struct {
	Line
	Kind      Kind
	Reference string   // such as 2021-R04, where it has one
	Title     string   // the action, without list mark, status and points
	Status    string   // what a clause in brackets says of it
	FeedsInto []string // other work that the clause says it goes into
	Points    []Point
}

// A Point is one of several things that a recommendation asks for.
type Point struct {
	Line
	Title  string
	Marked bool // by a list mark of its own
}

// A Claim is the lead sentence of a theme with its quotes.
type Claim struct {
	Line
	Audience string // whose feedback it is, as the heading says: "Mentors"
	Lead     string
	Quotes   []Quote
}

// A Quote is what the document gives as somebody's words.
type Quote struct {
	Line
	Words  string // without the marks around them
	Label  string // who speaks, where it says so
	Opened bool   // by a mark
	Closed bool
}

// A Finding is something that is wrong with the document.
type Finding struct {
	Rule     Rule
	Severity analysis.Severity
	Lines    []int  // where; none for the document as a whole
	Text     string // what is wrong
	Mend     string // what to do about it
}

// A Rule names what a Finding is about. They are numbered for tests and talk.
type Rule string

// The rules.
const (
	QuoteOpen      Rule = "C01" // a quote has no end, or marks are mixed
	Leftover       Rule = "C02" // marks of a word processor or a template
	BareEllipsis   Rule = "C03" // dots that may be an omission
	ClosingMixed   Rule = "C04" // full stop and closing mark in different orders
	ApostropheMix  Rule = "C05" // straight and curly
	ListLost       Rule = "C06" // points without marks, lists in parts, points run on
	Bundled        Rule = "C07" // several actions in one, and nothing to name them by
	NoVerb         Rule = "C08" // does not say what to do
	Overlap        Rule = "C09" // two ask for the same
	Abbreviation   Rule = "C10" // not explained
	NoEvidence     Rule = "C11" // recommendations without theme, owner or date
	NoSpeaker      Rule = "C12" // quotes without a label
	NoMethod       Rule = "C13" // counts, dates, authors
	NoFate         Rule = "C14" // of the other earlier recommendations
	SlashSpacing   Rule = "C15" // a / b and a/b
	Whitespace     Rule = "C16" // blanks at the end of lines, list marks typed by hand
	ClaimQuantity  Rule = "C17" // how many, or how much, without a number
	ClaimsOutquote Rule = "C18" // a second claim that no quote bears out
)
