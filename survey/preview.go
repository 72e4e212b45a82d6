package survey

// A Preview is a quote as it is to be printed, which the person who gave the
// words is shown before.
type Preview struct {
	ID         string
	ResponseID string
	RoundID    string
	Question   string // of the response, with its turn
	Words      string // with all declared edits applied
	Label      string // who is named as speaking; empty for nobody
	Heading    string // the theme
	Statement  string // the sentence the words stand under
	Until      Day    // the last day for a reply
	Current    bool   // the words are to be printed as the draft stands
	Reply      PreviewReply
	Wish       string // the change they ask for, in their words
	SettledBy  string // the account that dealt with the wish; empty for nobody
	Settled    string // what was done about it
}

// VerbatimID returns the verbatim that the words are of.
func (p Preview) VerbatimID() string { return VerbatimID(p.ResponseID, p.Question) }

// Open reports whether something waits to be done about the reply.
func (p Preview) Open() bool {
	return p.Reply == PreviewDeclined && p.Current || p.Reply == PreviewChange && p.SettledBy == ""
}

// A PreviewReply is what a person says to the words that are to be printed.
type PreviewReply string

// The replies.
const (
	PreviewWaiting  PreviewReply = ""
	PreviewAgreed   PreviewReply = "agree"
	PreviewChange   PreviewReply = "change"  // not like this; Wish says what
	PreviewDeclined PreviewReply = "decline" // not at all
)

// Valid reports whether r is one that a person can give.
func (r PreviewReply) Valid() bool {
	return r == PreviewAgreed || r == PreviewChange || r == PreviewDeclined
}
