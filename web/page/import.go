package page

// Import takes a summary that was published elsewhere over into a programme.
type Import struct {
	Layout
	Scope    string
	Back     Link
	Ways     []Link
	Action   string // where a document is brought
	Take     string // where what was decided is taken over
	Problems []Problem
	Round    string // key of the round that the document is of
	Text     string // the words of the document
	Read     bool   // a document was read
	Name     string // what everybody knows the document as
	Keep     bool   // its words are kept as what everybody can read
	Tally    string
	Items    []ImportItem
	Themes   []ImportTheme
	Findings []ImportFinding // about the document as a whole
	Taken    []ImportTaken
}

// An ImportItem is a recommendation as it would be taken over.
type ImportItem struct {
	Index     int
	Kind      string // as the document says: "New", "Builds on an earlier one"
	Line      string // where the document has it
	Take      bool
	Reference string
	Title     string
	Points    string // one on a line
	Clause    string // what the document says became of it
	Status    []Pick
	Feeds     string // one on a line
	Links     []Pick // of the earlier ones
	Wrong     string // the field that is wrong; empty for none
	Findings  []ImportFinding
}

// An ImportTheme is a theme of the document with its quotes.
type ImportTheme struct {
	Audience string
	Lead     string
	Quotes   []string
	Findings []ImportFinding
}

// An ImportFinding is something that is wrong with the document.
type ImportFinding struct {
	Severity string
	Word     string // "Blocks publication."
	Where    string // "Lines 3 and 5"
	Text     string
	Mend     string
	Rule     string
}

// ImportTaken says what became of one recommendation.
type ImportTaken struct {
	Link  Link
	Title string
	State string // "Taken over"
}
