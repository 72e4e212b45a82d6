package page

// Later is the page with which a participant comes back from another device.
type Later struct {
	Layout
	Spaced []string // the code in groups that can be read out; none before it was asked for
	Link   string
	Until  string // the day until which what was written is kept
	Action string
	Back   string
	Typed  string // where the code can be typed, as an address that can be read out
}

// Return asks for the code, or whether to go on here.
type Return struct {
	Layout
	Code     string
	Problem  string
	Heading  string    // of the form, where the code led to one
	Action   string    // where going on is sent; empty while the code is asked for
	Saved    string    // the day on which it was last saved
	Sections []Section // what was written in this browser and would be left for it
	Here     string    // where that can be gone on with
}

// Note tells a participant what in an answer may name somebody.
type Note struct {
	Question string
	Words    []Noted
	Change   string // where the answer can be changed
	Keep     string // value of the button that lets it stand
}

// Noted is what was found, as it was typed, and what it looks like.
type Noted struct{ Text, Looks string }

// Copy is what a participant takes along of the answers that were sent.
type Copy struct {
	Layout
	Form       string
	Day        string // on which they were sent
	Code       string // for withdrawing
	Until      string // the last day for that; empty when until publication
	Kept       string // the last day on which they are kept; empty for no such day
	Sections   []Section
	Back       string
	AsText     string // where the plain text is
	AsPage     string
	WithdrawAt string // the address that asks for the code
	Unanswered string // what stands in the place of an answer that was not given

	Say func(english, value string) string // in the language of the page
}

// Facts are the lines about the answers as a whole.
func (p Copy) Facts() []string {
	facts := []string{p.Say("Sent on %s", p.Day)}
	if p.Code != "" {
		facts = append(facts, p.Say("Your code for taking them back: %s", p.Code), p.Say("Enter it at %s", p.WithdrawAt))
	}
	if p.Until != "" {
		facts = append(facts, p.Say("You can take your answers back until %s.", p.Until))
	}
	if p.Kept != "" {
		facts = append(facts, p.Say("Your answers are kept until %s, and then deleted.", p.Kept))
	}
	return facts
}
