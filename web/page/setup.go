package page

// Setup is a page on which coordinators set something up: one form of named
// fields.
type Setup struct {
	Layout
	Scope    string
	Lead     string
	Problems []Problem
	Action   string // address to post to
	Groups   []FieldGroup
	Button   string
	Upload   bool // the form carries a file
	Back     Link
	Extra    []SetupAction // other things that can be done to the same thing
	Links    []Link
}

// FieldGroup is fields that belong together.
type FieldGroup struct {
	Legend string // empty for none
	Hint   string
	Fields []SetupField
}

// SetupField is one field of a Setup.
type SetupField struct {
	Kind    string // "text", "number", "date", "area", "file", "choice", "check", "modes", "fixed" or "hidden"
	Name    string
	Label   string
	Hint    string
	Value   string
	Options []ChoiceValue
	Modes   []ModeChoice
	Checked bool
	Problem string
}

// ModeChoice is a mode of anonymity with what participants will be told of it.
type ModeChoice struct {
	Value   string
	Name    string
	Meaning string
	Facts   []Fact
	Chosen  bool
}

// SetupAction is a button of its own, with what pressing it does.
type SetupAction struct {
	Anchor string
	Head   string
	Text   string
	Action string
	Fields []SetupField
	Button string
	Why    string // why it cannot be done; then there is no button
}

// People is the list of a round's participants.
type People struct {
	Layout
	Scope   string
	Tally   []Count
	People  []PersonRow
	Add     string // address
	Upload  string // address to post a file to
	Exports []Link
	Problem string // with a file
	Back    Link
}

// PersonRow is one participant.
type PersonRow struct {
	Name    string
	Email   string
	Role    string
	Pair    string
	Address string // where the person is changed
}

// Roster is what storing a file of participants would do.
type Roster struct {
	Layout
	Scope    string
	Columns  []SetupField // which column holds what
	Check    string       // address to post other columns to
	Content  string       // the file, to be sent again
	Added    []PersonRow
	Changed  []PersonChange
	Same     int
	Problems []string
	More     int // problems that are not shown
	Notes    []string
	Store    string // address; empty when nothing can be stored
	Button   string
	Back     Link
}

// PersonChange is one person before and after.
type PersonChange struct {
	Name  string
	Terms []Change
}

// Change is one value before and after.
type Change struct{ Name, From, To string }

// Poster is a page to be printed and put on a wall, in one of the languages of a
// form. Its texts may be in others, see Parts.
type Poster struct {
	Layout
	In      Tongue   // the language of the poster
	Others  []Tongue // all of them, where there are several
	Heading string
	Lines   []string
	QR      QRCode
	Address string // to be typed
	Terms   []Term
	Back    Link
}

// QRCode is a QR code as one path of unit squares.
type QRCode struct {
	Size  int // modules of a side, with the quiet zone
	Path  string
	Title string
}

// MeetingsPage is the meetings of a round's pairs and the hours paid for them.
type MeetingsPage struct {
	Layout
	Scope     string
	Rule      string // how meetings are counted
	Least     string // "Each pair is to meet at least 4 times."
	Tally     string
	Pairs     []PairRow
	PayRule   string
	Paid      []PaidRow
	Total     string
	Downloads []Link
	Onward    *Onward
	Back      Link
}

// PairRow is one pair.
type PairRow struct {
	Pair     string
	People   string
	Meetings int
	State    string // "enough", "2 fewer than 4"
	Short    bool
	Logs     string // who has written one
	Differ   []string
}

// PaidRow is one person who is paid.
type PaidRow struct {
	Name, Pair string
	Meetings   int
	Minutes    int
	Hours      string
	Amount     string // empty without a rate
	Look       string
}

// Side is what one person, or one pair, answered on several occasions, beside
// each other; without either, who has answered on which.
type Side struct {
	Layout
	Scope   string
	Action  string       // where the choice of occasions is sent; empty where there is none
	Choices []SideChoice // the occasions that can stand beside each other
	Not     []string     // says which others there are, and why they are not here
	People  []SidePerson
	Pairs   []SidePerson
	Held    string // says who is not shown, and why
	Pager   Pager
	Rows    []SideRow
	Once    []SideOnce
	Onward  *Onward
	Back    Link
	Ways    []Link
	Meaning string
}

// SideChoice is an occasion that can be chosen.
type SideChoice struct {
	Value, Text string
	Chosen      bool
}

// SidePerson is one pseudonym, or the two of a pair, with the occasions on which
// they have answered.
type SidePerson struct {
	Name     string
	Role     string
	Address  string
	Answered string
}

// SideRow is a question that was asked on several occasions, with what was
// answered on each.
type SideRow struct {
	Question string
	Cells    []SideCell
}

// SideOnce is what was asked on one occasion only.
type SideOnce struct {
	Occasion string
	Items    []SideCell
}

// SideCell is what was answered to a question on one occasion. Its heading is
// that, or the question where that stands above.
type SideCell struct {
	Heading string
	Said    []Said
}

// Said is an answer as staff read it.
type Said struct {
	Who     string   // of a pair
	Turn    string   // of a page that repeats
	Asked   string   // the question, where it was worded differently from what stands above
	Choices []string // in words
	Text    string
	None    string // said in place of an answer
	Changed bool   // it is another than on the occasion before
}
