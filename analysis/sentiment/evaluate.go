package sentiment

import (
	"bufio"
	"encoding/json"
	"io"

	"verbatim/survey"
	"verbatim/survey/fault"
)

// A Report is how far the readings agree with people's on a test set.
type Report struct {
	N        int         `json:"n"`
	Accuracy float64     `json:"accuracy"` // share of the answers read as people read them
	MacroF1  float64     `json:"macro_f1"` // mean of the F1 of the three classes
	Negative ClassReport `json:"negative"`
	Neutral  ClassReport `json:"neutral"`
	Positive ClassReport `json:"positive"`
}

// A ClassReport is the same for one class.
type ClassReport struct {
	N         int     `json:"n"` // answers that people gave the class
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// longestLine is how many bytes a line of a test set may have.
const longestLine = 1 << 20

// Evaluate reads a test set, a JSON object a line with "text", "sentiment" (-1, 0
// or 1) and, where it is known, the "purpose" of the question, and compares the
// readings with it.
func Evaluate(test io.Reader) (_ Report, err error) {
	defer fault.Wrap(&err, "sentiment.Evaluate")
	var counts [3][3]int // by people's class, then ours
	a := New()
	lines := bufio.NewScanner(test)
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var item struct {
			Text      string         `json:"text"`
			Sentiment *int           `json:"sentiment"`
			Purpose   survey.Purpose `json:"purpose"`
		}
		if err := json.Unmarshal(lines.Bytes(), &item); err != nil {
			return Report{}, fault.Coded("A26", "Line %d of the sentiment data is not the JSON expected: %v.", n, err)
		}
		if item.Sentiment == nil || *item.Sentiment < -1 || *item.Sentiment > 1 {
			return Report{}, fault.Coded("A27", "Line %d of the sentiment data has no \"sentiment\" of -1, 0 or 1.", n)
		}
		counts[*item.Sentiment+1][a.Read(item.Text, item.Purpose).Class+1]++
	}
	return report(counts), lines.Err()
}

func report(counts [3][3]int) Report {
	var r Report
	right := 0
	for k, c := range []*ClassReport{&r.Negative, &r.Neutral, &r.Positive} {
		found := 0
		for j := range counts {
			c.N += counts[k][j]
			found += counts[j][k]
		}
		c.Precision, c.Recall = ratio(counts[k][k], found), ratio(counts[k][k], c.N)
		c.F1 = ratio(2*counts[k][k], found+c.N)
		r.N += c.N
		right += counts[k][k]
		r.MacroF1 += c.F1 / float64(len(counts))
	}
	r.Accuracy = ratio(right, r.N)
	return r
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
