package main

import (
	"context"
	"fmt"
	"strings"

	"verbatim/analysis/find"
	"verbatim/search"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

type kwicCmd struct {
	finding
	Query string   `arg:"" help:"Words or phrases to line up."`
	Sort  []string `help:"Sort by up to three of L1 to L3, node, R1 to R3, role, round, wave, question, day; rank for how well answers match." default:"R1,R2,R3" placeholder:"COLUMN,..."`
	Words int      `help:"Words of context on either side." default:"14" short:"w"`
	Size  int      `help:"Most lines to print." default:"1000" short:"n"`
	Width int      `help:"Characters of context on either side, for the terminal." default:"50"`
}

// lined is what the command prints as JSON: stable keys.
type lined struct {
	Query string `json:"query"`
	Total int    `json:"total"` // lines
	Found int    `json:"answers"`
	people
	Lines []map[string]any `json:"lines"`
}

// Run prints every occurrence of what is looked for, one beneath the other.
func (k *kwicCmd) Run(ctx context.Context, c *console) error {
	by, err := k.columns()
	if err != nil {
		return err
	}
	finder, done, err := k.open(ctx, c)
	if err != nil {
		return err
	}
	defer done()
	q, err := k.read(ctx, c, finder, k.Query)
	if err != nil {
		return err
	}
	if len(search.Leaves(q.Node)) == 0 {
		return fault.Coded("Q39", "There are no words to line up in %q. Add one.", k.Query)
	}
	res, err := finder.All(ctx, search.Request{Query: q.Node, Filters: k.filters(), Spans: true}, find.MostExported)
	if err != nil {
		return err
	}
	if res.Total == 0 {
		if err := meant(ctx, c, finder, q, k.filters()); err != nil {
			return err
		}
	}
	w, err := finder.Writer(ctx, k.asked(q), res)
	if err != nil {
		return err
	}
	all := search.Concordance(res.Texts(), k.Words, by...)
	lines := all[:min(len(all), max(k.Size, 0))]
	return k.print(c, res, w.Lines(res, lines), lines, len(all), k.asked(q))
}

func (k *kwicCmd) columns() (by []search.Column, err error) {
	for _, name := range k.Sort {
		if name == "rank" {
			return nil, nil
		}
		column, ok := search.ParseColumn(strings.TrimSpace(name))
		if !ok {
			return nil, fault.Coded("Q40", "Lines cannot be sorted by %q. Choose from L3, L2, L1, node, R1, R2, R3, role, round, wave, question, day and rank.", name)
		}
		by = append(by, column)
	}
	return by, nil
}

func (k *kwicCmd) print(c *console, res find.Found, t sheet.Table, lines []search.Line, total int, asked string) error {
	switch {
	case k.JSON:
		return printJSON(c, lined{Query: asked, Total: total, Found: res.Total, people: newPeople(res.People), Lines: objects(t)})
	case k.CSV:
		return sheet.WriteCSV(c.out, t)
	}
	for i, line := range search.Aligned(lines, k.Width) {
		v := res.Verbatims[lines[i].ID]
		fmt.Fprintf(c.out, "%s  [%s, %s]\n", line, v.Role, v.RoundKey)
	}
	fmt.Fprintf(c.out, "%s in %s from %s", some(total, "line", "lines"), some(res.Total, "answer", "answers"), find.People(res.People))
	if len(lines) < total {
		fmt.Fprintf(c.out, ", the first %d shown", len(lines))
	}
	fmt.Fprintln(c.out)
	return nil
}
