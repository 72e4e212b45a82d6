package store

import (
	"context"
	"net/mail"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectInvited  = `SELECT DISTINCT participant_id FROM invitation WHERE wave_id = $1 AND participant_id IS NOT NULL`
	selectAnswered = `SELECT participant_id FROM invitation WHERE wave_id = $1 AND spent = TRUE AND participant_id IS NOT NULL
		UNION SELECT participant_id FROM response WHERE wave_id = $1 AND participant_id IS NOT NULL`
	selectWaveLetters = `SELECT run_id, participant_id, kind, state, status, sent_on FROM mail_letter WHERE wave_id = $1`
)

// NobodyLeft is the code of the fault that says that nobody is to get a message.
const NobodyLeft = "M09"

// An Audience is who gets a kind of message about a wave, and why others do not,
// in counts.
type Audience struct {
	Wave      survey.Wave
	Kind      survey.MailKind
	To        []survey.Participant
	NoAddress int // on the list, without a usable address
	Quiet     int // opted out, or messages came back
	Before    int // got this message before; of a reminder: invited today

	programme string
	plan      survey.MailPlan
	today     survey.Day
	hasher    func(string) string
	runs      []survey.MailRun
	invited   map[string]bool
	answered  map[string]bool
	letters   map[string][]LetterView
}

// A LetterView is what the list of participants may say of a message.
type LetterView struct {
	RunID, ParticipantID string
	Kind                 survey.MailKind
	State                survey.LetterState
	Status               string
	SentOn               survey.Day
}

// MailAudience returns who would get a message of the kind if it were sent now.
// Err says why it cannot be sent, nil where it can.
func (s *Store) MailAudience(ctx context.Context, waveID string, kind survey.MailKind) (_ *Audience, why, err error) {
	defer fault.Wrap(&err, "store.MailAudience(%s, %s)", waveID, kind)
	a, err := s.newAudience(ctx, waveID, kind)
	if err != nil {
		return nil, nil, err
	}
	if err := a.look(ctx, s.DB); err != nil {
		return nil, nil, err
	}
	return a, a.mayStart(), nil
}

// newAudience reads what does not change while a run is started.
func (s *Store) newAudience(ctx context.Context, waveID string, kind survey.MailKind) (*Audience, error) {
	if !kind.Valid() {
		return nil, fault.New(fault.NotFound, "There is no message %q.", kind)
	}
	wave, err := s.Wave(ctx, waveID)
	if err != nil {
		return nil, err
	}
	round, err := s.Round(ctx, wave.RoundID)
	if err != nil {
		return nil, err
	}
	plan, err := s.MailPlan(ctx, waveID)
	if err != nil {
		return nil, err
	}
	hasher, err := s.addressHasher(ctx, round.ProgrammeID)
	return &Audience{Wave: wave, Kind: kind, programme: round.ProgrammeID, plan: plan, today: s.today(), hasher: hasher}, err
}

// look reads who is on the list and what each has got, and sorts them.
func (a *Audience) look(ctx context.Context, q sqldb.Querier) (err error) {
	if a.runs, err = sqldb.Collect(ctx, q, scanRun, selectRuns, a.Wave.ID); err != nil {
		return err
	}
	if a.invited, err = collectNames(ctx, q, selectInvited, a.Wave.ID); err != nil {
		return err
	}
	if a.answered, err = collectNames(ctx, q, selectAnswered, a.Wave.ID); err != nil {
		return err
	}
	letters, err := sqldb.Collect(ctx, q, scanLetterView, selectWaveLetters, a.Wave.ID)
	if err != nil {
		return err
	}
	a.letters = map[string][]LetterView{}
	for _, l := range letters {
		a.letters[l.ParticipantID] = append(a.letters[l.ParticipantID], l)
	}
	people, err := sqldb.Collect(ctx, q, scanParticipant, selectParticipants, a.Wave.RoundID)
	if err != nil {
		return err
	}
	known, err := addressStates(ctx, q, a.programme, a.hasher, people)
	if err != nil {
		return err
	}
	a.To, a.NoAddress, a.Quiet, a.Before = nil, 0, 0, 0
	for _, p := range people {
		a.sort(p, known[p.ID])
	}
	return nil
}

// sort puts one participant where they belong.
func (a *Audience) sort(p survey.Participant, known AddressState) {
	written, thanked, today := a.got(p.ID)
	switch {
	case a.Kind.Links() && a.answered[p.ID]:
	case !UsableAddress(p.Email):
		a.NoAddress++
	case known.Quiet():
		a.Quiet++
	case a.Kind == survey.MailInvitation && written, a.Kind.Reminds() && today, a.Kind == survey.MailThanks && thanked:
		a.Before++
	case a.Kind != survey.MailInvitation && !a.invited[p.ID]:
	default:
		a.To = append(a.To, p)
	}
}

// got says what the participant was sent: whether an invitation or thanks were or
// are being sent, and whether anything was today.
func (a *Audience) got(participantID string) (invitation, thanked, today bool) {
	for _, l := range a.letters[participantID] {
		out := l.State == survey.LetterSent || l.State == survey.LetterUncertain
		underWay := l.State == survey.LetterWaiting || l.State == survey.LetterSending
		invitation = invitation || l.Kind == survey.MailInvitation && (out || underWay)
		thanked = thanked || l.Kind == survey.MailThanks && (out || underWay)
		today = today || out && l.SentOn == a.today
	}
	return invitation, thanked, today
}

// mayStart says why nothing can be sent now.
func (a *Audience) mayStart() error {
	reminders := 0
	for _, r := range a.runs {
		if r.Kind.Reminds() {
			reminders++
		}
	}
	switch {
	case active(a.runs):
		return fault.Coded("M05", "Messages about %q are being sent: wait until that has ended, or stop it.", a.Wave.Title)
	case a.Kind.Links() && a.Wave.ClosesOn != "" && a.today > a.Wave.ClosesOn:
		return fault.Coded("M06", "%q closed on %s: extend it before you invite or remind.", a.Wave.Title, a.Wave.ClosesOn)
	case a.Kind.Links() && a.Wave.OpensOn != "" && a.today < a.Wave.OpensOn:
		return fault.Coded("M06", "%q opens on %s: send from that day on.", a.Wave.Title, a.Wave.OpensOn)
	case a.Kind.Reminds() && reminders >= a.plan.MostReminders:
		return fault.Coded("M07", "People have been reminded %d times, which is the most that the plan of %q allows: change the plan to remind them again.", reminders, a.Wave.Title)
	case a.Kind == survey.MailThanks && a.Wave.ClosesOn != "" && a.today <= a.Wave.ClosesOn:
		return fault.Coded("M06", "%q can be answered until %s: thank people after that day.", a.Wave.Title, a.Wave.ClosesOn)
	case a.Kind.Reminds() && a.remindedToday():
		return fault.Coded("M08", "People were reminded of %q today: send the next reminder on another day.", a.Wave.Title)
	case len(a.To) == 0:
		return fault.Coded(NobodyLeft, "Nobody is to get this message: %s.", a.whyNobody())
	}
	return nil
}

func (a *Audience) remindedToday() bool {
	for _, r := range a.runs {
		if r.Kind.Reminds() && r.StartedOn == a.today {
			return true
		}
	}
	return false
}

func (a *Audience) whyNobody() string {
	switch {
	case a.NoAddress > 0 && len(a.invited) == 0:
		return "nobody on the list of participants has a usable e-mail address"
	case a.Kind == survey.MailInvitation && a.Before > 0:
		return "all who have an address have been sent an invitation"
	case a.Kind.Reminds() && a.Before > 0:
		return "who has not answered was invited today, and is not reminded on the same day"
	case a.Kind != survey.MailInvitation && len(a.invited) == 0:
		return "nobody has been invited"
	case a.Kind == survey.MailThanks && a.Before > 0:
		return "all have been thanked"
	case a.Kind.Reminds():
		return "there is nobody left to remind"
	}
	return "the list of participants is empty"
}

// UsableAddress reports whether mail can be sent to the text: one address
// without a name.
func UsableAddress(email string) bool {
	email = strings.TrimSpace(email)
	a, err := mail.ParseAddress(email)
	return err == nil && a.Name == "" && a.Address == email && len(email) <= maxAddress
}

// maxAddress is how long an address may be: what SMTP carries, in bytes.
const maxAddress = 254

func scanLetterView(r sqldb.Row) (l LetterView, err error) {
	err = r.Scan(&l.RunID, &l.ParticipantID, &l.Kind, &l.State, &l.Status, &l.SentOn)
	return l, err
}
