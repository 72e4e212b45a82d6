package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"verbatim/cmd/internal/searchbench"
	"verbatim/survey/fault"
)

type benchSearchCmd struct {
	Answers int      `help:"How many made-up answers to search in." default:"100000" short:"n"`
	Seed    uint64   `help:"Which ones." default:"20210630" short:"S"`
	Rounds  int      `help:"How often each search is timed." default:"3"`
	Against []string `help:"Engines to measure beside: bleve, fts5 (needs a program built with -tags sqlite_fts5), or none." default:"bleve,fts5" enum:"bleve,fts5,none"`
	Dir     string   `help:"Folder to build the indexes in and to clean up after (default: a temporary one)." placeholder:"DIR"`
	JSON    bool     `help:"Print one JSON object."`
}

// benchWriting is how long is searched while answers arrive: long enough for
// some thousand searches and a hundred batches.
const benchWriting = 10 * time.Second

// Run measures searching and prints what was measured beside what is wanted.
func (s *benchSearchCmd) Run(ctx context.Context, c *console) error {
	dir, err := os.MkdirTemp(s.Dir, "verbatim-bench-")
	if err != nil {
		return fault.Coded("X02", "No folder for the indexes can be made: %v. Name one with --dir.", err)
	}
	defer os.RemoveAll(dir)
	report, err := searchbench.Run(ctx, slog.New(slog.DiscardHandler), searchbench.Config{
		Answers: s.Answers, Seed: s.Seed, Rounds: s.Rounds, Dir: dir, Writing: benchWriting,
		Against:  slices.DeleteFunc(s.Against, func(name string) bool { return name == "none" }),
		Progress: func(what string) { fmt.Fprintln(c.err, what) },
	})
	if err != nil {
		return err
	}
	if s.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetIndent("", " ")
		return enc.Encode(report)
	}
	report.Print(c.out)
	return nil
}
