package main

import (
	"context"

	"verbatim/survey"
)

type reindexCmd struct{ place }

// Run rebuilds the index from the database, which gets a line in its audit and
// is else only read.
func (r *reindexCmd) Run(ctx context.Context, c *console) error {
	a, err := openApp(ctx, c.log, r.place)
	if err != nil {
		return err
	}
	defer a.close()
	if err := a.openIndex(ctx); err != nil {
		return err
	}
	bar := c.progress("Indexing")
	err = a.pipeline(bar.at).Rebuild(ctx)
	bar.end()
	if err != nil {
		return err
	}
	n, err := a.engine.Count(ctx)
	if err != nil {
		return err
	}
	if err := a.survey.Note(ctx, survey.IndexRebuilt, "", survey.AuditDetails{"answers": int64(n)}); err != nil { //nolint:gosec // far fewer than 2^63
		return err
	}
	c.say("Indexed", "%d answers", n)
	return nil
}
