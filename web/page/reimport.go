package page

import "verbatim/analysis/report"

// Reimport shows what somebody changed in a file after it was exported.
type Reimport struct {
	Layout
	Scope   string
	Action  string // where a file is brought
	Take    string // where changes are taken
	Back    Link
	Problem string
	Read    bool   // a file was read
	Name    string // of that file
	Tally   string
	Changes []ReimportChange
}

// A ReimportChange is one change with what can be done about it.
type ReimportChange struct {
	Anchor  string
	Kind    string // in words: "A quote in other words"
	Where   string
	Pieces  []report.Piece // word by word; none where there is nothing to compare
	Before  string
	After   string
	Quote   bool     // Before and After are people's words
	Found   string   // what the answers say
	Printed string   // what would be printed if it is taken
	Notes   []string // what a person must look at first
	Answer  string   // address of the answer; empty for none
	Value   string   // what is sent when it is taken; empty where it cannot be
	Reason  bool     // a reason must be given
	Else    string   // what to do where it cannot be taken
}

// Evidence shows what each recommendation, statement and answer rests on, and
// what rests on it.
type Evidence struct {
	Layout
	Scope           string
	Back            Link
	Download        string
	Tally           string
	Recommendations []EvidenceEntry
	Themes          []EvidenceEntry
	Answers         []EvidenceEntry
}

// An EvidenceEntry is one thing with what it is joined to.
type EvidenceEntry struct {
	Anchor string
	Text   string
	Note   string // in the software's words
	Words  bool   // Text is somebody's own words
	Quotes []EvidenceWords
	Links  []EvidenceLinks
	Lacks  string // what is missing; empty for nothing
}

// EvidenceWords are words of an answer with where they lead.
type EvidenceWords struct {
	Text, Label, Address string
}

// EvidenceLinks are links of one kind.
type EvidenceLinks struct {
	Name  string
	Links []Link
}
