package survey

import (
	"slices"

	"verbatim/survey/fault"
)

// A Programme is the scheme being evaluated.
type Programme struct {
	ID           string
	Key          string // short name for addresses and commands, such as "reverse-mentoring"; see CheckKey
	Name         string // as participants and readers know it, such as "Reverse Mentoring in the Faculty of Medicine"
	Organisation string // the body that acts on recommendations, such as "the Faculty of Medicine"; may be empty
	Addressee    string // who the summary is presented to, such as "the EDI education committee"; may be empty
	Aim          string // one sentence for the introduction of the summary; may be empty
	Contact      string // who participants may ask, shown at the foot of every page; may be empty
	Roles        []Role // in the order in which the summary reports them

	LeastMeetings int // how often a pair is to meet in a round; 0 means not stated
	Pay           Pay
}

// Pay says who is paid for the time spent meeting, and how.
type Pay struct {
	Role string // the key of the role that is paid by the hour; empty for none
	Rate int64  // pence an hour; 0 means not stated
	Step int    // minutes that a person's time is rounded up to, DefaultPayStep when 0
}

// A Role is a part that people take in a programme.
type Role struct {
	Key      string // "mentor"
	Singular string // "mentor"
	Plural   string // "mentors"
	Joint    bool   // several people answer together, as a pair does: counted as one answer, never as a person
}

// Role returns the role with the given key.
func (p Programme) Role(key string) (Role, bool) {
	for _, r := range p.Roles {
		if r.Key == key {
			return r, true
		}
	}
	return Role{}, false
}

// A Round is one year's or one cohort's run of a programme.
type Round struct {
	ID          string
	ProgrammeID string
	Key         string // "2021"; rounds are ordered by key
	Pairs       int    // how many pairs took part, as the coordinator states it; 0 means not stated
}

// A Mode says how a response relates to the person who gave it. It is locked
// once anybody has been invited or has answered.
type Mode string

// The four modes of anonymity. Only the first two keep a link from a response
// to a person.
const (
	Named            Mode = "named"             // the response belongs to a known participant
	Confidential     Mode = "confidential"      // researchers see a pseudonym, the key is kept apart
	AnonymousInvited Mode = "anonymous-invited" // the invitation is spent, nothing joins it to the answers
	Open             Mode = "open"              // anybody with the link may answer
)

// Linked reports whether responses of this mode refer to a participant.
func (m Mode) Linked() bool { return m == Named || m == Confidential }

// Valid reports whether m is one of the four modes.
func (m Mode) Valid() bool {
	return m == Named || m == Confidential || m == AnonymousInvited || m == Open
}

// DefaultPayStep is the minutes that paid time is rounded up to unless the
// programme says otherwise: timesheets count quarters of an hour.
const DefaultPayStep = 15

// A WaveKind says what a wave is for, where something depends on it: meetings
// are counted in one, and the half-way answers stand beside those of the end.
type WaveKind string

// The kinds of waves. The zero value is any other.
const (
	Application WaveKind = "application"
	Interest    WaveKind = "interest" // an expression of interest
	Meetings    WaveKind = "meetings" // the log of the meetings of a pair
	HalfWay     WaveKind = "half-way"
	End         WaveKind = "end"
)

// WaveKinds returns the kinds in the order in which a round has them.
func WaveKinds() []WaveKind { return []WaveKind{Application, Interest, Meetings, HalfWay, End} }

// Valid reports whether k is one of the kinds, or none.
func (k WaveKind) Valid() bool { return k == "" || slices.Contains(WaveKinds(), k) }

// A Wave is one occasion to ask the participants of a round with one form.
type Wave struct {
	ID            string
	RoundID       string
	Key           string // "end"
	Title         string // as the participant sees it, "End evaluation 2021"
	FormKey       string
	FormVersion   int
	Mode          Mode
	OpensOn       Day // first day on which it can be answered; zero means at once
	ClosesOn      Day // last day; zero means open until closed by hand
	WithdrawUntil Day // last day on which a participant may withdraw; zero means until the summary is published

	Kind         WaveKind
	RetainUntil  Day  // last day on which the answers are kept; zero means that no end is stated
	ExtendedFrom Day  // the day it was to close on before it was extended; zero means that it was not
	ClosedOn     Day  // the day it was closed by hand, ClosesOn being the day before; zero means that it was not
	Apart        bool // its pseudonyms are those of no other wave, so that its answers stand alone
}

// A Participant is a person known to take part in a round.
type Participant struct {
	ID      string
	RoundID string
	Role    string
	Name    string
	Email   string
	PairID  string // shared by the two who meet; may be empty
	Person  string // shared by the participants of other rounds who are the same person; the store sets it
}

// CheckKey returns a fault unless key is 1 to 40 lower-case letters, digits
// and inner hyphens, which is what addresses and commands can carry unchanged.
func CheckKey(what, key string) error {
	ok := len(key) >= 1 && len(key) <= 40 && key[0] != '-' && key[len(key)-1] != '-'
	for _, r := range key {
		ok = ok && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-')
	}
	if !ok {
		return fault.Coded("S01", "%s %q is not usable: take 1 to 40 lower-case letters, digits and hyphens, such as \"reverse-mentoring\".", what, key)
	}
	return nil
}
