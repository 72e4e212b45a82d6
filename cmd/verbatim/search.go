package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/survey"
	"verbatim/survey/fault"
)

type searchCmd struct {
	place
	Query     string `arg:"" help:"What to find: words, \"phrases\", AND OR NOT, role:mentor, theme:confidence and more."`
	Programme string `help:"Only this programme." placeholder:"KEY"`
	Round     string `help:"Only this round." placeholder:"KEY"`
	Size      int    `help:"Most answers to print." default:"20" short:"n"`
	JSON      bool   `help:"Print one JSON object."`
}

// found is what the command prints as JSON: stable keys, whole answers.
type found struct {
	Query  string     `json:"query"`
	Total  int        `json:"total"`
	People int        `json:"people"`
	Hits   []foundHit `json:"hits"`
}

type foundHit struct {
	Verbatim  string   `json:"verbatim"`
	Programme string   `json:"programme"`
	Round     string   `json:"round"`
	Role      string   `json:"role"`
	Question  string   `json:"question"`
	Text      string   `json:"text"`
	Spans     [][2]int `json:"spans"` // bytes of text
}

// Run finds answers and prints them whole, with what was found in brackets.
func (s *searchCmd) Run(ctx context.Context, c *console) error {
	query, err := search.Parse(s.Query)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.log, s.place)
	if err != nil {
		return err
	}
	defer a.close()
	done, err := a.openIndexOrCopy(ctx)
	if err != nil {
		return err
	}
	defer done()
	res, err := a.engine.Search(ctx, search.Request{Query: query, Filters: s.filters(), Size: s.Size, Spans: true})
	if err != nil {
		return err
	}
	out, err := a.resolve(ctx, s.Query, res)
	if err != nil {
		return err
	}
	if s.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetIndent("", " ")
		return enc.Encode(out)
	}
	out.print(c)
	return nil
}

func (s *searchCmd) filters() map[string][]string {
	f := map[string][]string{}
	if s.Programme != "" {
		f[search.FieldProgramme] = []string{s.Programme}
	}
	if s.Round != "" {
		f[search.FieldRound] = []string{s.Round}
	}
	return f
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

// resolve joins hits with their verbatims.
func (a *app) resolve(ctx context.Context, query string, res search.Result) (found, error) {
	ids := make([]string, len(res.Hits))
	for i, h := range res.Hits {
		ids[i] = h.ID
	}
	vs, err := a.survey.VerbatimsByID(ctx, ids)
	if err != nil {
		return found{}, err
	}
	byID := map[string]survey.Verbatim{}
	for _, v := range vs {
		byID[v.ID] = v
	}
	out := found{Query: query, Total: res.Total, People: res.People, Hits: []foundHit{}}
	for _, h := range res.Hits {
		v, ok := byID[h.ID]
		if !ok { // withdrawn since the index was written
			continue
		}
		hit := foundHit{Verbatim: v.ID, Programme: v.ProgrammeKey, Round: v.RoundKey, Role: v.Role, Question: v.QuestionLabel, Text: v.Text, Spans: [][2]int{}}
		for _, sp := range h.Spans {
			hit.Spans = append(hit.Spans, [2]int{sp.Start, sp.End})
		}
		out.Hits = append(out.Hits, hit)
	}
	return out, nil
}

func (f found) print(c *console) {
	for _, h := range f.Hits {
		fmt.Fprintf(c.out, "%s, %s, %s: %s\n  %s\n\n", h.Programme, h.Round, h.Role, h.Question, h.marked())
	}
	fmt.Fprintf(c.out, "%s from %s", some(f.Total, "answer", "answers"), some(f.People, "person", "people"))
	if len(f.Hits) < f.Total {
		fmt.Fprintf(c.out, ", the first %d shown", len(f.Hits))
	}
	fmt.Fprintln(c.out)
}

// marked returns the answer on one line with the words found in «guillemets»,
// which nobody types into an evaluation in English.
func (h foundHit) marked() string {
	var b strings.Builder
	at := 0
	for _, s := range h.Spans {
		b.WriteString(h.Text[at:s[0]] + "«" + h.Text[s[0]:s[1]] + "»")
		at = s[1]
	}
	b.WriteString(h.Text[at:])
	return strings.ReplaceAll(b.String(), "\n", "\n  ")
}
