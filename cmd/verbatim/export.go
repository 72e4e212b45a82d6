package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/report"
	"verbatim/analysis/report/pdf"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// chromiumFlag names the program that makes PDF files.
type chromiumFlag struct {
	Chromium string `help:"Chromium, or its path, that prints summaries as PDF: its own process, without scripts and without a network. Without it, web pages are printed from the browser." env:"VERBATIM_CHROMIUM" placeholder:"PATH"`
}

type exportCmd struct {
	place
	chromiumFlag
	Programme string   `arg:"" help:"Key of the programme."`
	Round     string   `arg:"" help:"Key of the round."`
	Out       string   `help:"Folder to write to." default:"." placeholder:"DIR"`
	Format    []string `help:"What to write: html, docx, md, json, xlsx, quotes.csv, recommendations.csv, counts.csv, or pdf by Chromium." default:"html,docx,md"`
	Edition   string   `help:"Write the files of the last edition of a kind (committee, public, done) instead of the draft." enum:"committee,public,done," default:"" placeholder:"KIND"`
}

// formats are the files a summary is written as where nobody says which, by the
// ending of the name.
var formats = []string{"html", "docx", "md"}

// pdfFormat is the file that Chromium makes of the web page.
const pdfFormat = "pdf"

// Run collates the round's draft and writes it, or writes an edition's files.
func (e *exportCmd) Run(ctx context.Context, c *console) error {
	for _, f := range e.Format {
		if _, ok := report.FormatNamed(f); !ok && f != pdfFormat {
			return fault.Coded("X43", "%q is no kind of file that a summary can be written as: see verbatim export --help.", f)
		}
	}
	printer, err := pdf.New(c.log, e.Chromium)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.log, e.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, r, err := a.round(ctx, e.Programme, e.Round)
	if err != nil {
		return err
	}
	if e.Edition != "" {
		return e.edition(ctx, c, a, p, r, printer)
	}
	return writeSummary(ctx, c, a, p, r, e.Out, e.Format, printer)
}

// edition writes the files of the last edition of a kind, byte for byte as they
// were published.
func (e *exportCmd) edition(ctx context.Context, c *console, a *app, p survey.Programme, r survey.Round, printer *pdf.Printer) error {
	last, err := a.lastEdition(ctx, r, analysis.EditionKind(e.Edition))
	if err != nil {
		return err
	}
	for _, f := range e.Format {
		of := f
		if f == pdfFormat {
			of = "html"
		}
		stored, err := a.analysis.EditionFile(ctx, last, of)
		if err != nil {
			return err
		}
		content := stored.Body
		if f == pdfFormat {
			if printer == nil {
				return errNoChromium()
			}
			if content, err = printer.Print(ctx, content); err != nil {
				return err
			}
		}
		name := filepath.Join(e.Out, fmt.Sprintf("%s-%s-%s-%d.%s", p.Key, r.Key, last.Kind, last.Number, f))
		if err := writeWhole(name, content); err != nil {
			return err
		}
		c.say("Edition", "%s", name)
	}
	return nil
}

// lastEdition returns the last edition of a kind that is still out.
func (a *app) lastEdition(ctx context.Context, r survey.Round, kind analysis.EditionKind) (last analysis.Edition, err error) {
	all, err := a.analysis.Editions(ctx, r.ID)
	for _, e := range all {
		if e.Kind == kind && !e.Withdrawn && e.Number > last.Number {
			last = e
		}
	}
	if err == nil && last.Number == 0 {
		err = fault.Coded("X44", "No %s of the round %s was published.", kind.Name(), r.Key)
	}
	return last, err
}

// writeSummary collates a round and writes it to out in each format. Each file
// is read again first, and its quotes are compared with the answers.
func writeSummary(ctx context.Context, c *console, a *app, p survey.Programme, r survey.Round, out string, formats []string, printer *pdf.Printer) error {
	in, err := collate.Load(ctx, a.survey, a.analysis, r.ID)
	if err != nil {
		return err
	}
	sum := collate.Collate(in)
	describe(c, sum)
	for _, f := range formats {
		content, err := draftFile(ctx, in, sum, f, printer)
		if err != nil {
			return err
		}
		name := filepath.Join(out, fmt.Sprintf("%s-%s.%s", p.Key, r.Key, f))
		if err := writeWhole(name, content); err != nil {
			return err
		}
		if err := a.survey.Note(ctx, survey.SummaryDownloaded, r.ID, survey.AuditDetails{"format": f}); err != nil {
			return err
		}
		c.say("Summary", "%s", name)
	}
	return nil
}

// draftFile writes the draft with the anchors by which an edited file is read
// again.
func draftFile(ctx context.Context, in collate.Input, sum analysis.Summary, name string, printer *pdf.Printer) ([]byte, error) {
	o := report.Options{Bookmarks: true}
	if f, ok := report.FormatNamed(name); ok {
		return o.Export(f, sum, sum, in.Source())
	}
	if printer == nil {
		return nil, errNoChromium()
	}
	return printer.Export(ctx, o, sum, in.Source())
}

func errNoChromium() error {
	return fault.Coded("X45", "A PDF is made by Chromium: name it with --chromium, or print the web page from a browser.")
}

// writeWhole writes a file as a whole or not at all.
func writeWhole(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fault.New(fault.Invalid, "The folder %s cannot be made: %v.", filepath.Dir(name), err)
	}
	part := name + ".part"
	if err := os.WriteFile(part, content, 0o600); err != nil {
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
	if strings.TrimSpace(s) == "" {
		return "no earlier round"
	}
	return s
}
