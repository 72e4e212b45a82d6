package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"

	"verbatim/analysis/stats"
	"verbatim/survey"
)

type keywordsCmd struct {
	place
	Programme     string `arg:"" help:"Key of the programme."`
	Round         string `arg:"" help:"Key of the round."`
	A             string `help:"One side: role=mentor, wave=end or round=2021." short:"a" required:"" placeholder:"SIDE"`
	B             string `help:"The other side (default: all others of the round)." short:"b" placeholder:"SIDE"`
	FunctionWords bool   `help:"List the, and, of and the like too."`
	JSON          bool   `help:"Print one JSON object." xor:"format"`
	CSV           bool   `help:"Print a table as CSV." xor:"format"`
}

// apart is what the command prints as JSON: stable keys.
type apart struct {
	A     side   `json:"a"`
	B     side   `json:"b"`
	Words []word `json:"words"`
}

type side struct {
	Side    string `json:"side"`
	Answers int    `json:"answers"`
	Words   int    `json:"words"`
	People  int    `json:"people"`
}

type word struct {
	Word          string  `json:"word"`
	Side          string  `json:"side"`
	Count         int     `json:"count"`
	People        int     `json:"people"`
	OtherCount    int     `json:"other_count"`
	OtherPeople   int     `json:"other_people"`
	LogLikelihood float64 `json:"log_likelihood"`
	LogOddsZ      float64 `json:"log_odds_z"`
}

// Run prints the words that set two sides of a round apart.
func (k *keywordsCmd) Run(ctx context.Context, c *console) error {
	comparison, err := stats.ParseComparison(k.A, k.B)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.log, k.place)
	if err != nil {
		return err
	}
	defer a.close()
	var vs []survey.Verbatim
	for _, key := range comparison.Rounds(k.Round) {
		_, r, err := a.round(ctx, k.Programme, key)
		if err != nil {
			return err
		}
		more, err := a.survey.RoundVerbatims(ctx, r.ID)
		if err != nil {
			return err
		}
		vs = append(vs, more...)
	}
	one, other := comparison.Sides(vs)
	return k.print(c, stats.SetApart(one, other, k.FunctionWords))
}

func (k *keywordsCmd) print(c *console, s stats.Apart) error {
	other := k.B
	if other == "" {
		other = "others"
	}
	out := apart{A: newSide(k.A, s.A), B: newSide(other, s.B), Words: append(newWords(k.A, s.OfA), newWords(other, s.OfB)...)}
	switch {
	case k.JSON:
		enc := json.NewEncoder(c.out)
		enc.SetIndent("", " ")
		return enc.Encode(out)
	case k.CSV:
		return out.csv(c)
	}
	out.print(c)
	if !s.A.Enough() || !s.B.Enough() {
		c.warn("a side has fewer than %d words: too little text to compare", stats.FewestWords)
	}
	return nil
}

func newSide(name string, a stats.Amount) side {
	return side{Side: name, Answers: a.Answers, Words: a.Words, People: a.People}
}

func newWords(side string, words []stats.Word) []word {
	out := []word{}
	for _, w := range words {
		out = append(out, word{
			Word: w.Word, Side: side, Count: w.Target.Count, People: w.Target.People,
			OtherCount: w.Reference.Count, OtherPeople: w.Reference.People, LogLikelihood: w.LogLikelihood, LogOddsZ: w.Z,
		})
	}
	return out
}

func (a apart) print(c *console) {
	for _, s := range []side{a.A, a.B} {
		c.say(s.Side, "%s of %s in %s", some(s.Words, "word", "words"), some(s.People, "person", "people"), some(s.Answers, "answer", "answers"))
	}
	for _, w := range a.Words {
		c.say(w.Side, "%-20s %d by %s; other side %d; log-likelihood %.1f, log-odds z %.1f", w.Word, w.Count, some(w.People, "person", "people"), w.OtherCount, w.LogLikelihood, w.LogOddsZ)
	}
}

// csv prints the words as a table; a word begins with a letter, a digit or a
// symbol, never with what a spreadsheet takes for a formula.
func (a apart) csv(c *console) error {
	w := csv.NewWriter(c.out)
	rows := [][]string{{"word", "side", "count", "people", "other_count", "other_people", "log_likelihood", "log_odds_z"}}
	for _, x := range a.Words {
		rows = append(rows, []string{
			x.Word, x.Side, strconv.Itoa(x.Count), strconv.Itoa(x.People), strconv.Itoa(x.OtherCount), strconv.Itoa(x.OtherPeople),
			fmt.Sprintf("%.2f", x.LogLikelihood), fmt.Sprintf("%.2f", x.LogOddsZ),
		})
	}
	return w.WriteAll(rows)
}
