package page

// The pages of researchers. They are plain data: every text is as it will be
// read, every address is ready to be followed, and nothing here knows an engine
// or a table. web/research builds them.

// A Link is words that lead somewhere.
type Link struct {
	Text    string
	Address string
}

// A Piece is a part of a verbatim as it is shown. The pieces of an answer in
// order are its words: nothing is added and nothing lost, except where Cut says
// what is not shown.
type Piece struct {
	Text   string
	Found  bool   // a word that the search found: marked and underlined
	Coded  bool   // covered by a coding
	Colour int    // 1 to 8, the colour of the coding that begins last; 0 for none
	Ends   []Link // letters of the codings that end with this piece, leading to them
	Cut    string // words about words left out, such as "84 words not shown"; Text is empty then
}

// Count is a number with the word for what it counts, "17 people".
type Count struct {
	Number string
	Unit   string
}

// A Pager leads through a long list. An empty address means that there is no
// such page.
type Pager struct {
	Text     string // "Page 2 of 5"
	Previous string
	Next     string
}

// StaffHome is where staff arrive: what is being evaluated and what waits to be
// decided.
type StaffHome struct {
	Layout
	Reading     string // "Up to date", or how much is still to be read
	Busy        bool   // something is still to be read
	Programmes  []HomeProgramme
	Coordinates bool // the reader is a coordinator
}

// HomeProgramme is one programme on the staff's home page.
type HomeProgramme struct {
	Name     string
	Codebook Link
	Rounds   []HomeRound
	Setup    string // where coordinators change it; empty for others
	Ledger   string // its recommendations through the rounds, for coordinators
}

// HomeRound is one round on the staff's home page.
type HomeRound struct {
	Key       string
	Responses []Count // by role
	Verbatims int     // answers that may be read
	Waiting   int     // suggested codings nobody has decided
	Decided   int
	Search    string // addresses, here and below
	Review    string
	Next      []Link // what a coordinator does with the round
}

// Search is a query, its facets and the answers found.
type Search struct {
	Layout
	Query       string
	Hidden      []Field // the filters, carried by the query's form
	Problem     *QueryProblem
	Notes       []string // what the query names that there is not
	Total       string   // "23 answers from 17 people"
	Sort        []Choice
	Wider       []Link // the same search with what the example phrases of its themes say
	Save        *SaveSearch
	Away        []Link // the same as files
	CodeAll     string // address where a theme is put on all of it
	Keyness     string // address where its words are compared with all others'
	Small       string // why some counts are words
	Chosen      []Link // filters in force, each leading to the search without it
	Clear       string // address of the search without filters
	Facets      []Facet
	Hits        []Hit
	Onward      *Onward
	Pager       Pager
	Concordance string // address of the same query as a concordance
}

// QueryProblem says what is wrong with a query and where.
type QueryProblem struct {
	Text          string
	Before, After string // the query around the place
	At            string // the character it is about; empty for the end
	KnowsItsPlace bool
}

// A Facet counts the answers found by the values of one attribute.
type Facet struct {
	Title  string
	Note   string // what the counts are of, where that is not plain
	Values []FacetValue
	Chosen int // values in force
}

// A FacetValue is one value, leading to the search with it or, when chosen,
// without it.
type FacetValue struct {
	Label   string
	Answers Figure
	People  Figure
	Address string
	Chosen  bool
	Depth   int // of a theme in its tree, 0 at the top
}

// A Figure is a count as it may be shown: in figures, or for a small one in a
// sign and in the words for it.
type Figure struct{ Text, Words string }

// SaveSearch is the form that keeps a search under a name.
type SaveSearch struct {
	Query      string // with the filters in it
	Return     string
	Programmes []ThemeChoice // whose searches it can be one of
}

// A Hit is one answer found.
type Hit struct {
	Address    string
	Pieces     []Piece
	Attributes []string // in one muted line: who, which round, what was asked
	Themes     []ThemeTag
	Label      string // names the link for those who hear it: "Mentor, 2021"
	Like       string // address of the answers that are like it
	Quote      string // address at which a coordinator quotes it; empty where it may not be quoted
	Apart      bool   // the response is not shown whole, because its group is too small
}

// A ThemeTag is a theme beside an answer.
type ThemeTag struct {
	Name      string
	Colour    int // 1 to 8
	Suggested bool
}

// Onward helps when a search finds nothing, or too much.
type Onward struct {
	Heading string
	Text    string
	Links   []Link
}

// Concordance shows every occurrence of the words looked for, aligned.
type Concordance struct {
	Layout
	Query   string
	Hidden  []Field
	Problem *QueryProblem
	Total   string
	Notes   []string
	Sort    []Choice
	Keys    []SortKey // up to three things to sort by
	Away    []Link    // the same as files
	Usage   string    // address of the words near what was found
	Lines   []ConcordanceLine
	Pager   Pager
	Search  string // address of the same query as a list of answers
	Chosen  []Link // filters in force, each leading to the page without it
	Clear   string // address of the page without filters
	Onward  *Onward
}

// A ConcordanceLine is one occurrence in its context.
type ConcordanceLine struct {
	Left, Node, Right string
	Who               string
	Address           string
}

// A SortKey is one of the things that lines are sorted by, with what can be
// chosen for it.
type SortKey struct {
	ID, Label string
	Options   []SortOption
}

// A SortOption is one thing to sort by.
type SortOption struct {
	Value, Text string
	Chosen      bool
}

// Verbatim is one whole response, read around one of its answers.
type Verbatim struct {
	Layout
	Attributes []string
	Answers    []ReadAnswer
	Themes     []ThemeChoice // what can be added by hand
	Codebook   string        // address
	Places     []Link        // the answers of the response, to jump to
	Apart      string        // why only one answer is shown
}

// ReadAnswer is one question and what was answered.
type ReadAnswer struct {
	Anchor    string
	Question  string
	Here      bool // the answer the page was asked for
	Choices   []string
	Pieces    []Piece
	Withheld  bool // answered, not to be read
	Consent   string
	MayPrint  bool
	Codings   []CodingView
	Rejected  []CodingView
	Unfold    bool   // the rejected ones are shown, because the address leads to one
	Add       string // address to add a theme to it; empty where none can be
	Like      string // address of the answers that are like it
	Quote     string // address at which a coordinator quotes it; empty where it may not be quoted
	Return    string // address to come back to
	Sentences []Sentence
}

// Sentence is a part of an answer that a theme can be put on.
type Sentence struct {
	Value string // "12-80", bytes
	Text  string // its beginning
}

// A ThemeChoice is a theme in a list to choose from.
type ThemeChoice struct {
	Key  string
	Name string // indented by its depth with figure spaces
}

// CodingView is one theme on one answer with what a person needs to decide.
type CodingView struct {
	Anchor     string
	Letter     string // stands in the text where the coding ends
	Colour     int
	Theme      string
	Definition string
	Use        string
	UseNot     string
	Whole      bool // covers the whole answer
	State      string
	Suggested  bool
	Rejected   bool
	Against    bool     // the words speak against the theme
	ByPerson   bool     // made by a person, not suggested by the machine
	Score      string   // "82 of 100"; empty for a person's
	Words      []string // that spoke for it
	Examples   []string // that it resembles
	Decide     string   // address to post a decision to
	Return     string
	Like       string // address of the answers like the words it stands on; empty where these are not a part of the answer
}

// Review is the queue of suggested codings of one theme.
type Review struct {
	Layout
	Scope    string // "Reverse mentoring, 2021"
	Rounds   []Choice
	Themes   []ReviewTheme
	Theme    string
	About    ThemeAbout
	Items    []ReviewItem
	Waiting  string // "12 suggestions wait, 3 of them for this theme"
	Onward   *Onward
	Pager    Pager
	Codebook string
}

// Choice is one of several links of which one is in force.
type Choice struct {
	Text    string
	Address string
	Chosen  bool
}

// ReviewTheme is a theme with what waits for it.
type ReviewTheme struct {
	Name    string
	Waiting int
	Address string
	Chosen  bool
}

// ThemeAbout is what the codebook says of a theme.
type ThemeAbout struct {
	Name       string
	Definition string
	Use        string
	UseNot     string
	Examples   []string
}

// ReviewItem is one suggestion in its context.
type ReviewItem struct {
	Coding     CodingView
	Pieces     []Piece
	Attributes []string
	Address    string // the whole response
	Others     []ThemeTag
}

// Codebook is the tree of themes of one programme.
type Codebook struct {
	Layout
	Name    string
	Version string
	Themes  []CodebookTheme
	Onward  *Onward
}

// CodebookTheme is one theme with how often it is used.
type CodebookTheme struct {
	ThemeAbout
	Anchor    string
	Depth     int
	Accepted  string // "12 people"
	Suggested string // "5 people"; empty for none
	SearchIn  string // addresses
	ReviewIn  string
	Above     string // name of the theme above
	Colour    int
}
