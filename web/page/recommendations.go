package page

// Recommendations is what a round's answers ask for: what was taken up, and what
// is suggested, sorted into what is new and what builds on an earlier round.
type Recommendations struct {
	Layout
	Scope    string
	Ways     []Link
	Problems []Problem
	Tally    string // "3 taken up, 9 new ones and 6 build on 2020"
	Earlier  string // the earlier round; empty for none
	Held     *TakeForm
	All      *TakeAll
	Taken    []TakenView
	New      []RecommendationView
	Building []BuildingView
	Silent   []RecommendationView // of people who did not agree to be printed
	Waiting  []RecommendationView // in other answers, not in the summary
	Rejected []RecommendationView
	Own      TakeForm
	Decide   string // address to post decisions to
	Back     string // address at which one is taken back
	Pager    Pager
	Onward   *Onward
}

// TakeAll takes up at once what was accepted.
type TakeAll struct {
	Action string
	Text   string // of the button
}

// TakenView is a recommendation that was taken up.
type TakenView struct {
	Anchor   string
	ID       string
	Seen     string // tells it from what somebody makes of it meanwhile
	To       Link   // its reference, and its page
	Text     string
	Points   []PointField
	Raised   string // "Raised by 4 mentors and 2 mentees"
	Known    []Term // whom it is addressed to, status, due, response
	Overdue  string // since when; empty where it is not
	Links    []string
	LastEdit string // by whom, when
}

// BuildingView is an earlier recommendation and what this round adds to it.
type BuildingView struct {
	Reference string
	Title     string
	Points    []RecommendationView
}

// RecommendationView is one suggested recommendation with what a person needs to
// decide.
type RecommendationView struct {
	Anchor    string
	Text      string
	Points    []PointView // several asked for in one breath
	Support   string      // "2 pairs and 1 mentor"
	Sources   []Link
	State     string
	Suggested bool
	Rejected  bool
	Score     string
	Words     []string // that spoke for it
	Examples  []string // that it resembles
	Match     *MatchView
	Actions   []string // what a decision is about
	Return    string   // where it leads back to
	Take      TakeForm
}

// PointView is one of several actions asked for in one breath.
type PointView struct {
	Text   string
	Action string
}

// MatchView says why a recommendation is taken to build on an earlier one.
type MatchView struct {
	Reference string
	Score     string
	Shared    []string // words that both have
}

// TakeForm is the form with which something is taken up: one suggestion, several
// that are merged, or a coordinator's own.
type TakeForm struct {
	Anchor  string // begins the ids of its fields
	Action  string
	Heading string // of one that came back with what was typed in it
	Note    string // what sending it does
	Parts   []PartView
	Title   string
	Points  string // one a line
	Links   []LinkChoice
	Own     bool
	Themes  []ChoiceValue
	After   string // the people behind all of it, counted once
	Theirs  *Theirs
	Apart   string // pairs that are kept apart, carried along
	Wrong   string // the field that is wrong: "title", "points", "link" or "part"
	Button  string
	Do      string // value of the button
}

// PartView is one thing that a form takes up.
type PartView struct {
	Value  string // of its field
	Text   string
	Head   string // reference, or "Suggested"
	Raised string // the people behind it
	Chosen bool   // where it is one of several that can be
}

// LinkChoice offers to say how a recommendation stands to an earlier one.
type LinkChoice struct {
	To        string // ID
	Reference string
	Title     string
	Kinds     []ChoiceValue
}

// Merging is the desk on which near-duplicates are merged and bundles split.
type Merging struct {
	Layout
	Scope    string
	Back     Link
	Problems []Problem
	Tally    string
	Held     *TakeForm
	HeldPart *SplitForm
	Action   string
	Apart    string // pairs that are kept apart, as the address has them
	Together string // address without any kept apart; empty while there are none
	Note     string // of what was not compared
	Groups   []MergeGroup
	Bundles  []SplitForm
	Pager    Pager
	Onward   *Onward
}

// MergeGroup is two or more that may ask for the same.
type MergeGroup struct {
	Anchor  string
	Heading string
	Why     string   // they are shown together
	Warning string   // empty for none
	Shared  []string // words that they share
	Sides   []MergeSide
	Before  string // the people behind each, added up
	After   string // the people behind all, counted once
	Title   string
	Points  string
	Links   []LinkChoice
	Keep    string // address of the desk without this group
}

// MergeSide is one of those that may ask for the same.
type MergeSide struct {
	Value   string // of its box
	Head    string // "2021-R04", "Suggested"
	Address string // of its page; empty for none
	Text    string
	Points  []string
	Raised  string
	Silent  bool
	Sources []Link
	Use     string // value of the button that merges in its words; empty where they are not to be printed
}

// SplitForm is something that asks for several things, to be split into one
// each.
type SplitForm struct {
	Anchor  string
	Action  string
	Heading string // of one that came back
	Value   string // of the hidden field
	Head    string
	Address string
	Text    string
	Raised  string
	Silent  bool
	Note    string
	Lines   string // the parts that are proposed, one a line
	Rows    int
	Links   []LinkChoice
	Theirs  *Theirs
	Apart   string
	Wrong   bool
}
