package analysis

import (
	"slices"
	"time"

	"verbatim/survey"
)

// An Action is a suggested recommendation: a span of a verbatim that asks
// somebody to do something. The source span is never lost, however the words
// are edited later.
type Action struct {
	ID         string // ActionID
	VerbatimID string
	Span       Span
	Text       string  // the words of the span
	Addressee  string  // who should act, where the text says so: "the faculty"
	Score      float64 // how sure the machine is that this asks for an action, 0 to 1
	Reason     Reason
	Status     Status
	DecidedBy  string
	Model      string
	Match      Match // the earlier recommendation it builds on, if any
}

// ActionID returns the identifier of the machine's action over a span. It is
// derived so that running the stage twice cannot make two.
func ActionID(verbatim string, s Span) string {
	return verbatim + "." + itoa(s.Start) + "-" + itoa(s.End)
}

// A Match links an action to a recommendation of an earlier round.
type Match struct {
	Reference string   // reference of the earlier recommendation; empty means that the action is new
	Score     float64  // 0 to 1
	Shared    []string // the words that both have, for the person who decides
}

// A Recommendation is an action put to a named body in one round. What is said
// and decided about it later stands in its notes, of which none is ever
// changed: its status, its dates and the response to it are read off them.
type Recommendation struct {
	ID        string
	RoundID   string
	Reference string // stable and never used again, such as "2020-1" or "2021-R04"
	Title     string
	Position  int      // order within the round
	Sources   []string // verbatims it rests on; none for an imported one, or one of the coordinator's own

	Actions    []string  `json:",omitempty"` // IDs of the actions that it was made of
	Points     []Point   `json:",omitempty"`
	Own        bool      `json:",omitempty"` // nobody asked for it in an answer: it is the coordinator's
	Themes     []string  `json:",omitempty"` // keys of themes that it rests on, beside those of its answers
	Body       string    `json:",omitempty"` // whom it is addressed to: "EDI education committee"
	Owner      string    `json:",omitempty"` // who sees to it there
	CoOwners   []string  `json:",omitempty"`
	FeedsInto  []string  `json:",omitempty"` // work in progress elsewhere that takes it up
	PublicText string    `json:",omitempty"` // what everybody is told was done about it
	Links      []Link    `json:",omitempty"` // to those of earlier rounds that it goes on with
	Notes      []Note    `json:",omitempty"` // in the order in which they were made
	Version    int       `json:",omitempty"` // of what people wrote in it; 0 for one that nobody has touched
	By         string    `json:",omitempty"` // who changed it last
	At         time.Time `json:",omitzero"`
}

// A Point is one of several things that a recommendation asks for. Its
// reference is that of the recommendation with its number: "2021-R04.2".
type Point struct {
	Number int // from 1; never used again
	Title  string
}

// PointReference returns the reference of a point.
func (r Recommendation) PointReference(p Point) string { return r.Reference + "." + itoa(p.Number) }

// A Link says how a recommendation stands to an earlier one.
type Link struct {
	To        string // ID of the earlier recommendation
	Reference string // its reference
	Kind      LinkKind
	By        string
	At        time.Time
}

// A LinkKind is how a recommendation stands to an earlier one. Several may
// split one, and one may merge several.
type LinkKind string

// The kinds of links.
const (
	Continues  LinkKind = "continues"  // asks for the same again, or for more of it
	Splits     LinkKind = "splits"     // asks for a part of it
	Merges     LinkKind = "merges"     // asks for it together with others
	Supersedes LinkKind = "supersedes" // takes its place with something else
)

// LinkKinds are the kinds of links in the order in which they are offered.
func LinkKinds() []LinkKind { return []LinkKind{Continues, Splits, Merges, Supersedes} }

// A Note is one dated entry of a recommendation's history. It is never changed.
type Note struct {
	ID               string
	RecommendationID string
	Kind             NoteKind
	Value            string     // the status, the response, the date or the body that the kind speaks of; empty for a Remark
	Words            string     // what was said, and the reason where one is asked for
	Evidence         string     // where it can be seen: the address of a page, or the name of a file
	Public           bool       // Words may be printed for everybody
	Day              survey.Day // of which it speaks
	By               string
	At               time.Time
}

// A NoteKind says what a note decides.
type NoteKind string

// The kinds of notes.
const (
	Remark       NoteKind = "remark"
	StatusNote   NoteKind = "status"   // Value is a Progress
	DueNote      NoteKind = "due"      // Value is a day; the first is never overwritten
	ResponseNote NoteKind = "response" // Value is a Response
	ClosureNote  NoteKind = "closure"  // Value is the body or meeting that agreed
)

// NoteKinds are the kinds of notes in the order in which they are offered.
func NoteKinds() []NoteKind {
	return []NoteKind{Remark, StatusNote, ResponseNote, DueNote, ClosureNote}
}

// A Progress is how far a recommendation has come. That it is overdue is no
// progress of its own: see Recommendation.Overdue.
type Progress string

// The progress of a recommendation, as auditors' follow-ups tell it apart.
const (
	NotStarted Progress = "not started"
	InProgress Progress = "in progress"
	PartlyDone Progress = "partly done"
	Done       Progress = "done"
	NotTaken   Progress = "not taken forward"
	Superseded Progress = "superseded"
	Overtaken  Progress = "overtaken by events"
)

// Progresses are all of them in their order.
func Progresses() []Progress {
	return []Progress{NotStarted, InProgress, PartlyDone, Done, NotTaken, Superseded, Overtaken}
}

// Ended reports whether nothing more is to be done.
func (p Progress) Ended() bool {
	return p == Done || p == NotTaken || p == Superseded || p == Overtaken
}

// A Response is what the body says to a recommendation.
type Response string

// The responses, as evaluation offices ask for them.
const (
	ResponseAccepted    Response = "accepted"
	ResponsePartly      Response = "partly accepted"
	ResponseRefused     Response = "not accepted"
	ResponseNoted       Response = "noted"
	ResponseAlternative Response = "alternative proposed"
)

// Responses are all of them in their order.
func Responses() []Response {
	return []Response{ResponseAccepted, ResponsePartly, ResponseRefused, ResponseNoted, ResponseAlternative}
}

// WantsReason reports whether who gives the response owes a reason.
func (r Response) WantsReason() bool {
	return r == ResponsePartly || r == ResponseRefused || r == ResponseAlternative
}

// last returns the newest note of a kind.
func (r Recommendation) last(kind NoteKind) (Note, bool) {
	for _, n := range slices.Backward(r.Notes) {
		if n.Kind == kind {
			return n, true
		}
	}
	return Note{}, false
}

// Status returns how far the recommendation has come: NotStarted as long as
// nobody has said anything.
func (r Recommendation) Status() Progress {
	if n, ok := r.last(StatusNote); ok {
		return Progress(n.Value)
	}
	return NotStarted
}

// Response returns the note with the newest response, and whether there is one.
func (r Recommendation) Response() (Note, bool) { return r.last(ResponseNote) }

// Due returns the day by which it is to be done, as it stands now; empty for
// none.
func (r Recommendation) Due() survey.Day {
	n, _ := r.last(DueNote)
	return survey.Day(n.Value)
}

// FirstDue returns the day that was set first; empty for none.
func (r Recommendation) FirstDue() survey.Day {
	for _, n := range r.Notes {
		if n.Kind == DueNote {
			return survey.Day(n.Value)
		}
	}
	return ""
}

// Closure returns the note with which a body agreed that nothing is left to do,
// and whether there is one in force: a later status that goes on opens the
// recommendation again.
func (r Recommendation) Closure() (Note, bool) {
	for _, n := range slices.Backward(r.Notes) {
		switch {
		case n.Kind == ClosureNote:
			return n, true
		case n.Kind == StatusNote && !Progress(n.Value).Ended():
			return Note{}, false
		}
	}
	return Note{}, false
}

// Overdue reports whether it should have been done before today and has not
// ended.
func (r Recommendation) Overdue(today survey.Day) bool {
	due := r.Due()
	_, closed := r.Closure()
	return due != "" && due < today && !closed && !r.Status().Ended()
}

// A FateKind is what became of an earlier recommendation, as a later round's
// summary has to say.
type FateKind string

// The fates.
const (
	FateDone       FateKind = "done"
	FateContinued  FateKind = "continued"
	FateSuperseded FateKind = "superseded"
	FateDropped    FateKind = "dropped"
)

// FateKinds are all of them in the order in which they are offered.
func FateKinds() []FateKind { return []FateKind{FateDone, FateContinued, FateSuperseded, FateDropped} }

// A StatedFate is what a person says became of an earlier recommendation by the
// time of a round.
type StatedFate struct {
	RoundID          string // that says so
	Round            string // its key
	RecommendationID string // the earlier one
	Kind             FateKind
	Why              string
	By               string
	At               time.Time
}

// A Fate is what a summary says became of an earlier recommendation.
type Fate struct {
	Previous Recommendation
	Round    string   // key of the round that made it
	Kind     FateKind `json:",omitempty"` // empty while nothing is known: see rule R33
	Why      string   `json:",omitempty"`
	GoesOn   []string `json:",omitempty"` // references of this round's recommendations that go on with it, or their words where they have none
	Stated   bool     `json:",omitempty"` // a person said so; else it follows from links and notes
	Raised   int      // in how many rounds running it was asked for, this one among them when it goes on
}

// An Adoption takes up what answers ask for as a recommendation of a round, in
// the words of whoever takes it up.
type Adoption struct {
	RoundID  string
	Title    string
	Points   []string // what it asks for, where that is several things
	Actions  []string // IDs of the actions that it is made of
	Replaces []string // IDs of recommendations of the round that are merged into it
	Links    []Link   // To and Kind, of those that it goes on with
	Own      bool     // nobody asked for it in an answer
	Themes   []string // keys of themes that it rests on
}
