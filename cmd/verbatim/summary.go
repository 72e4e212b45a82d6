package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/report"
	"verbatim/survey"
	"verbatim/survey/fault"
)

type summaryCmd struct {
	place
	Programme string   `arg:"" help:"Key of the programme."`
	Round     string   `arg:"" help:"Key of the round."`
	Out       string   `help:"Folder to write to." default:"." placeholder:"DIR"`
	Format    []string `help:"What to write: html, docx, md." default:"html,docx,md" enum:"html,docx,md"`
}

// formats are the files a summary can be written as, by the ending of the name.
var formats = []string{"html", "docx", "md"}

// Run collates the round's draft and writes it.
func (s *summaryCmd) Run(ctx context.Context, c *console) error {
	a, err := openApp(ctx, c.log, s.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, r, err := a.round(ctx, s.Programme, s.Round)
	if err != nil {
		return err
	}
	return writeSummary(ctx, c, a, p, r, s.Out, s.Format)
}

// writeSummary collates a round and writes it to out in each format. A file is
// replaced as a whole or not at all.
func writeSummary(ctx context.Context, c *console, a *app, p survey.Programme, r survey.Round, out string, formats []string) error {
	sum, err := collate.Round(ctx, a.survey, a.analysis, r.ID)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o700); err != nil {
		return fault.New(fault.Invalid, "The folder %s cannot be made: %v.", out, err)
	}
	describe(c, sum)
	for _, f := range formats {
		name := filepath.Join(out, fmt.Sprintf("%s-%s.%s", p.Key, r.Key, f))
		if err := writeFormat(name, f, sum); err != nil {
			return err
		}
		if err := a.survey.Note(ctx, survey.SummaryDownloaded, r.ID, survey.AuditDetails{"format": f}); err != nil {
			return err
		}
		c.say("Summary", "%s", name)
	}
	return nil
}

func writeFormat(name, format string, sum analysis.Summary) error {
	write := map[string]func(io.Writer, analysis.Summary) error{"html": report.HTML, "docx": report.DOCX, "md": report.Markdown}[format]
	var b bytes.Buffer
	if err := write(&b, sum); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	part := name + ".part"
	if err := os.WriteFile(part, b.Bytes(), 0o600); err != nil {
		return fault.New(fault.Invalid, "%s cannot be written: %v.", name, err)
	}
	if err := os.Rename(part, name); err != nil {
		return fault.New(fault.Invalid, "%s cannot be written: %v.", name, err)
	}
	return nil
}

// describe prints what the draft holds and what it waits for.
func describe(c *console, sum analysis.Summary) {
	quotes, statements := 0, 0
	for _, s := range sum.Sections {
		statements += len(s.Statements)
		for _, st := range s.Statements {
			quotes += len(st.Quotes)
		}
	}
	building := 0
	for _, b := range sum.Building {
		building += len(b.Points)
	}
	c.say("Draft", "%d new recommendations, %d building on %s; %d statements with %d quotes", len(sum.New), building, orNone(sum.Earlier), statements, quotes)
	counts := map[analysis.Severity]int{}
	for _, ch := range sum.Checks {
		counts[ch.Severity]++
	}
	c.say("Checks", "%d block publication, %d warn, %d inform; %d of %d codings reviewed", counts[analysis.Block], counts[analysis.Warn], counts[analysis.Inform], sum.Reviewed, sum.Codings)
}

func orNone(s string) string {
	if s == "" {
		return "no earlier round"
	}
	return s
}
