package analysis

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

// A Recommendation is an action put to a named body in one round.
type Recommendation struct {
	ID        string
	RoundID   string
	Reference string // stable and never used again, such as "2020-1" or "2021-R04"
	Title     string
	Position  int      // order within the round
	Sources   []string // verbatims it rests on; none for an imported one
}
