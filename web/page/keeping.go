package page

// Keeping is how long the answers of a round are kept, who has taken theirs
// back, and whether anonymous ones can be joined with people.
type Keeping struct {
	Layout
	Scope    string
	Warnings []string // waves whose answers go within a month
	Waves    []KeptWave
	Withdraw string // address of the page on which staff withdraw for somebody; empty where nothing is joined to anybody
	Tried    []TriedWave
	TooLarge bool // too many responses to try it while somebody waits
}

// KeptWave says how long the answers to one wave are kept.
type KeptWave struct {
	Anchor    string
	Title     string
	Until     string // "31 December 2027", empty where no end is stated
	Told      string // what participants were told, where that is another day
	Reason    string
	Ended     string // when the answers were made counts
	Responses int    // how many they were then
	Withdrawn string // "2 responses were withdrawn.", or as much as can be said
	Action    string // where a new day is sent; empty where it cannot be changed any more
	Day       string // what was typed
	Why       string
	Problem   string
}

// TriedWave is what was tried to join people with the responses to one wave.
type TriedWave struct {
	Title    string
	Summary  string
	Attempts []TriedView
}

// TriedView is one attempt.
type TriedView struct {
	Channel string
	Tried   string
	Found   string
	Do      string
	Verdict string // closed, limited, linked
	Word    string // the same in words
}

// WithdrawFor is the page on which staff withdraw a response because its
// participant has asked for it.
type WithdrawFor struct {
	Layout
	Scope   string
	Action  string
	Back    string
	Waves   []WithdrawWave
	Confirm *LinkedView // what is about to be removed
}

// WithdrawWave is a wave with the people who have answered it.
type WithdrawWave struct {
	Title  string
	Closed string // until when it was possible, where that is over
	People []LinkedView
}

// LinkedView is a response that is joined to who gave it.
type LinkedView struct {
	ID   string
	Name string
	Role string
	Wave string
}
