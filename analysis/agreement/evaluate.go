package agreement

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"math/big"
	"slices"

	"verbatim/survey/fault"
)

// exactly is how far a coefficient may be from a published value computed with
// exact fractions and printed to twelve decimals.
const exactly = 1e-12

// An Evaluation is what Evaluate found.
type Evaluation struct {
	Sets         int      `json:"sets"`         // data sets with published coefficients
	Exact        int      `json:"exact"`        // of these, sets of which every coefficient is exact
	Coefficients int      `json:"coefficients"` // compared in all
	Wrong        []string `json:"wrong"`        // each coefficient that is not exact, with both values
}

// A published is one data set with known coefficients, in one of four shapes.
type published struct {
	ID           string              `json:"id"`
	Units        [][]json.RawMessage `json:"units"`
	Table        [][]int             `json:"table"`        // by category of the first coder, then of the second
	Distribution [][]int             `json:"distribution"` // by unit, then category: how many coders
	Counts       *struct {
		Both    int `json:"both"`
		OneOnly int `json:"one_only"`
		Neither int `json:"neither"`
	} `json:"counts"`
	Categories []json.RawMessage   `json:"categories"`
	Published  map[string]float64  `json:"published"`
	Full       map[string]*float64 `json:"full"`  // to 12 decimals; null for not defined
	Exact      map[string]string   `json:"exact"` // as fractions
}

// Evaluate computes every coefficient of published data sets and compares it
// with the published value, exactly. The input is a JSON object with "sets".
func Evaluate(r io.Reader) (_ Evaluation, err error) {
	defer fault.Wrap(&err, "agreement.Evaluate")
	var file struct {
		Sets []published `json:"sets"`
	}
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return Evaluation{}, fault.Coded("A22", "The reliability data are not the JSON expected: %v.", err)
	}
	e := Evaluation{Sets: len(file.Sets), Wrong: []string{}}
	for _, p := range file.Sets {
		wrong, n, err := p.compare()
		if err != nil {
			return Evaluation{}, err
		}
		e.Coefficients += n
		e.Wrong = append(e.Wrong, wrong...)
		if len(wrong) == 0 && n > 0 {
			e.Exact++
		}
	}
	return e, nil
}

// compare returns which coefficients differ from their known values, and how
// many were compared.
func (p published) compare() (wrong []string, n int, err error) {
	known, err := p.known()
	if err != nil {
		return nil, 0, err
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		got, ok, err := p.compute(name)
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			continue
		}
		n++
		if want := known[name]; got.Defined != want.Defined || math.Abs(got.Value-want.Value) > exactly {
			wrong = append(wrong, fmt.Sprintf("%s %s: computed %v, published %v", p.ID, name, got, want))
		}
	}
	return wrong, n, nil
}

// known returns the values to compare with: fractions where there are any, the
// values to twelve decimals, and printed ones where there is nothing better.
func (p published) known() (map[string]Value, error) {
	out := map[string]Value{}
	if p.Counts != nil {
		for name, v := range p.Published {
			out[name] = Value{v, true}
		}
	}
	for name, v := range p.Full {
		if v == nil {
			out[name] = Value{}
			continue
		}
		out[name] = Value{*v, true}
	}
	for name, text := range p.Exact {
		q, ok := new(big.Rat).SetString(text)
		if !ok {
			return nil, fault.Coded("A23", "%q of %s in the reliability data is not a fraction.", text, p.ID)
		}
		v, _ := q.Float64()
		out[name] = Value{v, true}
	}
	return out, nil
}

// compute returns the coefficient of the given name, and whether there is one:
// the data also hold what other tools get by other definitions.
func (p published) compute(name string) (Value, bool, error) {
	if distance, ok := setDistances[name]; ok {
		return p.computeSets(distance)
	}
	if notOurs[name] {
		return Value{}, false, nil
	}
	r, values, err := p.ratings()
	if err != nil {
		return Value{}, false, err
	}
	q := max(len(p.Categories), len(values), 2)
	of := map[string]func() Value{
		"percent_agreement":           func() Value { return Percent(r) },
		"po":                          func() Value { return Percent(r) },
		"pe":                          func() Value { return Value{r.pair(0, 1).chance(), true} },
		"cohen_kappa":                 func() Value { return Cohen(r, 0, 1) },
		"scott_pi":                    func() Value { return Scott(r, 0, 1) },
		"fleiss_kappa":                func() Value { return Fleiss(r) },
		"gwet_ac1":                    func() Value { return AC1(r, q) },
		"gwet_ac1_with_q2":            func() Value { return AC1(r, 2) },
		"brennan_prediger":            func() Value { return BrennanPrediger(r, q) },
		"krippendorff_alpha_nominal":  func() Value { return Alpha(r, Nominal, values) },
		"krippendorff_alpha_ordinal":  func() Value { return Alpha(r, Ordinal, values) },
		"krippendorff_alpha_interval": func() Value { return Alpha(r, Interval, values) },
		"krippendorff_alpha_ratio":    func() Value { return Alpha(r, Ratio, values) },
	}[name]
	if of == nil {
		return Value{}, false, nil
	}
	return of(), true, nil
}

// setDistances are the distances of coefficients over sets of codes.
var setDistances = map[string]func(a, b []string) float64{
	"krippendorff_alpha_jaccard": Jaccard,
	"krippendorff_alpha_masi":    MASI,
}

// notOurs are values that other tools get by another definition: NLTK rounds
// the constants of MASI, and can take missing ratings for a category.
var notOurs = map[string]bool{"krippendorff_alpha_masi_nltk_constants": true, "if_missing_counted_as_category": true}

func (p published) computeSets(distance func(a, b []string) float64) (Value, bool, error) {
	sets := make(Sets, len(p.Units))
	for u, unit := range p.Units {
		for _, cell := range unit {
			var codes []string
			if err := json.Unmarshal(cell, &codes); err != nil {
				return Value{}, false, fault.Coded("A24", "A rating of %s in the reliability data is not a set of codes: %v.", p.ID, err)
			}
			sets[u] = append(sets[u], codes)
		}
	}
	return sets.Alpha(distance), true, nil
}
