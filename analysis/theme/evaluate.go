package theme

import "io"

// An Evaluation is what Evaluate measured.
type Evaluation struct {
	Train  int     `json:"train"`  // answers to draw from
	Test   int     `json:"test"`   // answers tested on
	Themes int     `json:"themes"` // themes frequent enough to be tested
	Points []Point `json:"points"`
}

// A Point is the mean over all draws for one number of examples a theme.
type Point struct {
	K         int     `json:"k"` // examples a theme
	N         float64 `json:"n"` // coded answers drawn for that
	F1        float64 `json:"macro_f1"`
	F1Spread  float64 `json:"macro_f1_spread"` // standard deviation over the draws
	MAP       float64 `json:"map"`             // mean over themes of average precision
	MAPSpread float64 `json:"map_spread"`
}

// Evaluate measures few-shot suggesting on coded answers in JSON lines ("text",
// "labels", and "resp" for the person): for each k it draws answers from train
// until every theme has k, learns from them, and tests on test; seeds draws each.
func Evaluate(train, test io.Reader, ks []int, seeds int) (Evaluation, error) {
	return Evaluation{}, nil
}
