package survey

import "slices"

// A MailKind says on what occasion a message is sent to participants.
type MailKind string

// The occasions, in their order.
const (
	MailInvitation MailKind = "invitation"
	MailReminder   MailKind = "reminder"
	MailLastCall   MailKind = "last-call" // the last reminder before a wave closes
	MailThanks     MailKind = "thanks"    // to all who were invited, whether they have answered or not
)

// MailKinds returns all occasions.
func MailKinds() []MailKind {
	return []MailKind{MailInvitation, MailReminder, MailLastCall, MailThanks}
}

// Valid reports whether k is one of the occasions.
func (k MailKind) Valid() bool { return slices.Contains(MailKinds(), k) }

// Reminds reports whether the message goes to those only who have not answered.
func (k MailKind) Reminds() bool { return k == MailReminder || k == MailLastCall }

// Links reports whether the message carries a link to answer.
func (k MailKind) Links() bool { return k != MailThanks }

// A MailPlan says what is sent about a wave by itself, and in which languages.
type MailPlan struct {
	WaveID        string
	Saved         bool     // somebody has decided on it; nothing is sent by itself before
	Languages     []string // tags, in the order of the texts in a message
	InviteOn      Day      // the day on which invitations go out by themselves; zero means by hand
	RemindBefore  []int    // days before the wave closes, descending; the last one is the last call
	MostReminders int      // how often one person is reminded at most
	Thank         bool     // on the day after the wave has closed
}

// The limits of a plan.
const (
	// MostRemindersEver bounds MostReminders: more than five reminders is
	// pestering, and people stop reading the first.
	MostRemindersEver = 5
	// EarliestReminder is how many days before the end a reminder may be.
	EarliestReminder = 90
)

// DefaultMailPlan returns the plan of a wave for which none was made: nothing is
// sent by itself before somebody has said when.
func DefaultMailPlan(waveID string) MailPlan {
	return MailPlan{WaveID: waveID, Languages: []string{"en"}, RemindBefore: []int{7, 2}, MostReminders: 2}
}

// A MailTemplate is the words of a message in one language.
type MailTemplate struct {
	WaveID   string
	Kind     MailKind
	Language string
	Subject  string
	Body     string
}

// A MailRun is one sending of a kind of message, in counts.
type MailRun struct {
	ID        string // also of its job
	WaveID    string
	Kind      MailKind
	Turn      int // of the wave's runs, from 1
	StartedOn Day
	Letters   int // to how many people
	Sent      int
	Refused   int // by a mail server, for good
	Uncertain int // may or may not have arrived, and are not sent twice
	Dropped   int // answered or opted out before their turn came, or the run was stopped
	Ended     bool
}

// A LetterState says what has become of one message.
type LetterState string

// The states of a message.
const (
	LetterWaiting   LetterState = "waiting"
	LetterSending   LetterState = "sending"
	LetterSent      LetterState = "sent"
	LetterRefused   LetterState = "refused"
	LetterUncertain LetterState = "uncertain"
	LetterDropped   LetterState = "dropped"
)
