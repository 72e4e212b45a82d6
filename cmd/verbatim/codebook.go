package main

import (
	"context"
	"encoding/json"
	"io"
	"os"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

type codebookCmd struct {
	Show codebookShowCmd `cmd:"" help:"Print a programme's codebook as JSON."`
	Set  codebookSetCmd  `cmd:"" help:"Give a programme another codebook, as a new version."`
}

// largestCodebook bounds a file of themes: a thousand themes with ten examples
// each fit. In bytes.
const largestCodebook = 4 << 20

type codebookShowCmd struct {
	place
	Programme string `arg:"" help:"Key of the programme."`
}

// Run prints the codebook in the form that set reads.
func (s *codebookShowCmd) Run(ctx context.Context, c *console) error {
	a, err := openApp(ctx, c.log, s.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, err := a.survey.ProgrammeByKey(ctx, s.Programme)
	if err != nil {
		return err
	}
	book, err := a.analysis.Codebook(ctx, p.ID)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(c.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(book)
}

type codebookSetCmd struct {
	place
	Programme string `arg:"" help:"Key of the programme."`
	File      string `arg:"" help:"The codebook as JSON, as show prints it; - reads standard input."`
}

// Run stores the codebook and has the answers read again with it.
func (s *codebookSetCmd) Run(ctx context.Context, c *console) error {
	book, err := s.read(c)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.log, s.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, err := a.survey.ProgrammeByKey(ctx, s.Programme)
	if err != nil {
		return err
	}
	book.ProgrammeID = p.ID
	version, err := a.analysis.SaveCodebook(ctx, book)
	if err != nil {
		return err
	}
	c.say("Codebook", "version %d of %s, %s", version, p.Key, some(len(book.Themes), "theme", "themes"))
	return readAnswers(ctx, c, a)
}

func (s *codebookSetCmd) read(c *console) (book analysis.Codebook, err error) {
	in := c.in
	if s.File != "-" {
		f, err := os.Open(s.File)
		if err != nil {
			return book, fault.Coded("A05", "%s cannot be opened: %v.", s.File, err)
		}
		defer f.Close()
		in = f
	}
	dec := json.NewDecoder(io.LimitReader(in, largestCodebook))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&book); err != nil {
		return book, fault.Coded("A06", "The codebook cannot be read near byte %d: %v. `verbatim codebook show` prints one to start from.", dec.InputOffset(), err)
	}
	return book, book.Check()
}
