package page

// Measure says how well the machine suggests in one round, and what people said
// by role or wave.
type Measure struct {
	Layout
	Scope     string // "Reverse mentoring, 2021"
	Reading   string // how far everything has been read
	Busy      bool
	Aside     []AsideAnswer // answers that a stage failed on
	Quality   []ThemeQuality
	Learnt    string // what Quality rests on
	Unlearnt  *Onward
	Agreement []CoderPair
	Alone     string // why Agreement is empty
	Next      []NextAnswer
	AllCoded  string // why Next is empty
	Of        []Choice
	By        []Choice
	Counted   *Crosstab
	Uncounted string // why Counted is nil
	Together  []ThemePair
	Apart     string // what is not listed in Together, and why
	Codebook  string // addresses
	Review    string
}

// AsideAnswer is an answer that a stage failed on; the rest went on without it.
type AsideAnswer struct {
	Answer Link
	Stage  string
	Reason string
}

// ThemeQuality is how well suggestions of one theme agree with people.
type ThemeQuality struct {
	Name      string
	Answers   string // that people gave the theme
	Precision string
	Recall    string
	F1        string
}

// CoderPair is how far two coders agree on the answers that both coded.
type CoderPair struct {
	Coders   string // "anna and the machine"
	Answers  string
	Percent  string
	Kappa    string
	Alpha    string
	Interval string // of Kappa
}

// NextAnswer is an answer from whose coding the machine would learn.
type NextAnswer struct {
	Address string
	Text    string // its beginning
	About   string // "Mentor, 2021"
}

// Crosstab counts people by theme and group.
type Crosstab struct {
	Caption string
	Groups  []string
	Bases   []string // people of each group
	People  string
	Totals  bool // rows have totals
	Rows    []CrosstabRow
}

// CrosstabRow is one theme of a Crosstab.
type CrosstabRow struct {
	Name  string
	Cells []string
	Total string
}

// ThemePair is two themes that the same people have.
type ThemePair struct {
	Names    string
	Both     string
	Expected string
	Lift     string
	Jaccard  string
	Phi      string
}
