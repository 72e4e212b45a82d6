package page

// Quotes is where the words of a round's summary are chosen.
type Quotes struct {
	Layout
	Scope    string
	Lead     string
	Problems []Problem
	Meter    []string // how the chosen quotes are spread, in words
	Ways     []Link
	Parts    []QuotesPart
	Action   string
	Find     FindWords
	Public   PublicTexts
	Onward   *Onward
}

// QuotesPart is one theme of one role.
type QuotesPart struct {
	Anchor     string
	Heading    string // "Mentors: Confidence"
	Lead       string // the sentence of the statement
	Role       string
	Theme      string
	Chosen     []ChosenQuote
	Candidates []CandidateQuote
	More       string // address that shows all candidates; empty for none
	MoreText   string
	Named      string // "No critical voice is among the candidates."
}

// ChosenQuote is a quote that somebody chose.
type ChosenQuote struct {
	Anchor      string
	ID          string
	Version     int
	Text        string // as it prints
	Label       string
	By          string // "Chosen by anna on 3 May 2021"
	Critical    bool
	First, Last bool
	Problem     string // why it cannot be printed
	Change      string // address
	Verbatim    string // address
}

// CandidateQuote is a quote that could be chosen.
type CandidateQuote struct {
	Text     string
	Label    string
	Why      string
	Verbatim string // ID
	Span     string
	Hash     string
	Critical bool
	Change   string // address where its ends are moved
}

// FindWords asks where words that stand in a file or an old edition come from.
type FindWords struct {
	Action, Words, Problem, Near string // Near is the address of the answer that comes nearest
}

// PublicTexts is what everybody can read already, to be compared with quotes.
type PublicTexts struct {
	Action  string
	Rows    []PublicTextRow
	Title   string
	Text    string
	Problem string
}

// PublicTextRow is one such text.
type PublicTextRow struct{ ID, Title, About string }

// Quote is where one quote is chosen: its ends, its edits, and how it prints.
type Quote struct {
	Layout
	Scope     string
	Problems  []Problem
	Question  string
	Told      []Term // what the person permitted, the anonymity, how many there are
	Withheld  string // why nothing can be chosen
	Telling   []string
	Before    []QuoteWord
	Words     []QuoteWord // of the span, numbered
	After     []QuoteWord
	Text      string // the whole answer, for right-to-left and screen readers
	Printed   string
	Label     string
	Edits     []QuoteEdit
	Ops       []ChoiceValue
	Edit      QuoteEdit // that is being written
	Warnings  []QuoteWarning
	Informs   []string
	Themes    []ChoiceValue
	Critical  bool
	Reason    string
	ID        string
	Version   int
	Start     int
	End       int
	Hash      string
	Action    string
	Back      string
	Save      string // "Choose this quote"
	EditWrong string // what is wrong with the edit that is being written
}

// QuoteWord is one word of an answer with the space before it.
type QuoteWord struct {
	Space, Text string
	Start, End  int
	Number      int // of a word of the quote, from 1
}

// QuoteEdit is one declared edit.
type QuoteEdit struct {
	Value    string // names it in the form
	Index    int
	What     string // "Left out: “and so on”"
	Reason   string
	By       string
	Op       string
	From, To int // words, from 1
	Text     string
}

// QuoteWarning is something that a person must say they saw.
type QuoteWarning struct {
	Text  string
	Known bool
}
