package theme

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMeasure(t *testing.T) {
	answers := corpusOf(t, 200, 25)
	book := fewer()
	qs := Measure(book, answers, nil)
	if len(qs) != len(book.Themes) {
		t.Fatalf("Measure() has %d themes, want %d", len(qs), len(book.Themes))
	}
	mean := 0.0
	for _, q := range qs {
		n := 0
		for _, a := range answers {
			if slices.Contains(a.Themes, q.Theme) {
				n++
			}
		}
		if q.N != n {
			t.Errorf("%s: N = %d, want %d", q.Theme, q.N, n)
		}
		mean += q.F1 / float64(len(qs))
	}
	if mean < .5 {
		t.Errorf("mean F1 = %.2f on answers made of few sentences, want at least 0.5", mean)
	}
}

func TestMeasureKeepsPersonsTogether(t *testing.T) {
	var examples []Example
	for i := range 40 {
		examples = append(examples, Example{Person: string(rune('a' + i%7))}, Example{})
	}
	parts := byPerson(examples)
	of := map[string]int{}
	seen := map[int]bool{}
	for i, e := range examples {
		if p, ok := of[e.Person]; ok && p != parts[i] && e.Person != "" {
			t.Errorf("person %s is in parts %d and %d", e.Person, p, parts[i])
		}
		of[e.Person] = parts[i]
		if e.Person == "" {
			seen[parts[i]] = true
		}
	}
	if len(seen) != measureFolds {
		t.Errorf("answers without a person are in %d parts, want %d", len(seen), measureFolds)
	}
}

func TestNextIsUnsureAndVaried(t *testing.T) {
	tg := untaught()
	texts := []string{
		"N/A",
		"I was paired with a colleague who listened and I dared to say more.",
		"I was paired with a colleague who listened and I dared to say more!",
		"Rooms and pay and support for tutors.",
		"",
	}
	got := tg.Next(texts, 3)
	if len(got) != 3 || slices.Contains(got, 4) {
		t.Fatalf("Next() = %v, want 3 places without the empty text", got)
	}
	if slices.Contains(got[:2], 1) && slices.Contains(got[:2], 2) {
		t.Errorf("Next() = %v, want the repetition of an answer later", got)
	}
	if got[0] == 0 {
		t.Errorf("Next() = %v, want an answer that says something first", got)
	}
	if again := tg.Next(texts, 3); !slices.Equal(got, again) {
		t.Errorf("Next() = %v, then %v", got, again)
	}
	if got := tg.Next(texts, 100); len(got) != 4 {
		t.Errorf("Next(limit 100) = %v, want every text with words", got)
	}
}

func TestEvaluate(t *testing.T) {
	var train, test strings.Builder
	for i := range 60 {
		for _, l := range []string{
			`{"text": "the soup and the bread", "labels": ["food"]}`,
			`{"text": "daylight through tall windows", "labels": ["light"]}`,
			`{"text": "bread by the window", "labels": ["food", "light"]}`,
		} {
			if i%3 == 0 {
				test.WriteString(l + "\n")
			} else {
				train.WriteString(l + "\n")
			}
		}
	}
	run := func() Evaluation {
		e, err := Evaluate(strings.NewReader(train.String()), strings.NewReader(test.String()), []int{4, 0}, 2)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e := run()
	if e.Train != 120 || e.Test != 60 || e.Themes != 2 || len(e.Points) != 2 || e.Points[1].N != 120 {
		t.Errorf("Evaluate() = %+v, want 120, 60, 2 themes, all 120 answers at k = 0", e)
	}
	if e.Points[1].F1 < .99 || e.Points[1].MAP < .99 {
		t.Errorf("Evaluate() of answers that repeat = %+v, want F1 and average precision of 1", e.Points[1])
	}
	if d := cmp.Diff(e, run()); d != "" {
		t.Errorf("Evaluate() differs from one run to the next:\n%s", d)
	}
}

func TestEvaluateRefuses(t *testing.T) {
	for _, in := range []string{"not json\n", `{"text": "one answer", "labels": ["x"]}` + "\n", ""} {
		if _, err := Evaluate(strings.NewReader(in), strings.NewReader(in), []int{8}, 1); err == nil {
			t.Errorf("Evaluate(%q) found no fault", in)
		}
	}
}

func TestAveragePrecision(t *testing.T) {
	for _, c := range []struct {
		name   string
		scores []float64
		fits   []bool
		want   float64
	}{
		{"perfect", []float64{.9, .8, .1}, []bool{true, true, false}, 1},
		{"second place", []float64{.9, .8, .1}, []bool{false, true, false}, .5},
		{"first and third", []float64{.9, .8, .1}, []bool{true, false, true}, (1 + 2.0/3) / 2},
		{"none fits", []float64{.9}, []bool{false}, 0},
	} {
		if got := averagePrecision(c.scores, c.fits); got < c.want-1e-12 || got > c.want+1e-12 {
			t.Errorf("%s: averagePrecision() = %g, want %g", c.name, got, c.want)
		}
	}
}
