package page

// Error is the page shown when a request could not be answered.
type Error struct {
	Layout
	Text   string // what happened, and how to mend it; safe to show
	Kept   string // what was kept, if there is something to say about it
	Status int
	Resend *Resend // what was sent and not stored; nil when there is nothing to send again
}

// SignIn is the page on which staff sign in.
type SignIn struct {
	Layout
	Name    string // as typed, shown again
	Next    string // local path to go to afterwards
	Problem string // why the last attempt did not work; empty on the first
	Resend  *Resend
}

// Resend is a form that was sent after its session had expired. It is carried
// through signing in, so that no word of it is lost.
type Resend struct {
	Action string // local path the form was sent to
	Fields []Field
}

// Field is one value of a form.
type Field struct{ Name, Value string }

// Carry is the page after signing in from which an interrupted form is sent on.
type Carry struct {
	Layout
	Resend Resend
}

// Home is the page at the root for people who are not signed in.
type Home struct{ Layout }
