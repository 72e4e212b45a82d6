package main

import (
	"context"

	"verbatim/analysis/theme"
	"verbatim/survey/fault"
)

// readAnswers runs the analysis over what was stored, unless a running server
// holds the index: then the server does it.
func readAnswers(ctx context.Context, c *console, a *app) error {
	err := a.openIndex(ctx)
	if fault.KindOf(err) == fault.Unavailable {
		c.say("Reading", "the server that is running on this folder reads the answers")
		return nil
	}
	if err != nil {
		return err
	}
	bar := c.progress("Reading")
	defer bar.end()
	return a.pipeline(bar.at).CatchUp(ctx)
}

// ensureCodebook gives a programme the starter codebook if it has none.
func ensureCodebook(ctx context.Context, a *app, programmeID string) error {
	_, err := a.analysis.Codebook(ctx, programmeID)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return err
	}
	book := theme.Starter()
	book.ProgrammeID = programmeID
	_, err = a.analysis.SaveCodebook(ctx, book)
	return err
}
