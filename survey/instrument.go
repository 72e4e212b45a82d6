package survey

// An Instrument says that a page is a published set of questions, word for word.
// Whoever rewords, reorders or forces its questions has another one, whose
// results compare with nobody's. It carries what is needed to score answers and
// to cite it, so that a form is complete in itself; package instrument makes it,
// checks it and scores by it.
type Instrument struct {
	Key      string  `json:"key"`
	Version  string  `json:"version"` // hash of its words, order and scoring
	Name     string  `json:"name"`
	Citation string  `json:"citation"` // as a list of references has it
	Licence  string  `json:"licence"`  // on what terms it may be used
	Scoring  Scoring `json:"scoring"`
}

// Scoring is how answers to an instrument become scores.
type Scoring struct {
	Method ScoreMethod `json:"method"`
	Low    float64     `json:"low"`  // the least number that an answer can be
	High   float64     `json:"high"` // the greatest
	Scales []Scale     `json:"scales"`
}

// A ScoreMethod is how the items of a scale become one number.
type ScoreMethod string

// The ways of scoring.
const (
	MeanScore ScoreMethod = "mean" // of the items answered
	SumScore  ScoreMethod = "sum"  // of all items; one that is missing counts as the mean of those answered
)

// A Scale is the part of an instrument that one score is made of.
type Scale struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Items   []string `json:"items"`             // keys of the rows
	Reverse []string `json:"reverse,omitempty"` // those of them where agreeing means less of what is measured
	Least   int      `json:"least"`             // items that must be answered for there to be a score
}
