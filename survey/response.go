package survey

import "time"

// A Response is one participant's filled-in form.
type Response struct {
	ID            string
	WaveID        string
	FormKey       string
	FormVersion   int
	Role          string // key of the programme's role; empty when the form does not ask
	ParticipantID string // set only in modes that link; see Mode.Linked
	ReceivedOn    Day
	Answers       []Answer
}

// Person returns what counts as one person in every count of people: the
// participant where the mode links, else the response itself.
func (r Response) Person() string {
	if r.ParticipantID != "" {
		return r.ParticipantID
	}
	return r.ID
}

// Answer returns the answer to the question with the given key.
func (r Response) Answer(question string) (Answer, bool) {
	for _, a := range r.Answers {
		if a.Question == question {
			return a, true
		}
	}
	return Answer{}, false
}

// An Answer is the value given to one question. Closed questions fill Choices,
// free-text questions Text and QuoteConsent. What Choices holds, by kind:
//
//	single, multiple   the keys of what was taken; Text says what "other" is
//	likert             item=choice for each row answered
//	ranking            item=place for each item, places from 1
//	rating, number     one number, as 4 or 45.5
//	date               one day, as 2021-06-30
//	file               what an Upload's String returns
//	calculated         one value
//
// An answer on a page that repeats names its turn too, see InTurn.
type Answer struct {
	Question     string
	Choices      []string
	Text         string
	QuoteConsent QuoteConsent
}

// Empty reports whether nothing was answered.
func (a Answer) Empty() bool { return a.Text == "" && len(a.Choices) == 0 }

// QuoteConsent is what a participant permits for one free-text answer, asked
// apart from the consent to take part.
type QuoteConsent string

// What can be permitted. The zero value means that nobody asked or that the
// question was left open, and permits no more than ThemesOnly.
const (
	ConsentUnasked QuoteConsent = ""
	QuoteWords     QuoteConsent = "quote"  // my words may be printed
	ThemesOnly     QuoteConsent = "themes" // count it under themes, print nothing
	CountOnly      QuoteConsent = "count"  // do not use beyond counting that I answered
)

// MayQuote reports whether the words may be printed.
func (c QuoteConsent) MayQuote() bool { return c == QuoteWords }

// MayAnalyse reports whether the words may be read for themes.
func (c QuoteConsent) MayAnalyse() bool { return c != CountOnly }

// Valid reports whether c is one of the known values.
func (c QuoteConsent) Valid() bool {
	return c == ConsentUnasked || c == QuoteWords || c == ThemesOnly || c == CountOnly
}

// A Verbatim is one whole free-text answer, exactly as written, with the place
// it stands in. Text never changes once stored; spans into it are byte offsets
// on rune boundaries.
type Verbatim struct {
	ID            string // VerbatimID(response, question)
	ResponseID    string
	Person        string
	WaveID        string
	WaveKey       string
	RoundID       string
	RoundKey      string
	ProgrammeID   string
	ProgrammeKey  string
	Role          string
	Question      string // key of the question
	Turn          int    // of a page that repeats, from 1; 0 for one that does not
	QuestionLabel string
	Purpose       Purpose
	Text          string
	Hash          string // hex SHA-256 of Text
	QuoteConsent  QuoteConsent
	ReceivedOn    Day
}

// VerbatimID returns the identifier of the answer that response gave to
// question. It is derived, so that storing the same response again cannot make
// a second verbatim.
func VerbatimID(response, question string) string { return response + "." + question }

// A ChangeKind says what happened to the thing that a Change names.
type ChangeKind string

// The kinds of change that followers of the feed see.
const (
	ResponseStored    ChangeKind = "response-stored"
	ResponseWithdrawn ChangeKind = "response-withdrawn"
	CodingChanged     ChangeKind = "coding-changed"   // entity is a verbatim
	CodebookChanged   ChangeKind = "codebook-changed" // entity is a programme
)

// A Change is one row of the change feed: derived data is brought up to date by
// following it from a cursor.
type Change struct {
	Seq    int64
	Kind   ChangeKind
	Entity string // the response, verbatim or programme it is about
}

// An Invitation is a single-use link for one person to answer one wave. Only
// the hash of its token is stored. It is spent when a response is submitted,
// never when a page is fetched, because mail scanners fetch pages.
type Invitation struct {
	ID            string
	WaveID        string
	Role          string // may be empty: then the form asks
	ParticipantID string // may be empty
	Spent         bool
	OpenUntil     Day // a late link: it can be answered until this day although the wave has closed; zero for any other
}

// A Draft is a response being written, kept so that no word is lost. It is
// found by a secret that only the participant's browser holds.
type Draft struct {
	WaveID       string
	InvitationID string // empty for an open link
	Role         string
	Answers      []Answer
	Key          string // idempotency key of this form instance: one key stores one response
	Language     string // in which the participant reads the form, as a BCP 47 tag; empty for the form's own
	SavedAt      time.Time

	// Windows says of each sheet in which window it was stored last, so that one
	// window does not put back unseen what another has changed.
	Windows map[string]string

	// LetStand names wordings that the participant was asked about, because they
	// may name somebody, and wants to stay as they are.
	LetStand []string

	// Version is how often the draft had been stored when it was read, 0 for one
	// that was not read: two devices do not write over each other unseen.
	Version int64 `json:"-"`
}

// A Receipt is what a participant gets for a stored response.
type Receipt struct {
	ResponseID string
	Code       string // withdrawal code, shown once; only its hash is stored
	Again      bool   // the response had been stored before by the same form instance: nothing was added
}
