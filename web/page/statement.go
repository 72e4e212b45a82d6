package page

// Statement is the page on which one lead sentence is worded.
type Statement struct {
	Layout
	Scope    string
	Back     Link
	Action   string
	Problems []Problem
	Theme    string
	Role     string
	Lead     string // as it stands in the field
	Computed string // the sentence that is made of the counts
	Bears    string // "4 of 10 who answered: “several”"
	Version  string
	Own      bool
	By       string
	Left     bool
	Theirs   *Theirs // what somebody else has saved meanwhile
	Checks   []CheckView
	Close    string
	Return   string
	Quotes   []SummaryQuote
	First    bool
	Last     bool
}

// Theirs is what somebody else saved while this form was open.
type Theirs struct {
	Text []string
	By   string
}

// Outline is the page on which the parts of a summary are edited.
type Outline struct {
	Layout
	Scope        string
	Back         Link
	Action       string
	Problems     []Problem
	Heading      string // the title as it stands in the field
	UsualTitle   string
	Introduction string
	Usual        []string // the introduction that is made of the counts
	WithoutCount bool
	Version      string
	By           string
	Theirs       *Theirs
	Checks       []CheckView // of title and introduction
	Close        string
	Parts        []OutlinePart
	New          OutlinePart // a section that is being added
}

// OutlinePart is one part of a summary in its order.
type OutlinePart struct {
	Key     string
	Anchor  string
	Heading string
	Kind    string // "Recommendations", "Themes and quotes", "Own text"
	Hidden  bool
	Own     bool
	Body    string
	Version string
	By      string
	First   bool
	Last    bool
	Open    bool
	Theirs  *Theirs
	Checks  []CheckView
}

// Style is the page on which a programme's words for numbers are changed.
type Style struct {
	Layout
	Scope     string
	Action    string
	Problems  []Problem
	Version   string
	By        string
	Note      string // the scale as it is printed
	ShareFrom string
	Scales    []ScaleView
	Several   string
	Few       string
	All       string
	Threshold bool
	Theirs    *Theirs
}

// ScaleView is the words for groups of one size.
type ScaleView struct {
	Name    string
	Heading string
	Steps   []StepView
}

// StepView is one word of a scale.
type StepView struct {
	Word      string
	UpTo      string // percent
	Including bool
	Of        string
}
