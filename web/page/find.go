package page

// Saved is the list of saved searches.
type Saved struct {
	Layout
	Searches []SavedSearch
	Onward   *Onward
}

// A SavedSearch is one search kept under a name.
type SavedSearch struct {
	ID      string // for the page
	Name    string
	Query   string
	Scope   string // the programme whose answers it finds
	Count   string // "23 answers from 17 people", now
	By      string // who saved it, and when
	Use     string // how a query names it
	Address string // the search by its name
	Read    string // the search as it was saved, to be changed
	Change  string // addresses to post to
	Delete  string
}

// Usage is how the words of a search are used: what stands near them, and how
// evenly they are spread.
type Usage struct {
	Layout
	Query       string
	Hidden      []Field
	Problem     *QueryProblem
	Notes       []string
	Chosen      []Link
	Clear       string
	Left, Right string // the window, and the least number of times, as typed
	Least       string
	Meaning     string // what the figures rest on
	Small       string // how function words are left out or listed, with the link
	SmallLink   string
	Collocates  []Collocate
	More        string // how many are not listed
	Spreads     []Spread
	Concordance string
	Away        []Link
	Onward      *Onward
}

// A Collocate is a word that stands near what was found.
type Collocate struct {
	Word          Link // to the places where both stand near each other
	Near          string
	Before, After string
	Total         string
	LogLikelihood string
	LogDice       string
	MI            string
}

// A Spread says how evenly words are spread over the rounds or the roles.
type Spread struct {
	Title   string
	Column  string
	Meaning string
	Parts   []SpreadPart
}

// A SpreadPart is a round or a role with how often the words are in it.
type SpreadPart struct {
	Name    string
	Times   string
	Rate    string // per thousand words
	Bar     int    // of 100, of the greatest rate
	People  Figure // who used the words
	Writers Figure // who wrote
}

// Keyness compares the words of two searches.
type Keyness struct {
	Layout
	A, B      string // the queries
	Problem   *QueryProblem
	ProblemOf string // "a" or "b"
	Notes     []string
	Meaning   string
	Overlap   string
	TooLittle string
	Small     Choice
	Sides     []TypicalSide
	Frequent  []WordCount
	LeftOut   string
	Away      []Link
	Onward    *Onward
}

// CodeAll is the preview of a theme put on all places that a search found.
type CodeAll struct {
	Layout
	Query   string
	Chosen  []Link
	Fields  []Field // the search, carried by the forms
	Themes  []ThemeOption
	Summary string // "Puts the theme on 12 places in 10 answers"
	Skipped string
	Items   []CodeAllItem
	More    string // how many are not shown
	Do      string // address to post to; empty where there is nothing to do
	Back    string
	Onward  *Onward
}

// A ThemeOption is a theme to choose, or the chosen one.
type ThemeOption struct {
	Key, Name string
	Chosen    bool
}

// A CodeAllItem is one place that gets the theme, in its answer.
type CodeAllItem struct {
	Pieces     []Piece
	Attributes []string
	Address    string
	State      string // "gets the theme", "has the theme already", "its suggestion is accepted"
	Skipped    bool
}

// CodedAll says what was done, and offers to undo it.
type CodedAll struct {
	Layout
	Done   string
	Undone bool
	Undo   string // address to post to
	Search string
	Theme  string
}
