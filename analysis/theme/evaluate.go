package theme

import (
	"bufio"
	"encoding/json"
	"io"
	"math/rand/v2"
	"slices"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

// Which themes are evaluated: those frequent enough that drawing examples
// leaves others, and that precision and recall on the test mean something.
const (
	minTrainPositives = 40
	minTestPositives  = 15
)

// maxLine is the longest line, in bytes, of a file of coded answers.
const maxLine = 1 << 20

// An Evaluation is what Evaluate measured.
type Evaluation struct {
	Train  int     `json:"train"`  // answers to draw from
	Test   int     `json:"test"`   // answers tested on
	Themes int     `json:"themes"` // themes frequent enough to be tested
	Draws  int     `json:"draws"`  // for each number of examples
	Points []Point `json:"points"`
}

// A Point is the mean over all draws for one number of examples a theme. Its
// spreads are standard deviations over the draws.
type Point struct {
	K         int     `json:"k"` // examples a theme; all answers when 0
	N         float64 `json:"n"` // coded answers drawn for that
	F1        float64 `json:"macro_f1"`
	F1Spread  float64 `json:"macro_f1_spread"`
	MAP       float64 `json:"map"` // mean over themes of average precision
	MAPSpread float64 `json:"map_spread"`
	Precision float64 `json:"micro_precision"`
	Recall    float64 `json:"micro_recall"`
}

// A record is one coded answer of a file.
type record struct {
	Text   string   `json:"text"`
	Labels []string `json:"labels"`
}

// Evaluate measures suggesting from few examples, on coded answers in JSON
// lines with "text" and "labels". For each k it draws answers from train until
// every theme has k, learns from them, the names of the themes and the words of
// all answers (train and test, without their codings, as an index of a round
// has them), and tests on test; draws times each, from fixed seeds. What
// counts as suggested is decided by the tagger, not on the test.
func Evaluate(train, test io.Reader, ks []int, draws int) (_ Evaluation, err error) {
	defer fault.Wrap(&err, "theme.Evaluate")
	tr, err := readRecords(train)
	if err != nil {
		return Evaluation{}, err
	}
	te, err := readRecords(test)
	if err != nil {
		return Evaluation{}, err
	}
	return trial{train: tr, test: te, minTrain: minTrainPositives, minTest: minTestPositives}.run(ks, draws)
}

func readRecords(r io.Reader) ([]record, error) {
	var out []record
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	for line := 1; in.Scan(); line++ {
		var rec record
		if err := json.Unmarshal(in.Bytes(), &rec); err != nil {
			return nil, fault.Coded("A20", "Line %d of the coded answers is not a JSON object with \"text\" and \"labels\": %v.", line, err)
		}
		out = append(out, rec)
	}
	return out, in.Err()
}

// A trial is an evaluation under way.
type trial struct {
	train, test       []record
	minTrain, minTest int
}

func (tr trial) run(ks []int, draws int) (Evaluation, error) {
	themes := tr.themes()
	if len(themes) == 0 || draws < 1 {
		return Evaluation{}, fault.Coded("A21", "No theme has %d answers to learn from and %d to test on: take larger files.", tr.minTrain, tr.minTest)
	}
	var book analysis.Codebook
	for _, t := range themes {
		book.Themes = append(book.Themes, analysis.Theme{Key: t, Name: t})
	}
	var background []string
	for _, r := range slices.Concat(tr.train, tr.test) {
		background = append(background, r.Text)
	}
	e := Evaluation{Train: len(tr.train), Test: len(tr.test), Themes: len(themes), Draws: draws}
	for _, k := range ks {
		var f1s, maps []float64
		point := Point{K: k}
		for seed := range draws {
			examples := tr.draw(themes, k, seed)
			got := tr.measure(New(book, examples, background), themes)
			f1s, maps = append(f1s, got.F1), append(maps, got.MAP)
			point.N += float64(len(examples)) / float64(draws)
			point.Precision += got.Precision / float64(draws)
			point.Recall += got.Recall / float64(draws)
		}
		point.F1, point.F1Spread = meanAndSpread(f1s)
		point.MAP, point.MAPSpread = meanAndSpread(maps)
		e.Points = append(e.Points, point)
	}
	return e, nil
}

// themes returns the themes that are frequent enough, sorted.
func (tr trial) themes() []string {
	count := func(rs []record) map[string]int {
		n := map[string]int{}
		for _, r := range rs {
			for _, l := range r.Labels {
				n[l]++
			}
		}
		return n
	}
	inTest := count(tr.test)
	var out []string
	for l, n := range count(tr.train) {
		if n >= tr.minTrain && inTest[l] >= tr.minTest {
			out = append(out, l)
		}
	}
	slices.Sort(out)
	return out
}

// draw returns answers in an order that the seed fixes until every theme has
// k, or all answers when k is 0.
func (tr trial) draw(themes []string, k, seed int) []Example {
	order := rand.New(rand.NewPCG(uint64(seed), uint64(k))).Perm(len(tr.train)) //nolint:gosec // an evaluation must be repeatable
	taken := make([]bool, len(tr.train))
	have := map[string]int{}
	var out []Example
	take := func(i int) {
		taken[i] = true
		for _, l := range tr.train[i].Labels {
			have[l]++
		}
		out = append(out, Example{Text: tr.train[i].Text, Themes: tr.train[i].Labels})
	}
	if k == 0 {
		for _, i := range order {
			take(i)
		}
	}
	for _, t := range themes {
		for _, i := range order {
			if have[t] < k && !taken[i] && slices.Contains(tr.train[i].Labels, t) {
				take(i)
			}
		}
	}
	return out
}

// measure tests one tagger.
func (tr trial) measure(t *Tagger, themes []string) Point {
	scores := make([][]float64, len(themes))
	fits := make([][]bool, len(themes))
	r := t.space.reader()
	for _, rec := range tr.test {
		for th, p := range t.sure(r, rec.Text) {
			scores[th] = append(scores[th], p)
			fits[th] = append(fits[th], slices.Contains(rec.Labels, themes[th]))
		}
	}
	var p Point
	var all tally
	for th := range themes {
		one := tallyOf(scores[th], fits[th], t.cal.threshold[th])
		all.add(one)
		p.F1 += one.f1() / float64(len(themes))
		p.MAP += averagePrecision(scores[th], fits[th]) / float64(len(themes))
	}
	p.Precision, p.Recall = all.precision(), all.recall()
	return p
}
