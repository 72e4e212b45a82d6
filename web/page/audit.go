package page

// Audit is the record of who did what, newest first.
type Audit struct {
	Layout
	Sound    string // how the walk along the chain ended
	Broken   []string
	Head     string
	Actors   []ChoiceValue
	Actions  []ChoiceValue
	From, To string
	Problem  string // with the days that were typed
	Lines    []AuditLine
	Pager    Pager
	Filtered bool
}

// ChoiceValue is one option of a select.
type ChoiceValue struct {
	Value  string
	Text   string
	Chosen bool
}

// AuditLine is one row of the audit.
type AuditLine struct {
	Number  int64
	When    string
	Who     string
	What    string // the sentence of the action
	Details string // "invitations: 12, wave: end"
}
