package survey

// A User is a staff account. People who answer forms have none.
type User struct {
	ID    string
	Name  string // what they sign in with; lower case
	Level Level
}

// Actor returns the account as one who does something.
func (u User) Actor() Actor { return Actor{Kind: ActorStaff, ID: u.ID, Name: u.Name} }

// A Level says what a staff account may do.
type Level string

// The levels of staff. A coordinator may do all that a researcher may.
const (
	Researcher  Level = "researcher"  // searches, reads, codes
	Coordinator Level = "coordinator" // invites, collates, publishes, keeps accounts
)

// Allows reports whether an account of level l may do what needs the given
// level.
func (l Level) Allows(needed Level) bool {
	return l == needed || l == Coordinator && needed == Researcher
}

// Valid reports whether l is one of the known levels.
func (l Level) Valid() bool { return l == Researcher || l == Coordinator }
