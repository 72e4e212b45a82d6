package survey

// A Form is a versioned set of pages of questions. A published version never
// changes: a correction is a new version.
type Form struct {
	Key     string `json:"key"`
	Version int    `json:"version"`
	Title   string `json:"title"`
	Intro   string `json:"intro,omitempty"` // paragraphs shown before the first question, separated by empty lines
	Pages   []Page `json:"pages"`

	Language     string           `json:"language,omitempty"`     // of the words above, as a BCP 47 tag; empty means English
	Translations map[string]Texts `json:"translations,omitempty"` // into other languages, by their tags
}

// A Page is what a participant sees at one time. One that repeats is filled in
// once for each turn, such as each meeting of a pair.
type Page struct {
	Key       string     `json:"key"`
	Title     string     `json:"title"`
	Intro     string     `json:"intro,omitempty"`
	Relevant  string     `json:"relevant,omitempty"` // expression: when the page is asked; empty means always
	Repeat    *Repeat    `json:"repeat,omitempty"`
	Questions []Question `json:"questions"`

	Instrument *Instrument `json:"instrument,omitempty"` // the published set of questions that the page is, unaltered; nil for one's own
}

// A Repeat says how often a page is filled in.
type Repeat struct {
	Key   string `json:"key"`             // what expressions call all turns by, as in count(${meetings})
	Label string `json:"label"`           // of one turn, such as "Meeting"
	Least int    `json:"least,omitempty"` // turns
	Most  int    `json:"most,omitempty"`  // turns; 0 means MostTurns
	Count string `json:"count,omitempty"` // expression: how many turns there are; empty leaves it to the participant
}

// MostTurns is how often a page can be filled in: a meeting each week of a year
// and some.
const MostTurns = 60

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
		for i := range p.Questions {
			if p.Questions[i].Key == key {
				return p.Questions[i], true
			}
		}
	}
	return Question{}, false
}

// Purposed returns the first question with the given purpose.
func (f Form) Purposed(p Purpose) (Question, bool) {
	for _, pg := range f.Pages {
		for i := range pg.Questions {
			if pg.Questions[i].Purpose == p {
				return pg.Questions[i], true
			}
		}
	}
	return Question{}, false
}
