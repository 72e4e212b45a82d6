package nlp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"verbatim/survey/fault"
)

// SentenceReport says how well Sentences does on texts whose sentences people
// have marked.
type SentenceReport struct {
	N         int     `json:"n"`           // texts
	Right     int     `json:"right"`       // texts with every sentence as marked, white space folded
	Marked    int     `json:"marked"`      // inner boundaries that people marked
	Found     int     `json:"found"`       // inner boundaries that Sentences found
	Both      int     `json:"both"`        // of these, within Tolerance of each other
	Precision float64 `json:"precision"`   // Both / Found
	Recall    float64 `json:"recall"`      // Both / Marked
	F1        float64 `json:"f1"`          // harmonic mean of the two
	Share     float64 `json:"right_share"` // Right / N
}

// Tolerance is by how many characters a boundary may differ from a mark: marks
// set by hand stand before or after the space and the closing quote.
const Tolerance = 3

// marked is one text with the sentences people see in it: either the sentences
// themselves or the places where they end, in characters from the beginning.
type marked struct {
	Input  string   `json:"input"`
	Text   string   `json:"text"`
	Output []string `json:"output"`
	Ends   []int    `json:"ends"`
}

// EvaluateSentences measures Sentences on marked texts: a JSON array or JSON
// lines of objects with either "input" and "output" (the sentences) or "text"
// and "ends" (places in characters where sentences end).
func EvaluateSentences(test io.Reader) (r SentenceReport, err error) {
	defer fault.Wrap(&err, "nlp.EvaluateSentences")
	texts, err := readMarked(test)
	if err != nil {
		return SentenceReport{}, err
	}
	for _, m := range texts {
		r.add(m)
	}
	r.Precision, r.Recall = ratio(r.Both, r.Found), ratio(r.Both, r.Marked)
	r.F1 = ratio(2*r.Both, r.Found+r.Marked)
	r.Share = ratio(r.Right, r.N)
	return r, nil
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func readMarked(r io.Reader) ([]marked, error) {
	br := bufio.NewReader(r)
	d := json.NewDecoder(br)
	if first, err := br.Peek(1); err == nil && bytes.Equal(first, []byte("[")) {
		var all []marked
		if err := d.Decode(&all); err != nil {
			return nil, fault.Coded("N01", "The marked texts are not a JSON array of texts: %v.", err)
		}
		return all, nil
	}
	var all []marked
	for {
		var m marked
		err := d.Decode(&m)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fault.Coded("N01", "Marked text %d is not a JSON object: %v.", len(all)+1, err)
		}
		all = append(all, m)
	}
}

func (r *SentenceReport) add(m marked) {
	text := m.Input + m.Text
	want := innerEnds(text, m)
	var got []int
	var sentences []string
	for _, s := range Sentences(text) {
		got = append(got, utf8.RuneCountInString(text[:s.End]))
		sentences = append(sentences, fold(s.In(text)))
	}
	got = inner(text, got)
	both := near(want, got)
	r.N++
	r.Marked, r.Found, r.Both = r.Marked+len(want), r.Found+len(got), r.Both+both
	right := both == len(want) && both == len(got)
	if m.Output != nil {
		right = strings.Join(sentences, "\n") == strings.Join(folded(m.Output), "\n")
	}
	if right {
		r.Right++
	}
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

func folded(all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = fold(s)
	}
	return out
}

// innerEnds returns the marked ends in characters, without the one at the end
// of the text.
func innerEnds(text string, m marked) []int {
	if m.Output == nil {
		return inner(text, m.Ends)
	}
	var ends []int
	at := 0
	for _, s := range m.Output {
		i := max(0, strings.Index(text[at:], s)) // where white space was folded, it begins about here
		at = min(at+i+len(s), len(text))
		ends = append(ends, utf8.RuneCountInString(text[:at]))
	}
	return inner(text, ends)
}

// inner returns the ends that stand before the last sentence.
func inner(text string, ends []int) []int {
	last := utf8.RuneCountInString(strings.TrimSpace(text)) - Tolerance
	var out []int
	for _, e := range ends {
		if e > 0 && e < last {
			out = append(out, e)
		}
	}
	return out
}

// near counts the pairs of want and got, each used once, that differ by at most
// Tolerance. Both rise.
func near(want, got []int) int {
	n, j := 0, 0
	for _, w := range want {
		for j < len(got) && got[j] < w-Tolerance {
			j++
		}
		if j < len(got) && got[j] <= w+Tolerance {
			n++
			j++
		}
	}
	return n
}
