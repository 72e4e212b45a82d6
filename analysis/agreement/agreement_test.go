package agreement_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"verbatim/analysis/agreement"
)

const missing = agreement.Missing

func TestPublishedSetsAreExact(t *testing.T) {
	f, err := os.Open("testdata/reliability.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	e, err := agreement.Evaluate(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range e.Wrong {
		t.Error(w)
	}
	if e.Sets != 20 || e.Exact != 20 || e.Coefficients < 70 {
		t.Errorf("Evaluate() = %d sets, %d exact, %d coefficients, want 20, 20, at least 70", e.Sets, e.Exact, e.Coefficients)
	}
}

func TestNotDefined(t *testing.T) {
	one := agreement.Ratings{{0, 0}, {0, 0}}
	for name, v := range map[string]agreement.Value{
		"kappa of one category":  agreement.Cohen(one, 0, 1),
		"alpha of one category":  agreement.Alpha(one, agreement.Nominal, nil),
		"fleiss of one category": agreement.Fleiss(one),
		"percent without pairs":  agreement.Percent(agreement.Ratings{{0, missing}, {missing, 1}}),
		"alpha without pairs":    agreement.Alpha(agreement.Ratings{{0, missing}}, agreement.Interval, nil),
		"kappa without units":    agreement.Cohen(nil, 0, 1),
		"AC1 of one category":    agreement.AC1(one, 1),
	} {
		if v.Defined {
			t.Errorf("%s = %v, want not defined", name, v)
		}
		if got, err := json.Marshal(v); err != nil || string(got) != "null" {
			t.Errorf("%s as JSON = %s, %v, want null", name, got, err)
		}
	}
	if v := agreement.AC1(one, 2); !v.Defined || v.Value != 1 {
		t.Errorf("AC1 of full agreement = %v, want 1", v)
	}
}

func TestMissingIsNoCategory(t *testing.T) {
	r := agreement.Ratings{{0, 0, missing}, {1, 1, 1}, {missing, missing, missing}, {0, missing, missing}}
	if v := agreement.Alpha(r, agreement.Nominal, nil); v.Value != 1 {
		t.Errorf("Alpha of agreeing ratings with gaps = %v, want 1", v)
	}
	if n := r.Units(); n != 2 {
		t.Errorf("Units() = %d, want 2", n)
	}
}

func TestKappaTakesAllUnits(t *testing.T) {
	// 60 and 60 characters of 1,000 coded, 40 by both: a known tool that leaves
	// out what nobody coded gets 0.48.
	var r agreement.Ratings
	for n, pair := range map[int][]int{40: {1, 1}, 920: {0, 0}} {
		for range n {
			r = append(r, pair)
		}
	}
	for range 20 {
		r = append(r, []int{1, 0}, []int{0, 1})
	}
	if v := agreement.Cohen(r, 0, 1); math.Abs(v.Value-0.645390070922) > 1e-12 {
		t.Errorf("Cohen() = %v, want 0.645390070922", v)
	}
}

func TestSets(t *testing.T) {
	s := agreement.Sets{{{"a"}, {"a", "b"}}, {{}, {"b"}}, {nil, {"a"}}}
	if got := s.Codes(); len(got) != 2 || got[0] != "a" {
		t.Errorf("Codes() = %v, want a, b", got)
	}
	of := s.Of("a")
	if of[1][0] != 0 || of[2][0] != missing || of[0][1] != 1 {
		t.Errorf("Of(a) = %v, want 1 1, 0 0, missing 1", of)
	}
	for _, c := range []struct {
		a, b          []string
		jaccard, masi float64
	}{
		{nil, nil, 0, 0},
		{[]string{"a"}, []string{"a"}, 0, 0},
		{[]string{"a"}, []string{"b"}, 1, 1},
		{[]string{"a"}, []string{"a", "b"}, .5, 1 - 1.0/3},
		{[]string{"a", "b"}, []string{"b", "c"}, 1 - 1.0/3, 1 - 1.0/9},
	} {
		if j, m := agreement.Jaccard(c.a, c.b), agreement.MASI(c.a, c.b); math.Abs(j-c.jaccard) > 1e-12 || math.Abs(m-c.masi) > 1e-12 {
			t.Errorf("Jaccard, MASI(%v, %v) = %g, %g, want %g, %g", c.a, c.b, j, m, c.jaccard, c.masi)
		}
	}
}

func TestPooledLiesBetween(t *testing.T) {
	good := agreement.Ratings{{0, 0}, {1, 1}, {0, 0}, {1, 1}}
	poor := agreement.Ratings{{0, 1}, {1, 0}, {0, 0}, {1, 1}}
	got := agreement.Pooled([]agreement.Ratings{good, poor}, 0, 1)
	if !got.Defined || math.Abs(got.Value-.5) > 1e-12 {
		t.Errorf("Pooled(kappa 1, kappa 0) = %v, want 0.5", got)
	}
}

func TestRange(t *testing.T) {
	var r agreement.Ratings
	for i := range 60 {
		r = append(r, []int{i % 2, i%2 ^ btoi(i%10 == 0)})
	}
	kappa := func(r agreement.Ratings) agreement.Value { return agreement.Cohen(r, 0, 1) }
	b := agreement.Bootstrap{Seed: 3}
	got, again := agreement.RangeOf(b, r, kappa), agreement.RangeOf(b, r, kappa)
	if got != again {
		t.Errorf("RangeOf() = %v, then %v with the same seed", got, again)
	}
	at := kappa(r).Value
	if !got.Low.Defined || got.Low.Value >= at || got.High.Value <= at || got.High.Value-got.Low.Value > .6 {
		t.Errorf("RangeOf() = %v, want a range around %.2f", got, at)
	}
	if empty := agreement.RangeOf(b, agreement.Ratings{}, kappa); empty.Low.Defined {
		t.Errorf("RangeOf(no units) = %v, want not defined", empty)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
