package page

// The pages on which forms are designed. They are plain data; the package
// web/coordinate/forms builds them.

// Forms lists the forms of a programme.
type Forms struct {
	Layout
	Scope    string
	Forms    []FormLine
	From     []Pick // what a new form can begin with
	Typed    string // the title of the new form, as sent
	Problems []Problem
	Begin    string // address to post a beginning to
	Read     string // address to post a file to
	Largest  string // how large a file may be, in words
}

// FormLine is one form with its versions and its draft.
type FormLine struct {
	Anchor, Key, Title string
	Draft              *DraftLine
	Begin              int // the version that a draft would begin from; 0 where there is a draft
	Versions           []VersionLine
}

// DraftLine is a draft as the list shows it.
type DraftLine struct{ Address, Changed string }

// VersionLine is a published version as the list shows it.
type VersionLine struct {
	Number    int
	Address   string
	Questions int
	Waves     []string
}

// Design is a form that is being written.
type Design struct {
	Layout
	Scope       string
	Key         string
	Changed     string // what was done last, by whom
	Version     int64
	Forms       string // address of the list
	Change      string // address to post changes to
	Undo, Redo  bool
	Notice      string
	Steps       []Link // where to go from here
	Files       []Link
	Facts       []Term
	Tally       []CheckTally
	Checks      []CheckView
	Pages       []DesignPage
	Kinds       []Pick
	Instruments []Pick
	Label       string // of a question that could not be added, to be sent again
	NewPage     string // of a page that could not be added
	Delete      string // address to post the deletion to
}

// DesignPage is a page of the form.
type DesignPage struct {
	Key, Anchor, Title string
	Number             int
	When, Repeats      string
	Edit               string
	First, Last        bool
	Lock               *Lock
	Checks             []CheckView
	Questions          []DesignQuestion
}

// Lock says why a page cannot be reworded.
type Lock struct{ Name, Citation, Licence string }

// DesignQuestion is a question of the form.
type DesignQuestion struct {
	Key, Anchor, Label, Kind, Need, When string
	Edit                                 string
	First, Last                          bool // of the whole form
	Locked                               bool
	Checks                               []CheckView
}

// DesignPart is a page of a form, or the form itself, to be changed.
type DesignPart struct {
	Layout
	Back, Action string
	Notice       string
	Version      int64
	Seen         string
	Whole        bool // the form itself
	Name, Intro  string
	Language     string
	Lock         *Lock
	When         *Condition
	Repeats      bool
	RepeatLabel  string
	RepeatKey    string
	Least, Most  string
	Count        string
	Problems     []Problem
	Field        map[string]string // problems by the name of the field
}

// DesignAsk is a question to be changed.
type DesignAsk struct {
	Layout
	Back, Action, Change string
	Notice               string
	Version              int64
	Seen                 string
	Key                  string
	KeyFixed             bool
	Kinds                []Pick
	Kind                 string
	Shows                map[string]bool // which fields the kind has
	Value                map[string]string
	Ticked               map[string]bool
	Purposes             []Pick
	Others, Alones       []Pick
	Pages                []Pick // to move to
	When, Rule           *Condition
	Sum                  []Pick // questions that a calculation can be made of
	SumHow               []Pick
	Problems             []Problem
	Field                map[string]string
	Theirs               []Term // what somebody else has made of it meanwhile
}

// Condition is an expression, as sentences where it is simple enough.
type Condition struct {
	Name       string // of its fields
	Legend     string
	Hint       string
	Simple     bool
	Any        bool
	Rows       []ConditionRow
	Subjects   []Pick // that a sentence can be added about
	About      string // what that list is labelled
	Expression string
	Was        string
	Words      string // what it says
	Problem    string
	Before     string // around the place of the problem
	At, After  string
}

// ConditionRow is one sentence of a condition.
type ConditionRow struct {
	Name      string // of its fields
	Subject   string
	Words     string // what the subject is called
	Relations []Pick
	Values    []Pick // empty where the value is typed
	Value     string
	Hint      string
}

// DesignWords are the words of a form beside those of another language.
type DesignWords struct {
	Layout
	Back, Action, At string
	Notice           string
	Version          int64
	Own              string // language of the form
	Into             string // "" to choose one first
	Name             string // what speakers call the language
	Direction        string
	Languages        []Link
	Known            []Pick
	Missing          int
	Only             bool // only what is missing is shown
	Groups           []WordGroup
	Problem          string
}

// WordGroup is the words of one page.
type WordGroup struct {
	Title string
	Lines []WordLine
}

// WordLine is one text in two languages.
type WordLine struct {
	Name, What, Own, Text string
	Long                  bool
}

// DesignPreview leads to the pages of a form as participants see them.
type DesignPreview struct {
	Layout
	Back, At  string
	Languages []Pick
	Roles     []Pick
	Pages     []Link
	Try       string
	Problem   string
}

// DesignPublish shows what publishing a draft would change.
type DesignPublish struct {
	Layout
	Back, Action, Replace string
	Version               int64
	Next, Base            int
	Checks                []CheckView
	Blocked               bool
	Changes               []DesignChange
	Breaks                int
	Replacements          []DesignReplacement
	Waves                 []string // that ask with the version before
	Notice                string
}

// DesignChange is one difference between two versions.
type DesignChange struct{ Text, Break string }

// DesignReplacement is a question that may stand for one that is gone.
type DesignReplacement struct{ Old, New, OldLabel, NewLabel string }

// DesignReport is what was found in a file before a draft is made of it.
type DesignReport struct {
	Layout
	Back, Action string
	File, Facts  string
	Notes        []string
	Checks       []CheckView
	Body         string // the form as JSON, sent on to make the draft
	Key, Name    string
	Problem      string
	Refused      string // why nothing can be made of the file
}

// DesignVersion is a published version of a form.
type DesignVersion struct {
	Layout
	Back    string
	Form    string
	Intro   string
	Number  int
	Files   []Link
	Pages   []DesignPage
	Changes []DesignChange
	Before  int
	Begin   string
	Key     string
	HasOwn  string // address of the draft there is
	Waves   []DesignWave
}

// DesignWave is a wave that asks with some version of the form.
type DesignWave struct {
	ID, Title, State string
	Version          int
	Here             bool // it asks with the version of the page
	Begun            bool
	Action           string
	Consequences     []string
}

// Pick is one of several things to choose from in a form of the staff's pages.
type Pick struct {
	Value, Text string
	Chosen      bool
}
