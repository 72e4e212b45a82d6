package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"verbatim/analysis/find"
	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

type searchCmd struct {
	finding
	Query string `arg:"" help:"What to find: words, \"phrases\", AND OR NOT, role:mentor, theme:confidence, saved:name and more."`
	Size  int    `help:"Most answers to print." default:"20" short:"n"`
	Sort  string `help:"Order: rank, newest, oldest, role, round, question or response." default:"rank" enum:"rank,newest,oldest,role,round,question,response"`
}

// found is what the command prints as JSON: stable keys, whole answers.
type found struct {
	Query string `json:"query"`
	Total int    `json:"total"`
	people
	Position any              `json:"index_position"`
	Hits     []map[string]any `json:"hits"`
}

// Run finds answers and prints them whole, with what was found in brackets.
func (s *searchCmd) Run(ctx context.Context, c *console) error {
	finder, done, err := s.open(ctx, c)
	if err != nil {
		return err
	}
	defer done()
	q, err := s.read(ctx, c, finder, s.Query)
	if err != nil {
		return err
	}
	res, err := finder.All(ctx, search.Request{Query: q.Node, Filters: s.filters(), Spans: true, Sort: s.order()}, s.Size)
	if err != nil {
		return err
	}
	if s.Size == 0 {
		if res.Result, err = finder.Engine.Search(ctx, search.Request{Query: q.Node, Filters: s.filters()}); err != nil {
			return err
		}
	}
	w, err := finder.Writer(ctx, s.asked(q), res)
	if err != nil {
		return err
	}
	if res.Total == 0 {
		if err := meant(ctx, c, finder, q, s.filters()); err != nil {
			return err
		}
	}
	return s.print(c, res, w.Answers(res), s.asked(q))
}

// order returns the order that was asked for.
func (s *searchCmd) order() search.Order {
	switch s.Sort {
	case "rank":
		return search.Order{}
	case "newest":
		return search.Order{Field: search.FieldDay, Descending: true}
	case "oldest":
		return search.Order{Field: search.FieldDay}
	}
	return search.Order{Field: s.Sort}
}

func (s *searchCmd) print(c *console, res find.Found, t sheet.Table, asked string) error {
	switch {
	case s.JSON:
		return printJSON(c, found{Query: asked, Total: res.Total, people: newPeople(res.People), Position: position(t), Hits: withSpans(res, t)})
	case s.CSV:
		return sheet.WriteCSV(c.out, t)
	}
	for _, h := range res.Hits {
		if v, ok := res.Verbatims[h.ID]; ok {
			fmt.Fprintf(c.out, "%s, %s, %s: %s\n  %s\n\n", v.ProgrammeKey, v.RoundKey, v.Role, v.QuestionLabel, marked(v.Text, h.Spans))
		}
	}
	fmt.Fprintf(c.out, "%s from %s", some(res.Total, "answer", "answers"), find.People(res.People))
	if len(res.Hits) < res.Total {
		fmt.Fprintf(c.out, ", the first %d shown", len(res.Hits))
	}
	fmt.Fprintln(c.out)
	return nil
}

// position returns the index position of a table, which each of its rows has.
func position(t sheet.Table) any {
	if len(t.Rows) == 0 {
		return nil
	}
	return t.Rows[0][len(t.Head)-1]
}

// withSpans returns the rows as objects with the places found as numbers beside
// their words.
func withSpans(res find.Found, t sheet.Table) []map[string]any {
	out := objects(t)
	i := 0
	for _, h := range res.Hits {
		if _, ok := res.Verbatims[h.ID]; !ok {
			continue
		}
		spans := [][2]int{}
		for _, s := range h.Spans {
			spans = append(spans, [2]int{s.Start, s.End})
		}
		out[i]["spans"] = spans
		i++
	}
	return out
}

// openIndexOrCopy opens the index; where a running server holds it, it builds
// one of its own from the database, which is thrown away by the function it
// returns.
func (a *app) openIndexOrCopy(ctx context.Context) (done func(), err error) {
	err = a.openIndex(ctx)
	if fault.KindOf(err) != fault.Unavailable {
		return func() {}, err
	}
	dir, err := os.MkdirTemp("", "verbatim-index-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for a copy of the index: %w", err)
	}
	done = func() { os.RemoveAll(dir) }
	index, err := bleveindex.Open(ctx, a.log, filepath.Join(dir, "index"))
	if err != nil {
		done()
		return nil, err
	}
	a.engine = index
	if err := a.pipeline(nil).Rebuild(ctx); err != nil {
		done()
		return nil, err
	}
	return done, nil
}

// marked returns the answer on one line with the words found in «guillemets»,
// which nobody types into an evaluation in English.
func marked(text string, spans []search.Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.Start] + "«" + text[s.Start:s.End] + "»")
		at = s.End
	}
	b.WriteString(text[at:])
	return strings.ReplaceAll(b.String(), "\n", "\n  ")
}
