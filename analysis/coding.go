package analysis

import "verbatim/survey"

// A Span is a range of bytes of a verbatim.
type Span = survey.Span

// Machine is the coder's name of everything the machine suggests.
const Machine = "machine"

// A Status says what people have decided about a suggestion. What a person
// makes is Accepted from the start.
type Status string

// The decisions.
const (
	Suggested Status = "suggested"
	Accepted  Status = "accepted"
	Rejected  Status = "rejected"
)

// Valid reports whether s is one of the known decisions.
func (s Status) Valid() bool { return s == Suggested || s == Accepted || s == Rejected }

// A Coding is a theme applied to a span of a verbatim.
type Coding struct {
	ID         string // CodingID for the machine's, random for a person's
	VerbatimID string
	Theme      string // key
	Span       Span
	Coder      string // a user's name, or Machine
	Status     Status
	Score      float64 // how sure the machine is, 0 to 1; 1 for a person's
	Reason     Reason
	Model      string // version of the stage that suggested it; empty for a person's
	DecidedBy  string // the user who accepted or rejected a suggestion
	Against    bool   // the words speak against the theme; only a person says so
}

// CodingID returns the identifier of the machine's coding of a verbatim with a
// theme. It is derived so that running a stage twice cannot make two.
func CodingID(verbatim, theme string) string { return verbatim + "." + theme }

// A Reason is why the machine suggests something, for the person who decides.
type Reason struct {
	Words    []string `json:"words,omitempty"`    // words and phrases of the text that spoke for it, strongest first
	Examples []string `json:"examples,omitempty"` // what they resemble: phrases of the codebook or coded answers
}
