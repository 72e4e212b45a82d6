package page

// Recommendation is one recommendation: its words, what was decided about it,
// what it goes on with, and what it rests on.
type Recommendation struct {
	Layout
	Scope     string
	Back      Link
	Ways      []Link // to the pages on all of them
	Reference string
	Words     string
	Points    []PointField
	Status    string
	State     []Term // where it stands beside its status
	Overdue   string // since when, in words; empty where it is not
	Problems  []Problem
	Form      RecommendationForm
	Checks    []CheckView
	Close     string // address that closes a warning with a reason
	Return    string
	History   []NoteView
	Notes     []NoteForm
	AddNote   string // address
	Links     LinkForm
	Later     []LinkView // those of later rounds that go on with it
	Rests     Rests
}

// RecommendationForm is what people write in a recommendation.
type RecommendationForm struct {
	Action    string
	Version   string
	By        string // who changed it last, and when
	Theirs    *Theirs
	Wrong     string // the field that could not be saved; empty for none
	Title     string
	Points    []PointField
	NewPoints string // one a line
	Body      string
	Owner     string
	CoOwners  string // one a line
	FeedsInto string // one a line
	Own       bool
	Themes    []ChoiceValue
	Public    string
}

// PointField is one point as it stands in its field.
type PointField struct {
	Number    int
	Reference string // "2021-R04.2"
	Title     string
}

// NoteView is one entry of a recommendation's history.
type NoteView struct {
	When     string // the day it speaks of, and who entered it
	What     string // "Status: in progress"
	Words    string
	Gone     bool // its words were withdrawn with an answer
	Evidence Link // without an address where it is the name of a file
	Public   bool // everybody may read it
}

// NoteForm is the form with which one kind of entry is added.
type NoteForm struct {
	Kind       string
	Heading    string
	Hint       string
	Key        string // of the entry, so that a form that is sent twice adds one
	ValueLabel string // empty where the kind has no value
	Date       bool   // the value is a day
	Options    []ChoiceValue
	Value      string
	WordsLabel string
	Words      string
	Evidence   string
	DayLabel   string
	Day        string
	Public     bool
	Button     string
	Open       bool
	Problem    string
	Which      string // the field that the problem is with: "value", "words", "evidence" or "day"
}

// LinkForm is what a recommendation goes on with, and the form to say so.
type LinkForm struct {
	Action  string
	Links   []LinkView
	Groups  []ChoiceGroup // the earlier ones to choose from, by round
	Kinds   []ChoiceValue
	Problem string
	Which   string // "to" or "kind"
}

// ChoiceGroup is choices under a heading.
type ChoiceGroup struct {
	Label   string
	Options []ChoiceValue
}

// LinkView is a recommendation that another one stands to in some way.
type LinkView struct {
	ID      string
	Kind    string // "Continues", "is continued by"
	To      Link   // reference
	Title   string
	State   string // where that one stands
	By      string
	Removal string // value of the button that takes the link away; empty for none
}

// Rests is what a recommendation rests on.
type Rests struct {
	Own     bool
	Nothing bool
	Support string // "2 pairs and 1 mentor"
	Answers []RestView
	More    string // "30 more answers"; empty for none
	Themes  []string
}

// RestView is an answer that asks for something.
type RestView struct {
	Text    string
	Role    string
	Address string
}

// Fates is what became of the recommendations of earlier rounds, as a round's
// summary has to say.
type Fates struct {
	Layout
	Scope    string
	Back     Link
	Ways     []Link
	Tally    string // "2 to state, 5 known"
	Problems []Problem
	Action   string
	Close    string // address that closes a warning with a reason
	Return   string
	Unknown  []FateRow
	Known    []FateRow
	Pager    Pager
	Onward   *Onward
}

// FateRow is one earlier recommendation with what is known of it.
type FateRow struct {
	Anchor  string
	ID      string
	To      Link // its reference
	Title   string
	Round   string
	Known   string // "Continued by 2021-R03"; empty while nothing is
	Why     string // as it stands
	By      string // who stated it, and when, or what it follows from
	Stated  bool
	GoesOn  []Link // those of this round that go on with it; without an address while they are only suggested
	Status  string
	Overdue bool
	Raised  string // "In 3 rounds running"; empty for fewer than two
	Checks  []CheckView
	Seen    string // tells what was stated when the page was made from what is stated later
	Kinds   []ChoiceValue
	Typed   string // the reason as it stands in the field
	Theirs  *Theirs
	Open    bool
	Problem string
	Which   string // "fate" or "why"
}

// Ledger is every recommendation of a programme through its rounds.
type Ledger struct {
	Layout
	Scope    string
	Problems []Problem
	Tally    []LedgerTally
	Filters  []LedgerFilter
	All      string // address without filters; empty while there are none
	Shown    string // "12 of 40 recommendations"
	Exports  []Link
	Import   string // where summaries published elsewhere are taken over
	Rounds   []Link // to what became of earlier ones, by round
	Rows     []LedgerRow
	Pager    Pager
	Unacted  *Unacted
	Onward   *Onward
}

// LedgerTally leads to those that need to be looked at.
type LedgerTally struct {
	Link
	Severity string // chooses the shape
}

// LedgerFilter is one way to see fewer recommendations.
type LedgerFilter struct {
	Name    string
	Label   string
	Options []ChoiceValue
}

// LedgerRow is one recommendation through the rounds.
type LedgerRow struct {
	To      Link // its reference
	Title   string
	Status  string
	Overdue string
	Raised  string
	Lacks   string // what it rests on, where it is nothing
	For     string // body and owner
	Cells   []LedgerCell
}

// LedgerCell is what one round says of a recommendation.
type LedgerCell struct {
	Round string
	Text  string // in words; empty where the round says nothing of it
	Why   string
	Lacks bool // it should say something
}

// Unacted is the themes of a round on which no recommendation rests.
type Unacted struct {
	Round  string
	Themes []Count
}
