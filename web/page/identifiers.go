package page

// Identifiers is what in the answers of a round could tell who is meant, and
// what was decided about it.
type Identifiers struct {
	Layout
	Scope       string
	Lead        string
	Tally       string // "3 to decide, 12 decided"
	Views       []ViewLink
	Problems    []Problem
	Groups      []IdentifierGroup // to decide
	Decided     []DecidedPlace
	Second      bool // the decided ones wait for a second person
	Return      string
	Descriptors []string
	Decide      string // address to post to
	Ways        []Link
	Answer      *IdentifierAnswer // the one answer that the page is about; nil for all
	Pager       Pager
	Onward      *Onward
}

// IdentifierAnswer is one answer, in which words can be replaced that nothing
// found.
type IdentifierAnswer struct {
	ID, Text, Where   string
	Address           string // of the answer
	All               string // address of the page about all answers
	Words, Descriptor string // typed
	Problem           string
}

// ViewLink leads to one view of a page.
type ViewLink struct {
	Text, Address string
	Chosen        bool
}

// IdentifierGroup is all places that mean the same person or thing.
type IdentifierGroup struct {
	Anchor     string
	Key        string // names the group in the form
	Name       string
	Kind       string // "a person’s name"
	Severity   string // "block", "warn" or "inform"
	Word       string // "Blocks publication."
	Places     []IdentifierPlace
	More       int    // places that are not shown
	All        string // "Replace all 24 places"; empty when all are shown
	Descriptor string
	Reason     string // typed, for keeping
	Known      string // what the dictionary says of it; empty for nothing
	Problem    string
	Which      string // what the problem is with: "descriptor" or "reason"
	Return     string
	Answer     string // ID of the answer that the page is about; empty for all
}

// IdentifierPlace is one place with what stands around it.
type IdentifierPlace struct {
	Value                string // names the place in the form
	Before, Words, After string
	CutBefore, CutAfter  bool
	Where                string // "Mentor, what changed"
	Address              string // of the answer
	Alone                string // address of the page about this answer; empty on it
	Chosen               bool
}

// DecidedPlace is a place that was decided about.
type DecidedPlace struct {
	IdentifierPlace
	Anchor   string
	Printed  string // "[senior doctor]"; empty when the words stand
	Reason   string
	Decided  string // "Replaced by anna on 3 May 2021"
	Agreed   string // "ben agrees"
	MayAgree bool
	Return   string
}

// Dictionary is what a programme says for people and places.
type Dictionary struct {
	Layout
	Scope    string
	Problems []Problem
	Rows     []DictionaryRow
	New      DictionaryRow
	Lists    []DictionaryList
	Action   string
	Back     Link
	Pager    Pager
}

// DictionaryRow is one entry.
type DictionaryRow struct {
	ID         string
	Anchor     string
	Name       string
	Also       string
	Descriptor string
	Kind       string
	Kinds      []ChoiceValue
	Used       string // "replaced in 4 places"; empty for nowhere
	Note       string // what is wrong with the descriptor
	Wrong      bool
}

// DictionaryList is the entries of a kind as lines that can be edited at once.
type DictionaryList struct {
	Kind, Label, Hint, Text, Anchor string
	Problem                         string
}

// MaskingLog is the record of what was decided.
type MaskingLog struct {
	Layout
	Scope   string
	Rows    []MaskingRow
	Exports []Link
	Back    Link
	Pager   Pager
}

// MaskingRow is one row of the record.
type MaskingRow struct {
	When, Who, What, Words, Printed, Reason string

	Stamp string // When, as files have it
}
