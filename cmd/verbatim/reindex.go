package main

import "context"

type reindexCmd struct{ place }

// Run rebuilds the index from the database. The database is read only.
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
	c.say("Indexed", "%d answers", n)
	return nil
}
