package page

// Typical compares the words of two sides of a round.
type Typical struct {
	Layout
	Scope       string
	Comparisons []Choice
	None        string // why Comparisons is empty
	Small       Choice // the switch of function words
	Meaning     string // what the figures rest on
	TooLittle   string // why no side is shown
	Sides       []TypicalSide
	Frequent    []WordCount
	LeftOut     string // how many words are not listed, and why
	Sounds      []Sound
	SoundsOf    string // what Sounds does not cover
	Search      string // addresses
}

// TypicalSide is the words most typical of one side.
type TypicalSide struct {
	ID      string // for headings
	Heading string
	Other   string // what the other side is called
	Empty   string // why Words is empty
	Words   []TypicalWord
}

// TypicalWord is a word more frequent on one side.
type TypicalWord struct {
	Word     Link // to the answers of the side that have it
	Count    string
	People   string
	Other    string // count on the other side
	OtherBy  string // people
	Evidence string // log-likelihood
	Z        string
}

// WordCount says how often a word was used.
type WordCount struct{ Word, Count, People string }

// Sound counts people by how their answers to a question sound.
type Sound struct{ Question, Role, Negative, Neutral, Positive string }
