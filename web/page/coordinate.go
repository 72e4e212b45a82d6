package page

// The pages of coordinators. Like those of researchers they are plain data;
// web/coordinate builds them.

// Summary is the draft for publication, with what must still be decided beside
// the part it is about.
type Summary struct {
	Layout
	Meter         string // how the chosen quotes are spread, in words
	Heading       string
	Introduction  []string
	General       []CheckView // about no one part
	Tally         []CheckTally
	Parts         []SummaryPart
	Method        []string
	MethodHeading string
	MethodChecks  []CheckView
	Progress      string // "31 of 40 codings decided"
	Downloads     []Link
	Beside        []Link // where an edited file is read again, and what the draft rests on
	Onward        *Onward
	Edit          string      // address on which title, introduction and parts are changed
	Style         string      // address of the programme's words for numbers
	Close         string      // address that closes a warning with a reason
	Aside         []AsideView // what is not printed
}

// AsideView is a statement that is not printed, and why.
type AsideView struct {
	Text string // "Mentors: Confidence"
	Why  string
	Edit string // address; empty for what a rule withholds
}

// CheckTally counts the checks of one severity.
type CheckTally struct {
	Severity string // "block", "warn", "inform"
	Text     string // "2 block publication"
}

// CheckView is one check, in the margin.
type CheckView struct {
	Severity string // chooses the shape
	Word     string // "Blocks publication"
	Rule     string
	Where    string // only where it does not stand beside what it is about
	Text     string
	Anchor   string
	Key      string // of what can be closed with a reason; else empty
	Reason   string // with which it was closed; empty while it is open
	By       string // "ana, 22 November 2026"
}

// SummaryPart is one headed part of the draft: recommendations, or the themes
// of one role.
type SummaryPart struct {
	Key        string
	Body       []string // paragraphs that somebody wrote
	By         string   // who, when
	Anchor     string
	Heading    string
	Checks     []CheckView
	Groups     []OutcomeGroup
	Statements []SummaryStatement
}

// OutcomeGroup is recommendations under one earlier one, or under none.
type OutcomeGroup struct {
	Heading  string
	Checks   []CheckView
	Outcomes []SummaryOutcome
}

// SummaryOutcome is one recommendation as it will be printed.
type SummaryOutcome struct {
	Text    string
	Points  []string
	Known   string // to whom it is put and what they say, or what became of an earlier one
	Support string // empty for an earlier one
	Own     bool   // nobody asked for it in an answer
	Sources []Link // its own page once it is taken up, and the answers
	Checks  []CheckView
}

// SummaryStatement is a lead sentence with its quotes.
type SummaryStatement struct {
	Anchor string
	Theme  string
	Lead   string
	Count  string // "several: 4 of 10 mentors"
	Edit   string // address; empty where there is no sentence to edit
	By     string // who wrote the sentence, and when; empty for the one that is made of the counts
	Quotes []SummaryQuote
	Checks []CheckView
}

// SummaryQuote is a quote as it will be printed.
type SummaryQuote struct {
	Text    string
	Label   string
	Address string // the verbatim it comes from
	Checks  []CheckView
}

// Collect is how a round's answers are collected.
type Collect struct {
	Layout
	Scope    string
	Ways     []Link   // to the round's other pages
	Warnings []string // answers that go within a month
	Waves    []WaveView
	Totals   []Count
	Onward   *Onward
	Copy     string // address that copies the round
}

// WaveView is one occasion to ask.
type WaveView struct {
	Anchor      string
	Title       string
	Form        string
	Mode        string // the mode in a word
	ModeMeaning string // and what it means
	Dates       []Term
	State       string // "Open until 30 June 2021"
	IsOpen      bool
	OpenLink    string // where anybody may answer; empty when the wave is by invitation
	Ways        []Link // to what can be done about the wave
	Rates       Rates
	People      *InvitePeople
	Invite      *InviteForm
	WhyNoInvite string
}

// Rates is who has answered a wave, as far as it may be shown.
type Rates struct {
	Any   bool
	AsOf  string // what is counted
	Rows  []RateRow
	Pairs []Count
	Note  string // why pairs are not shown
}

// RateRow is one role, or all.
type RateRow struct{ Who, Invited, Answered string }

// InvitePeople offers links for everybody on the list.
type InvitePeople struct {
	Action  string
	Waiting int // on the list without an invitation
	Listed  int
	List    string // address of the list
}

// Term is a word and what it stands for.
type Term struct{ Name, Text string }

// InviteForm asks for single-use links.
type InviteForm struct {
	Anchor  string
	Action  string
	Made    int // links there are, so that sending the form twice makes no second set
	Roles   []ThemeChoice
	Role    string
	Number  string
	Problem string
}

// Invitations shows links that have just been made, the only time they are
// seen.
type Invitations struct {
	Layout
	Wave   string
	Label  string // of the box
	Links  []string
	Rows   int // of the box they stand in
	Back   string
	Closes string // until when they can be used
}
