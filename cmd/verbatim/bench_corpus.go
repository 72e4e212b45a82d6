package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"

	"verbatim/search"
	"verbatim/search/corpus"
	"verbatim/survey/fault"
)

type benchCorpusCmd struct {
	Answers int    `help:"How many answers to make up." default:"100000" short:"n"`
	Seed    uint64 `help:"Another seed gives other texts." default:"20210630" short:"S"`
	Truths  string `help:"File for what is planted: queries with the number of answers that they find." placeholder:"FILE"`
}

// madeUp is an answer as it is printed: one JSON object a line.
type madeUp struct {
	ID        string   `json:"id"`
	Response  string   `json:"response"`
	Person    string   `json:"person"`
	Programme string   `json:"programme"`
	Round     string   `json:"round"`
	Wave      string   `json:"wave"`
	Role      string   `json:"role"`
	Question  string   `json:"question"`
	Consent   string   `json:"consent"`
	Day       string   `json:"day"`
	Themes    []string `json:"themes,omitempty"`
	Suggested []string `json:"suggested,omitempty"`
	Text      string   `json:"text"`
}

// truth is what is planted.
type truth struct {
	Query   string `json:"query"`
	Answers int    `json:"answers"`
}

// Run prints answers that nobody gave, always the same for a seed.
func (g *benchCorpusCmd) Run(ctx context.Context, c *console) error {
	if err := g.writeTruths(); err != nil {
		return err
	}
	out := bufio.NewWriterSize(c.out, 1<<20)
	enc := json.NewEncoder(out)
	for d := range corpus.Seeded(g.Seed, g.Answers) {
		if err := errors.Join(ctx.Err(), enc.Encode(madeUpOf(d))); err != nil {
			return err
		}
	}
	return out.Flush()
}

func madeUpOf(d search.Document) madeUp {
	return madeUp{
		ID: d.ID, Response: d.Response, Person: d.Person, Programme: d.Programme, Round: d.Round, Wave: d.Wave, Role: d.Role, Question: d.Question,
		Consent: d.Consent, Day: d.Day, Themes: d.Themes, Suggested: d.Suggested, Text: d.Text,
	}
}

func (g *benchCorpusCmd) writeTruths() (err error) {
	if g.Truths == "" {
		return nil
	}
	f, err := os.Create(g.Truths)
	if err != nil {
		return fault.Coded("X03", "%s cannot be written: %v.", g.Truths, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	enc := json.NewEncoder(f)
	for _, p := range corpus.Plants() {
		if err := enc.Encode(truth{p.Query, p.Count(g.Answers)}); err != nil {
			return err
		}
	}
	return nil
}
