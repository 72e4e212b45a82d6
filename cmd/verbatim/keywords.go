package main

import (
	"context"

	"verbatim/analysis/disclose"
	"verbatim/analysis/find"
	"verbatim/analysis/stats"
	"verbatim/survey/sheet"
)

type keywordsCmd struct {
	finding
	A             string `help:"The one side: any search, such as role:mentor or \"theme:confidence round:2021\"." short:"a" required:"" placeholder:"QUERY"`
	B             string `help:"The other side (default: all other answers)." short:"b" placeholder:"QUERY"`
	FunctionWords bool   `help:"List the, and, of and the like too."`
}

// apart is what the command prints as JSON: stable keys.
type apart struct {
	A     side             `json:"a"`
	B     side             `json:"b"`
	Both  int              `json:"answers_in_both"`
	Words []map[string]any `json:"words"`
}

type side struct {
	Query   string `json:"query"`
	Answers int    `json:"answers"`
	Words   int    `json:"words"`
	people
}

// Run prints the words that set two selections of answers apart.
func (k *keywordsCmd) Run(ctx context.Context, c *console) error {
	finder, done, err := k.open(ctx, c)
	if err != nil {
		return err
	}
	defer done()
	a, err := k.read(ctx, c, finder, k.A)
	if err != nil {
		return err
	}
	var b *find.Query
	if k.B != "" {
		other, err := k.read(ctx, c, finder, k.B)
		if err != nil {
			return err
		}
		b = &other
	}
	compared, err := finder.Compare(ctx, a.Node, b, k.filters(), k.FunctionWords)
	if err != nil {
		return err
	}
	return k.print(c, compared, a, b)
}

func (k *keywordsCmd) print(c *console, s find.Comparison, a find.Query, b *find.Query) error {
	one, other := a.String(), "others"
	if b != nil {
		other = b.String()
	}
	table := s.Words(one, other)
	switch {
	case k.JSON:
		return printJSON(c, apart{A: newSide(one, s.A), B: newSide(other, s.B), Both: s.Both, Words: objects(table)})
	case k.CSV:
		return sheet.WriteCSV(c.out, table)
	}
	for _, x := range []side{newSide(one, s.A), newSide(other, s.B)} {
		c.say(x.Query, "%s of %s in %s", some(x.Words, "word", "words"), x.people.Words, some(x.Answers, "answer", "answers"))
	}
	for i, of := range [][]stats.Word{s.OfA, s.OfB} {
		for _, w := range of {
			c.say([]string{one, other}[i], "%-20s %d by %s people; other side %d; log-likelihood %.1f, log-odds z %.1f",
				w.Word, w.Target.Count, disclose.CountText(w.Target.People), w.Reference.Count, w.LogLikelihood, w.Z)
		}
	}
	if !s.A.Enough() || !s.B.Enough() {
		c.warn("a side has fewer than %d words: too little text to compare", stats.FewestWords)
	}
	return nil
}

func newSide(query string, a stats.Amount) side {
	return side{Query: query, Answers: a.Answers, Words: a.Words, people: newPeople(a.People)}
}
