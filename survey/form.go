package survey

// A Form is a versioned set of pages of questions. A published version never
// changes: a correction is a new version.
type Form struct {
	Key     string `json:"key"`
	Version int    `json:"version"`
	Title   string `json:"title"`
	Intro   string `json:"intro,omitempty"` // paragraphs shown before the first question, separated by empty lines
	Pages   []Page `json:"pages"`
}

// A Page is what a participant sees at one time.
type Page struct {
	Key       string     `json:"key"`
	Title     string     `json:"title"`
	Intro     string     `json:"intro,omitempty"`
	Questions []Question `json:"questions"`
}

// A Kind is a kind of question.
type Kind string

// The kinds of question.
const (
	Consent   Kind = "consent"    // one statement to agree to; required means the form cannot go on without
	Single    Kind = "single"     // one of Choices
	Multiple  Kind = "multiple"   // any of Choices
	Likert    Kind = "likert"     // each of Items on the scale of Choices
	ShortText Kind = "short-text" // one line
	LongText  Kind = "long-text"  // paragraphs
	Info      Kind = "info"       // words to read, nothing to answer
)

// FreeText reports whether answers of this kind are verbatims.
func (k Kind) FreeText() bool { return k == ShortText || k == LongText }

// A Purpose says what a question is for, where the rest of Verbatim needs to
// know: which question states the role, and which asks for recommendations.
type Purpose string

// The purposes that mean something to other packages.
const (
	ForRole           Purpose = "role"           // its choices are the keys of the programme's roles
	ForRecommendation Purpose = "recommendation" // answers are recommendations unless they say otherwise
	ForPraise         Purpose = "praise"         // what worked: answers are seldom recommendations
)

// A Question is one thing asked.
type Question struct {
	Key      string   `json:"key"`
	Kind     Kind     `json:"kind"`
	Label    string   `json:"label"`
	Hint     string   `json:"hint,omitempty"`
	Required bool     `json:"required,omitempty"`
	Choices  []Choice `json:"choices,omitempty"`
	Items    []Choice `json:"items,omitempty"` // the rows of a Likert question
	Purpose  Purpose  `json:"purpose,omitempty"`
	Quotable bool     `json:"quotable,omitempty"` // ask, beside the answer, whether it may be quoted
	MaxRunes int      `json:"max_runes,omitempty"`
}

// A Choice is one possible value of a closed question, or one row of a Likert
// question.
type Choice struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// Questions returns the form's questions in the order in which they are asked.
func (f Form) Questions() []Question {
	var qs []Question
	for _, p := range f.Pages {
		qs = append(qs, p.Questions...)
	}
	return qs
}

// Question returns the question with the given key.
func (f Form) Question(key string) (Question, bool) {
	for _, p := range f.Pages {
		for _, q := range p.Questions {
			if q.Key == key {
				return q, true
			}
		}
	}
	return Question{}, false
}

// Purposed returns the first question with the given purpose.
func (f Form) Purposed(p Purpose) (Question, bool) {
	for _, q := range f.Questions() {
		if q.Purpose == p {
			return q, true
		}
	}
	return Question{}, false
}

// ChoiceLabel returns the words of the choice with the given key, or the key itself.
func (q Question) ChoiceLabel(choice string) string {
	for _, c := range q.Choices {
		if c.Key == choice {
			return c.Label
		}
	}
	return choice
}
