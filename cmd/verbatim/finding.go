package main

import (
	"context"
	"encoding/json"
	"fmt"

	"verbatim/analysis/disclose"
	"verbatim/analysis/find"
	"verbatim/search"
	"verbatim/survey/sheet"
)

// finding is what the commands that search have in common: the same query, the
// same filters and the same kinds of output.
type finding struct {
	place
	Programme string `help:"Only this programme." placeholder:"KEY"`
	Round     string `help:"Only this round." placeholder:"KEY"`
	JSON      bool   `help:"Print one JSON object." xor:"format"`
	CSV       bool   `help:"Print a table as CSV." xor:"format"`
}

func (f *finding) filters() map[string][]string {
	out := map[string][]string{}
	if f.Programme != "" {
		out[search.FieldProgramme] = []string{f.Programme}
	}
	if f.Round != "" {
		out[search.FieldRound] = []string{f.Round}
	}
	return out
}

// open opens the stores and the index; close releases both.
func (f *finding) open(ctx context.Context, c *console) (_ find.Finder, closeAll func(), err error) {
	a, err := openApp(ctx, c.log, f.place)
	if err != nil {
		return find.Finder{}, nil, err
	}
	done, err := a.openIndexOrCopy(ctx)
	if err != nil {
		a.close()
		return find.Finder{}, nil, err
	}
	return find.Finder{Survey: a.survey, Analysis: a.analysis, Engine: a.engine}, func() { a.close(); done() }, nil
}

// read reads a query and says what it names that there is not.
func (f *finding) read(ctx context.Context, c *console, finder find.Finder, input string) (find.Query, error) {
	q, err := finder.Read(ctx, input)
	for _, unknown := range find.Said(q.Unknown) {
		c.warn("%s", unknown)
	}
	return q, err
}

// asked is a query with the filters of the command, as files and JSON name it.
func (f *finding) asked(q find.Query) string {
	out := find.Describe(f.filters())
	if q.String() != "" && out != "" {
		return q.String() + " " + out
	}
	return q.String() + out
}

// people is a number of people as it may be printed: in figures, or as null with
// its words.
type people struct {
	People *int   `json:"people"`
	Words  string `json:"people_words"`
}

func newPeople(n int) people {
	out := people{Words: find.People(n)}
	if n == 0 || n >= disclose.SmallCell {
		out.People = &n
	}
	return out
}

// objects returns the rows of a table with their names, for JSON.
func objects(t sheet.Table) []map[string]any {
	out := make([]map[string]any, len(t.Rows))
	for i, row := range t.Rows {
		out[i] = map[string]any{}
		for j, cell := range row {
			out[i][t.Head[j]] = cell
		}
	}
	return out
}

func printJSON(c *console, v any) error {
	enc := json.NewEncoder(c.out)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}

// meant prints another spelling of a query that finds nothing.
func meant(ctx context.Context, c *console, finder find.Finder, q find.Query, filters map[string][]string) error {
	other, err := finder.Suggest(ctx, q, filters)
	if err == nil && other != "" {
		fmt.Fprintf(c.err, "did you mean: %s\n", other)
	}
	return err
}
