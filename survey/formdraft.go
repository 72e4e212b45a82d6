package survey

import "time"

// A FormDraft is a form that is being written, in the state that it is in now.
type FormDraft struct {
	ProgrammeID string
	Form        Form   // its Version says nothing: publishing gives it one
	Version     int64  // counts the changes; whoever changes the draft says which version they saw
	Base        int    // the published version that it began from; 0 for none
	What        string // the last change, in words
	ChangedBy   string // name of the staff account
	ChangedAt   time.Time
	Undo        bool // an earlier state is kept
	Redo        bool // a state that was undone is kept
}

// A FormUse is a wave that asks with a version of a form.
type FormUse struct {
	RoundKey string
	Wave     Wave
	Invited  bool // somebody has been invited
	Answered int  // responses
}

// Begun reports whether people know the wave by the form it has.
func (u FormUse) Begun() bool { return u.Invited || u.Answered > 0 }
