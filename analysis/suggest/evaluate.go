package suggest

import (
	"encoding/json"
	"errors"
	"io"

	"verbatim/survey"
	"verbatim/survey/fault"
)

// A Report says how well a Miner finds what people found to be actions.
type Report struct {
	Trained   int     `json:"trained"`   // sentences learned from; 0 means rules alone
	N         int     `json:"n"`         // sentences judged
	Positive  int     `json:"positive"`  // of these, actions
	Found     int     `json:"found"`     // sentences the Miner takes for actions
	Right     int     `json:"right"`     // of these, actions
	Precision float64 `json:"precision"` // Right / Found
	Recall    float64 `json:"recall"`    // Right / Positive
	F1        float64 `json:"f1"`        // harmonic mean of the two, of the class of actions
}

// judged is one sentence with what people found.
type judged struct {
	Text       string         `json:"text"`
	Suggestion *int           `json:"suggestion"` // 1 for an action
	Purpose    survey.Purpose `json:"purpose"`
}

// Evaluate measures a Miner that has learned from train on the sentences of
// test. Both are JSON lines of objects with "text", "suggestion" (0 or 1) and,
// where known, "purpose" of the question. train may be nil: then the rules are
// measured alone.
func Evaluate(train, test io.Reader) (r Report, err error) {
	defer fault.Wrap(&err, "suggest.Evaluate")
	m := New()
	if train != nil {
		examples, err := ReadExamples(train)
		if err != nil {
			return Report{}, err
		}
		m.Learn(examples)
		r.Trained = len(examples)
	}
	sentences, err := ReadExamples(test)
	if err != nil {
		return Report{}, err
	}
	for _, e := range sentences {
		r.add(e.Action, m.Score(e.Text, e.Purpose) >= Threshold)
	}
	r.Precision, r.Recall = ratio(r.Right, r.Found), ratio(r.Right, r.Positive)
	r.F1 = ratio(2*r.Right, r.Found+r.Positive)
	return r, nil
}

// Score returns how sure the Miner is that a sentence as a whole asks for an
// action, 0 to 1.
func (m *Miner) Score(sentence string, purpose survey.Purpose) float64 {
	return m.judge(analyseAll(sentence), purpose).score
}

func (r *Report) add(action, found bool) {
	r.N++
	if action {
		r.Positive++
	}
	if found {
		r.Found++
	}
	if action && found {
		r.Right++
	}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// ReadExamples reads examples from JSON lines of objects with "text",
// "suggestion" (0 or 1) and, where known, "purpose".
func ReadExamples(r io.Reader) ([]Example, error) {
	var out []Example
	for d := json.NewDecoder(r); ; {
		var j judged
		err := d.Decode(&j)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil || j.Suggestion == nil {
			return nil, fault.Coded("N03", "Sentence %d is not a JSON object with \"text\" and \"suggestion\" (0 or 1).", len(out)+1)
		}
		out = append(out, Example{Text: j.Text, Purpose: j.Purpose, Action: *j.Suggestion == 1})
	}
}
